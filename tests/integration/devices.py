#!/usr/bin/env python3
"""Devices that are gone: a nurse's phone is taken out, and she comes back on a new one after she lost everything.

Usage: devices.py PROGRAMS     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

from asking import NOT_ADMITTED, REFUSED, check, check_equal, check_refused, join, members, wait_joined
from kring_world import FOUNDING_CHANNELS, World, wait_until
from people import FATHER, MOTHER, NURSE
from script import run_script, run_steps

WITHIN_S = 300
BEFORE = "Van voor het verlies."
MEANWHILE = "Dit leest de oude telefoon niet meer."
BACK = "Ik ben er weer, op een nieuwe telefoon."


class Devices:
    def __init__(self, world):
        self.hub = world.hub
        self.mother = world.home("moeder")
        self.father = world.home("vader")
        self.lost = world.home("nacht-oud")
        self.phone = world.home("nacht-nieuw")

    def steps(self):
        return (
            ("a circle with two parents and a nurse", self.step_set_up),
            ("a parent takes the nurse's lost phone out, and no parent's", self.step_revoke),
            ("she comes back with new keys, and reads back", self.step_new_keys),
            ("nobody but the parent who met her takes the keys for checked", self.step_check),
        )

    def let_in(self, home, role, *more, text=None):
        invited = self.mother.run("invite", role)
        words = join(home, invited["link"])
        self.mother.run("confirm", invited["invitation"], "--six", words, *more, text=text)

    def device_of(self, home):
        (device,) = [one for one in home.run("devices")["devices"] if one["this_one"]]
        return device["device"]

    def checked(self, home):
        (nurse,) = [one for one in members(home) if one["name"] == NURSE.name]
        return nurse["checked"]

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.mother, MOTHER), (self.father, FATHER), (self.lost, NURSE), (self.phone, NURSE)):
            home.init(person.name, person.relation)
        self.mother.run("found", "Kring rond Tijmen")
        self.let_in(self.father, "parent", "--words-file", "-", text=self.mother.words)
        wait_joined(self.father, set(FOUNDING_CHANNELS))
        self.let_in(self.lost, "nurse")
        wait_until(lambda: self.lost.channels().get("care", {}).get("joined"), "the nurse is in daily care")
        self.mother.run("say", "care", BEFORE)
        check(BEFORE in self.lost.texts("care"), "she reads it")

    def step_revoke(self):
        device = self.device_of(self.lost)
        check_refused("nobody takes out their last device", {REFUSED}, {"last_device"},
                      lambda: self.lost.run("revoke-device", device))
        check_refused("no parent takes out another's", {REFUSED}, {"target_owns"},
                      lambda: self.mother.run("revoke-device", self.device_of(self.father)))
        self.mother.run("revoke-device", device)
        self.mother.run("say", "care", MEANWHILE)
        check_equal(self.lost.texts("care"), [BEFORE], "the old phone keeps what it had")
        check_refused("it says why it writes nothing", {NOT_ADMITTED}, {"device_out"},
                      lambda: self.lost.run("say", "care", "Hallo?"))
        (listed,) = self.mother.run("devices", NURSE.name)["devices"]
        check(listed["revoked"], "the list says so")

    def step_new_keys(self):
        link = self.mother.run("new-keys", NURSE.name)["link"]
        coming = self.phone.run("come-back", link)
        check_refused("a parent's keys are nobody's to renew", {REFUSED}, {"target_owns"},
                      lambda: self.mother.run("new-keys", FATHER.name))
        wrong = " ".join(reversed(coming["words"].split()))
        check_refused("six other words give nobody keys", {REFUSED}, {"six_words_differ"},
                      lambda: self.mother.run("new-keys", NURSE.name, coming["code"], "--six", wrong))
        self.mother.run("new-keys", NURSE.name, coming["code"], "--six", coming["words"])
        self.words = coming["words"]
        with self.father.watch():  # Somebody is connected, and lets the new phone into the channels.
            wait_until(lambda: self.phone.channels().get("care", {}).get("joined"), "she is back in daily care")
        self.phone.run("say", "care", BACK)
        check_equal(self.phone.texts("care"), [BEFORE, MEANWHILE, BACK], "she reads back")
        check(BACK in self.father.texts("care"), "and is read")
        check_equal(self.lost.texts("care"), [BEFORE], "the old phone learned nothing of it")

    def step_check(self):
        check_equal(self.checked(self.mother), "confirmed", "the mother has met her")
        check_equal(self.checked(self.father), "new_keys", "the father has not")
        code, shown = self.father.show("members")
        check(code == 0 and "nieuwe sleutels, niet nagekeken" in shown, f"he is told so: {shown}")
        check_equal(self.phone.run("check", NURSE.name)["words"], self.words, "she can read out her words")
        self.father.run("check", NURSE.name, "--six", self.words)
        check_equal(self.checked(self.father), "confirmed", "now he has compared them")


def test(programs):
    with World(programs) as world:
        run_steps(Devices(world).steps(), "Devices come and go")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
