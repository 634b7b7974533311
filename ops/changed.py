"""What a quick check looks at more closely: the files of the last commits."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMITS = 20


def _git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")


def read_changed():
    """The names of the files that the work tree and the last 20 commits changed, newest first, each once."""
    names = _git("diff", "--name-only", "HEAD") + _git("ls-files", "--others", "--exclude-standard")
    names += _git("log", f"-{COMMITS}", "--name-only", "--format=")
    return list(dict.fromkeys(names))
