#!/usr/bin/env python3
"""Sets the clock of a hub's machine while it serves, and at its start: an hour and a year ahead and back.

Usage: clock_jumps.py PROGRAMS SHIM    (the folder with `kring` and `kring-hub`, and the library that sets the clock)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import json
import struct

from asking import check_equal, check_refused, join, members, request_of, wait_joined
from kring_world import World, wait_until
from people import FATHER, NURSE
from script import run_script, run_steps

WITHIN_S = 600
HOUR_MS = 3_600_000
YEAR_MS = 365 * 24 * HOUR_MS
JUMPS = (("an hour ahead", HOUR_MS), ("an hour back", -HOUR_MS), ("a year ahead", YEAR_MS), ("a year back", -YEAR_MS))


class ClockJumps:
    def __init__(self, world, shim):
        self.world = world
        self.hub = world.hub
        self.clock = world.folder / "clock"
        self.hub.environment = {"LD_PRELOAD": str(shim), "KRING_TEST_CLOCK": str(self.clock)}
        self.set_clock(0)
        self.father = world.home("vader")
        self.nurse = world.home("nacht")
        self.said = []

    def steps(self):
        yield "a hub, a circle, and a nurse in it", self.step_set_up
        for name, milliseconds in JUMPS:
            yield f"the clock is set {name}: nobody's time is over, and talk goes on", self.step_jump(milliseconds)
        yield "small steps are followed, and no log goes back", self.step_small
        yield "with a hub that starts an hour ahead nobody signs; once it is right they go on", self.step_start
        yield "everything that was taken is there once, and everybody still is", self.step_end

    def set_clock(self, milliseconds):
        """In place: the hub has this file in its memory."""
        with open(self.clock, "r+b" if self.clock.exists() else "xb") as file:
            file.write(struct.pack("=q", milliseconds))

    def told(self, event):
        """How often the hub's log has this event."""
        lines = self.hub.log.read_bytes().splitlines()
        return sum(json.loads(line)["event"] == event for line in lines)

    def say(self, home, text):
        home.run("say", "care", text)
        self.said.append(text)

    def check_whole(self):
        for home in (self.father, self.nurse):
            check_equal(home.texts("care"), self.said, f"{home.key} reads all that was said, once and in order")
            check_equal(home.run("status")["alarms"], [], f"{home.key} has no alarm")
        check_equal([one["live"] for one in members(self.father)], [True, True], "both are in the circle")

    def step_set_up(self):
        self.hub.start()
        self.father.init(FATHER.name, FATHER.relation)
        self.nurse.init(NURSE.name, NURSE.relation)
        self.father.run("found", "Kring rond Tijmen")
        invited = self.father.run("invite", "night")
        words = join(self.nurse, invited["link"])
        request_of(self.father, NURSE, invited["invitation"], words)
        self.father.run("confirm", invited["invitation"], "--six", words)
        wait_joined(self.nurse, {"circle", "care"})
        self.say(self.nurse, "Voor de eerste sprong.")

    def step_jump(self, milliseconds):
        def jump():
            left, right = self.told("clock_not_followed"), self.told("clock_followed")
            self.set_clock(milliseconds)
            wait_until(lambda: self.told("clock_not_followed") == left + 1, "the hub says that its clock was set")
            self.say(self.nurse, f"De klok van de hub staat {milliseconds} ms verkeerd.")
            self.say(self.father, f"Dat merken wij niet bij {milliseconds} ms.")
            self.check_whole()
            self.set_clock(0)
            wait_until(lambda: self.told("clock_followed") == right + 1, "the hub says that it is right again")

        return jump

    def step_small(self):
        jumps = self.told("clock_not_followed")
        for milliseconds in (2_000, -2_000, 60_000, 0):
            self.set_clock(milliseconds)
            self.say(self.nurse, f"Een stapje van {milliseconds} ms.")
        self.check_whole()
        check_equal(self.told("clock_not_followed"), jumps, "small steps are nothing to tell of")

    def step_start(self):
        self.hub.stop()
        self.set_clock(HOUR_MS)
        self.hub.start()
        late = "Geschreven terwijl de hub een uur voorliep."
        check_refused("nothing is signed at a wrong time", {1}, {"clock_off"},
                      lambda: self.nurse.run("say", "care", late))
        self.hub.stop()
        self.set_clock(0)
        self.hub.start()
        self.say(self.nurse, late)

    def step_end(self):
        self.say(self.father, "Alles staat er.")
        self.check_whole()


def test(programs, shim):
    with World(programs) as world:
        run_steps(ClockJumps(world, shim).steps(), "The clock's jumps are survived")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test, arguments=2)
