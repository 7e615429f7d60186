#!/usr/bin/python3
"""Every lint finds its bad sample and passes its good one."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

LINTS = Path(__file__).parents[2] / "scripts" / "lint"
SKIPPED = 77

# lint, file, text that it must report (each line alone), text that it must accept
SAMPLES = [
    ("layers", "engine/weights/a.hpp", '#include "estimators/a.hpp"\n#include "weight.hpp"', '#include "cohort/a.hpp"'),
    ("layers", "engine/run/a.cpp", '#include "results/a.hpp"', '#include "plan/a.hpp"\n#include "run/b.hpp"'),
    ("layers", "engine/results/a.cpp", '#include "run/a.hpp"', '#include "plan/a.hpp"'),
    ("layers", "engine/math/a.cpp", '#include "random/a.hpp"', '#include "core/a.hpp"'),
    ("layers", "engine/truth/CMakeLists.txt", "iptwsim_layer(truth LAYERS app)", "iptwsim_layer(truth LAYERS math)"),
    ("layers", "engine/nowhere/a.cpp", "int x;", None),
    ("libraries", "engine/plan/a.cpp", "#include <yaml-cpp/yaml.h>\n#include <hdf5.h>\n#include <tbb/task.h>", None),
    ("libraries", "engine/run/a.cpp", "#include <H5Fpublic.h>\n#include <openssl/evp.h>", "#include <tbb/task.h>"),
    ("libraries", "engine/core/a.cpp", "#include <CLI/CLI.hpp>\n#include <Random123/philox.h>", "#include <fmt/core.h>"),
    ("length", "engine/core/a.cpp", "\n" * 401, "\n" * 400),
    ("length", "tests/a.cpp", "// " + "x" * 118, "// " + "x" * 117),
    ("arithmetic", "engine/truth/a.cpp", "f = std::exp(x);\ny = log(x);\nz = x.array().exp();\nw = ::pow(x, 2);",
     'using math::log;\ny = log(x) + math::exp(x) + std::sqrt(x); // std::exp(x)\nz = "exp(x)"; pi::log_p(x);'),
    ("arithmetic", "engine/app/a.cpp", "std::mt19937 g;\nstd::normal_distribution<> d;\nint i = rand();\nsrand(1);",
     "y = std::log(x);\nint operand(int);"),
    ("arithmetic", "engine/random/a.cpp", "boost::random::normal_distribution<> d;", "boost::random::uniform_01<> d;"),
    ("format", "engine/core/a.cpp", "const int  x = 1;", "int const x = 1;\n"),
    ("scripts", "scripts/a", "#!/usr/bin/env python3", None),
    ("scripts", "scripts/b", "#!/bin/bash\nif", None),
    ("scripts", "scripts/c.py", "def", "x = 1"),
]


class Lints(unittest.TestCase):
    def check(self, lint, file, text):
        with tempfile.TemporaryDirectory() as root:
            path = Path(root, file)
            path.parent.mkdir(parents=True)
            path.write_text(text)
            path.chmod(0o755)
            run = subprocess.run([LINTS / f"{lint}.py", root], capture_output=True, text=True)
        if run.returncode == SKIPPED:
            self.skipTest(run.stdout)
        self.assertEqual(run.stderr, "")
        return run

    def test_samples(self):
        for lint, file, bad, good in SAMPLES:
            for text in [bad] if lint in {"length", "scripts"} else bad.split("\n"):
                with self.subTest(lint=lint, bad=text[:60]):
                    run = self.check(lint, file, text)
                    self.assertEqual(run.returncode, 1, run.stdout)
                    self.assertRegex(run.stdout, rf"^{file}:\d+: .+, .+|cannot read it")
            if good is not None:
                with self.subTest(lint=lint, good=good[:60]):
                    run = self.check(lint, file, good)
                    self.assertEqual(run.returncode, 0, run.stdout)

    def test_every_lint_has_a_sample(self):
        tools = {path.stem for path in LINTS.glob("*.py")} - {"report"}
        self.assertEqual(tools, {sample[0] for sample in SAMPLES})


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
