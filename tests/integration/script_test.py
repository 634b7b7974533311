"""How a test of this folder ends: well, broken, skipped, or called wrongly."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def run(body, *arguments, ci="", settings=""):
    """A program whose test has this body; gives its exit code and what it printed."""
    program = f"""
from asking import Broken
from script import Skipped, run_script, run_steps

def skip():
    raise Skipped("no such thing here")

def fail():
    raise Broken("a promise")

def test(*given, **options):
    {body}

run_script("Usage: it", 60, test{settings})
"""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True, text=True, check=False, cwd=FOLDER, env={**os.environ, "CI": ci},
    )
    return done.returncode, done.stdout


class Script(unittest.TestCase):
    def test_ends_well(self):
        self.assertEqual(run("print(given, options)", "programs"), (0, "('programs',) {}\n"))

    def test_hands_on_the_store(self):
        for last, with_postgres in (([], False), (["--postgres"], True)):
            code, out = run("print(options)", "programs", *last, settings=", may_postgres=True")
            self.assertEqual((code, out), (0, f"{{'with_postgres': {with_postgres}}}\n"))

    def test_refuses_other_arguments(self):
        for given in ((), ("one", "two"), ("one", "--postgres")):
            self.assertEqual(run("print('ran')", *given), (2, ""))

    def test_says_what_broke(self):
        self.assertEqual(run("fail()", "programs"), (1, "BROKEN a promise\n"))

    def test_says_at_which_step(self):
        code, out = run("run_steps((('first', str), ('second', fail), ('third', str)), 'It holds')", "programs")
        self.assertEqual(code, 1)
        self.assertTrue(out.startswith("ok  1"), out)
        self.assertIn("BROKEN at 2: second\n    a promise\n", out)
        self.assertNotIn("third", out)

    def test_counts_its_steps(self):
        code, out = run("run_steps((('first', str), ('second', str)), 'It holds')", "programs")
        self.assertEqual((code, out.splitlines()[-1]), (0, "It holds: 2 steps."))

    def test_skips_what_cannot_be_tested(self):
        self.assertEqual(run("skip()", "programs"), (77, "SKIPPED: no such thing here\n"))

    def test_fails_where_nothing_may_be_skipped(self):
        self.assertEqual(run("skip()", "programs", ci="true"), (1, "SKIPPED: no such thing here\n"))

    def test_goes_on_after_a_skipped_step(self):
        code, out = run("run_steps((('first', skip), ('second', str)), 'It holds')", "programs")
        self.assertEqual(code, 77)
        self.assertIn("second", out)
        self.assertNotIn("It holds", out)


if __name__ == "__main__":
    unittest.main()
