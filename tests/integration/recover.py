#!/usr/bin/env python3
"""Coming back with twelve words and nothing else: two homes are lost, a parent's and a nurse's, and both people are back.

Usage: recover.py PROGRAMS     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import shutil

from asking import NOT_ADMITTED, REFUSED, check, check_equal, check_refused, join, members, wait_joined
from kring_world import FOUNDING_CHANNELS, World, wait_until
from people import FATHER, MOTHER, NURSE
from script import run_script, run_steps

WITHIN_S = 300
CARE = ["Vannacht goed geslapen.", "Om vier uur even wakker."]
CIRCLE = ["Wie komt er zaterdag?"]
FAMILY = "Dit blijft onder ons."
BACK = "Ik ben er weer."
FAILED = 1


class Recover:
    def __init__(self, world):
        self.hub = world.hub
        self.mother = world.home("moeder")
        self.father = world.home("vader")
        self.nurse = world.home("nacht")
        self.sheet = world.folder / "sheet.svg"
        self.text_sheet = world.folder / "sheet.txt"

    def steps(self):
        return (
            ("a circle with two parents and a nurse, and history in two channels that read back", self.step_set_up),
            ("the words are on a sheet, and a wrong one is named", self.step_kit),
            ("the father's home is lost, and his words bring him back", self.step_parent),
            ("he is a parent still, and takes the lost device out", self.step_revoke),
            ("so does the nurse come back, on a home that is empty", self.step_nurse),
            ("whoever was removed comes back by no words", self.step_removed),
        )

    def let_in(self, home, role, *more, text=None):
        invited = self.mother.run("invite", role)
        words = join(home, invited["link"])
        self.mother.run("confirm", invited["invitation"], "--six", words, *more, text=text)

    def lose(self, home):
        shutil.rmtree(home.folder)

    def link_to(self, person):
        return self.mother.run("devices", person.name, "--link")["link"]

    def recover(self, home, person):
        home.run("recover", self.link_to(person), "--name", person.name, "--relation", person.relation, "--words-file", "-",
                 text=home.words)

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.mother, MOTHER), (self.father, FATHER), (self.nurse, NURSE)):
            home.init(person.name, person.relation)
        self.mother.run("found", "Kring rond Tijmen")
        self.let_in(self.father, "parent", "--words-file", "-", text=self.mother.words)
        wait_joined(self.father, set(FOUNDING_CHANNELS))
        self.let_in(self.nurse, "nurse")
        wait_until(lambda: self.nurse.channels().get("care", {}).get("joined"), "the nurse is in daily care")
        self.mother.run("say", "care", CARE[0])
        self.nurse.run("say", "care", CARE[1])
        self.father.run("say", "circle", CIRCLE[0])
        self.father.run("say", "family", FAMILY)

    def step_kit(self):
        self.father.run("kit", self.sheet, "--words-file", "-", text=self.father.words)
        check_equal(self.sheet.stat().st_mode & 0o777, 0o600, "nobody else may read the sheet")
        sheet = self.sheet.read_text()
        check(all(f". {word}<" in sheet for word in self.father.words.split()), "all words are on it")
        check_refused("a file that is there stays", {FAILED}, {"file_exists"},
                      lambda: self.father.run("kit", self.sheet, "--words-file", "-", text=self.father.words))
        self.father.run("kit", self.text_sheet, "--words-file", "-", text=self.father.words)
        check(self.hub.origin in self.text_sheet.read_text(), "and where his circle is")
        words = self.father.words.split()
        code, shown = self.father.show("words", "--words-file", "-", text=" ".join(words[:4] + ["qqqqqq"] + words[5:]))
        check(code != 0 and "5" in shown and words[4] not in shown, f"the wrong word is named by its number: {shown}")
        code, shown = self.father.show("words", "--words-file", "-", text=" ".join(words[1:] + words[:1]))
        check(code != 0, f"another order is not his: {shown}")

    def step_parent(self):
        self.lose(self.father)
        check_refused("an empty home needs the name", {REFUSED}, {"bad_name"},
                      lambda: self.father.run("recover", self.link_to(FATHER), "--words-file", "-", text=self.father.words))
        check_refused("the words of another are no way in", {REFUSED}, {"wrong_words"},
                      lambda: self.other_words())
        check_refused("and leave no device behind", {FAILED}, {"no_device"}, lambda: self.father.run("status"))
        self.recover(self.father, FATHER)
        with self.mother.watch():  # Somebody is connected, and lets the new device into the channels.
            wait_until(lambda: self.father.channels().get("care", {}).get("joined"), "he is back in daily care")
            wait_joined(self.father, set(FOUNDING_CHANNELS))
        check_equal(self.father.texts("care"), CARE, "he reads back")
        check_equal(self.father.texts("circle"), CIRCLE, "in each channel that reads back")
        check_equal(self.father.texts("family"), [], "and nothing from before where nobody does")
        self.father.run("say", "care", BACK)
        check(BACK in self.nurse.texts("care"), "and is read")
        (me,) = [one for one in members(self.father) if one["me"]]
        check(me["owner"], "he is a parent with authority")
        (seen,) = [one for one in members(self.mother) if one["name"] == FATHER.name]
        check_equal(seen["checked"], "confirmed", "his check holds: the words are his")

    def other_words(self):
        """The nurse's words for the father's place."""
        self.father.run("recover", self.link_to(FATHER), "--name", NURSE.name, "--words-file", "-", text=self.nurse.words)

    def step_revoke(self):
        devices = self.mother.run("devices", FATHER.name)["devices"]
        check_equal(len(devices), 2, "the mother sees both of his devices")
        (lost,) = [one for one in self.father.run("devices")["devices"] if not one["this_one"]]
        self.father.run("revoke-device", lost["device"])
        (listed,) = [one for one in self.mother.run("devices", FATHER.name)["devices"] if one["device"] == lost["device"]]
        check(listed["revoked"], "the lost one is out")

    def step_nurse(self):
        self.lose(self.nurse)
        self.nurse.run("recover", self.link_to(NURSE), "--name", NURSE.name, "--words-file", "-", text=self.nurse.words)
        with self.father.watch():
            wait_until(lambda: self.nurse.channels().get("care", {}).get("joined"), "she is back in daily care")
        check_equal(self.nurse.texts("care"), [*CARE, BACK], "she reads back, and on")
        (seen,) = [one for one in members(self.father) if one["name"] == NURSE.name]
        check_equal(seen["relation"], NURSE.relation, "she said nothing of her relation, and it stays what it was")
        check_refused("nobody comes back twice", {REFUSED}, {"already_joined"}, lambda: self.recover(self.nurse, NURSE))

    def step_removed(self):
        link = self.link_to(NURSE)
        self.mother.run("remove", NURSE.name)
        self.lose(self.nurse)
        check_refused("a removed nurse stays out", {NOT_ADMITTED, REFUSED}, {"signer_not_live"},
                      lambda: self.nurse.run("recover", link, "--name", NURSE.name, "--words-file", "-", text=self.nurse.words))


def test(programs):
    with World(programs) as world:
        run_steps(Recover(world).steps(), "Twelve words bring people back")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
