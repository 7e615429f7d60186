#!/usr/bin/python3
"""parts_test.py PROGRAM: bad parts are found, named, set aside and computed again; parts of other work are refused."""

import hashlib
import random
import shutil

from study import SHORT, Disturbed, main


class BadParts(Disturbed):
    STUDY = SHORT

    def setUp(self):
        super().setUp()
        for index in range(1, 6):
            self.shard(index, 5, "--quiet")

    def is_set_aside(self, file, *words):
        said = [line for line in self.errors.splitlines() if file.name + ": " in line]
        self.assertEqual(len(said), 1, self.errors)
        for word in (*words, f"set aside as {file.name}.bad and computed again"):
            self.assertIn(word, said[0])

    def test_each_kind_is_named_set_aside_and_computed_again(self):
        truncated, flipped, empty, foreign, text = self.parts()
        truncated.write_bytes(truncated.read_bytes()[:-200])
        data = bytearray(flipped.read_bytes())
        data[len(data) // 3] ^= 16
        flipped.write_bytes(data)
        empty.write_bytes(b"")
        shutil.copy(self.reference(), foreign)
        text.write_text("time,event\n1,0\n")
        self.errors = self.shard(1, 1, "--resume").stderr
        self.is_set_aside(truncated, "damaged")
        self.is_set_aside(flipped, "damaged (its bytes do not match its digest)")
        self.is_set_aside(empty, "or damaged")
        self.is_set_aside(foreign, "not a part")
        self.is_set_aside(text, "not a result of iptwsim, or damaged")
        self.assertEqual(len(list((self.folder / "out.h5.parts").glob("*.bad"))), 5)
        self.resume()
        self.is_as_undisturbed()

    def test_a_flipped_bit_at_any_byte_is_found_before_hdf5_reads_it(self):
        part = self.parts()[2]
        data, chance = part.read_bytes(), random.Random(20261123)
        part.unlink()
        places = sorted({*range(0, len(data), len(data) // 500), *range(len(data) - 81, len(data))})
        for place in places:
            copy = bytearray(data)
            copy[place] ^= 1 << chance.randrange(8)
            part.with_name(f"flip-{place}.h5").write_bytes(copy)
        self.finds_each("flip", places)

    def test_a_part_cut_short_anywhere_is_found_before_hdf5_reads_it(self):
        part = self.parts()[2]
        data = part.read_bytes()
        part.unlink()
        sizes = sorted({*range(0, len(data), len(data) // 200), *range(len(data) - 81, len(data))})
        for size in sizes:
            part.with_name(f"cut-{size}.h5").write_bytes(data[:size])
        self.finds_each("cut", sizes)

    def finds_each(self, name, numbers):
        self.errors = self.call("merge", "out.h5.parts", "-o", "out.h5", code=75).stderr
        self.assertEqual(self.errors.count("left out"), len(numbers))
        self.errors = self.resume()
        said = [line for line in self.errors.splitlines() if "set aside" in line]
        self.assertEqual(len(said), len(numbers), self.errors[-2000:])
        for line in said:
            self.assertIn(f"out.h5.parts/{name}-", line)
            self.assertRegex(line, "do not match its digest|the digest at its end is missing")
        self.is_as_undisturbed()

    def change(self, part, change):
        """Changes a part as a program that keeps its digest right."""
        try:
            import h5py
        except ImportError:
            self.skipTest("h5py is not installed")
        part.write_bytes(part.read_bytes()[:-81])
        with h5py.File(part, "r+") as file:
            change(file)
        data = part.read_bytes()
        part.write_bytes(data + f"\nIPTWSIM-SHA256 {hashlib.sha256(data).hexdigest()}\n".encode())

    def test_parts_of_another_version_are_set_aside(self):
        first, second = self.parts()[:2]
        self.change(first, lambda file: file.attrs.modify("results_version", file.attrs["results_version"] + 1))
        self.change(second, lambda file: file.attrs.modify("format_version", [9, 0]))
        refused = self.call("merge", "out.h5.parts", "-o", "out.h5", code=65).stderr
        self.assertIn("results_version is ", refused)
        self.errors = self.resume()
        self.is_set_aside(first, "a part of another version of iptwsim (results_version is ")
        self.is_set_aside(second, "a part of another format version")
        self.is_as_undisturbed()

    def test_another_slab_of_a_block_is_an_error(self):
        part = self.parts()[0]
        copy = part.with_name("copy.h5")
        shutil.copy(part, copy)

        def flip(file):
            digests = file["/blocks/sha256"]
            digests[0] = digests[0] ^ 1
        self.change(copy, flip)
        for arguments in (["run", "study.yaml", "-o", "out.h5", "--resume"], ["merge", "out.h5.parts", "-o", "m.h5"]):
            errors = self.call(*arguments, code=65).stderr
            self.assertIn("its numbers of block", errors)
            self.assertIn("are not those of", errors)
            self.assertIn(part.name, errors)
            self.assertIn(copy.name, errors)
        self.assertFalse((self.folder / "m.h5").exists())

    def test_numbers_that_do_not_match_their_own_digest_are_found(self):
        part = self.parts()[0]

        def change(file):
            values = file["/slabs/sums"]
            values[0] = values[0] + 1
        self.change(part, change)
        errors = self.call("merge", "out.h5.parts", "-o", "m.h5", code=65).stderr
        self.assertIn("one is not that of its digest", errors)
        self.errors = self.resume()
        self.assertIn("reads the parts again", self.errors)
        self.assertIn(f"set aside as {part.name}.bad", self.errors)
        self.is_as_undisturbed()

    def test_parts_of_another_seed_or_config_are_refused_and_kept(self):
        before = {part: part.read_bytes() for part in self.parts()}
        for old, new, words in (("seed: 7", "seed: 8", "seed is 7 there and 8 here"),
                                ("replicates: 99", "replicates: 98", "replicates is 99 there and 98 here")):
            self.study((old, new))
            for more in (["--resume"], ["--shard", "1/2"], []):
                self.assertIn(words, self.call("run", "study.yaml", "-o", "out.h5", *more, code=73).stderr)
        self.assertEqual({part: part.read_bytes() for part in self.parts()}, before)


if __name__ == "__main__":
    main()
