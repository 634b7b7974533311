#!/usr/bin/env python3
"""A circle with two channels, files and a removed member, exported by two of its members through a real hub.

Usage: export.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import base64
import hashlib
import json
import os
import re
import stat
from html.parser import HTMLParser

from asking import check, check_equal, check_refused, join, request_of, wait_joined
from kring_world import FOUNDING_CHANNELS, World
from people import FATHER, GRANDMOTHER, NURSE
from script import run_script, run_steps
from small_disk import require_mounting

WITHIN_S = 600
INCOMPLETE = 7
CIRCLE = "Kring </title><script>alert('Tijmen')</script>"
TO_ALL = "Voor iedereen: <img src=x onerror=alert(1)> & \"meer\""
FOR_CARE = "Alleen voor wie zorgt: om drie uur gegeven."
BY_NURSE = "Ik was hier vannacht."
NURSE_CHANNELS = {"circle", "care", "mdo"}
# The smallest of pictures, and a page that calls itself one.
PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
PAGE = b"<html><script>alert(1)</script></html>"
LETTER = b"%PDF-1.4 brief van het ziekenhuis"

TOP = {"format", "version", "made", "language", "complete", "circle", "member", "members", "roles", "charter", "channels", "missing"}
SHAPES = {
    "members": {"member", "name", "relation", "role", "role_label", "owner", "live", "state", "checked", "until", "me",
                "words"},
    "roles": {"role", "label", "key", "owns"},
    "charter": {"number", "time", "kind", "hash", "signer", "member", "channel", "role", "invitation", "until", "meaning"},
    "channels": {"channel", "label", "key", "mode", "rights", "stopped", "closed", "head", "head_hash", "restarts",
                 "healing", "healed", "missed", "begins_after", "articles"},
    "missing": {"channel", "seq", "file", "reason", "meaning"},
}
ARTICLE = {"seq", "time", "author", "author_name", "mine", "article"}
FILE = {"name", "media_type", "size", "path", "sha256"}


class Tags(HTMLParser):
    """All tags of a page, and what stands in it as text."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def of(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


class Exported:
    """An export that was read back: everything in it has the shape of docs/export.md."""

    def __init__(self, folder):
        self.folder = folder
        self.circle = json.loads((folder / "circle.json").read_text())
        self.page = Tags((folder / "index.html").read_text())
        self.check_shape()
        self.check_files()
        self.check_page()

    def check_shape(self):
        check_equal(set(self.circle), TOP, "circle.json has these fields")
        check_equal((self.circle["format"], self.circle["version"]), ("kring-export", 1), "it says what it is")
        for key, fields in SHAPES.items():
            for one in self.circle[key]:
                check_equal(set(one), fields, f"an element of {key}")
        for channel in self.circle["channels"]:
            numbers = [article["seq"] for article in channel["articles"]]
            check_equal(numbers, sorted(set(numbers)), "articles stand in the order of the log")
            for article in channel["articles"]:
                check_equal(set(article) - {"file"}, ARTICLE, "an article")
                check("type" in article["article"] and "v" in article["article"], "the article as it was written")
                check("key" not in article["article"] and "private_key" not in article["article"], "no key is in it")
                check_equal(set(article.get("file", FILE)), FILE, "a file")
        check_equal(self.circle["complete"], not self.circle["missing"], "complete is what misses nothing")

    def check_files(self):
        check_equal(stat.S_IMODE(self.folder.stat().st_mode), 0o700, "the folder is its owner's alone")
        manifest = json.loads((self.folder / "manifest.json").read_text())
        check_equal((manifest["format"], manifest["version"]), ("kring-export-manifest", 1), "the manifest says so")
        named = {one["path"]: one for one in manifest["files"]}
        there = [path for path in self.folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
        check_equal(set(named), {str(path.relative_to(self.folder)) for path in there}, "it names every file")
        for path in there:
            one = named[str(path.relative_to(self.folder))]
            content = path.read_bytes()
            check_equal((one["size"], one["sha256"]), (len(content), hashlib.sha256(content).hexdigest()), f"{path}")
            check_equal(stat.S_IMODE(path.stat().st_mode), 0o600, f"{path} is its owner's alone")

    def check_page(self):
        check_equal(self.page.of("script") + self.page.of("link") + self.page.of("iframe"), [], "no program on the page")
        names = {name for _, attributes in self.page.tags for name in attributes}
        check(not any(name.startswith("on") for name in names), "no handler on the page")
        for attributes in self.page.of("img") + self.page.of("a"):
            target = attributes.get("src") or attributes["href"]
            check(re.fullmatch(r"#[a-z0-9-]+|files/[A-Za-z0-9_.%-]+", target), f"{target} leads out of the folder")
        check_equal(self.page.of("html")[0]["lang"], "nl", "the language is named")

    def channels(self):
        return {one["key"]: one for one in self.circle["channels"]}

    def texts(self, key):
        return [one["article"]["text"] for one in self.channels()[key]["articles"] if one["article"]["type"] == "message"]

    def files(self, key):
        return {one["file"]["name"]: one["file"] for one in self.channels()[key]["articles"] if "file" in one}

    def kinds(self):
        return [one["kind"] for one in self.circle["charter"]]


class Exports:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.files = world.folder / "files"
        self.files.mkdir()
        self.father = world.home("vader")
        self.grandmother = world.home("oma")
        self.nurse = world.home("nacht")

    def steps(self):
        return (
            ("a circle with three people, one of whom is removed, and three files", self.step_set_up),
            ("the father exports all of it", self.step_father),
            ("the grandmother's export has her channels and no others", self.step_grandmother),
            ("who was removed exports what was theirs", self.step_removed),
            ("no export lands where something is", self.step_places),
            ("people are warned, and told where it is", self.step_words),
            ("a file that is gone is named", self.step_missing),
            ("without a hub what is here is exported, and says so", self.step_offline),
            ("a full disk is told by name, and leaves nothing", self.step_full_disk),
        )

    def admit(self, home, person, role, channels):
        home.init(person.name, person.relation)
        invited = self.father.run("invite", role)
        words = join(home, invited["link"])
        request_of(self.father, person, invited["invitation"], words)
        self.father.run("confirm", invited["invitation"], "--six", words)
        wait_joined(home, channels)

    def send(self, channel, name, content):
        path = self.files / name
        path.write_bytes(content)
        self.father.run("send", channel, path)

    def step_set_up(self):
        self.hub.start()
        self.father.init(FATHER.name, FATHER.relation)
        self.father.run("found", CIRCLE)
        self.admit(self.grandmother, GRANDMOTHER, "family", {"family", "circle"})
        self.admit(self.nurse, NURSE, "nurse", NURSE_CHANNELS)
        self.father.run("say", "circle", TO_ALL)
        self.father.run("say", "care", FOR_CARE)
        self.nurse.run("say", "care", BY_NURSE)
        self.send("circle", "schommel 'a' #1.gif", PICTURE)
        self.send("circle", "plaatje.html", PAGE)
        self.send("care", "brief.pdf", LETTER)
        self.nurse.run("read", "care")
        self.father.run("remove", NURSE.name, "--yes")

    def export(self, home, name):
        folder = self.files / name
        answer = home.run("export", folder)
        check_equal((answer["folder"], answer["missing"]), (str(folder), []), "all of it is there")
        return Exported(folder), answer

    def step_father(self):
        exported, answer = self.export(self.father, "vader")
        check_equal(set(exported.channels()), set(FOUNDING_CHANNELS), "all channels")
        check_equal(exported.texts("circle"), [TO_ALL], "as it was written")
        check_equal(exported.texts("care"), [FOR_CARE, BY_NURSE], "in the order of the log")
        people = {one["name"]: one for one in exported.circle["members"]}
        check_equal({name: one["state"] for name, one in people.items()},
                    {FATHER.name: "live", GRANDMOTHER.name: "live", NURSE.name: "removed"}, "people and where they stand")
        by_nurse = [one for one in exported.channels()["care"]["articles"] if one["article"].get("text") == BY_NURSE]
        check_equal((by_nurse[0]["author_name"], by_nurse[0]["author"]),
                    (NURSE.name, people[NURSE.name]["member"]), "who was removed still has written it")
        check_equal(exported.kinds()[0], "found", "the charter begins with the founding")
        check_equal(exported.circle["charter"][-1]["meaning"], f"{FATHER.name} verwijderde {NURSE.name}.", "and tells")
        check_equal(answer["files"], 3, "three files")
        pictures = exported.files("circle")
        check_equal((exported.folder / pictures["schommel 'a' #1.gif"]["path"]).read_bytes(), PICTURE, "the picture")
        check(pictures["plaatje.html"]["path"].endswith(".html.txt"), "what calls itself a page is no page here")
        check_equal((exported.folder / exported.files("care")["brief.pdf"]["path"]).read_bytes(), LETTER, "the letter")
        check_equal(len(exported.page.of("img")), 1, "the picture is shown, and nothing else")
        check(TO_ALL in exported.page.text and CIRCLE in exported.page.text, "hostile texts are text")
        self.check_no_words(exported)

    def check_no_words(self, exported):
        for path in exported.folder.rglob("*"):
            if path.is_file():
                check(self.father.words.encode() not in path.read_bytes(), f"the twelve words are in {path}")

    def step_grandmother(self):
        exported, _ = self.export(self.grandmother, "oma")
        check_equal(set(exported.channels()), {"family", "circle"}, "her channels")
        check_equal(exported.texts("circle"), [TO_ALL], "what she reads")
        everything = b"".join(path.read_bytes() for path in exported.folder.rglob("*") if path.is_file())
        for text in (FOR_CARE, BY_NURSE, "brief.pdf", "brief van het ziekenhuis"):
            check(text.encode() not in everything, f"{text!r} is not hers")
        check(exported.channels()["family"]["begins_after"] > 0, "a sealed channel begins where she came in")

    def step_removed(self):
        folder = self.files / "nacht"
        check_refused("the hub gives no files any more", {INCOMPLETE}, {"export_incomplete"},
                      lambda: self.nurse.run("export", folder))
        exported = Exported(folder)
        check_equal({one["reason"] for one in exported.circle["missing"]}, {"ended"}, "and why is said")
        check_equal(exported.texts("care"), [FOR_CARE, BY_NURSE], "what the nurse had read")
        check_equal(exported.circle["circle"]["access"], "ended", "and that it is over")

    def step_places(self):
        check_refused("where something is", {1}, {"folder_exists"}, lambda: self.father.run("export", self.files))
        check_refused("without a folder to stand in", {1}, {"file_unwritable"},
                      lambda: self.father.run("export", self.files / "niet" / "hier"))
        empty = self.files / "leeg"
        empty.mkdir()
        self.father.run("export", f"{empty}/")
        Exported(empty)
        check_equal([one.name for one in self.files.iterdir() if one.name.startswith(".")], [], "nothing half is left")

    def step_words(self):
        exit_code, said = self.father.show("export", self.files / "gezegd")
        check_equal(exit_code, 0, said)
        check("niet versleuteld" in said and "index.html" in said, said)

    def step_missing(self):
        self.hub.stop()
        blobs = sorted((self.hub.data / "blobs").iterdir(), key=lambda blob: blob.stat().st_mtime_ns)
        blobs[-1].unlink()
        self.hub.start()
        folder = self.files / "zonder"
        check_refused("the export says that trying again does not help", {INCOMPLETE}, {"export_files_gone"},
                      lambda: self.father.run("export", folder))
        exported = Exported(folder)
        check_equal([(one["file"], one["reason"]) for one in exported.circle["missing"]], [("brief.pdf", "file_gone")],
                    "the file is named")
        missing = exported.circle["missing"][0]
        care = exported.channels()["care"]
        check_equal(missing["channel"], care["channel"], "with its channel")
        numbers = [one["seq"] for one in care["articles"] if "file" in one]
        check_equal([missing["seq"]], numbers, "and its number")
        check_equal(exported.files("care")["brief.pdf"]["path"], None, "it has no path")
        check("Het bestand brief.pdf ontbreekt" in exported.page.text, "the page says so too")
        exit_code, said = self.father.show("export", self.files / "zonder-2")
        check_equal(exit_code, INCOMPLETE, said)
        check(f"#{missing['seq']} brief.pdf" in said, said)

    def step_offline(self):
        self.hub.stop()
        folder = self.files / "los"
        check_refused("the newest may be missing", {INCOMPLETE}, {"export_incomplete"},
                      lambda: self.father.run("export", folder))
        exported = Exported(folder)
        reasons = [one["reason"] for one in exported.circle["missing"]]
        check_equal(reasons[0], "not_caught_up", "it says that the hub was not asked")
        check_equal(reasons[1:], ["timed_out"] * 3, "and which files were not fetched")
        check_equal(exported.texts("care"), [FOR_CARE, BY_NURSE], "what is here is there")

    def step_full_disk(self):
        require_mounting()
        self.hub.start()
        large = self.files / "groot.bin"
        large.write_bytes(os.urandom(3 << 20))
        self.father.run("send", "circle", large)
        disk = self.files / "schijf"
        disk.mkdir()
        left = self.files / "over"
        command = " ".join(f"'{part}'" for part in self.father.command("export", disk / "export"))
        script = f"mount -t tmpfs -o size=2m tmpfs '{disk}' && {{ {command}; code=$?; ls -A '{disk}' > '{left}'; exit $code; }}"
        exit_code, out, err = self.world.run(["unshare", "-m", "sh", "-c", script], None, "export on a small disk")
        check_equal((exit_code, json.loads(out)["error"]["code"]), (1, "disk_full"), f"{out + err!r}")
        check_equal(left.read_text(), "", "nothing is left on the disk")


def test(programs):
    with World(programs) as world:
        run_steps(Exports(world).steps(), "Exports hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
