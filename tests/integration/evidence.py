#!/usr/bin/env python3
"""People meet alarms, read with `kring evidence` what is behind them, keep the proof, and say that they have seen them.

Usage: evidence.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

First a home is used from two copies, by which nobody does wrong; then whoever runs the hub puts it back without a word. Prints
a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import shutil
import stat

from asking import REFUSED, check, check_equal, check_refused, found_with_second_parent, join, wait_joined
from kring_world import World
from people import FATHER, GRANDMOTHER, MOTHER
from script import run_script, run_steps

WITHIN_S = 300
USAGE, ALARM = 2, 5
# Where everyone reads from their coming on, and a message is opened with a key that is used once.
SEALED = "family"
FIRST, SECOND, LATER = "Van de ene kopie", "Van de andere kopie", "Wij gaan gewoon door"


class Evidence:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.father = world.home("vader")
        self.mother = world.home("moeder")
        self.grandmother = world.home("oma")
        self.copy = world.home("oma-kopie")
        self.old_hub = world.folder / "hub-van-eerst"
        self.proof = world.folder / "bewijs.bin"

    def steps(self):
        return (
            ("a family talks, and has no alarms", self.step_set_up),
            ("a grandmother's home is used from two copies, and is told so", self.step_copies),
            ("the others lose one message, read whose it was, and go on", self.step_notice),
            ("who has seen it is not told again", self.step_seen),
            ("the hub is put back without a word: an alarm", self.step_hub_put_back),
            ("what happened can be read without the hub", self.step_listed),
            ("what proves it is written to a file, and over none", self.step_written),
            ("and then it is only counted", self.step_counted),
        )

    def alarms(self, home):
        return home.run("evidence")["alarms"]

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.father, FATHER), (self.mother, MOTHER), (self.grandmother, GRANDMOTHER)):
            home.init(person.name, person.relation)
        found_with_second_parent(self.father, self.mother, "Kring rond Tijmen")
        invited = self.father.run("invite", "family")
        self.father.run("confirm", invited["invitation"], "--six", join(self.grandmother, invited["link"]))
        wait_joined(self.grandmother, {"circle", SEALED})
        for home in (self.mother, self.father):
            check_equal(home.texts(SEALED), [], "nothing was said yet")
        code, said = self.father.show("evidence")
        check_equal((code, self.alarms(self.father)), (0, []), "there are none")
        check("Er zijn geen alarmen" in said, f"and that is said: {said}")
        check_refused("nor is there a first one", {REFUSED}, {"unknown_alarm"}, lambda: self.father.run("evidence", "1"))
        check_refused("of none nothing is written", {USAGE}, {"usage"},
                      lambda: self.father.run("evidence", "-o", self.proof))

    def step_copies(self):
        shutil.copytree(self.grandmother.folder, self.copy.folder)
        self.grandmother.run("say", SEALED, FIRST)
        for home, text in ((self.copy, SECOND), (self.grandmother, LATER)):
            code, said = home.show("say", SEALED, text)
            check_equal(code, ALARM, f"{home.key} is told: {said}")
            check("Er kwam een bericht in uw naam dat dit apparaat niet heeft verstuurd." in said, said)
            check("Er staat niets stil" in said and "kring evidence 1" in said, said)
            check_equal([one["kind"] for one in self.alarms(home)], ["copied_device"], "and can read it again")
            check(text in home.texts(SEALED), "what was to be said was said all the same")

    def step_notice(self):
        code, said = self.father.show("read", SEALED)
        check_equal(code, 0, f"it is a notice: {said}")
        check(FIRST in said and LATER in said and SECOND not in said, f"one message is lost: {said}")
        check("LET OP in ‘Kring rond Tijmen’, kanaal ‘" in said and "kring evidence 1" in said, said)
        check(f"Een apparaat van {GRANDMOTHER.name} gebruikte een sleutel voor berichten twee keer." in said, said)
        check("De hub hoeft niet te liegen" in said and "Er staat niets stil" in said, said)
        check("‘kring recover’" in said, said)
        (told,) = self.alarms(self.father)
        check_equal((told["kind"], told["notice"], told["stops"]), ("repeated_key", True, "nothing"), "scripts see it")
        check_equal((told["code"], told["author_name"]), ("key_already_used", GRANDMOTHER.name), "and whose it is")
        check_equal(self.mother.run("say", SEALED, "Ik ook")["ok"], True, "a command that meets it does what it should")
        check("Ik ook" in self.grandmother.texts(SEALED), "and everyone reads on")

    def step_seen(self):
        code, said = self.father.show("status")
        check(code == 0 and "LET OP" in said, f"the status repeats it: {said}")
        self.father.run("evidence", "1", "--seen")
        code, said = self.father.show("status")
        check(code == 0 and "LET OP" not in said, f"until it is seen: {said}")
        check("1 alarm dat u gezien hebt: kring evidence" in said, f"and then counts it: {said}")
        check("(gezien)" in self.father.show("evidence")[1], "it stays in the list")

    def step_hub_put_back(self):
        self.hub.stop()
        shutil.copytree(self.hub.data, self.old_hub)
        self.hub.start()
        self.father.run("open", "Zwemles")
        self.hub.stop()
        shutil.rmtree(self.hub.data)
        shutil.copytree(self.old_hub, self.hub.data)
        self.hub.start()
        code, said = self.father.show("say", SEALED, "Hoort iemand mij?")
        check_equal(code, ALARM, f"his device stops: {said}")
        check("ouder stuk van de geschiedenis" in said and "kring evidence" in said, said)
        code, said = self.father.show("status")
        check("staat stil op dit apparaat" in said and "kring evidence 2" in said, f"the status repeats it: {said}")

    def step_listed(self):
        self.hub.stop()
        code, said = self.father.show("evidence")
        check_equal(code, 0, said)
        check("2. ALARM in ‘Kring rond Tijmen’, " in said and "Bel de andere ouders" in said, said)
        check("terugzette van een reservekopie" in said, f"whether it can be a mistake: {said}")
        one = self.father.run("evidence", "2")["alarm"]
        check_equal((one["number"], one["code"], one["kind"]), (2, "head_went_back", "history"), "scripts read it too")
        check(one["size"] > 0 and not one["seen"], "something is kept of it")
        code, said = self.father.show("evidence", "2")
        check(code == 0 and "U kunt het geven aan de andere ouders" in said, said)

    def step_written(self):
        written = self.father.run("evidence", "2", "-o", self.proof)
        check_equal(written["file"], str(self.proof), "it says where")
        kept = self.proof.read_bytes()
        check_equal(len(kept), written["alarm"]["size"], "all of it is there")
        check_equal(stat.S_IMODE(self.proof.stat().st_mode), 0o600, "and for him alone")
        self.proof.write_bytes(b"iets anders")
        check_refused("it is not written over", {1}, {"file_exists"},
                      lambda: self.father.run("evidence", "2", "-o", self.proof))
        check_equal(self.proof.read_bytes(), b"iets anders", "what was there stays")

    def step_counted(self):
        self.father.run("evidence", "2", "--seen")
        code, said = self.father.show("status", timeout_s=5)
        check(code == 0 and "ALARM" not in said, f"nothing is shouted: {code} {said}")
        check("2 alarmen die u gezien hebt: kring evidence" in said, said)
        check("staat stil op dit apparaat" in said, f"the circle is stopped all the same: {said}")


def test(programs):
    with World(programs) as world:
        run_steps(Evidence(world).steps(), "Alarms can be read")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
