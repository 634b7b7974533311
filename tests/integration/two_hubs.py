#!/usr/bin/env python3
"""A parent has a circle on each of two hubs: what one of them does wrong stops nothing on the other.

Usage: two_hubs.py PROGRAMS SHIM    (the folder with `kring` and `kring-hub`, and the library that sets a hub's clock)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import struct
import time

from asking import FAILED, KEPT, REFUSED, check, check_equal, check_refused
from kring_world import Hub, World
from people import FATHER, MOTHER
from script import run_script, run_steps

WITHIN_S = 400
HOUR_MS = 3_600_000
HERE, ELSEWHERE = "Kring Sam", "Kring Noor"
# A hub that is not waited for costs a few seconds at most; who waits for it does so for 30 s and more.
SOON_S = 20
# Less than the hub asks to wait with so few logins a minute.
PATIENCE_S = 8
# What a hub says unasked that is newer than this program: it is passed over.
NEWER = b'{"event":"newer"}'


class TwoHubs:
    def __init__(self, world, shim):
        self.world = world
        self.here = world.hub
        self.other = Hub(world.hub_program, world.folder / "andere-hub")
        self.clock = world.folder / "clock"
        self.clock.write_bytes(bytes(8))
        self.shim = {"LD_PRELOAD": str(shim), "KRING_TEST_CLOCK": str(self.clock)}
        self.mother = world.home("moeder")
        self.mother.names_hub = False
        self.said = []

    def steps(self):
        return (
            ("a parent has a circle on each of two hubs", self.step_set_up),
            ("a hub whose clock is wrong stops nothing on the other, and is said to be the one that is wrong",
             self.step_wrong_clock),
            ("with no other hub the user is asked to look at both clocks", self.step_only_clock),
            ("a hub that never answers is not waited for", self.step_no_answer),
            ("nor is one that lets in and then says nothing", self.step_silent),
            ("nor is one that takes no more logins for now", self.step_no_logins),
            ("somebody whose slot of the vault is put off writes as quickly as before", self.step_no_slots),
            ("all that was said on the hub that did nothing wrong is there, once and in order", self.step_end),
        )

    def soon(self, what, act):
        began = time.monotonic()
        answer = act()
        took = time.monotonic() - began
        check(took < SOON_S, f"{what} waits for nothing elsewhere: it took {took:.0f} s")
        return answer

    def go_on(self, **patience):
        """On the hub that does nothing wrong."""
        for _ in range(2):
            text = f"Bericht {len(self.said)}"
            self.soon("say", lambda said=text: self.mother.run("--circle", HERE, "say", "circle", said, **patience))
            self.said.append(text)
        for asked in (("read", "circle"), ("members",)):
            answer = self.soon(asked[0], lambda what=asked: self.mother.run("--circle", HERE, *what, **patience))
            check("offline" not in answer, f"{asked[0]} is answered by the hub")

    def begin_other(self, **environment):
        if self.other.runs:
            self.other.stop()
        self.other.environment = environment
        self.other.start()

    def step_set_up(self):
        self.here.start()
        self.other.start()
        self.mother.init(MOTHER.name, MOTHER.relation)
        self.mother.run("--hub", self.here.origin, "found", HERE)
        self.mother.run("--hub", self.other.origin, "found", ELSEWHERE)
        self.go_on()

    def step_wrong_clock(self):
        self.clock.write_bytes(struct.pack("=q", HOUR_MS))
        self.begin_other(**self.shim)
        self.go_on()
        there = ("--circle", ELSEWHERE)
        check_refused("nothing is signed for the other", {FAILED}, {"hub_clock_off"},
                      lambda: self.mother.run(*there, "say", "circle", "Hallo"))
        _, said = self.mother.show(*there, "say", "circle", "Hallo")
        check("U hoeft uw eigen klok niet te verzetten" in said, said)
        code, said = self.mother.show(*there, "read", "circle")
        check(code == 0 and "De klok van deze hub loopt" in said and "Geen verbinding" not in said, said)
        with self.mother.watch("--circle", HERE) as watch:
            watch.wait_for(lambda events: any(one.get("event") == "clock_off" and one["hub"] == self.other.origin
                                              for one in events), "it is told whose clock differs")

    def step_only_clock(self):
        home = self.world.home("vader")
        home.names_hub = False
        home.init(FATHER.name, FATHER.relation)
        code, said = self.soon("found", lambda: home.show("--hub", self.other.origin, "found", "Kring alleen"))
        check_equal(code, FAILED, said)
        check("De klok van deze computer" in said and "Loopt uw klok goed?" in said, said)

    def step_no_answer(self):
        self.begin_other()
        self.other.proxy.answer = lambda _request: b""
        self.go_on()
        self.other.proxy.answer = None

    def step_silent(self):
        def say_little(payload):
            return payload if b'"hello"' in payload or b'"access"' in payload else NEWER

        self.other.proxy.change = say_little
        self.go_on()
        self.other.proxy.change = None

    def step_no_logins(self):
        self.begin_other(KRING_HUB__LIMITS__LOOPBACK="counted", KRING_HUB__LIMITS__FAILED_LOGINS_PER_MINUTE="1")
        there = ("--circle", ELSEWHERE)
        link = self.mother.run(*there, "devices", MOTHER.name, "--link")["link"]
        stranger, nobody = self.world.home("vreemde"), self.world.home("niemand")
        stranger.init("Vreemde", "niemand")
        recover = ("recover", link, "--name", MOTHER.name, "--words-file", "-")
        check_refused("too many keys were tried", {KEPT}, {"try_later"},
                      lambda: nobody.run(*recover, text=stranger.words, timeout_s=PATIENCE_S))
        check_refused("nobody logs in there now", {KEPT, REFUSED}, set(),
                      lambda: self.mother.run(*there, "say", "circle", "Hallo", timeout_s=PATIENCE_S))
        self.go_on(timeout_s=PATIENCE_S)

    def step_no_slots(self):
        self.begin_other(KRING_HUB__LIMITS__SLOTS_PER_HOUR_ALL="1")
        for key in ("eerste", "tweede"):
            home = self.world.home(key)
            home.names_hub = False
            home.init(key, "ouder")
            self.soon("found", lambda one=home: one.run("--hub", self.other.origin, "found", "Kring", timeout_s=60))
            for text in ("een", "twee"):
                self.soon("say", lambda one=home, said=text: one.run("say", "circle", said, timeout_s=60))
            check_equal(home.texts("circle"), ["een", "twee"], f"{key} has said it")

    def step_end(self):
        read = self.mother.run("--circle", HERE, "read", "circle")["articles"]
        check_equal([one["text"] for one in read if one["type"] == "message"], self.said, "it is all there")
        check_equal(self.mother.run("status")["alarms"], [], "and nothing raised an alarm")

    def close(self):
        self.other.close()


def test(programs, shim):
    with World(programs) as world:
        hubs = TwoHubs(world, shim)
        try:
            run_steps(hubs.steps(), "Two hubs are two")
        finally:
            hubs.close()


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test, arguments=2)
