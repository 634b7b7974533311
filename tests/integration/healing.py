#!/usr/bin/env python3
"""A device that gets an older state of its own, as from a backup of its disk, loses its way in a channel and is let in again.

Usage: healing.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Nobody does anything for it: the device asks, and another one that comes by lets it in. Prints a line for each step and exits
0, or says which promise was broken and exits 1.
"""

import contextlib
import sqlite3

from asking import check, check_equal, found_with_second_parent, join, members, wait_joined
from kring_world import FOUNDING_CHANNELS, Refused, World, wait_until
from people import FATHER, GRANDMOTHER, MOTHER
from script import run_script, run_steps

WITHIN_S = 300
ALARM = 5
# One whose newcomers read back, and one in which everyone reads from their coming on.
OPEN, SEALED = "circle", "family"


def group_rows(home):
    """{name: value} of the rows in which a home keeps its groups. The values are sealed, and stay so."""
    with contextlib.closing(sqlite3.connect(home.folder / "vault.db")) as vault:
        return dict(vault.execute("SELECT name, value FROM row WHERE name GLOB 'circle/*/channel/*/group'"))


def put_back(home, rows):
    with contextlib.closing(sqlite3.connect(home.folder / "vault.db")) as vault, vault:
        changed = vault.executemany("UPDATE row SET value = ?2 WHERE name = ?1", rows.items()).rowcount
        check_equal(changed, len(rows), "each of them is there still")


class Healing:
    def __init__(self, world):
        self.hub = world.hub
        self.father = world.home("vader")
        self.mother = world.home("moeder")
        self.grandmother = world.home("oma")

    def steps(self):
        return (
            ("two parents and a grandmother talk in their circle", self.step_set_up),
            ("the mother's device gets back what it had before the grandmother came", self.step_set_back),
            ("the next commit is one that it cannot follow: it says so, and asks by itself", self.step_lost),
            ("the father's device comes by and lets it in, and nobody is asked anything", self.step_healed),
            ("she reads and writes as before, and is told what stays closed", self.step_goes_on),
            ("the hub is killed, and it is so for all of them", self.step_killed),
        )

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.father, FATHER), (self.mother, MOTHER), (self.grandmother, GRANDMOTHER)):
            home.init(person.name, person.relation)
        found_with_second_parent(self.father, self.mother, "Kring rond Tijmen")
        self.before = group_rows(self.mother)
        check_equal(len(self.before), len(FOUNDING_CHANNELS), "she has a group a channel")
        invited = self.father.run("invite", "family")
        words = join(self.grandmother, invited["link"])
        self.father.run("confirm", invited["invitation"], "--six", words)
        wait_joined(self.grandmother, {OPEN, SEALED})
        for channel in (OPEN, SEALED):
            self.grandmother.run("say", channel, f"Van oma in {channel}")
            wait_until(lambda name=channel: f"Van oma in {name}" in self.mother.texts(name), "the mother reads her")

    def step_set_back(self):
        now = group_rows(self.mother)
        # Only where something has changed since, and of those one in which she reads back and one in which she does not.
        old = {name: value for name, value in self.before.items() if now[name] != value}
        check(len(old) >= 2, "the grandmother's coming has changed her groups")
        put_back(self.mother, old)

    def step_lost(self):
        self.father.run("remove", GRANDMOTHER.name)
        wait_until(lambda: not self.grandmother_is_in(), "the grandmother is out")
        self.father.run("say", SEALED, "Gezegd terwijl zij er niet bij kon")
        wait_until(self.is_asking, "the mother's device asks to be let in")
        alarms = self.mother.run("status")["alarms"]
        check(alarms and all(one["heals"] for one in alarms), f"she is told, and that it mends itself: {alarms}")

    def step_healed(self):
        def healed():
            self.father.run("channels")
            known = self.ask_mother()
            return known and all(known[name]["healing"] == "none" and known[name]["joined"] for name in (OPEN, SEALED))

        wait_until(healed, "the mother's device is in again")
        for name in (OPEN, SEALED):
            check(self.mother.channels()[name]["healed"], f"{name} says since when")

    def step_goes_on(self):
        for name in (OPEN, SEALED):
            self.father.run("say", name, f"Welkom terug in {name}")
            wait_until(lambda: f"Welkom terug in {name}" in self.mother.texts(name), "she reads on")
            self.mother.run("say", name, f"Daar ben ik weer in {name}")
            wait_until(lambda: f"Daar ben ik weer in {name}" in self.father.texts(name), "and writes")
            check(f"Van oma in {name}" in self.mother.texts(name), "what she had read is there")
        closed = "Gezegd terwijl zij er niet bij kon"
        check(closed not in self.mother.texts(SEALED), "what was sealed without her stays closed")
        check_equal(self.mother.channels()[SEALED]["missed"], 1, "and she is told how much that is")
        check_equal(self.mother.channels()[OPEN]["missed"], 0, "where she reads back she misses nothing")

    def step_killed(self):
        self.hub.kill()
        self.hub.start()
        for name in (OPEN, SEALED):
            self.mother.run("say", name, f"Nog steeds in {name}")
            wait_until(lambda: f"Nog steeds in {name}" in self.father.texts(name), "it has lasted")

    def ask_mother(self):
        """Her channels; none while her device is at it."""
        try:
            return self.mother.channels()
        except Refused as refused:
            check_equal(refused.exit_code, ALARM, f"nothing else is wrong: {refused}")
            return None

    def is_asking(self):
        known = self.ask_mother()
        return known and {known[name]["healing"] for name in (OPEN, SEALED)} == {"asked"}

    def grandmother_is_in(self):
        return any(one["live"] for one in members(self.father) if one["name"] == GRANDMOTHER.name)


def test(programs):
    with World(programs) as world:
        run_steps(Healing(world).steps(), "A device that lost its way is healed")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
