#!/usr/bin/env python3
"""Parents decide together: a third parent with authority comes in once both others agree.

Usage: parents.py PROGRAMS     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

from asking import FAILED, KEPT, REFUSED, check, check_equal, check_refused, join, owners, wait_joined
from kring_world import FOUNDING_CHANNELS, World, wait_until
from people import FATHER, MOTHER, NURSE, Person
from script import run_script, run_steps

WITHIN_S = 300
STEPFATHER = Person("stiefvader", "Karim Wielewaal", "stiefvader van Tijmen")


class Parents:
    def __init__(self, world):
        self.hub = world.hub
        self.mother = world.home("moeder")
        self.father = world.home("vader")
        self.stepfather = world.home("stiefvader")
        self.nurse = world.home(NURSE.key)

    def steps(self):
        return (
            ("a circle with two parents with authority", self.step_set_up),
            ("neither takes from the other what they see", self.step_rights),
            ("nobody removes or pauses themselves, and how to leave is told", self.step_oneself),
            ("who froze the circle is told, and that nobody else ends that", self.step_freeze),
            ("who wants the end is told, and what the other can do", self.step_end),
            ("what is for parents is refused to a nurse, with their names", self.step_nurse),
            ("one of them alone lets no third one in, but asks the other", self.step_ask),
            ("the other one agrees, by the twelve words, and the third is in", self.step_agree),
            ("two open a channel of one name at one moment, and say by its id which one they mean", self.step_names),
        )

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.mother, MOTHER), (self.father, FATHER), (self.stepfather, STEPFATHER),
                             (self.nurse, NURSE)):
            home.init(person.name, person.relation)
        self.mother.run("found", "Kring rond Tijmen")
        self.step_only_owner()
        invited = self.mother.run("invite", "parent")
        words = join(self.father, invited["link"])
        confirmed = self.mother.run("confirm", invited["invitation"], "--six", words, "--words-file", "-",
                                    text=self.mother.words)
        check_equal(confirmed["status"], "admitted", "one owner alone lets the second in")
        wait_joined(self.father, set(FOUNDING_CHANNELS))

    def step_rights(self):
        for taken in ("care", "regie"):
            check_refused(f"not in {taken}", {REFUSED}, {"owners_keep_rights"},
                          lambda: self.mother.run("allow", taken, "parent=r"))
        self.father.run("say", "care", "Ik ben er ook")

    def step_only_owner(self):
        """Before the father is in."""
        for command in ("remove", "pause"):
            code, said = self.mother.show(command, MOTHER.name, "--yes")
            check(code == REFUSED and "kring leave" in said and "kring invite parent" in said, said)
        code, said = self.mother.show("leave", "--yes")
        check(code == REFUSED and "kring invite parent" in said and "kring end" in said, said)

    def step_oneself(self):
        for command in ("remove", "pause"):
            check_refused("not oneself", {REFUSED}, {"target_is_signer"},
                          lambda command=command: self.mother.run(command, MOTHER.name))
            code, said = self.mother.show(command, MOTHER.name, "--yes")
            check(code == REFUSED and "kring leave" in said and "enige ouder" not in said, said)

    def step_freeze(self):
        self.father.run("freeze")
        code, said = self.mother.show("status")
        check(f"Bevroren door {FATHER.name}" in said and f"Alleen {FATHER.name} kan dat" in said, said)
        check("kring unfreeze" not in said, said)
        check_refused("it is not hers to end", {REFUSED}, {"not_frozen"}, lambda: self.mother.run("unfreeze"))
        code, said = self.mother.show("unfreeze")
        check(f"{FATHER.name} heeft bevroren" in said and "niemand anders hoeft het goed te vinden" in said, said)
        code, said = self.mother.show("invite", "family")
        check(code == REFUSED and f"{FATHER.name} heeft bevroren" in said, said)
        check("kring unfreeze" in self.father.show("status")[1], "he is told how")
        self.father.run("unfreeze")
        check("Er is nu niets bevroren" in self.father.show("unfreeze")[1], "there is nothing left to end")

    def step_end(self):
        self.father.run("end", "--words-file", "-", text=self.father.words)
        code, said = self.mother.show("status")
        check(f"Voor: {FATHER.name}. Nog niet: {MOTHER.name}." in said, said)
        check("Wilt u dat ook: kring end." in said and "kring end --cancel" in said, said)
        check("Wilt u dat ook" not in self.father.show("status")[1], "he has said so")
        check_refused("she has to want it first", {REFUSED}, {"needs_all_owners"}, lambda: self.father.run("end"))
        self.mother.run("end", "--cancel")
        check_refused("it is off", {REFUSED}, {"not_asked"}, lambda: self.father.run("end", "--cancel"))

    def step_nurse(self):
        invited = self.mother.run("invite", "nurse")
        self.mother.run("confirm", invited["invitation"], "--six", join(self.nurse, invited["link"]))
        wait_joined(self.nurse, {"circle", "care", "mdo"})
        for command in (("unfreeze",), ("end", "--cancel"), ("stay",), ("freeze",), ("resume",)):
            check_refused(f"{command} is for parents", {REFUSED}, {"needs_owner"},
                          lambda command=command: self.nurse.run(*command))
        code, said = self.nurse.show("unfreeze")
        check(MOTHER.name in said and FATHER.name in said, f"the parents are named: {said}")
        check("Hier is dat: " in said and NURSE.name not in said, said)
        code, said = self.nurse.show("remove", NURSE.name, "--yes")
        check(code == REFUSED and "kring leave" in said, said)

    def step_ask(self):
        invited = self.mother.run("invite", "parent")
        self.invitation = invited["invitation"]
        self.six = join(self.stepfather, invited["link"])
        asked = self.mother.run("confirm", self.invitation, "--six", self.six)
        check_equal((asked["status"], asked["agreed"], asked["owners"]), ("asked", 1, 2), "the mother agrees and asks")
        check_equal(owners(self.mother), {MOTHER.name, FATHER.name}, "nobody has come in")
        check_refused("she agrees once", {FAILED}, {"not_needed"},
                      lambda: self.mother.run("consent", self.invitation, "--six", self.six))
        code, shown = self.mother.show("read", "regie")
        check(code == 0 and "vindt het goed dat er iemand bij komt" in shown, f"regie shows it: {shown}")

    def step_agree(self):
        (request,) = self.father.run("requests")["requests"]
        check_equal((request["owners"], len(request["agreed"]), request["words"]), (2, 1, self.six), "he is asked")
        wrong = " ".join(reversed(self.six.split()))
        check_refused("six other words agree to nobody", {REFUSED}, {"six_words_differ"},
                      lambda: self.father.run("consent", STEPFATHER.name, "--six", wrong))
        check_refused("the last one types their own words", {REFUSED}, {"wrong_words"},
                      lambda: self.father.run("consent", STEPFATHER.name, "--six", self.six, "--words-file", "-",
                                              text=self.mother.words))
        done = self.father.run("consent", STEPFATHER.name, "--six", self.six, "--words-file", "-",
                               text=self.father.words)
        check_equal(done["status"], "admitted", "he is the last one to agree")
        wait_joined(self.stepfather, set(FOUNDING_CHANNELS))
        check_equal(owners(self.stepfather), {MOTHER.name, FATHER.name, STEPFATHER.name}, "there are three owners")

    def step_names(self):
        self.hub.proxy.point_at(None)
        for home in (self.mother, self.father):
            check_refused("it waits for the hub", {KEPT}, {"kept_for_later"},
                          lambda home=home: home.run("open", "Slaap", timeout_s=5))
        check_refused("and is not asked for twice", {REFUSED}, {"channel_exists"},
                      lambda: self.mother.run("open", "slaap", timeout_s=5))
        self.hub.proxy.point_at(self.hub.port)

        def both():
            return [one["channel"] for one in self.mother.run("channels")["channels"] if one["label"] == "Slaap"]

        self.father.run("status")
        wait_until(lambda: len(both()) == 2, "the mother sees both")
        exit_code, shown = self.mother.show("say", "slaap", "Welterusten")
        check_equal(exit_code, REFUSED, "nothing is said in one of two")
        check(all(one[:8] in shown for one in both()), f"she is told which there are: {shown}")
        check_refused("so are scripts", {REFUSED}, {"ambiguous_name"}, lambda: self.mother.run("say", "Slaap", "Welterusten"))
        first, second = both()
        self.mother.run("close", second[:8])
        self.mother.run("say", "slaap", "Welterusten")
        check_equal(self.mother.texts(first), ["Welterusten"], "once one is closed the name means the other")


def test(programs):
    with World(programs) as world:
        run_steps(Parents(world).steps(), "Parents decide together")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
