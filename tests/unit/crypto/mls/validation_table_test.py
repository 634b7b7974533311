"""Whether crypto/mls/VALIDATION.md names checks and tests that exist, and every case of the tables of refusals.

Arguments: the folder of the sources, the program with the unit tests.
"""

import re
import subprocess
import sys
import unittest
from pathlib import Path

SOURCE = Path(sys.argv[1])
PROGRAM = sys.argv[2]
TABLES = re.compile(r"\b(PublicGroupRefuses|PublicGroupRefusesToRemember|RatchetTreeRefuses|TreeValidationRefuses)\.")


def rows():
    """(rule, [checks], [tests]) of each row."""
    for line in (SOURCE / "crypto/mls/VALIDATION.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[0] != "rule" and set(cells[0]) != {"-"}:
            yield cells[0], re.findall(r"`([^`]+)`", cells[1]), re.findall(r"`([^`]+)`", cells[2])


def tests_that_exist():
    listed = subprocess.run([PROGRAM, "--gtest_list_tests"], capture_output=True, text=True, check=True).stdout
    suite = ""
    for line in listed.splitlines():
        name = line.split("#")[0].rstrip()
        if name.startswith(" "):
            yield suite + name.strip()
        else:
            suite = name


class ValidationTable(unittest.TestCase):
    def test_every_row_has_a_test_that_exists(self):
        existing = set(tests_that_exist())
        targets = {path.stem for path in (SOURCE / "tests/fuzz").glob("*.cpp")}
        for rule, _, tests in rows():
            with self.subTest(rule):
                self.assertTrue(tests)
                self.assertEqual([name for name in tests if name not in existing | targets], [])

    def test_every_check_is_a_function_of_the_library(self):
        library = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCE / "crypto").glob("*/*.hpp"))
        for rule, checks, _ in rows():
            with self.subTest(rule):
                missing = [name for name in checks if not re.search(rf"\b{name.split('::')[-1]}\(", library)]
                self.assertEqual(missing, [])

    def test_every_refusal_that_is_tested_has_its_row(self):
        named = {name for _, _, tests in rows() for name in tests}
        tested = {name for name in tests_that_exist() if TABLES.search(name)}
        self.assertEqual(sorted(tested - named), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
