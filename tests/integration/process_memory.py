"""How much a process holds in memory, and what, as a core dump would have it: read through /proc."""

import struct
from pathlib import Path

PAGE = 4096
# A sanitizer's shadow is terabytes of nothing.
REGION_BYTES_MAX = 1 << 30
PRESENT = 1 << 63


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


def memory_of(pid):
    """All pages that a process has written to, one after the other; pages of zeroes are left out."""
    held = bytearray()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory, open(f"/proc/{pid}/pagemap", "rb", buffering=0) as map_:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights, *_ = line.split()
            start, end = (int(one, 16) for one in place.split("-"))
            if not rights.startswith("rw") or end - start > REGION_BYTES_MAX:
                continue
            for first, count in _runs(map_, start, end):
                memory.seek(first)
                pages = memory.read(count * PAGE) or b""
                held += pages.replace(bytes(PAGE), b"")
    return bytes(held)


def _runs(map_, start, end):
    """(address, number of pages) of the stretches that are in memory."""
    map_.seek(start // PAGE * 8)
    entries = map_.read((end - start) // PAGE * 8)
    first = None
    for index, (entry,) in enumerate(struct.iter_unpack("<Q", entries)):
        if entry & PRESENT:
            first = index if first is None else first
        elif first is not None:
            yield start + first * PAGE, index - first
            first = None
    if first is not None:
        yield start + first * PAGE, len(entries) // 8 - first
