#!/usr/bin/env python3
"""What a hub keeps of people who are gone, and of a circle that has ended: not a byte, but the charter.

Usage: what_goes.py PROGRAMS SHIM    (the folder with `kring` and `kring-hub`, and the library that sets the clock)

Looks for key packages, log entries and attachments by their bytes, in the database, its write-ahead log and the blobs, while
the hub runs and after it. Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import shutil
import sqlite3
import struct
from contextlib import closing

from asking import check, check_equal, join, wait_joined
from kring_world import World, wait_until
from people import FATHER, GRANDMOTHER, NURSE
from script import run_script, run_steps

WITHIN_S = 600
# The hub lets go of what removals left within ten seconds, and of a circle that ended at once.
GONE_WITHIN_S = 60
END_MS = 15 * 24 * 3_600_000
SECRET = "Tijmen heeft vannacht drie keer gespuugd."
NEEDLE_BYTES = 40


def needle(piece):
    """Enough of a secret thing to know it by: bytes out of its middle, where nothing else has them."""
    middle = max(0, len(piece) // 2 - NEEDLE_BYTES // 2)
    return bytes(piece[middle : middle + NEEDLE_BYTES])


class WhatGoes:
    def __init__(self, world, shim):
        self.world = world
        self.hub = world.hub
        self.clock = world.folder / "clock"
        self.hub.environment = {"LD_PRELOAD": str(shim), "KRING_TEST_CLOCK": str(self.clock)}
        world.environment.update(self.hub.environment)
        self.clock.write_bytes(struct.pack("=q", 0))
        self.blobs = self.hub.data / "blobs"
        self.father = world.home("vader")
        self.nurse = world.home("nacht")
        self.grandmother = world.home("oma")

    def steps(self):
        return (
            ("a circle with a father, a nurse, a grandmother and an attachment", self.step_set_up),
            ("of a nurse who is removed no key package is left", self.step_remove),
            ("nor of a grandmother who leaves", self.step_leave),
            ("all parents want the end, and wait for two weeks", self.step_ask_end),
            ("of a circle that has ended nothing is left but its charter", self.step_end),
            ("nor once the hub has stopped", self.step_stopped),
        )

    def on_disk(self):
        """All bytes of the database, its write-ahead log and the attachments."""
        files = [self.hub.data / "hub.db", self.hub.data / "hub.db-wal", *self.blobs.glob("*")]
        return b"".join(file.read_bytes() for file in files if file.exists())

    def rows(self, query):
        """What a copy of the database holds: no other program may open a hub's own while it runs."""
        copy = self.world.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("hub.db", "hub.db-wal"):
            if (self.hub.data / name).exists():
                shutil.copyfile(self.hub.data / name, copy / name)
        with closing(sqlite3.connect(copy / "hub.db")) as database:
            return database.execute(query).fetchall()

    def packages(self):
        """{handle: its unspent key packages}"""
        found = {}
        for handle, package in self.rows("SELECT handle, bytes FROM key_package WHERE spent = 0"):
            found.setdefault(handle, []).append(needle(package))
        return found

    def let_in(self, home, role, channels):
        """Gives the new device's key packages."""
        before = set(self.packages())
        invited = self.father.run("invite", role)
        words = join(home, invited["link"])
        self.father.run("confirm", invited["invitation"], "--six", words)
        wait_joined(home, channels)
        (handle,) = set(self.packages()) - before
        packages = self.packages()[handle]
        check(packages, f"the hub has key packages of {home.key}")
        return packages

    def check_there(self, needles, what):
        there = self.on_disk()
        check(all(one in there for one in needles), f"{what} can be found by their bytes while they are there")

    def wait_gone(self, needles, what):
        def gone():
            there = self.on_disk()
            return not any(one in there for one in needles)

        wait_until(gone, f"{what}: no byte is left", GONE_WITHIN_S)

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.father, FATHER), (self.nurse, NURSE), (self.grandmother, GRANDMOTHER)):
            home.init(person.name, person.relation)
        self.father.run("found", "Kring rond Tijmen")
        self.nurses = self.let_in(self.nurse, "night", {"circle", "care"})
        self.grandmothers = self.let_in(self.grandmother, "family", {"circle", "family"})
        photo = self.world.folder / "foto.jpg"
        photo.write_bytes(bytes(range(256)) * 2000)
        self.father.run("send", "circle", photo)
        self.father.run("say", "care", SECRET)
        check_equal(self.nurse.texts("care"), [SECRET], "the nurse reads it")
        self.check_there(self.nurses + self.grandmothers, "key packages")

    def step_remove(self):
        self.father.run("remove", NURSE.name, "--yes")
        self.father.run("say", "care", "Dit leest de nacht niet meer.")
        self.wait_gone(self.nurses, "the nurse's key packages")
        self.check_there(self.grandmothers, "the grandmother's key packages")

    def step_leave(self):
        self.grandmother.run("leave", "--yes")
        self.wait_gone(self.grandmothers, "the grandmother's key packages")

    def step_ask_end(self):
        self.father.run("end", "--words-file", "-", "--yes", text=self.father.words)
        self.hub.stop()
        self.clock.write_bytes(struct.pack("=q", END_MS))
        self.hub.start()

    def step_end(self):
        logs = [needle(payload) for (payload,) in self.rows("SELECT payload FROM log_entry")]
        keys = [one for packages in self.packages().values() for one in packages]
        sealed = [needle(file.read_bytes()) for file in self.blobs.glob("*")]
        check(len(logs) > 10 and keys and sealed, f"there is something to lose: {len(logs)}, {len(keys)}, {len(sealed)}")
        self.old = logs + keys + sealed
        self.check_there(self.old, "old ciphertext")
        charter = [needle(entry) for (entry,) in self.rows("SELECT bytes FROM charter_entry")]
        self.father.run("end", "--yes")
        self.wait_gone(self.old, "old ciphertext")
        self.check_there(charter, "the charter's entries")
        check_equal(list(self.blobs.glob("*")), [], "no attachment has a file")

    def step_stopped(self):
        self.hub.stop()
        there = self.on_disk()
        check(not any(one in there for one in self.old + self.nurses + self.grandmothers), "nothing has come back")


def test(programs, shim):
    with World(programs) as world:
        run_steps(WhatGoes(world, shim).steps(), "What is gone leaves no byte")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test, arguments=2)
