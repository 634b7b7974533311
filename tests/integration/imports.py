#!/usr/bin/env python3
"""An export of one circle brought along into another through a real hub: by the one parent who goes on alone.

Usage: imports.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess

from asking import check, check_equal, check_refused, join, request_of, wait_joined
from kring_world import World, wait_until
from people import FATHER, GRANDMOTHER, MOTHER
from script import run_script, run_steps

WITHIN_S = 600
OLD, NEW = "Kring Tijmen", "Kring Tijmen 2"
TO_ALL = "Voor iedereen: hij sliep <b>goed</b>."
BY_GRANDMOTHER = "Ik heb soep gebracht."
FOR_CARE = "Om drie uur gegeven."
LETTER = b"%PDF-1.4 brief van het ziekenhuis"
# `imported_json_bytes_max`: whatever is larger is not read at all.
JSON_BYTES_MAX = 64 << 20
# More than one step of `progress_every`.
PICTURE = os.urandom(2_500_000)


class Imports:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.files = world.folder / "files"
        self.files.mkdir()
        self.father = world.home("vader")
        self.mother = world.home("moeder")
        self.grandmother = world.home("oma")

    def steps(self):
        return (
            ("a circle with texts of three people and two files, exported by the mother", self.step_set_up),
            ("a plan says what goes where and who reads it, and changes nothing", self.step_plan),
            ("the mother brings it along, with who said it and when", self.step_bring),
            ("what is there is passed over, and what is new comes along", self.step_again),
            ("of what a third circle gets, the first author stays known", self.step_third),
            ("an import that was stopped or killed is gone on with", self.step_killed),
            ("what cannot come along is counted, and stops nothing", self.step_unfit),
            ("what somebody changed is refused by name", self.step_changed),
            ("why something stays behind is told", self.step_right_reason),
            ("who is out brings nothing along", self.step_out),
            ("without a hub nothing is brought along", self.step_offline),
        )

    def admit(self, inviter, home, person, role, channels):
        invited = inviter.run("invite", role)
        six = join(home, invited["link"])
        request_of(inviter, person, invited["invitation"], six)
        inviter.run("confirm", invited["invitation"], "--six", six)
        wait_joined(home, channels)

    def send(self, home, channel, name, content):
        path = self.files / name
        path.write_bytes(content)
        home.run("send", channel, path)

    def export(self, home, circle, name):
        folder = self.files / name
        home.run("--circle", circle, "export", folder)
        return folder

    def articles(self, home, circle, channel):
        return [one for one in home.run("--circle", circle, "read", channel)["articles"]
                if one["type"] in ("message", "note", "attachment")]

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.mother, MOTHER), (self.father, FATHER), (self.grandmother, GRANDMOTHER)):
            home.init(person.name, person.relation)
        self.mother.run("found", OLD)
        self.mother.run("child", "--born", "2014-05-03")
        self.admit(self.mother, self.grandmother, GRANDMOTHER, "family", {"family", "circle"})
        self.mother.run("say", "circle", TO_ALL)
        self.grandmother.run("say", "circle", BY_GRANDMOTHER)
        self.mother.run("note", "care", FOR_CARE)
        self.mother.run("open", "School", "--mode", "record", "--allow", "family=rp")
        self.mother.run("say", "School", "De juf komt dinsdag.")
        self.send(self.mother, "circle", "foto.jpg", PICTURE)
        self.send(self.mother, "care", "brief.pdf", LETTER)
        self.folder = self.export(self.mother, OLD, "eerst")
        self.mother.run("found", NEW)

    def step_plan(self):
        answer = self.mother.run("--circle", NEW, "import", self.folder, "--dry-run")
        check_equal((answer["brought"], answer["dry_run"]), (0, True), "nothing is done")
        plan = {one["from"]: one for one in answer["channels"]}
        check_equal(plan["School"]["into"], None, "a channel that the new circle has not got stays behind")
        exit_code, said = self.mother.show("--circle", NEW, "import", self.folder, "--dry-run")
        check_equal(exit_code, 0, said)
        check("School (1) blijft achter" in said, said)
        check("Er is niets meegenomen" in said, said)
        said = self.mother.show("--circle", NEW, "import", self.folder, "--into", "circle=family", "--dry-run")[1]
        check("Wie er later bij komt, leest niet terug." in said, f"that a channel is sealed is told: {said}")
        check_equal(self.articles(self.mother, NEW, "circle"), [], "and nothing is there")

    def step_bring(self):
        self.mother.run("--circle", NEW, "open", "Klas", "--mode", "record", "--allow", "family=rp")
        answer = self.mother.run("--circle", NEW, "import", self.folder, "--into", "School=Klas")
        check_equal(answer["brought"], 6, "four texts and two files")
        old = self.articles(self.mother, OLD, "circle")
        new = self.articles(self.mother, NEW, "circle")
        check_equal([one["text"] for one in new], [one["text"] for one in old], "in the order of the log")
        check_equal([one["from"]["author"] for one in new], [one["name"] for one in old], "who said it")
        check_equal([one["from"]["time"] for one in new], [one["time"] for one in old], "and when")
        check_equal({one["name"] for one in new}, {MOTHER.name}, "the mother wrote it here")
        check_equal([one["text"] for one in self.articles(self.mother, NEW, "Klas")], ["De juf komt dinsdag."], "School")
        care = self.articles(self.mother, NEW, "care")
        check_equal([one["type"] for one in care], ["note", "attachment"], "a note stays one")
        saved = self.files / "terug.pdf"
        self.mother.run("--circle", NEW, "fetch", "care", care[1]["seq"], "-o", saved)
        check_equal(saved.read_bytes(), LETTER, "the file is what it was")
        check_equal(self.mother.run("--circle", NEW, "child")["born"], "2014-05-03", "the day of birth came along")
        _, said = self.mother.show("--circle", NEW, "read", "circle")
        check(f"gezegd door {GRANDMOTHER.name}" in said and f"meegenomen door {MOTHER.name}" in said, said)

    def step_again(self):
        answer = self.mother.run("--circle", NEW, "import", self.folder, "--into", "School=Klas")
        check_equal(answer["brought"], 0, "nothing comes twice")
        check_equal({one["there_before"] for one in answer["channels"]}, {1, 2, 3}, "it says what is there")
        self.grandmother.run("say", "circle", "Zondag kom ik weer.")
        later = self.export(self.mother, OLD, "later")
        answer = self.mother.run("--circle", NEW, "import", later, "--into", "School=")
        check_equal(answer["brought"], 1, "what is new comes along")
        texts = [one["text"] for one in self.articles(self.mother, NEW, "circle")]
        check_equal(texts[-1], "Zondag kom ik weer.", "at the end")
        check_equal(texts.count(TO_ALL), 1, "and nothing twice")

    def step_third(self):
        self.father.run("found", "Kring drie")
        folder = self.export(self.mother, NEW, "derde")
        self.father.run("import", folder, "--into", "Klas=")
        by = {one["text"]: one["from"]["author"] for one in self.articles(self.father, "Kring drie", "circle")}
        check_equal(by[BY_GRANDMOTHER], GRANDMOTHER.name, "grandmother said it, whoever carried it")

    def full_folder(self, texts):
        """An export as the first one, with many texts in one channel."""
        folder = self.files / "vol"
        shutil.copytree(self.folder, folder)
        circle = json.loads((folder / "circle.json").read_text())
        channel = next(one for one in circle["channels"] if one["key"] == "circle")
        like = next(one for one in channel["articles"] if one["article"]["type"] == "message")
        channel["articles"] = [
            {**like, "seq": 1000 + number, "article": {"type": "message", "v": 1, "text": text}}
            for number, text in enumerate(texts)
        ]
        circle["channels"] = [channel]
        content = json.dumps(circle).encode()
        (folder / "circle.json").write_bytes(content)
        manifest = json.loads((folder / "manifest.json").read_text())
        entry = next(one for one in manifest["files"] if one["path"] == "circle.json")
        entry.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
        (folder / "manifest.json").write_text(json.dumps(manifest))
        return folder

    def step_unfit(self):
        self.father.run("found", "Kring lang")
        # As an article this is as large as one may be; with who said it and when it is larger.
        self.father.run("--circle", "Kring lang", "say", "circle", "-", text="\n" * 16_090 + "a")
        self.father.run("--circle", "Kring lang", "say", "circle", "Dit komt erna.")
        folder = self.export(self.father, "Kring lang", "lang")
        self.father.run("found", "Kring zes")
        answer = self.father.run("--circle", "Kring zes", "import", folder)
        unfit = {one["from"]: one["unfit"] for one in answer["channels"]}
        check_equal((answer["brought"], unfit["Kring"]), (1, 1), "one came, and one is too large")
        check_equal([one["text"] for one in self.articles(self.father, "Kring zes", "circle")], ["Dit komt erna."],
                    "what comes after it is there")
        said = self.father.show("--circle", "Kring zes", "import", folder, "--into", "circle=")[1]
        check("blijft achter, zoals u vroeg" in said, said)
        check_refused("a channel that takes nothing is told before anything is sent", {3}, {"may_not_post"},
                      lambda: self.closed_import(folder))

    def closed_import(self, folder):
        self.father.run("--circle", "Kring zes", "open", "Dicht", "--mode", "record", "--allow", "family=rp")
        self.father.run("--circle", "Kring zes", "close", "Dicht", "--yes")
        return self.father.run("--circle", "Kring zes", "import", folder, "--into", "circle=Dicht")

    def sent(self):
        """Bytes that clients have sent to the hub so far."""
        return sum(len(one.from_client) for one in self.hub.proxy.recordings)

    def end_midway(self, folder, how):
        """Ends an import when some texts are there and most are not. Gives what it said."""
        before = self.sent()
        command = self.father.command("--circle", "Kring vier", "import", folder)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self.world.environment)
        self.world.processes.append(process)
        # A text takes several hundred bytes on its way.
        wait_until(lambda: self.sent() - before > 30_000, "the import is under way", every_s=0.005)
        process.send_signal(how)
        said, _ = process.communicate(timeout=60)
        return said

    def step_killed(self):
        texts = [f"bericht {number}" for number in range(500)]
        folder = self.full_folder(texts)
        self.father.run("found", "Kring vier")
        stopped = json.loads(self.end_midway(folder, signal.SIGINT))
        check_equal(stopped["error"]["code"], "import_stopped", "who stops it is told that it goes on from there")
        self.end_midway(folder, signal.SIGKILL)
        answer = self.father.run("--circle", "Kring vier", "import", folder)
        check(answer["brought"] < len(texts), f"some were on their way by then: {answer}")
        there = [one["text"] for one in self.articles(self.father, "Kring vier", "circle")]
        check_equal(there, texts, "each once, in order")

    def step_changed(self):
        def changed(name, change):
            folder = self.files / name
            shutil.copytree(self.folder, folder)
            change(folder)
            return folder

        def edit(folder):
            text = (folder / "circle.json").read_text()
            (folder / "circle.json").write_text(text.replace(BY_GRANDMOTHER, "Ik heb niets gebracht."))

        def newer(folder):
            manifest = json.loads((folder / "manifest.json").read_text())
            manifest["version"] = 2
            (folder / "manifest.json").write_text(json.dumps(manifest))

        def flip(folder):
            path = next((folder / "files").glob("*foto.jpg"))
            content = bytearray(path.read_bytes())
            content[100] ^= 1
            path.write_bytes(content)

        def point_elsewhere(folder):
            path = next((folder / "files").glob("*foto.jpg"))
            path.unlink()
            path.symlink_to(self.files / "foto.jpg")

        def grow(size):
            return lambda folder: os.truncate(folder / "circle.json", size)

        self.father.run("found", "Kring vijf")
        for name, change, code in (
            ("tekst", edit, "import_damaged"),
            ("nieuw", newer, "import_version"),
            ("zonder", lambda folder: (folder / "manifest.json").unlink(), "import_unreadable"),
            ("half", lambda folder: (folder / "circle.json").write_text("{"), "import_damaged"),
            ("groot", grow(JSON_BYTES_MAX), "import_damaged"),
            ("te groot", grow(JSON_BYTES_MAX + 1), "import_unreadable"),
            ("foto", flip, "import_damaged"),
            ("verwijzing", point_elsewhere, "import_damaged"),
        ):
            folder = changed(name, change)
            check_refused(name, {1}, {code}, lambda: self.father.run("--circle", "Kring vijf", "import", folder))
        check_refused("a channel that is not there", {2}, {"import_unknown_channel"},
                      lambda: self.father.run("--circle", "Kring vijf", "import", self.folder, "--into", "Zwemmen=circle"))
        check_refused("no pair", {2}, {"usage"},
                      lambda: self.father.run("--circle", "Kring vijf", "import", self.folder, "--into", "circle"))
        # The bad picture ended the last but two; the whole folder goes on from there.
        self.father.run("--circle", "Kring vijf", "import", self.folder, "--into", "School=")
        check_equal(len([one for one in self.articles(self.father, "Kring vijf", "circle") if one["type"] == "attachment"]),
                    1, "the picture is there once")

    def step_right_reason(self):
        """Of a channel here that has the name, and into which one cannot write."""
        self.mother.run("--circle", OLD, "allow", "circle", "family=r")
        said = self.grandmother.show("--circle", OLD, "import", self.folder, "--dry-run")[1]
        check("in ‘Kring’ mag u hier niet schrijven" in said, said)
        self.mother.run("--circle", OLD, "close", "School")
        said = self.mother.show("--circle", OLD, "import", self.folder, "--dry-run")[1]
        check("‘School’ is hier gesloten" in said, said)
        into = ("--circle", OLD, "import", self.folder, "--into", "circle=School")
        check_refused("it is closed", {3}, {"may_not_post"}, lambda: self.mother.run(*into))
        check("is gesloten" in self.mother.show(*into)[1], "and that is told")

    def step_out(self):
        self.mother.run("--circle", OLD, "remove", GRANDMOTHER.name, "--yes")
        check_refused("she is out", {6}, {"ended"}, lambda: self.grandmother.run("import", self.folder))

    def step_offline(self):
        self.hub.stop()
        check_refused("what is there is not known", {1}, {"import_offline"},
                      lambda: self.mother.run("--circle", NEW, "import", self.folder, timeout_s=5))


def test(programs):
    with World(programs) as world:
        run_steps(Imports(world).steps(), "Imports hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
