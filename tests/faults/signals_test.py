#!/usr/bin/python3
"""signals_test.py PROGRAM: a run that is asked to stop flushes, says how to go on, and exits with 75."""

import os
import shlex
import shutil
import signal
import subprocess
import time

from study import Disturbed, main

SLACK = 5.0  # seconds that a busy machine may keep a process waiting


class Signals(Disturbed):
    def test_each_stops_in_order_and_the_printed_command_goes_on(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGHUP):
            with self.subTest(number):
                shutil.rmtree(self.folder / "out.h5.parts", ignore_errors=True)
                process = self.start(*self.FLUSH)
                self.first_part(process)
                process.send_signal(number)
                errors = self.ends(process, 75)
                self.assertIn(f"stopped by {number.name}", errors)
                held, every = self.held(errors)
                self.assertLess(held, every)
                command = errors.strip().splitlines()[-1].strip()
                self.assertEqual(shlex.split(command)[1:], ["run", "study.yaml", "-o", "out.h5", "--resume"])
                done = subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True, check=True)
                self.assertIn(f"going on: {held} of {every} blocks", done.stderr)
                self.is_as_undisturbed()
                (self.folder / "out.h5").unlink()

    def test_the_command_repeats_what_changes_the_work(self):
        name = "a study of Ann's.yaml"
        (self.folder / "study.yaml").rename(self.folder / name)
        setting = "title=What Ann's boss wants"
        process = subprocess.Popen([self.PROGRAM, "run", name, "-o", "out.h5", "--set", setting, "--shard", "1/2",
                                    "-j", "1", *self.FLUSH], cwd=self.folder, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        self.first_part(process)
        process.terminate()
        command = self.ends(process, 75).strip().splitlines()[-1].strip()
        self.assertEqual(shlex.split(command)[1:],
                         ["run", name, "--set", setting, "-o", "out.h5", "--shard", "1/2", "--resume"])
        done = subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertIn("shard 1/2 is complete", done.stderr)

    def test_a_run_that_has_flushed_nothing_loses_nothing(self):
        process = self.start()
        time.sleep(0.5)
        process.terminate()
        held, _ = self.held(self.ends(process, 75))
        self.assertEqual(len(self.parts()), 1)
        self.assertIn(f"going on: {held} of", self.resume())
        self.is_as_undisturbed()

    def test_a_second_interrupt_ends_at_once_and_loses_no_flushed_part(self):
        self.study(("n: [40, 50]", "n: [1000]"), ("replicates: 1999", "replicates: 2000000"))  # blocks of minutes
        process = self.start("--flush", "0.05")
        self.first_part(process)  # what was solved, and true values
        flushed = self.parts()
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        errors = self.ends(process, 75)
        self.assertLess(time.monotonic() - begin, 3)
        self.assertIn("again ends at once", errors)
        self.assertNotIn("Go on with", errors)
        self.assertTrue(set(flushed) <= set(self.parts()))
        said = self.call("run", "study.yaml", "-o", "out.h5", "--resume", "--time-limit", "1", code=75).stderr
        self.assertNotIn("set aside", said)
        self.assertGreater(int(said.split("going on: ")[1].split()[0]), 0)

    def test_long_blocks_are_not_waited_for(self):
        self.study(("n: [40, 50]", "n: [1000]"), ("replicates: 1999", "replicates: 2000000"))
        process = self.start()
        time.sleep(0.5)
        begin = time.monotonic()
        process.terminate()
        self.assertIn("Go on with", self.ends(process, 75))
        self.assertLess(time.monotonic() - begin, 5 + 2 * SLACK)

    def test_stopped_and_continued(self):
        process = self.start(*self.FLUSH)
        self.first_part(process)
        for _ in range(3):
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.3)
            process.send_signal(signal.SIGCONT)
            time.sleep(0.1)
        self.ends(process, 0)
        self.is_as_undisturbed()


class Time(Disturbed):
    def test_a_limit_stops_in_time(self):
        self.study(("cohorts: 320", "cohorts: 80000"))
        begin = time.monotonic()
        errors = self.ends(self.start("--time-limit", "2s"), 75)
        self.assertIn("stopped by the time limit", errors)
        self.assertGreater(self.held(errors)[0], 0)
        self.assertLess(time.monotonic() - begin, 2 + SLACK)

    def test_the_schedulers_end_is_a_limit(self):
        self.study(("cohorts: 320", "cohorts: 80000"))
        end = int(time.time()) + 4
        errors = self.ends(self.start(env={**os.environ, "SLURM_JOB_END_TIME": str(end)}), 75)
        self.assertIn("the job ends in", errors)
        self.assertIn("stopped by the time limit", errors)
        self.assertLess(time.time(), end + SLACK)

    def test_the_earlier_of_two_limits_counts(self):
        self.study(("cohorts: 320", "cohorts: 80000"))
        begin = time.monotonic()
        late = {**os.environ, "SLURM_JOB_END_TIME": str(int(time.time()) + 3600)}
        errors = self.ends(self.start("--time-limit", "1", env=late), 75)
        self.assertNotIn("the job ends in", errors)
        self.assertLess(time.monotonic() - begin, 1 + SLACK)

    def test_an_end_that_has_passed_ends_no_run(self):
        self.ends(self.start(env={**os.environ, "SLURM_JOB_END_TIME": "1000000000"}), 0)
        self.is_as_undisturbed()

    def test_the_clock_may_go_backwards(self):
        """An hour at each look, and the parts are of 1980 and 2037."""
        (self.folder / "clock.c").write_text("""#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static long calls;
int clock_gettime(clockid_t clock, struct timespec* now) {
  static int (*real)(clockid_t, struct timespec*);
  if (!real) real = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
  int const code = real(clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec -= 3600 * __sync_add_and_fetch(&calls, 1);
  return code;
}
""")
        made = subprocess.run(["cc", "-shared", "-fPIC", "-o", "clock.so", "clock.c", "-ldl"], cwd=self.folder,
                              capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("no C compiler")
        env = {**os.environ, "LD_PRELOAD": str(self.folder / "clock.so"),
               "ASAN_OPTIONS": "verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", "")}
        process = self.start(*self.FLUSH, env=env)
        self.first_part(process)
        process.terminate()
        self.ends(process, 75)
        for part, year in zip(self.parts(), (1980, 2037, 1999)):
            os.utime(part, (time.mktime((year, 1, 1, 0, 0, 0, 0, 0, 0)),) * 2)
        self.ends(self.start("--resume", *self.FLUSH, env=env), 0)
        self.is_as_undisturbed()


if __name__ == "__main__":
    main()
