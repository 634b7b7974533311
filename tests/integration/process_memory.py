"""How much a process holds in memory, and which it has started: read through /proc."""

from pathlib import Path


def children(pid):
    """The processes that one started and that still run."""
    return [int(one) for thread in Path(f"/proc/{pid}/task").iterdir() for one in (thread / "children").read_text().split()]


def program_of(pid):
    return Path(f"/proc/{pid}/comm").read_text().strip()


def resident(process):
    """(bytes that a process holds now, and held at most)."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as lines:
        sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return int(sizes["VmRSS"]) * 1024, int(sizes["VmHWM"]) * 1024
