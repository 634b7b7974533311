"""Plants violations in a small tree and checks that ops/layers names each with its file and line."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

LAYERS = Path(__file__).resolve().parents[2] / "ops" / "layers"

CLEAN_TREE = {
    "crypto/base/bytes.hpp": "#pragma once\n#include <vector>\n",
    "crypto/codec/reader.hpp": '#pragma once\n#include "crypto/base/bytes.hpp"\n',
    "crypto/codec/detail/table.hpp": "#pragma once\n",
    "crypto/codec/reader.cpp": '#include "crypto/codec/reader.hpp"\n#include "crypto/codec/detail/table.hpp"\n',
    "channels/wire/frame.hpp": '#pragma once\n#include "crypto/codec/reader.hpp"\n',
    "hub/store/store.hpp": '#pragma once\n#include "channels/wire/frame.hpp"\n',
    "hub/store/sqlite_store.cpp": '#include "hub/store/store.hpp"\n#include <sqlite3.h>\n#include <thread>\n',
    "clients/core/client.hpp": '#pragma once\n#include "channels/wire/frame.hpp"\n',
    "tests/unit/any_test.cpp": '#include "hub/store/store.hpp"\n#include "crypto/codec/detail/table.hpp"\n',
}


def run_layers(tree):
    """Lays CLEAN_TREE with `tree` over it in a folder of its own and gives what ops/layers says there."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**CLEAN_TREE, **tree}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, LAYERS, folder], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


class Layers(unittest.TestCase):
    def expect_violation(self, path, text, line, rule):
        code, output = run_layers({path: text})
        self.assertEqual(code, 1, output)
        self.assertIn(f"{path}:{line}: ", output)
        self.assertIn(rule, output)
        self.assertIn(" 1 violations", output)

    def test_accepts_a_clean_tree(self):
        code, output = run_layers({})
        self.assertEqual(code, 0, output)
        self.assertIn("9 files, 0 violations", output)

    def test_refuses_an_include_that_points_up(self):
        self.expect_violation(
            "crypto/base/up.cpp", '\n#include "crypto/codec/reader.hpp"\n', 2, "crypto/base may not include crypto/codec"
        )

    def test_refuses_a_client_in_the_hub(self):
        self.expect_violation(
            "hub/store/bad.cpp", '#include "clients/core/client.hpp"\n', 1, "hub/store may not include clients/core"
        )

    def test_refuses_the_hub_in_a_client(self):
        self.expect_violation(
            "clients/core/bad.cpp", '#include "hub/store/store.hpp"\n', 1, "clients/core may not include hub/store"
        )

    def test_refuses_a_test_outside_tests(self):
        code, output = run_layers(
            {"hub/store/bad.cpp": '#include "tests/support/fake.hpp"\n', "tests/support/fake.hpp": "#pragma once\n"}
        )
        self.assertEqual(code, 1)
        self.assertIn("hub/store/bad.cpp:1: ", output)
        self.assertIn("hub/store may not include tests", output)

    def test_refuses_the_detail_of_another_folder(self):
        self.expect_violation(
            "channels/wire/bad.cpp", '#include "crypto/codec/detail/table.hpp"\n', 1, "private to crypto/codec"
        )

    def test_refuses_an_include_cycle(self):
        code, output = run_layers(
            {
                "crypto/base/a.hpp": '#pragma once\n#include "crypto/base/b.hpp"\n',
                "crypto/base/b.hpp": '#pragma once\n\n#include "crypto/base/a.hpp"\n',
            }
        )
        self.assertEqual(code, 1)
        self.assertIn(
            "crypto/base/b.hpp:3: include cycle: "
            "crypto/base/a.hpp -> crypto/base/b.hpp -> crypto/base/a.hpp",
            output,
        )

    def test_refuses_a_path_that_does_not_start_at_the_root(self):
        self.expect_violation("crypto/codec/bad.cpp", '#include "reader.hpp"\n', 1, "written from its root")

    def test_refuses_a_folder_that_is_in_no_layer(self):
        self.expect_violation("crypto/extra/new.cpp", "int x;\n", 1, "in no layer")

    def test_refuses_threads_in_the_core(self):
        self.expect_violation("channels/wire/bad.cpp", "#include <thread>\n", 1, "the core has no threads")

    def test_refuses_files_in_the_core(self):
        self.expect_violation("clients/core/bad.cpp", "#include <filesystem>\n", 1, "the core has no files")

    def test_refuses_sqlite_in_a_header(self):
        self.expect_violation("hub/store/bad.hpp", "#pragma once\n#include <sqlite3.h>\n", 2, "only in an adapter's .cpp")

    def test_refuses_beast_in_a_header(self):
        self.expect_violation(
            "hub/net/bad.hpp", "#pragma once\n#include <boost/beast.hpp>\n", 2, "only in an adapter's .cpp"
        )

    def test_refuses_sockets_in_the_engine(self):
        self.expect_violation("hub/engine/bad.cpp", "#include <boost/asio.hpp>\n", 1, "the engine decides")

    def test_refuses_a_clock_in_the_core(self):
        self.expect_violation(
            "crypto/base/bad.cpp", "auto now() { return std::chrono::system_clock::now(); }\n", 1, "time is passed in"
        )

    def test_refuses_exceptions_in_the_core(self):
        self.expect_violation("crypto/base/bad.cpp", "void f() {\n  throw 1;\n}\n", 2, "without exceptions")

    def test_refuses_using_namespace_in_a_header(self):
        self.expect_violation("crypto/base/bad.hpp", "#pragma once\nusing namespace std;\n", 2, "whoever includes")

    def test_overlooks_words_in_comments_and_strings(self):
        code, output = run_layers(
            {
                "crypto/base/fine.cpp": "// we throw nothing\n/* catch\n throw */\n"
                "int million = 1'000'000;\n"
                'const char* text = "getenv throw \\" catch";\nconst char* raw = R"(steady_clock)";\n'
            }
        )
        self.assertEqual(code, 0, output)

    def test_finds_a_word_between_digit_separators(self):
        self.expect_violation(
            "crypto/base/bad.cpp", "int a = 1'000; void f() { throw 2'000; }\n", 1, "without exceptions"
        )


if __name__ == "__main__":
    unittest.main()
