#!/usr/bin/env python3
"""A network and its newsgroups, on real processes: who founds it, who reads what, and that it holds nothing of a child.

Usage: newsgroups.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

from asking import REFUSED, check, check_equal, check_refused, join, request_of, wait_joined
from kring_world import World
from people import COPILOOT, DOCTOR, MOTHER
from planted import Scan
from script import run_script, run_steps

WITHIN_S = 600
NETWORK = "NIK Holland Rijnland"
PARENTS = "nik.holland-rijnland.ouders"
DOCTORS = "nik.holland-rijnland.artsen"
WELCOME = "Welkom in deze groep: schrijf zonder namen van kinderen."


class Newsgroups:
    """Each `step_…` is one promise or a few that belong together, in the order below."""

    def __init__(self, world):
        self.world = world
        self.coordinator, self.mother, self.doctor = (world.home(one.key) for one in (COPILOOT, MOTHER, DOCTOR))

    def steps(self):
        return (
            ("a coordinator founds a network", self.step_found),
            ("and opens newsgroups, whose readers and posters are roles", self.step_newsgroups),
            ("a mother and a doctor come in, and read back what is theirs", self.step_join),
            ("a network holds nothing of a child", self.step_no_child),
            ("what a network and its newsgroups are called is nowhere at the hub", self.step_hub),
        )

    def admit(self, home, person, role):
        invited = self.coordinator.run("invite", role)
        words = join(home, invited["link"])
        request_of(self.coordinator, person, invited["invitation"], words)
        self.coordinator.run("confirm", invited["invitation"], "--six", words)

    def step_found(self):
        self.world.hub.start()
        for person, home in ((COPILOOT, self.coordinator), (MOTHER, self.mother), (DOCTOR, self.doctor)):
            home.init(person.name, person.relation)
        self.coordinator.run("found", NETWORK, "--network")
        (circle,) = self.coordinator.run("status")["circles"]
        check(circle["network"] and circle["owner"], f"it is a network of hers: {circle}")
        check_equal(circle["role_label"], "Coördinator", "she is its coordinator")
        roles = {one["key"] for one in self.coordinator.run("roles")["roles"]}
        check({"doctors", "nurses", "copiloten", "parents", "steering_group"} <= roles, f"its roles are professions: {roles}")
        check(not roles & {"guardian", "child_12", "night", "family"}, f"and no role of a circle: {roles}")
        check("netwerk" in self.coordinator.show("status")[1], "people see that it is a network")
        check("artsen" in self.coordinator.show("roles", "doctors")[1], "a role is explained")

    def step_newsgroups(self):
        self.coordinator.run("newsgroup", PARENTS, "--posters", "parents,buddies", "--readers", "copiloten")
        self.coordinator.run("newsgroup", DOCTORS, "--posters", "doctors")
        self.coordinator.run("say", PARENTS, WELCOME)
        check_refused("a name is in parts", {REFUSED}, {"bad_newsgroup_name"},
                      lambda: self.coordinator.run("newsgroup", "Ouders"))
        check_refused("and is given once", {REFUSED}, {"newsgroup_exists"},
                      lambda: self.coordinator.run("newsgroup", PARENTS))
        matrix = self.coordinator.run("matrix")
        (group,) = [one["channel"] for one in matrix["channels"] if one["label"] == PARENTS]
        rights = {one["key"]: one["rights"].get(group, "") for one in matrix["roles"]}
        check_equal({key: one for key, one in rights.items() if one},
                    {"coordinators": "rpm", "parents": "rp", "buddies": "rp", "copiloten": "r"}, "who may what")

    def step_join(self):
        self.admit(self.mother, MOTHER, "parents")
        self.admit(self.doctor, DOCTOR, "doctors")
        wait_joined(self.mother, {PARENTS})
        wait_joined(self.doctor, {DOCTORS})
        check_equal(self.mother.texts(PARENTS), [WELCOME], "who joins reads back")
        check(self.mother.run("status")["circles"][0]["network"], "members know that it is a network")
        check_refused("a doctor is no parent", {REFUSED}, {"unknown_channel"}, lambda: self.doctor.run("read", PARENTS))
        check_refused("members open no newsgroups", {REFUSED}, {"needs_owner"},
                      lambda: self.mother.run("newsgroup", "nik.eigen"))
        shown = self.mother.show("newsgroup", "nik.eigen")[1]
        check("coördinator" in shown and "ouder met gezag" not in shown, f"and are told so in its words: {shown}")

    def step_no_child(self):
        check_refused("no birth date is written in a network", {REFUSED}, {"no_child_here"},
                      lambda: self.coordinator.run("child", "--born", "2014-05-03"))
        check_equal(self.coordinator.run("child")["born"], None, "nor shown")
        self.mother.run("found", "Kring Tijmen")
        check_refused("a circle has no newsgroups", {REFUSED}, {"not_a_network"},
                      lambda: self.mother.run("--circle", "Kring Tijmen", "newsgroup", "kring.tijmen"))

    def step_hub(self):
        scan = Scan()
        scan.add_folder("hub", self.world.hub.folder)
        for index, recording in enumerate(self.world.hub.proxy.recordings):
            for view in recording.views():
                scan.add(f"connection {index}", view)
        check(scan.size > 100_000, "the hub has something to look at")
        for text in (NETWORK, PARENTS, DOCTORS, WELCOME):
            check(not scan.find(text), f"{text!r} is nowhere at the hub")


def test(programs):
    with World(programs) as world:
        run_steps(Newsgroups(world).steps(), "Newsgroups hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
