#!/usr/bin/python3
"""merge_test.py PROGRAM: shards, merge, and what they say when something is missing or does not fit."""

import json
import pathlib
import shutil
import subprocess

from study import SHORT, Disturbed, main

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Shards(Disturbed):
    STUDY = SHORT


class Merge(Shards):
    def test_is_the_undivided_result_for_any_number_of_shards(self):
        for count in (1, 2, 7, 61):  # the last: more than there are blocks
            name = f"of{count}.h5"
            for index in range(1, count + 1):
                self.shard(index, count, "--quiet", name=name)
            self.call("merge", name + ".parts", "-o", name, "--quiet")
            self.call("diff", self.reference(), name)
            self.call("diff", self.reference(), name + ".parts")

    def test_takes_files_and_folders_and_doubles(self):
        for index in (1, 2):
            self.shard(index, 3, "--quiet", name="a.h5")
        for index in (2, 3):
            self.shard(index, 3, "--quiet", name="b.h5")
        shutil.copytree(self.folder / "b.h5.parts", self.folder / "copies")
        self.call("merge", "a.h5.parts", *self.parts("b.h5"), "copies/", "-o", "out.h5", "--quiet")
        self.call("diff", self.reference(), "out.h5")
        for kept in ("a.h5.parts", "b.h5.parts", "copies"):
            self.assertEqual(len(list((self.folder / kept).iterdir())), 2)

    def test_of_another_number_of_shards_and_an_undivided_run_together(self):
        self.shard(1, 2, "--quiet")
        self.shard(3, 3, "--quiet")
        self.shard(3, 5, "--quiet")
        self.call("run", "study.yaml", "-o", "out.h5", "--resume", "--quiet")
        self.is_as_undisturbed()

    def test_an_incomplete_set_names_what_is_missing_and_the_command_that_fills_it(self):
        for index in (1, 4, 6):
            self.shard(index, 6, "--quiet")
        said = self.call("merge", "out.h5.parts", "-o", "merged.h5", code=75).stderr
        self.assertFalse((self.folder / "merged.h5").exists())
        self.assertIn("blocks are missing", said)
        self.assertIn("shards 2-3, 5 of 6", said)
        self.assertRegex(said, r"scenarios .* of 3 \(the first of them: n=")
        command = said.split("Compute them with\n")[1].splitlines()[0]
        subprocess.run(command, shell=True, cwd=self.folder, check=True, capture_output=True)
        self.call("merge", "out.h5.parts", "-o", "merged.h5", "--quiet")
        self.call("diff", self.reference(), "merged.h5")

    def test_an_incomplete_set_of_files_can_be_filled_elsewhere(self):
        self.shard(1, 2, "--quiet", name="there.h5")
        part = shutil.copy(self.parts("there.h5")[0], self.folder / "only.h5")
        said = self.call("merge", part, "-o", "merged.h5", code=75).stderr
        command = said.split("Compute them with\n")[1].splitlines()[0]
        subprocess.run(command, shell=True, cwd=self.folder, check=True, capture_output=True)
        self.assertIn("with what is then in merged.h5.parts", said)
        self.call("merge", part, "merged.h5.parts", "-o", "merged.h5", "--quiet")
        self.call("diff", self.reference(), "merged.h5")

    def test_what_is_there_can_be_merged_and_is_marked(self):
        self.shard(1, 2, "--quiet")
        shown = self.call("merge", "out.h5.parts", "-o", "out.h5", "--partial").stdout
        self.assertTrue(shown.startswith("PARTIAL: made of "), shown[:200])
        self.assertTrue(self.call("show", "out.h5").stdout.startswith("PARTIAL"))
        rows = json.loads(self.call("show", "out.h5", "--format", "json").stdout)
        counts = {row["scenario"]: row["value"] for row in rows
                  if row["statistic"] == "count" and row["quantity"] == "log_hazard_ratio" and row["status"] == "ok"}
        self.assertLess(sum(counts.values()), 3 * 640)
        refused = self.call("run", "study.yaml", "-o", "out.h5", "--resume", code=73).stderr
        self.assertIn("merged before all was computed", refused)
        self.shard(2, 2, "--quiet", "--force")
        self.call("merge", "out.h5.parts", "-o", "out.h5", "--quiet", code=73)
        self.call("merge", "out.h5.parts", "-o", "out.h5", "--quiet", "--force")
        self.call("diff", self.reference(), "out.h5")

    def test_refuses_what_does_not_belong_together(self):
        self.shard(1, 2, "--quiet", name="a.h5")
        for old, new, words in (("seed: 7", "seed: 8", "seed is 8 there and 7 here"),
                                ("tau: 3", "tau: 2", "estimators.rmst.tau is 2.0 there and 3.0 here")):
            self.study((old, new))
            self.shard(2, 2, "--quiet", name=words[:4] + ".h5")
            said = self.call("merge", "a.h5.parts", words[:4] + ".h5.parts", "-o", "out.h5", code=65).stderr
            self.assertIn("does not belong to", said)
            self.assertIn(words, said)
        self.assertFalse((self.folder / "out.h5").exists())

    def test_bad_files_are_an_error_and_bad_files_in_folders_are_left_out(self):
        self.shard(1, 1, "--quiet")
        bad = self.folder / "out.h5.parts" / "bad.h5"
        bad.write_bytes(b"")
        self.assertIn("damaged", self.call("merge", bad, "-o", "out.h5", code=65).stderr)
        self.assertIn("bad.h5: not a result of iptwsim, or damaged (the digest at its end is missing), left out",
                      self.call("merge", "out.h5.parts", "-o", "out.h5").stderr)
        self.assertTrue(bad.exists())
        self.call("diff", self.reference(), "out.h5")
        self.call("merge", "none.parts", "-o", "other.h5", code=66)
        (self.folder / "empty").mkdir()
        self.call("merge", "empty", "-o", "other.h5", code=66)
        self.assertIn("not a part", self.call("merge", "out.h5", "-o", "other.h5", code=65).stderr)
        self.call("merge", "-o", "other.h5", code=64)

    def test_a_complete_result_is_left_alone(self):
        self.shard(1, 1, "--quiet")
        self.call("merge", "out.h5.parts", "-o", "out.h5", "--quiet")
        before = (self.folder / "out.h5").read_bytes()
        self.assertIn("is complete already", self.call("merge", "out.h5.parts", "-o", "out.h5").stderr)
        self.assertIn("is complete already", self.shard(1, 1).stderr)
        self.assertEqual((self.folder / "out.h5").read_bytes(), before)
        self.assertEqual(len(self.parts()), 1)
        self.call("run", "study.yaml", "-o", "out.h5", "--resume", "--quiet")  # what a killed run would have removed
        self.is_as_undisturbed()


class Parts(Shards):
    def test_show_diff_and_replay_take_them(self):
        self.shard(1, 2, "--quiet")
        part = self.parts()[0]
        self.assertIn("PARTIAL", self.call("show", part).stdout)
        self.assertIn("is not there yet (its run has not finished), take what is there, out.h5.parts",
                      self.call("show", "out.h5", code=66).stderr)
        self.assertTrue(self.call("show", part, "--format", "csv").stdout.startswith("scenario,"))
        self.call("diff", part, "out.h5.parts")
        self.call("diff", part, self.reference(), code=1)
        self.assertIn("to the bit", self.call("replay", part, "--scenario", "1", "--cohort", "5").stdout)

    def test_a_run_does_not_take_them_for_nothing(self):
        self.shard(1, 2, "--quiet")
        before = self.parts()
        refused = self.call("run", "study.yaml", "-o", "out.h5", code=73).stderr
        for words in ("parts of a run that has not finished are there", "--resume", "--force"):
            self.assertIn(words, refused)
        self.assertEqual(self.parts(), before)
        self.call("run", "study.yaml", "-o", "out.h5", "--force", "--quiet")
        self.is_as_undisturbed()

    def test_a_shard_that_is_there_is_not_computed_again(self):
        self.shard(1, 2, "--quiet")
        before = self.parts()
        said = self.shard(1, 2, "--resume").stderr
        held, every = self.held(said)
        self.assertEqual(held, every)
        self.assertNotIn("a second", said)
        self.assertEqual(self.parts(), before)

    def test_shards_without_a_block_are_complete(self):
        self.study(("cohorts: 640", "cohorts: 1"))
        for index in range(1, 7):
            self.assertIn("is complete", self.shard(index, 6).stderr)
        self.assertEqual(len(self.parts()), 3)
        self.call("merge", "out.h5.parts", "-o", "out.h5", "--quiet")

    def test_wrong_shards_and_times(self):
        for arguments in (["--shard", "3/2"], ["--shard", "x"], ["--shard", "auto"], ["--time-limit", "soon"],
                          ["--flush", "often"]):
            said = self.call("run", "study.yaml", "-o", "out.h5", *arguments, code=64).stderr
            self.assertIn(" ".join(arguments), said)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["study.yaml"])

    def test_slurm_numbers_the_shards_when_asked(self):
        array = {"SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_MAX": "5",
                 "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_STEP": "1"}
        said = self.call("run", "study.yaml", "-o", "out.h5", "--shard", "auto", env=array).stderr
        self.assertIn("shard 2/3 is complete", said)
        self.study(("cohorts: 640", "cohorts: 5"))
        said = self.call("run", "study.yaml", "-o", "whole.h5", env=array).stderr
        self.assertIn("task 4 of a job array runs the whole plan", said)


class RealCohort(Disturbed):
    """The bootstrap of a cohort from a file, with one unit a patient besides."""

    def setUp(self):
        super().setUp()
        shutil.copy(ROOT / "tests/data/ovarian.csv", self.folder)
        text = (ROOT / "configs/ovarian.yaml").read_text().replace("../tests/data/", "")
        self.assertIn("variance: ", text)
        lines = ["variance: [robust, jackknife]" if line.startswith("variance: ") else line
                 for line in text.splitlines()]
        (self.folder / "study.yaml").write_text("\n".join(lines) + "\n")
        self.call("run", "study.yaml", "-o", "whole.h5", "--quiet")
        for index in (1, 2, 3):
            self.call("run", "study.yaml", "-o", "out.h5", "--shard", f"{index}/3", "--quiet")

    def test_shards_merge_to_the_whole(self):
        self.call("merge", "out.h5.parts", "-o", "out.h5", "--quiet")
        self.call("diff", "whole.h5", "out.h5")

    def test_merge_needs_the_file_and_can_be_told_where_it_is(self):
        moved = self.folder / "moved"
        moved.mkdir()
        for name in ("study.yaml", "ovarian.csv"):
            (self.folder / name).rename(moved / name)
        said = self.call("merge", "out.h5.parts", "-o", "out.h5", code=66).stderr
        self.assertIn("say where that config is now with --config", said)
        self.call("merge", "out.h5.parts", "-o", "out.h5", "--config", "moved/study.yaml", "--quiet")
        self.call("diff", "whole.h5", "out.h5")

    def test_a_changed_file_is_another_cohort(self):
        with open(self.folder / "ovarian.csv", "a", encoding="utf-8") as file:
            file.write("\n")
        said = self.call("merge", "out.h5.parts", "-o", "out.h5", code=65).stderr
        self.assertIn("cohort_sha256 is ", said)

    def test_a_partial_merge_has_fewer_replicates_and_needs_the_cohort_itself(self):
        sizes = {part: part.stat().st_size for part in self.parts()}
        for part in self.parts():
            part.rename(part.with_suffix(".away"))
            with self.subTest(sizes[part]):
                said = self.call("merge", "out.h5.parts", "-o", "some.h5", "--partial", "--force", code=None)
                if said.returncode == 65:
                    self.assertIn("nothing can be said yet", said.stderr)
                else:
                    self.assertTrue(said.stdout.startswith("PARTIAL"), said.stdout[:99])
            part.with_suffix(".away").rename(part)


if __name__ == "__main__":
    main()
