#!/usr/bin/env python3
"""Files between two people through a real hub: killed in the middle, fetched, compared, and hidden from everybody else.

Usage: attachments.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

$KRING_ATTACHMENT_MEBIBYTES says how large the large files are; 20 if it is not set, and 100 are the most. Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import os
import random
import shutil
import socket
import subprocess

from asking import NOT_ADMITTED, REFUSED, check, check_equal, check_refused, join, request_of, wait_joined
from kring_world import Refused, World, wait_until
from people import FATHER, GRANDMOTHER
from planted import Scan
from script import run_script, run_steps
from small_disk import on_small_disk

WITHIN_S = 1500
MEBI = 1 << 20
FILE_BYTES_MAX = 100 * MEBI
NAME = "Geheime röntgenfoto van Tijmen 🦴.pdf"
SMALL_NAME = "boodschappenlijst van oma.txt"
SMALL = "Twee pakken melk, appelmoes en luiers maat vijf."
TEXT = "Dit is de heupfoto van dinsdag, alleen voor ons."
INSIDE = "PLANTED-De-linkerheup-staat-uit-de-kom-PLANTED"


def write_file(path, size, seed):
    """Bytes that nothing compresses, with a sentence at each mebibyte."""
    noise = random.Random(seed)
    with open(path, "wb") as out:
        left = size
        while left > 0:
            block = INSIDE.encode() + noise.randbytes(MEBI - len(INSIDE))
            out.write(block[:left])
            left -= len(block)


def same(one, other):
    with open(one, "rb") as first, open(other, "rb") as second:
        while True:
            block = first.read(MEBI)
            if block != second.read(MEBI):
                return False
            if not block:
                return True


class Attachments:
    def __init__(self, world, size):
        self.world = world
        self.hub = world.hub
        self.size = size
        self.blobs = self.hub.data / "blobs"
        self.files = world.folder / "files"
        self.files.mkdir()
        self.father = world.home("vader")
        self.grandmother = world.home("oma")
        self.scan = Scan()
        self.large = self.files / NAME
        self.seq = None

    def steps(self):
        return (
            ("a hub, a circle, and two people in it", self.step_set_up),
            ("a small file goes there and back", self.step_small),
            ("a large one is sent; the hub is killed with -9 in the middle, and the rest goes on", self.step_killed),
            ("the sender is killed in the middle, and the next command ends what it began", self.step_sender_killed),
            ("another member fetches it, and it is the same", self.step_fetch),
            ("nothing is overwritten, and no name leads out of the folder", self.step_names),
            ("a file of 100 MiB and a byte is refused", self.step_limits),
            ("a piece is judged by its head, before its body", self.step_heads),
            ("whoever was removed fetches nothing", self.step_removed),
            ("a changed byte at the hub is refused, and leaves no file", self.step_changed),
            ("a full disk is told by name, and leaves nothing half", self.step_full_disk),
            ("no name, text or content is in any file, log line or byte of the hub", self.step_planted),
        )

    def step_set_up(self):
        self.hub.start()
        self.father.init(FATHER.name, FATHER.relation)
        self.grandmother.init(GRANDMOTHER.name, GRANDMOTHER.relation)
        self.father.run("found", "Kring rond Tijmen")
        invited = self.father.run("invite", "family")
        words = join(self.grandmother, invited["link"])
        request_of(self.father, GRANDMOTHER, invited["invitation"], words)
        self.father.run("confirm", invited["invitation"], "--six", words)
        wait_joined(self.grandmother, {"family", "circle"})

    def step_small(self):
        small = self.files / SMALL_NAME
        small.write_bytes(SMALL.encode())
        sent = self.father.run("send", "circle", small, "--text", "kijk")
        check_equal((sent["name"], sent["size"]), (SMALL_NAME, len(SMALL)), "what was sent is told")
        article = self.grandmother.run("read", "circle")["articles"][-1]
        check_equal(article["file"], {"name": SMALL_NAME, "media_type": "text/plain", "size": len(SMALL)}, "it is shown")
        check_equal((article["type"], article["text"]), ("attachment", "kijk"), "with its text")
        into = self.files / "terug.txt"
        answer = self.grandmother.run("fetch", "circle", article["seq"], "-o", into)
        check_equal(into.read_bytes(), SMALL.encode(), "it is the same")
        check_equal(answer["file"], str(into), "the answer says where it is")
        empty = self.files / "leeg"
        empty.write_bytes(b"")
        seq = self.father.run("send", "family", empty)["seq"]
        self.grandmother.run("fetch", "family", seq, "-o", self.files / "leeg.terug")
        check_equal((self.files / "leeg.terug").read_bytes(), b"", "an empty file too, in a sealed channel")

    def coming(self):
        """Bytes of the upload that is not whole."""
        return sum(part.stat().st_size for part in self.blobs.glob("*.part"))

    def begin_sending(self, path):
        process = subprocess.Popen(
            self.father.command("send", "circle", path, "--text", TEXT, timeout_s=60),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.world.environment)
        self.world.processes.append(process)
        return process

    def step_killed(self):
        write_file(self.large, self.size, 1)
        sending = self.begin_sending(self.large)
        wait_until(lambda: self.coming() > 3 * MEBI, "a few mebibytes are there")
        self.hub.kill()
        there = self.coming()
        check(0 < there < self.size, f"the hub was killed in the middle, not at {there} of {self.size}")
        self.hub.start()
        out, err = sending.communicate(timeout=600)
        check_equal(sending.returncode, 0, f"the sending ends well: {(out + err)[-500:]!r}")
        self.seq = self.father.run("read", "circle")["articles"][-1]["seq"]
        check_equal(self.coming(), 0, "nothing half is left at the hub")

    def step_sender_killed(self):
        other = self.files / "tweede.bin"
        write_file(other, self.size, 2)
        before = len(self.father.run("read", "circle")["articles"])
        sending = self.begin_sending(other)
        wait_until(lambda: self.coming() > 3 * MEBI, "a few mebibytes are there")
        sending.kill()
        sending.communicate()
        # What it sends now is what it sealed then: the original may go.
        kept = self.files / "tweede.kopie"
        other.rename(kept)
        wait_until(lambda: self.father.run("status")["pending"] == [], "the next commands end it", within_s=600)
        articles = self.father.run("read", "circle")["articles"]
        check_equal(len(articles), before + 1, "it is sent once")
        into = self.files / "tweede.terug"
        self.grandmother.run("fetch", "circle", articles[-1]["seq"], "-o", into)
        check(same(kept, into), "and it is the same")
        outgoing = self.father.folder / "outgoing"
        check_equal(list(outgoing.iterdir()), [], "nothing is left in the sender's home")

    def step_fetch(self):
        folder = self.files / "oma"
        folder.mkdir()
        self.grandmother.run("fetch", "circle", self.seq, "-o", folder)
        check(same(self.large, folder / NAME), "it came under its own name")
        check_equal([one.name for one in folder.iterdir()], [NAME], "and nothing else did")

    def step_names(self):
        folder = self.files / "oma"
        check_refused("a file that is there stays", {1}, {"file_exists"},
                      lambda: self.grandmother.run("fetch", "circle", self.seq, "-o", folder))
        (folder / NAME).write_bytes(b"iets anders")
        self.grandmother.run("fetch", "circle", self.seq, "-o", folder, "--force")
        check(same(self.large, folder / NAME), "unless it is said")
        hidden = self.files / ".verborgen\\naam"
        hidden.write_bytes(b"x")
        seq = self.father.run("send", "circle", hidden)["seq"]
        answer = self.grandmother.run("fetch", "circle", seq, "-o", folder)
        check_equal(answer["file"], str(folder / "_verborgen_naam"), "no leading dot and no backslash")
        check_refused("what is no file cannot be fetched", {REFUSED}, {"not_a_file"},
                      lambda: self.grandmother.run("fetch", "circle", 1))
        check_refused("nor a folder sent", {1}, {"file_unreadable"},
                      lambda: self.father.run("send", "circle", folder))

    def step_limits(self):
        over = self.files / "te-groot"
        with open(over, "wb") as out:
            out.truncate(FILE_BYTES_MAX + 1)
        check_refused("one byte too many", {REFUSED}, {"file_too_large"}, lambda: self.father.run("send", "circle", over))
        check_equal(self.coming(), 0, "nothing of it went to the hub")

    def step_heads(self):
        def answer_to(method, path, length):
            with socket.create_connection(("127.0.0.1", self.hub.port), timeout=10) as line:
                line.sendall(f"{method} {path} HTTP/1.1\r\nHost: hub\r\nContent-Length: {length}\r\n\r\n".encode())
                return int(line.recv(4096).split()[1])

        place = f"/v1/blobs/{'0' * 64}/{'0' * 32}/{'0' * 32}"
        piece = f"{place}/0/{'0' * 64}"
        check_equal(answer_to("PUT", piece, MEBI + 1), 413, "a byte more than a piece")
        check_equal(answer_to("PUT", piece, MEBI), 401, "a whole piece of nobody's")
        check_equal(answer_to("PUT", f"{place}/elsewhere", MEBI), 404, "a piece to nowhere")
        check_equal(answer_to("POST", f"{place}/done/{'0' * 64}", 5), 413, "a body where none is wanted")

    def step_removed(self):
        self.father.run("remove", GRANDMOTHER.name, "--yes")
        check_refused("the removed member fetches nothing", {NOT_ADMITTED}, {"ended"},
                      lambda: self.grandmother.run("fetch", "circle", self.seq, "-o", self.files / "niet.bin"))
        check(not (self.files / "niet.bin").exists(), "and has no file")

    def step_changed(self):
        self.hub.stop()
        largest = max(self.blobs.iterdir(), key=lambda blob: blob.stat().st_size)
        untouched = largest.with_suffix(".keep")
        shutil.copy(largest, untouched)
        with open(largest, "r+b") as blob:
            blob.seek(5 * MEBI)
            byte = blob.read(1)
            blob.seek(5 * MEBI)
            blob.write(bytes([byte[0] ^ 1]))
        self.hub.start()
        into = self.files / "veranderd"
        into.mkdir()
        refusals = 0
        for article in self.father.run("read", "circle")["articles"]:
            if article.get("file", {}).get("size") != self.size:
                continue
            try:
                self.father.run("fetch", "circle", article["seq"], "-o", into, "--force")
            except Refused as refused:
                check_equal((refused.exit_code, refused.code), (1, "file_damaged"), "it is refused by name")
                refusals += 1
        check_equal(refusals, 1, "the changed one is refused, and the other is not")
        check_equal(len(list(into.iterdir())), 1, "and leaves no file")
        untouched.replace(largest)

    def step_full_disk(self):
        self.hub.stop()
        # A disk of 8 MiB for the blobs.
        with on_small_disk(self.hub, self.blobs, 8):
            self.hub.start()
            self.fill_disk()
            self.hub.stop()

    def fill_disk(self):
        small = self.files / SMALL_NAME
        for cycle in range(3):
            check_refused(f"the disk is full, {cycle}", {1}, {"hub_full"},
                          lambda: self.father.run("send", "circle", self.large))
            seq = self.father.run("send", "circle", small)["seq"]
            self.father.run("fetch", "circle", seq, "-o", self.files / "weer-plaats", "--force")
            check_equal((self.files / "weer-plaats").read_bytes(), SMALL.encode(), "there is room again")
        check_equal(self.father.run("status")["pending"], [], "nothing waits")

    def step_planted(self):
        check(not self.hub.runs, "the hub has stopped")
        self.scan.add_folder("hub", self.hub.folder)
        for number, recording in enumerate(self.hub.proxy.recordings):
            self.scan.add(f"connection {number}, from client", recording.from_client)
            self.scan.add(f"connection {number}, from hub", recording.from_hub)
        check(self.scan.holds(b"PUT /v1/blobs/"), "the scan sees the uploads")
        check_equal(self.scan.find(NAME, TEXT, INSIDE, SMALL_NAME, SMALL), {}, "no text is anywhere")


def test(programs):
    size = int(os.environ.get("KRING_ATTACHMENT_MEBIBYTES", "20")) * MEBI
    with World(programs) as world:
        run_steps(Attachments(world, size).steps(), "Files hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
