"""Core files of processes that go on: what a crash would leave on the disk."""

import shutil
import subprocess
from pathlib import Path

from script import Skipped

WITHIN_S = 300


def core_of(pid, folder):
    """The bytes of a process's core file. gdb writes it, since the kernel writes one only where the machine's own
    settings (`kernel.core_pattern`) let it, and only of a process that ends."""
    if not shutil.which("gcore"):
        raise Skipped("gcore is missing: run ops/setup check, or install the package gdb")
    Path(folder).mkdir(parents=True, exist_ok=True)
    made = subprocess.run(["gcore", "-o", str(Path(folder) / "core"), str(pid)], capture_output=True, timeout=WITHIN_S)
    file = Path(folder) / f"core.{pid}"
    if not file.exists():
        raise Skipped(f"gcore may not look into a process here: {made.stderr[-500:].decode(errors='replace')}")
    core = file.read_bytes()
    file.unlink()
    return core
