"""Lays results as CTest and GoogleTest leave them and checks what ops/tally counts."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TALLY = Path(__file__).resolve().parents[2] / "ops" / "tally"


def run_tally(ctest, googletest, allowed=""):
    """`ctest`: {test: status}. `googletest`: {program: {Suite.Test: result}}. Gives the printed lines."""
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder)
        cases = "".join(f'<testcase name="{name}" status="{status}"/>' for name, status in ctest.items())
        (build / "ctest.xml").write_text(f"<testsuite>{cases}</testsuite>", encoding="utf-8")
        (build / "tests" / "results").mkdir(parents=True)
        for program, tests in googletest.items():
            suites = [
                {"name": name.split(".")[0], "testsuite": [describe(name.split(".")[1], result)]}
                for name, result in tests.items()
            ]
            (build / "tests" / "results" / f"{program}.json").write_text(
                json.dumps({"testsuites": suites}), encoding="utf-8"
            )
        (build / "allowed").write_text(allowed, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, TALLY, folder, build / "allowed"], capture_output=True, text=True, check=True
        )
    return done.stdout.splitlines()


def describe(name, result):
    """One test as GoogleTest's JSON has it."""
    case = {"name": name, "status": "RUN", "result": "COMPLETED"}
    if result == "failed":
        case["failures"] = [{"failure": "expected something else"}]
    elif result == "skipped":
        case["result"] = "SKIPPED"
    elif result == "filtered":
        case["status"] = "NOTRUN"
    return case


class Tally(unittest.TestCase):
    def test_counts_a_program_by_its_tests(self):
        lines = run_tally({"unit": "run"}, {"unit": {"A.One": "passed", "A.Two": "passed", "B.Off": "filtered"}})
        self.assertEqual(lines, ["2 0 0 0"])

    def test_counts_any_other_test_as_one(self):
        self.assertEqual(run_tally({"script": "run", "replay": "run"}, {}), ["2 0 0 0"])

    def test_names_what_failed(self):
        lines = run_tally({"unit": "fail", "script": "fail"}, {"unit": {"A.One": "passed", "A.Two": "failed"}})
        self.assertEqual(lines, ["failed: A.Two", "failed: script", "1 2 0 0"])

    def test_counts_a_crash_without_results(self):
        self.assertEqual(run_tally({"unit": "fail"}, {}), ["failed: unit", "0 1 0 0"])

    def test_counts_a_leak_after_all_tests_passed(self):
        lines = run_tally({"unit": "fail"}, {"unit": {"A.One": "passed"}})
        self.assertEqual(lines, ["failed: unit", "1 1 0 0"])

    def test_names_a_skip_that_is_not_allowed(self):
        lines = run_tally({"unit": "run"}, {"unit": {"A.One": "skipped"}})
        self.assertEqual(lines, ["skipped: A.One", "0 0 1 1"])

    def test_counts_a_skip_that_is_allowed_by_name(self):
        lines = run_tally({"unit": "run"}, {"unit": {"A.One": "skipped"}}, allowed="# why\nA.*  no such server here\n")
        self.assertEqual(lines, ["0 0 1 0"])

    def test_takes_a_test_that_ctest_did_not_run_for_skipped(self):
        self.assertEqual(run_tally({"gone": "notrun"}, {}), ["skipped: gone", "0 0 1 1"])


if __name__ == "__main__":
    unittest.main()
