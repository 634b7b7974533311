#!/usr/bin/env python3
"""A hub whose disk fills up under load, and then has room again: refusals by name, nothing half, reading goes on.

Usage: disk_full.py PROGRAMS     (the folder with `kring`, `kring-hub` and `kring-append-load`)

$KRING_FAULT_ROUNDS says how often it fills up; 5 times if it is not set. Needs the right to mount a small disk, in a name
space that ends with the hub. Says what was reached and exits 0, or says which promise was broken and exits 1.
"""

import contextlib
import os
import time
from pathlib import Path

from append_load import UNLIMITED, AppendLoad, fault_rounds
from asking import KEPT, REFUSED, check, check_equal, check_refused, join, request_of, wait_joined
from kring_world import World, wait_until
from people import FATHER, GRANDMOTHER
from script import run_script
from small_disk import on_small_disk, require_mounting

WITHIN_S = 3000
BACK_WITHIN_S = 10
DISK_MEBIBYTES = 64
# Of the blobs of one circle: less than the disk has.
QUOTA_MEBIBYTES = 2
BETWEEN = 100
REFUSED_MEANWHILE = 50
APPENDS_S = 500
READ = "Dit stond er al toen de schijf vol liep."
MEBI = 1 << 20


class FullDisk:
    def __init__(self, world, programs):
        self.world = world
        self.hub = world.hub
        self.programs = programs
        self.father = world.home("vader")
        self.grandmother = world.home("oma")
        self.small = world.folder / "klein.txt"
        self.small.write_bytes(b"x" * 1000)
        self.large = world.folder / "groot.bin"
        self.large.write_bytes(os.urandom(QUOTA_MEBIBYTES * MEBI))
        self.ballast = None
        self.kept = []

    def found(self):
        self.father.init(FATHER.name, FATHER.relation)
        self.grandmother.init(GRANDMOTHER.name, GRANDMOTHER.relation)
        self.father.run("found", "Kring rond Tijmen")
        invited = self.father.run("invite", "family")
        words = join(self.grandmother, invited["link"])
        request_of(self.father, GRANDMOTHER, invited["invitation"], words)
        self.father.run("confirm", invited["invitation"], "--six", words)
        wait_joined(self.grandmother, {"family", "circle"})
        self.father.run("say", "circle", READ)
        # The hub's name space is another: its disk is seen through its process.
        self.ballast = Path(f"/proc/{self.hub.process.pid}/root{self.hub.data}/ballast")

    def fill(self):
        """Takes all the room that there is."""
        block = bytes(64 * 1024)
        with open(self.ballast, "ab", buffering=0) as out:
            while block:
                try:
                    out.write(block)
                except OSError:
                    block = block[: len(block) // 2]

    def cycle(self, load):
        load.wait_for_more(BETWEEN, "while there is room")
        refused = load.counts()["refused"].get("limit", 0)
        self.fill()
        wait_until(lambda: self.is_full(load, refused), "writes are refused")
        # A batch of few messages may still find room in pages where one of many did not.
        wait_until(lambda: self.is_silent(load), "and in the end nothing is acknowledged any more")
        check(READ in self.grandmother.texts("circle"), "what was written before is read")
        check_refused("a file finds no room", {1}, {"hub_full"}, lambda: self.father.run("send", "circle", self.small))
        said = f"Geschreven toen de hub vol was, keer {len(self.kept) + 1}."
        self.kept.append(said)
        check_refused("what is said is kept", {KEPT}, set(),
                      lambda: self.father.run("say", "circle", said, timeout_s=3))
        self.ballast.unlink()
        started = time.monotonic()
        load.wait_for_more(BETWEEN, "when there is room again")
        took = time.monotonic() - started
        check(took <= BACK_WITHIN_S, f"the hub writes again within {BACK_WITHIN_S} s: {took:.2f} s")
        wait_until(lambda: self.father.run("status")["pending"] == [], "what was kept is sent")
        check_equal(self.grandmother.texts("circle"), [READ, *self.kept], "and is there once")
        return took

    def is_full(self, load, before):
        """Room that is left in the last pages is used up by the load itself; whatever else comes free, too."""
        with contextlib.suppress(OSError):
            self.fill()
        return load.counts()["refused"].get("limit", 0) >= before + REFUSED_MEANWHILE

    def is_silent(self, load):
        before = load.counts()
        wait_until(lambda: self.is_full(load, before["refused"]["limit"]), "more is refused")
        return load.counts()["acknowledged"] == before["acknowledged"]

    def check_quota(self):
        """The circle's own limit, with room on the disk."""
        check_refused("a circle has so much room and no more", {REFUSED}, {"circle_full"},
                      lambda: self.father.run("send", "circle", self.large))
        seq = self.father.run("send", "circle", self.small)["seq"]
        self.grandmother.run("fetch", "circle", seq, "-o", self.world.folder / "terug", "--force")
        check_equal((self.world.folder / "terug").read_bytes(), self.small.read_bytes(), "a small one goes there and back")

    def run(self, cycles):
        # The hub's data folder lies on a disk of its own; what the load put there comes along.
        key = self.hub.folder / "key"
        key.mkdir()
        quota = f"--blobs-circle-bytes-max {QUOTA_MEBIBYTES * MEBI}"
        copy = f"cp -p {key}/hub.key {self.hub.data}/hub.key"
        disk = on_small_disk(self.hub, self.hub.data, DISK_MEBIBYTES, first=copy, settings=quota)
        self.hub.environment = UNLIMITED
        with disk, AppendLoad(self.programs, key, APPENDS_S) as load:
            self.hub.start()
            pid = self.hub.process.pid
            self.found()
            load.use_port(self.hub.port)
            load.wait_ready()
            slowest = max(self.cycle(load) for _ in range(cycles))
            self.check_quota()
            counts, verdict = load.end()
        check_equal(set(counts["refused"]), {"limit"}, "every refusal says why")
        check_equal(self.father.run("status")["pending"], [], "nothing waits")
        blobs = [blob.name for blob in (self.ballast.parent / "blobs").iterdir()]
        check_equal([len(name) for name in blobs], [32], f"one whole blob is there, and nothing half: {blobs}")
        check_equal(self.hub.process.pid, pid, "it is the same hub")
        check_equal(self.hub.stop(), 0, "the hub stops well")
        print(f"{cycles} times full: {verdict['entries']} entries, 0 lost, 0 doubled; {counts['refused']['limit']} "
              f"refused; writes again within {slowest:.2f} s", flush=True)


def test(programs):
    require_mounting()
    with World(programs) as world:
        FullDisk(world, programs).run(fault_rounds(5))


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
