#!/usr/bin/env python3
"""What goes wrong at home: a hub that is not there, the words of somebody else, a device that was taken out, damage.

Usage: homes.py PROGRAMS     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import socket
import subprocess
import time

from asking import FAILED, KEPT, NOT_ADMITTED, REFUSED, check, check_equal, check_refused
from kring_world import Hub, Refused, World, wait_until
from people import MOTHER
from script import run_script, run_steps

WITHIN_S = 500
USAGE = 2
OLD, NEW, ELSEWHERE = "Kring Sam", "Sam, nieuw", "Sam, elders"
# Before, a circle of another hub was waited for until --timeout was over, twice.
SOON_S = 25


def soon(what, act):
    began = time.monotonic()
    answer = act()
    took = time.monotonic() - began
    check(took < SOON_S, f"{what} waits for no other hub: it took {took:.0f} s")
    return answer


class Homes:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.mother = world.home("moeder")
        self.second = world.home("moeder-tablet")
        self.stranger = world.home("vreemde")
        # Nobody listens here: whoever connects is refused.
        self.nobody = socket.socket()
        self.nobody.bind(("127.0.0.1", 0))
        self.dead_hub = f"http://127.0.0.1:{self.nobody.getsockname()[1]}"

    def steps(self):
        return (
            ("a second circle begins on the hub of the first one", self.step_found_here),
            ("a founding that waits is told with its name and hub", self.step_typing_error),
            ("what is asked of a circle waits for no other hub", self.step_not_kept_waiting),
            ("a founding is taken back, and leaves nothing", self.step_cancel),
            ("with circles on two hubs it is asked which one", self.step_two_hubs),
            ("a word of its name is enough for a circle, and which there are is told", self.step_names),
            ("a stranger's words leave nothing behind", self.step_strange_words),
            ("without a hub it is told where its address stands", self.step_no_hub),
            ("a sheet replaces no file, and is told before the words are asked", self.step_kit),
            ("a passphrase without a terminal comes from a file", self.step_passphrase),
            ("a file that does not come leaves all as it was", self.step_fetch_away),
            ("a device that was taken out says so, and by whom", self.step_taken_out),
            ("an init that is broken off, wherever, is done again in the same home", self.step_broken_off),
            ("a damaged home says what is damaged, and how the words bring everything back", self.step_damage),
        )

    def pending(self):
        return self.mother.run("status", timeout_s=10)["pending"]

    def step_found_here(self):
        self.hub.start()
        self.mother.init(MOTHER.name, MOTHER.relation)
        self.mother.run("found", OLD)
        self.mother.names_hub = False
        self.mother.run("found", NEW)
        hubs = {one["hub"] for one in self.mother.run("status")["circles"]}
        check_equal(hubs, {self.hub.origin}, "both circles are on one hub")

    def step_typing_error(self):
        for _ in range(2):
            code, said = self.mother.show("--hub", self.dead_hub, "found", ELSEWHERE, timeout_s=2)
            check_equal(code, KEPT, "the founding is kept")
            check(self.dead_hub in said and "kring found --cancel" in said, said)
        waits = self.pending()
        check_equal([(one["name"], one["hub"]) for one in waits], [(ELSEWHERE, self.dead_hub)] * 2, "status tells it")
        code, said = self.mother.show("status", timeout_s=10)
        check(f"‘{ELSEWHERE}’ moet nog beginnen op {self.dead_hub}" in said, said)
        code, said = self.mother.show("--circle", ELSEWHERE, "read", "circle")
        check(code == REFUSED and self.dead_hub in said, f"who asks for it is told what it waits for: {said}")

    def step_not_kept_waiting(self):
        soon("say", lambda: self.mother.run("--circle", OLD, "say", "circle", "Hallo"))
        read = soon("read", lambda: self.mother.run("--circle", OLD, "read", "circle"))
        check("offline" not in read, "and is answered by the hub")
        soon("members", lambda: self.mother.run("--circle", OLD, "members"))
        soon("status", lambda: self.mother.run("status"))

    def step_cancel(self):
        first, second = self.pending()
        check_refused("two have the name", {REFUSED}, {"ambiguous_name"},
                      lambda: self.mother.run("found", "--cancel", ELSEWHERE))
        self.mother.run("found", "--cancel", first["id"][:8])
        check_equal([one["id"] for one in self.pending()], [second["id"]], "the other one waits on")
        code, said = self.mother.show("found", "--cancel", ELSEWHERE)
        check_equal((code, self.pending()), (0, []), said)
        check_refused("there is nothing more to take back", {REFUSED}, {"unknown_founding"},
                      lambda: self.mother.run("found", "--cancel", ELSEWHERE))

    def step_two_hubs(self):
        other = Hub(self.world.hub_program, self.world.folder / "andere-hub")
        try:
            other.start()
            self.mother.run("--hub", other.origin, "found", ELSEWHERE)
            check_refused("which hub is not guessed", {USAGE}, {"which_hub"}, lambda: self.mother.run("found", "Nog een"))
            other.stop()
            soon("say", lambda: self.mother.run("--circle", OLD, "say", "circle", "Nog iets"))
            soon("read", lambda: self.mother.run("--circle", OLD, "read", "circle"))
            check_equal(self.pending(), [], "and nothing was kept")
        finally:
            other.close()
        self.mother.names_hub = True

    def step_names(self):
        check_equal(self.mother.run("--circle", "nieuw", "members")["ok"], True, "one circle has this word")
        for asked in ("Sam", "Roos"):
            code, said = self.mother.show("--circle", asked, "members")
            check(code == REFUSED and f"‘{OLD}’" in said and f"‘{NEW}’" in said, said)

    def step_strange_words(self):
        self.stranger.init("Oma Riet", "oma")
        link = self.mother.run("--circle", OLD, "devices", MOTHER.name, "--link")["link"]
        recover = ("recover", link, "--name", MOTHER.name, "--words-file", "-")
        check_refused("they open nothing", {NOT_ADMITTED}, {"not_admitted"},
                      lambda: self.second.run(*recover, text=self.stranger.words))
        check_refused("no device was made", {FAILED}, {"no_device"}, lambda: self.second.run("status"))
        self.second.run(*recover, text=self.mother.words)
        with self.mother.watch("--circle", OLD):  # It lets the new device into the channels.
            wait_until(lambda: self.me()["name"] == MOTHER.name, "the right words are taken")
        check_equal(self.me()["relation"], MOTHER.relation, "and her relation is what it was")

    def me(self):
        (me,) = [one for one in self.second.run("--circle", OLD, "members")["members"] if one["me"]]
        return me

    def step_no_hub(self):
        empty = self.world.home("leeg")
        recover = ("--hub", self.dead_hub, "recover", "--words-file", "-")
        code, said = empty.show(*recover, text=self.mother.words, timeout_s=3)
        check(code == KEPT and self.dead_hub in said and "reddingsblad" in said and "‘Hub:’" in said, said)
        check("members" not in said, said)
        check("Hub: " in self.mother.show("kit", "--words-file", "-", text=self.mother.words)[1], "it stands there")

    def step_kit(self):
        sheet = self.world.folder / "blad.svg"
        sheet.write_text("van mij")
        code, said = self.mother.show("kit", sheet)
        check(code == FAILED and "niet overschreven" in said and "--force" not in said, said)
        new = self.world.home("nieuw")
        code, said = new.show("init", "--name", "Nieuw", "--kit", sheet, "--confirmed")
        check(code == FAILED and "twaalf woorden" not in said, f"nothing was made: {said}")
        check_equal(sheet.read_text(), "van mij", "the file is as it was")
        new.init("Nieuw", "x")

    def step_passphrase(self):
        locked = self.world.home("slot")
        code, said = locked.show("init", "--name", "Slot", "--passphrase", "--confirmed")
        check(code == USAGE and "KRING_PASSPHRASE_FILE" in said, said)

    def step_fetch_away(self):
        picture = self.world.folder / "plaat.jpg"
        picture.write_bytes(b"een plaatje")
        sent = self.mother.run("--circle", OLD, "send", "circle", picture)
        target = self.world.folder / "opgehaald.jpg"
        fetch = ("--circle", OLD, "fetch", "circle", sent["seq"], "-o", target)
        self.hub.kill()
        check_refused("it is at the hub", {KEPT}, {"file_away"}, lambda: self.mother.run(*fetch, timeout_s=3))
        code, said = self.mother.show(*fetch, timeout_s=3)
        check("Er is niets bewaard" in said and "twaalf woorden" not in said.split("kring: ")[1], said)
        check(not target.exists(), "no file appears")
        self.hub.start()
        self.mother.run(*fetch)
        code, said = self.mother.show(*fetch)
        check(code == FAILED and "--force" in said and "niet overschreven" in said, said)

    def step_taken_out(self):
        (other,) = [one for one in self.second.run("devices")["devices"] if not one["this_one"]]
        self.second.run("revoke-device", other["device"], "--yes")
        for asked in ("status", "channels", "read"):
            more = ["circle"] if asked == "read" else []
            code, said = soon(asked, lambda what=(asked, *more): self.mother.show("--circle", OLD, *what))
            check_equal(code, 0, said)
            check("Dit apparaat is uit de kring gehaald" in said and "U deed dat zelf op" in said, said)
            check("nog steeds lid" in said and "geen lid meer" not in said, said)

    def step_broken_off(self):
        passphrase = self.world.folder / "wachtzin"
        passphrase.write_text("een lange zin")
        self.world.environment["KRING_PASSPHRASE_FILE"] = str(passphrase)
        init = ("init", "--name", "Iemand", "--passphrase", "--confirmed")
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for file in ("lock", "key.new", "vault.db", "key"):
            home = self.world.home(f"afgebroken-bij-{file}")
            process = subprocess.Popen(home.command(*init), env=self.world.environment, **quiet)
            self.world.processes.append(process)
            wait_until(lambda made=home.folder / file, by=process: made.exists() or by.poll() is not None,
                       f"{file} is made", every_s=0.001)
            process.kill()
            process.wait()
            try:
                home.run(*init)
            except Refused as refused:
                check_equal(refused.code, "device_exists", "only what was made just before is not made again")
            check_equal(home.run("status")["name"], "Iemand", f"broken off at {file}, the home is made after all")
        del self.world.environment["KRING_PASSPHRASE_FILE"]

    def step_damage(self):
        vault, key = self.mother.folder / "vault.db", self.mother.folder / "key"
        whole, right_key = vault.read_bytes(), key.read_bytes()
        for path, content, code in (
            (vault, b"brief " * 1000, "vault_damaged"),
            (vault, b"", "vault_gone"),
            (vault, None, "vault_gone"),
            (key, right_key[:1] + bytes(32), "wrong_key"),
            (key, right_key[:20], "key_damaged"),
            (key, None, "key_damaged"),
        ):
            for side in ("vault.db-wal", "vault.db-shm"):
                (self.mother.folder / side).unlink(missing_ok=True)
            path.unlink() if content is None else path.write_bytes(content)
            for command in (("status",), ("init", "--name", "Iemand")):
                check_refused(f"{code}: {command[0]}", {FAILED}, {code}, lambda asked=command: self.mother.run(*asked))
            ended, said = self.mother.show("status")
            check("recover --hub" in said, said)
            vault.write_bytes(whole)
            key.write_bytes(right_key)
            key.chmod(0o600)
        self.mother.run("status")

    def close(self):
        self.nobody.close()


def test(programs):
    with World(programs) as world:
        homes = Homes(world)
        try:
            run_steps(homes.steps(), "Homes hold")
        finally:
            homes.close()


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
