#!/usr/bin/env python3
"""A hub is backed up while it serves, loses everything since, and is put back: nothing that somebody's device holds is lost.

Usage: restore.py PROGRAMS [--postgres]     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import json
import os
import shutil
import threading
import time

from asking import KEPT, REFUSED, check, check_equal, check_refused, join, request_of, wait_joined
from kring_world import World, wait_until
from people import FATHER, GRANDMOTHER, MOTHER
from script import run_script, run_steps

WITHIN_S = 900
USAGE = 2
STORE_EXIT = 3
ALARM = 5
INCOMPLETE = 7
LOAD_BEFORE = 12


class Restore:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.father = world.home("vader")
        self.grandmother = world.home("oma")
        self.mother = world.home("moeder")
        self.backup = world.folder / "backup"
        self.first_data = self.hub.data
        self.heads = {}
        self.said = []

    def steps(self):
        return (
            ("a hub, a circle, and two people in it", self.step_set_up),
            ("another hub stands in for some seconds: it gets nothing, is not believed, and all go on", self.step_other_hub),
            ("a backup is made while people write", self.step_backup),
            ("a backup is whole, and a damaged one is refused by name", self.step_verify),
            ("life goes on: messages, a file, a channel, one restarted, somebody who is let in", self.step_go_on),
            ("under another hub.key nothing is put back, and nothing serves", self.step_wrong_key),
            ("the hub is put back, and not over what is there", self.step_restore),
            ("devices bring back what the hub has lost, and nobody writes meanwhile", self.step_bring_back),
            ("a parent lets the circle go on, with nothing lost", self.step_resume),
            ("everybody writes again", self.step_write),
        )

    def hub_tool(self, *arguments):
        """(exit code, what it said) of `kring-hub`."""
        command = [str(part) for part in (self.world.hub_program, *arguments)]
        code, out, err = self.world.run(command, None, f"kring-hub {arguments[0]}")
        return code, (out + err).decode(errors="replace")

    def places(self, data):
        places = ["--data", data]
        return places + (["--store", self.hub.store_url] if self.hub.store_url else [])

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.father, FATHER), (self.grandmother, GRANDMOTHER)):
            home.init(person.name, person.relation)
        self.father.run("found", "Kring rond Tijmen")
        self.let_in(self.grandmother, GRANDMOTHER, "family", {"family", "circle"})
        self.father.run("say", "circle", "Van voor de reservekopie.")
        self.father.run("restart", "family", "--yes")
        wait_joined(self.grandmother, {"family", "circle"})
        small = self.world.folder / "foto.txt"
        small.write_text("een foto van voor de reservekopie")
        self.seq = self.father.run("send", "circle", small)["seq"]

    def let_in(self, home, person, role, channels):
        invited = self.father.run("invite", role)
        words = join(home, invited["link"])
        request_of(self.father, person, invited["invitation"], words)
        self.father.run("confirm", invited["invitation"], "--six", words)
        wait_joined(home, channels)

    def step_other_hub(self):
        self.hub.stop()
        right = (self.hub.data, self.hub.store_url)
        self.hub.data, self.hub.store_url = self.world.folder / "hub" / "other", None
        self.hub.start()
        for text in ("Bij de verkeerde hub", "Daar nog eens"):
            check_refused("that it shows another key is an alarm", {ALARM}, {"wrong_hub_key"},
                          lambda text=text: self.father.run("say", "circle", text, timeout_s=30))
        check_refused("nobody comes back there either", {ALARM}, {"wrong_hub_key"},
                      lambda: self.father.run("recover", "--words-file", "-", text=self.father.words, timeout_s=30))
        code, said = self.father.show("read", "circle", timeout_s=30)
        check(code == 0 and "andere sleutel" in said, f"what one has can be read: {code} {said}")
        check_equal([one["code"] for one in self.status(self.father)["alarms"]], ["wrong_hub_key"], "it is told once")
        self.hub.stop()
        self.hub.data, self.hub.store_url = right
        self.hub.start()
        wait_until(lambda: "Daar nog eens" in self.father.texts("circle"), "what was kept is sent")
        wait_until(lambda: "Bij de verkeerde hub" in self.grandmother.texts("circle"), "and comes to the others")
        check(not self.circle(self.father)["stopped"], "nothing is stopped")

    def step_wrong_key(self):
        self.hub.stop()
        wrong = self.world.folder / "wrong"
        wrong.mkdir()
        if not self.hub.store_url:
            shutil.copy(self.first_data / "hub.db", wrong / "hub.db")
        (wrong / "hub.key").write_bytes(os.urandom(32))
        (wrong / "hub.key").chmod(0o600)
        code, said = self.hub_tool("serve", *self.places(wrong), "--listen", "127.0.0.1:0")
        check(code == STORE_EXIT and "other_hub_key" in said, f"a hub under another key does not start: {code} {said}")
        data = self.world.folder / "wrong-restored"
        store_url = self.hub.store_url
        if self.world.postgres:
            self.world.postgres.tell("create wrong")
            self.hub.store_url = store_url.replace("/kring?", "/wrong?")
        code, said = self.hub_tool("restore", "--from", self.backup, *self.places(data), "--hub-key", wrong / "hub.key")
        self.hub.store_url = store_url
        check(code == STORE_EXIT and "other_hub_key" in said, f"nothing is put back under another key: {code} {said}")
        check(not data.exists() or not any(data.iterdir()), "and nothing is made of it")
        self.hub.start()

    def step_backup(self):
        stop = threading.Event()
        times = []

        def write():
            number = 0
            while not stop.is_set():
                number += 1
                began = time.monotonic()
                self.father.run("say", "circle", f"Onder het kopiëren {number}")
                times.append((began, time.monotonic()))

        writer = threading.Thread(target=write)
        writer.start()
        try:
            wait_until(lambda: len(times) >= LOAD_BEFORE, "people write")
            began = time.monotonic()
            code, said = self.hub_tool("backup", *self.places(self.first_data), "--to", self.backup)
            ended = time.monotonic()
            wait_until(lambda: times[-1][0] > ended, "people write on")
        finally:
            stop.set()
            writer.join()
        check_equal(code, 0, f"the backup is made: {said}")
        self.manifest = json.loads((self.backup / "manifest.json").read_text())
        check(not (self.backup / "hub.key").exists(), "the hub's key is not in it")
        kept = sum(1 for began_at, _ in times if began <= began_at <= ended)
        print(f"      {self.manifest['database_bytes'] / 1e6:.1f} MB in {ended - began:.2f} s, {kept} messages meanwhile")

    def step_verify(self):
        code, said = self.hub_tool("backup", "verify", self.backup)
        check_equal(code, 0, f"the backup is whole: {said}")
        database = "hub.dump" if self.hub.store_url else "hub.db"

        def broken_backup(name, damage, word):
            copy = self.world.folder / name
            shutil.copytree(self.backup, copy)
            damage(copy)
            for arguments in (("backup", "verify", copy), self.restoring(copy, self.world.folder / f"{name}-hub")):
                code, said = self.hub_tool(*arguments)
                check(code == STORE_EXIT and word in said, f"{name} is refused as {word}: {code} {said}")
            check(not (self.world.folder / f"{name}-hub" / "hub.key").exists(), "nothing is made of it")

        def flip(path):
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)

        broken_backup("no-manifest", lambda copy: (copy / "manifest.json").unlink(), "not_a_backup")
        broken_backup("flipped", lambda copy: flip(copy / database), "backup_damaged")
        broken_backup("cut", lambda copy: os.truncate(copy / database, 5000), "backup_damaged")
        broken_backup("no-blob", lambda copy: next((copy / "blobs").iterdir()).unlink(), "backup_damaged")
        newer = dict(self.manifest, kring_backup=2)
        broken_backup("newer", lambda copy: (copy / "manifest.json").write_text(json.dumps(newer)), "backup_newer")
        code, said = self.hub_tool("backup", *self.places(self.first_data), "--to", self.backup)
        check(code == STORE_EXIT and "target_not_empty" in said, f"a backup is never written over: {said}")

    def restoring(self, backup, data):
        return ("restore", "--from", backup, *self.places(data), "--hub-key", self.first_data / "hub.key")

    def step_go_on(self):
        self.mother.init(MOTHER.name, MOTHER.relation)
        self.let_in(self.mother, MOTHER, "family", {"family", "circle"})
        for number in range(4):
            if number == 2:
                self.restart("circle")
            self.grandmother.run("say", "circle", f"Na de reservekopie {number}")
            self.mother.run("say", "family", f"Verzegeld, na de reservekopie {number}")
        self.opened = "Zomerrooster"
        self.father.run("open", self.opened, "--allow", "family=rp")
        wait_joined(self.grandmother, {"family", "circle", "Zomerrooster"})
        self.father.run("say", self.opened, "Nieuw kanaal, na de reservekopie")
        for home in (self.mother, self.grandmother, self.father):
            wait_until(lambda home=home: "Nieuw kanaal, na de reservekopie" in home.texts(self.opened), "all read it")
        for home in (self.father, self.grandmother, self.mother):
            self.heads[home.key] = {key: one["head_hash"] for key, one in home.channels().items()}
            self.said.append({key: home.texts(key) for key in ("circle", "family")})
        late = self.world.folder / "laat.txt"
        late.write_text("na de reservekopie gestuurd")
        self.mother.run("send", "circle", late)
        # Nobody else is there to hear it, and nobody but her device can bring it back.
        self.grandmother.run("say", self.opened, "Alleen op oma's apparaat")

    def restart(self, channel):
        """A new group, which the backup does not know."""
        self.father.run("restart", channel, "--yes")
        for home in (self.grandmother, self.mother):
            wait_until(lambda home=home: home.channels()[channel]["restarts"] == 1, f"{home.key} knows of the restart")
            wait_until(lambda home=home: home.channels()[channel]["joined"], f"{home.key} is in the new group")

    def step_restore(self):
        self.hub.stop()
        if self.world.postgres:
            code, said = self.hub_tool(*self.restoring(self.backup, self.world.folder / "elsewhere"))
            check(code == STORE_EXIT and "target_not_empty" in said, f"a database in use is left alone: {said}")
            self.world.postgres.tell("create restored")
            self.hub.store_url = self.hub.store_url.replace("/kring?", "/restored?")
        code, said = self.hub_tool(*self.restoring(self.backup, self.first_data))
        check(code == STORE_EXIT and "target_not_empty" in said, f"a folder in use is left alone: {said}")
        self.hub.data = self.world.folder / "hub" / "restored"
        began = time.monotonic()
        code, said = self.hub_tool(*self.restoring(self.backup, self.hub.data))
        check_equal(code, 0, f"the backup is put back: {said}")
        check(self.manifest["incarnation"] not in said, "in a new incarnation")
        print(f"      put back in {time.monotonic() - began:.2f} s")
        self.hub.start()

    def step_bring_back(self):
        began = time.monotonic()
        check_refused("what is written waits for a parent", {KEPT}, {"kept_until_resume"},
                      lambda: self.mother.run("say", "circle", "Dit wacht.", timeout_s=60))
        check(time.monotonic() - began < 30, "and nobody waits for that before the screen")
        check(self.circle(self.mother)["read_only"], "the circle is read-only, and says so")
        self.father.run("channels")
        check(self.circle(self.father)["read_only"], "and it stays so")

    def status(self, home):
        """What `kring status` says, also of somebody who has an alarm."""
        _, out, _ = self.world.run(home.command("status"), None, f"{home.key}: status")
        return json.loads(out)

    def circle(self, home):
        return self.status(home)["circles"][0]

    def step_resume(self):
        check_refused("only parents resume", {REFUSED}, {"needs_owner"}, lambda: self.mother.run("resume", "--yes", timeout_s=10))
        check_refused("nobody lets it go on unasked", {USAGE}, {"no_terminal"}, lambda: self.father.run("resume", timeout_s=10))
        self.father.run("resume", "--yes")
        for place, home in enumerate((self.father, self.grandmother, self.mother)):
            wait_until(lambda home=home: not self.circle(home)["read_only"], f"{home.key} goes on")
            alarms = [one["code"] for one in self.status(home)["alarms"]]
            wanted = {"vader": ["wrong_hub_key"], "oma": ["log_cut_off"]}.get(home.key, [])
            check_equal(alarms, wanted, f"only whoever came too late is told, and {home.key} is not")
            for key, texts in self.said[place].items():
                check_equal(home.texts(key)[: len(texts)], texts, f"{home.key} still has all of {key}")
        check_equal(self.grandmother.texts(self.opened)[-1], "Alleen op oma's apparaat", "she keeps what came too late")

    def step_write(self):
        wait_until(lambda: "Dit wacht." in self.father.texts("circle"), "what waited has come")
        for channel in ("circle", "family", self.opened):
            self.father.run("say", channel, f"We gaan door in {channel}")
            for home in (self.mother,) if channel == self.opened else (self.grandmother, self.mother):
                wait_until(lambda h=home, c=channel: f"We gaan door in {c}" in h.texts(c), f"{home.key} reads on in {channel}")
        into = self.world.folder / "terug.txt"
        self.grandmother.run("fetch", "circle", self.seq, "-o", into)
        check_equal(into.read_text(), "een foto van voor de reservekopie", "the file is the same")
        check_refused("of a file that was sent since it is said that waiting does not help", {INCOMPLETE}, {"export_files_gone"},
                      lambda: self.mother.run("export", self.world.folder / "export", "--yes"))
        heads = [{key: one["head_hash"] for key, one in home.channels().items() if key in ("circle", "family")}
                 for home in (self.father, self.grandmother, self.mother)]
        check(heads[0] == heads[1] == heads[2], "all have the same logs")
        for home in (self.grandmother, self.mother, self.father):
            restarts = {key: home.channels()[key]["restarts"] for key in ("circle", "family")}
            check_equal(restarts, {"circle": 1, "family": 1}, f"{home.key} knows both restarts")


def test(programs, with_postgres):
    with World(programs, with_postgres=with_postgres) as world:
        run_steps(Restore(world).steps(), "A restored hub holds")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test, may_postgres=True)
