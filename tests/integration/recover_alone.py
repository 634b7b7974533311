#!/usr/bin/env python3
"""Coming back with twelve words and nobody's help: a mother alone in one circle and with others in a second loses her home.

Usage: recover_alone.py PROGRAMS     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import shutil
import sqlite3
import subprocess
from contextlib import closing

from asking import REFUSED, check, check_equal, check_refused, join
from hub_database import ask
from kring_world import FOUNDING_CHANNELS, World, wait_until
from people import FATHER, MOTHER, NURSE
from script import run_script, run_steps

WITHIN_S = 300
ALONE, SHARED = "Kring rond Tijmen", "Kring rond Roos"
CARE = ["Vannacht goed geslapen.", "Om vier uur even wakker."]
LAST = "Dit is het laatste van de oude telefoon."
FAMILY = "Dit blijft onder ons."
BACK = "Ik ben er weer."
KILLED_WITHIN_S = 10
KILLS = 3
# A device that a killed recovery left behind has no key packages: nobody waits for those.
SHARED_WITHIN_S = 60


class RecoverAlone:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.mother = world.home("moeder")
        self.father = world.home("vader")
        self.nurse = world.home("nacht")
        self.stranger = world.home("vreemde")
        self.circles = {}
        self.early_slots = []

    def steps(self):
        return (
            ("a mother alone in one circle, and with the father in another", self.step_set_up),
            ("her words are tried before she needs them, and nothing changes by it", self.step_prove),
            ("words that nothing is kept for bring nobody back, nor do wrong ones", self.step_nothing),
            ("her home is lost; the recovery is killed again and again", self.step_killed),
            ("said once more, it brings her back into both circles", self.step_back),
            ("she reads back, speaks, and lets a nurse in who reads back too", self.step_goes_on),
            ("where others are, they let her in, and see her new device", self.step_shared),
            ("the hub sets one slot back and her home is lost again: it is told, and the rest comes back", self.step_set_back),
        )

    def on(self, home, circle, *arguments, **more):
        return home.run("--circle", self.circles[circle], *arguments, **more)

    def channels(self, home, circle):
        known = self.on(home, circle, "channels")["channels"]
        return {one["key"] if one["key"] in FOUNDING_CHANNELS else one["label"]: one for one in known}

    def texts(self, home, circle, channel):
        articles = self.on(home, circle, "read", channel)["articles"]
        return [one["text"] for one in articles if one["type"] in ("message", "note")]

    def slots(self):
        return ask(self.hub.data, "SELECT slot, number, sealed FROM vault_slot")

    def recover(self):
        return self.mother.run("recover", "--words-file", "-", text=self.mother.words)

    def lose(self):
        shutil.rmtree(self.mother.folder)

    def step_set_up(self):
        self.hub.start()
        self.mother.init(MOTHER.name, MOTHER.relation)
        self.father.init(FATHER.name, FATHER.relation)
        code, shown = self.mother.show("found", ALONE)
        check(code == 0 and "enige ouder met gezag" in shown, f"she is told to have a second owner: {shown}")
        (alone,) = self.mother.run("status")["circles"]
        check(alone["only_owner"], "which a program sees too")
        check("enige ouder met gezag" not in self.mother.show("status")[1], "and not again within a week")
        self.circles[ALONE] = alone["circle"]
        self.early_slots = self.slots()
        check_equal(len(self.early_slots), 1, "her device keeps its slot")
        self.circles[SHARED] = self.mother.run("found", SHARED)["circle"]
        invited = self.on(self.mother, SHARED, "invite", "parent")
        words = join(self.father, invited["link"])
        self.on(self.mother, SHARED, "confirm", invited["invitation"], "--six", words, "--words-file", "-", text=self.mother.words)
        wait_until(lambda: self.channels(self.father, SHARED).get("care", {}).get("joined"), "the father is in daily care")
        for circle in (ALONE, SHARED):
            for text in CARE:
                self.on(self.mother, circle, "say", "care", text)
        self.on(self.mother, ALONE, "say", "family", FAMILY)
        before = sorted(self.slots())
        self.on(self.mother, ALONE, "say", "care", LAST)
        check_equal(sorted(self.slots()), before, "a message changes no slot")

    def prove(self, words):
        return self.mother.run("kit", "--prove", "--words-file", "-", text=words)

    def step_prove(self):
        check(not self.mother.run("status")["kit_proven"], "nobody has tried them")
        check("kring kit --prove" in self.mother.show("status")[1], "she is reminded")
        before = sorted(self.slots())
        words = self.mother.words.split()
        check_refused("another order is no kit", {REFUSED, 1}, {"wrong_words", "bad_words"},
                      lambda: self.prove(" ".join(words[1:] + words[:1])))
        self.hub.stop()
        check_refused("nor is one tried without the hub", {1}, {"vault_away"},
                      lambda: self.prove(self.mother.words))
        self.hub.start()
        check(not self.mother.run("status")["kit_proven"], "it is not good by that")
        answer = self.prove(self.mother.words)
        check(answer["proven"] and not answer["missing"], f"they bring everything back: {answer}")
        check_equal(sorted(one["name"] for one in answer["circles"]), sorted(self.circles), "both circles")
        check(all(one["read_back"] >= 2 for one in answer["circles"]), "with what reads back")
        check_equal([one["checks"] for one in answer["circles"] if one["name"] == SHARED], [1], "and the father, whom she checked")
        check_equal(sorted(self.slots()), before, "nothing has changed at the hub")
        check(self.mother.run("status")["kit_proven"], "the kit is good")
        check("kit --prove" not in self.mother.show("status")[1], "and nobody is reminded")

    def step_nothing(self):
        words = self.stranger.run("init", "--name", "Niemand", "--confirmed")["words"]
        shutil.rmtree(self.stranger.folder)
        check_refused("words of somebody in no circle", {REFUSED}, {"nothing_kept"},
                      lambda: self.stranger.run("recover", "--words-file", "-", text=words))
        shutil.rmtree(self.stranger.folder, ignore_errors=True)
        code, shown = self.stranger.show("recover", "--words-file", "-", text=" ".join(["qqqqqq", *words.split()[1:]]))
        check(code != 0 and "1" in shown, f"a wrong word is named: {shown}")
        shutil.rmtree(self.stranger.folder, ignore_errors=True)

    def step_killed(self):
        self.lose()
        paper = self.world.folder / "paper"
        paper.write_text(self.mother.words)
        for round_ in range(KILLS):
            process = subprocess.Popen(self.mother.command("recover", "--words-file", paper), stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.world.environment)
            rows = self.mother.folder / "vault.db-wal"
            least = 40_000 * (round_ + 1)
            wait_until(lambda: process.poll() is not None or (rows.exists() and rows.stat().st_size > least),
                       "it has got somewhere", within_s=KILLED_WITHIN_S, every_s=0.005)
            process.kill()
            process.wait(KILLED_WITHIN_S)
        paper.unlink()

    def step_back(self):
        answer = self.recover()
        check_equal(sorted(one["name"] for one in answer["circles"]), sorted(self.circles), "both circles")
        check(all(one["back"] for one in answer["circles"]), f"and she is back in them: {answer}")
        check_equal(answer["set_back"], [], "no slot was set back")
        check(all(self.channels(self.mother, ALONE)[key]["joined"] for key in FOUNDING_CHANNELS), "in all channels where she is alone")
        status = self.mother.run("status")
        check_equal(status["name"], MOTHER.name, "she has her name")

    def step_goes_on(self):
        check_equal(self.texts(self.mother, ALONE, "care"), [*CARE, LAST], "she reads back, to the last message")
        check_equal(self.texts(self.mother, ALONE, "family"), [], "and nothing from before where nobody does")
        self.on(self.mother, ALONE, "say", "care", BACK)
        self.on(self.mother, ALONE, "say", "family", BACK)
        invited = self.on(self.mother, ALONE, "invite", "nurse")
        self.nurse.init(NURSE.name, NURSE.relation)
        words = join(self.nurse, invited["link"])
        self.on(self.mother, ALONE, "confirm", invited["invitation"], "--six", words)
        wait_until(lambda: self.nurse.channels().get("care", {}).get("joined"), "the nurse is in daily care")
        check_equal(self.nurse.texts("care"), [*CARE, LAST, BACK], "who comes later reads it all")

    def step_shared(self):
        with self.father.watch() as watching:
            wait_until(lambda: all(self.channels(self.mother, SHARED)[key]["joined"] for key in FOUNDING_CHANNELS),
                       "she is back in the channels of the other circle", within_s=SHARED_WITHIN_S)
        check_equal(self.texts(self.mother, SHARED, "care"), CARE, "where she reads back")
        self.on(self.mother, SHARED, "say", "care", BACK)
        check(BACK in self.father.texts("care"), "and is read")
        told = [one for one in watching.events if one.get("event") == "new_device"]
        check(told and all((one["name"], one["how"]) == (MOTHER.name, "by_words") for one in told), f"the father is told: {told}")
        check("met de twaalf woorden" not in self.father.show("status")[1], "once")
        devices = self.father.run("devices", MOTHER.name)["devices"]
        check(len(devices) >= 2, "the father sees her new device")

    def step_set_back(self):
        self.hub.stop()
        ((slot, number, sealed),) = self.early_slots
        (file,) = [one for one in self.hub.data.iterdir() if one.suffix in (".db", ".sqlite", ".sqlite3")]
        with closing(sqlite3.connect(file)) as database, database:
            changed = database.execute("UPDATE vault_slot SET number = ?, sealed = ? WHERE slot = ? AND number > ?",
                                       (number, sealed, slot, number)).rowcount
        check_equal(changed, 1, "the hub has an older state of her first device")
        self.hub.start()
        self.lose()
        answer = self.recover()
        check_equal([one["slot"] for one in answer["set_back"]], [0], "that is told")
        check_equal(answer["set_back"][0]["number"], number, "with what it has")
        check(all(one["back"] for one in answer["circles"]) and len(answer["circles"]) == 2, f"and both circles come back: {answer}")
        code, shown = self.mother.show("devices", "--circle", self.circles[ALONE])
        check(code == 0 and shown, "she sees her devices")


def test(programs):
    with World(programs) as world:
        run_steps(RecoverAlone(world).steps(), "Twelve words bring back who is alone")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
