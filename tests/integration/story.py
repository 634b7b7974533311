#!/usr/bin/env python3
"""The story of the first circle, on real processes: one hub, seven people, and what must never happen to them.

Usage: story.py PROGRAMS [--postgres]     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import base64
import functools
import itertools
import re
import shutil
import threading

import people
import web_socket
from asking import (
    KEPT,
    NOT_ADMITTED,
    REFUSED,
    Broken,
    check,
    check_equal,
    check_hidden,
    check_never_printed,
    check_refused,
    join,
    members,
    names,
    owners,
    request_of,
    wait_invitation,
    wait_joined,
    wait_nothing_pending,
)
from capture import Wire, views
from controls import Controls
from core_dump import core_of
from hub_database import ask
from kring_world import EVENT_WITHIN_S, World
from people import CONTACT, COPILOOT, DOCTOR, FATHER, GRANDMOTHER, MOTHER, NURSE, SEVEN, STRANGERS
from planted import Scan, encodings
from script import Skipped, run_script, run_steps

STORY_WITHIN_S = 1500
TEXT_BYTES_MAX = 16 * 1024
PLANTED_MIN = 200
# Eight at a time, twice killed.
KILLED_CONNECTIONS_MAX = 16


def text_of_size(size):
    """Text of exactly so many bytes, of one, two, three and four each."""
    text = "Één €uro 🧸 " * (size // 10)
    cut = text.encode()[:size].decode(errors="ignore")
    return cut + "." * (size - len(cut.encode()))


class Story:
    """One telling. Each `step_…` is one promise or a few that belong together, in the order below."""

    # When a hub is killed: once so many messages are said; so often the watcher has been greeted afterwards.
    kills = ((2, 4), (3, 12))

    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.by_key = {person.key: world.home(person.key) for person in SEVEN + STRANGERS}
        self.mother = self.by_key["moeder"]
        self.father = self.by_key["vader"]
        self.grandmother = self.by_key["oma"]
        self.nurse = self.by_key["nacht"]
        self.doctor = self.by_key["arts"]
        self.copiloot = self.by_key["copiloot"]
        self.contact = self.by_key["contact"]
        self.circle = None
        self.contact_role = None
        self.nurse_link = None
        self.nurse_handle = None
        self.doctor_handle = None
        self.scan = Scan()
        self.controls = Controls()
        captured = world.folder / "captured"
        captured.mkdir()
        self.hub.wire = Wire(captured)

    def steps(self):
        return (
            ("the hub starts, and eleven people make their homes", self.step_homes),
            ("the mother founds the circle", self.step_found),
            ("the father becomes an owner; that takes her words and six that match", self.step_second_owner),
            ("the grandmother is pre-approved and sees the family from now on only", self.step_grandmother),
            ("the night nurse reads back all of daily care", self.step_nurse),
            ("the MDO is parents, paediatrician and Copiloot, and nobody else", self.step_mdo),
            ("a withdrawn and an expired invitation are dead", self.step_dead_invitations),
            ("a lane for the agency; its contact learns no other name", self.step_lane),
            ("messages: accents, emoji, none empty, 16 KiB and not a byte more", self.step_messages),
            ("what is written without a network is sent later, once", self.step_offline),
            ("two people invite at the same moment, and both succeed", self.step_at_once),
            ("the nurse is removed while offline, and everything of hers is dead", self.step_removed),
            ("the hub is killed twice in the middle; nothing is missing or doubled", self.step_killed),
            ("the grandmother leaves, and comes back with the same home", self.step_comes_back),
            ("everybody writes for weeks, and sends files", self.step_diary),
            ("at the end nobody has an alarm or anything undone", self.step_settled),
            ("a core file is made of each hub", self.step_core),
            ("the hub stops when asked, and starts again with everything", self.step_restart),
            ("what went over the wire was captured", self.step_captured),
            ("the search finds what was put on purpose into each place", self.step_controls),
            ("no planted text is in a database file, a blob, a log, a byte on the wire or the hub's memory", self.step_planted),
        )

    # Steps.

    def step_homes(self):
        self.hub.start()
        for person in SEVEN + STRANGERS:
            self.by_key[person.key].init(person.name, person.relation)
        words = [home.words for home in self.by_key.values()]
        check(all(len(one.split()) == 12 for one in words), "everybody has twelve words")
        check_equal(len(set(words)), len(words), "nobody has another's words")
        check_refused("a home is made once", {1}, {"device_exists"}, lambda: self.mother.init("Een ander", "iemand"))

    def step_found(self):
        self.circle = self.mother.run("found", people.CIRCLE)["circle"]
        check_equal(len(self.circle), 64, "a circle's id is a hash in hex")
        channels = self.mother.channels()
        wanted = {"regie": "record", "family": "sealed", "circle": "record", "care": "record", "mdo": "record"}
        check_equal({key: one["mode"] for key, one in channels.items()}, wanted, "a circle begins with five channels")
        check(all(one["joined"] for one in channels.values()), "the founder is in all of them")
        (member,) = members(self.mother)
        check_equal((member["name"], member["relation"]), (MOTHER.name, MOTHER.relation), "the founder is its member")
        check(member["owner"] and member["live"] and member["me"], "and owns it")
        keys = {role["key"] for role in self.mother.run("roles")["roles"]}
        check({"parent", "family", "night", "therapist", "copiloot", "agency"} <= keys, f"the roles are there: {keys}")
        for text in people.CARE_LOG:
            self.mother.run("say", "care", text)
        self.mother.run("say", "circle", people.CIRCLE_NEWS)

    def step_second_owner(self):
        invited = self.mother.run("invite", "parent")
        words = join(self.father, invited["link"])
        request = request_of(self.mother, FATHER, invited["invitation"], words)
        confirm = ("confirm", invited["invitation"])
        wrong = " ".join(reversed(words.split()))
        check_refused(
            "six other words confirm nobody", {REFUSED}, {"six_words_differ"},
            lambda: self.mother.run(*confirm, "--six", wrong, "--words-file", "-", text=self.mother.words),
        )
        check_refused(
            "an owner is not made with another's twelve words", {REFUSED}, {"wrong_words"},
            lambda: self.mother.run(*confirm, "--six", words, "--words-file", "-", text=self.doctor.words),
        )
        self.mother.run(*confirm, "--six", request["words"], "--words-file", "-", text=self.mother.words)
        wait_joined(self.father, {"regie", "family", "circle", "care", "mdo"})
        check_equal(owners(self.father), {MOTHER.name, FATHER.name}, "there are two owners, and he sees both names")
        check_equal(self.father.texts("care"), list(people.CARE_LOG), "he reads back daily care")
        self.father.run("say", "family", people.BEFORE_GRANDMOTHER)
        check(people.BEFORE_GRANDMOTHER in self.mother.texts("family"), "the mother reads the father in the family")

    def step_grandmother(self):
        check_refused(
            "nobody is pre-approved for care", {REFUSED}, {"preapproval_not_allowed"},
            lambda: self.mother.run("invite", "night", "--preapproved"),
        )
        link = self.father.run("invite", "family", "--preapproved")["link"]
        joined = self.grandmother.run("join", link)
        check_equal(joined["status"], "member", "who is pre-approved waits for nobody's yes")
        self.mother.run("status")  # Any member's client that is online lets her in.
        wait_joined(self.grandmother, {"family", "circle"})
        self.mother.run("say", "family", people.TO_GRANDMOTHER)
        self.grandmother.run("say", "family", people.FROM_GRANDMOTHER)
        family = self.grandmother.texts("family")
        check_equal(family, [people.TO_GRANDMOTHER, people.FROM_GRANDMOTHER], "she sees the family from now on only")
        check(people.CIRCLE_NEWS in self.grandmother.texts("circle"), "and reads back the circle")
        check_hidden(self.grandmother, "regie", "care", "mdo")
        check_equal(
            self.father.texts("family"),
            [people.BEFORE_GRANDMOTHER, people.TO_GRANDMOTHER, people.FROM_GRANDMOTHER],
            "the father has the whole conversation",
        )
        check(GRANDMOTHER.name in names(self.father), "he sees who she is")
        check_refused("a link works once", {REFUSED}, {"invitation_used"},
                      lambda: self.by_key["te-laat"].run("join", link))

    def step_nurse(self):
        self.nurse_link = self.admit(self.mother, NURSE, "night")
        wait_joined(self.nurse, {"circle", "care"})
        check_equal(self.nurse.texts("care"), list(people.CARE_LOG), "the nurse reads back all of daily care")
        self.nurse.run("say", "care", people.CARE_BY_NURSE)
        check_equal(self.mother.texts("care")[-1], people.CARE_BY_NURSE, "the mother reads the nurse")
        check_refused("the nurse may read the circle but not write there", {REFUSED}, {"may_not_post"},
                      lambda: self.nurse.run("say", "circle", people.CARE_BY_NURSE))
        check_hidden(self.nurse, "regie", "family", "mdo")

    def step_mdo(self):
        self.admit(self.father, DOCTOR, "therapist")
        self.admit(self.mother, COPILOOT, "copiloot")
        wait_joined(self.doctor, {"circle", "care", "mdo"})
        wait_joined(self.copiloot, {"circle", "care", "mdo"})
        sayings = {
            self.mother: people.MDO_BY_MOTHER,
            self.father: people.MDO_BY_FATHER,
            self.doctor: people.MDO_BY_DOCTOR,
            self.copiloot: people.MDO_BY_COPILOOT,
        }
        for home, text in sayings.items():
            home.run("say", "mdo", text)
        for home in sayings:
            check_equal(home.texts("mdo"), list(sayings.values()), f"{home.key} reads the whole MDO")
        check_hidden(self.grandmother, "mdo")
        check_hidden(self.nurse, "mdo")
        written = {(one["name"], one["text"]) for one in self.doctor.run("read", "mdo")["articles"]}
        check((COPILOOT.name, people.MDO_BY_COPILOOT) in written, "each text stands under its writer's name")

    def step_dead_invitations(self):
        withdrawn = self.mother.run("invite", "volunteer")
        self.father.run("withdraw", withdrawn["invitation"])  # Any owner may.
        check_refused("a withdrawn invitation admits nobody", {REFUSED}, {"invitation_withdrawn"},
                      lambda: self.by_key["ingetrokken"].run("join", withdrawn["link"]))
        short = self.mother.run("invite", "volunteer", "--expires", "1s")
        wait_invitation(self.mother, short["invitation"], "expired")
        check_refused("an expired invitation admits nobody", {REFUSED}, {"invitation_expired"},
                      lambda: self.by_key["te-laat"].run("join", short["link"]))
        for home in (self.mother, self.father):
            check_equal(home.run("requests")["requests"], [], "nobody waits")

    def step_lane(self):
        check_refused("only owners open lanes", {REFUSED}, {"needs_owner"},
                      lambda: self.copiloot.run("open", people.LANE, "--lane"))
        lane = ("open", people.LANE, "--lane", "--keeper", "copiloot", "--contact", people.LANE_CONTACT)
        self.contact_role = self.mother.run(*lane)["role"]
        wait_joined(self.copiloot, {"circle", "care", "mdo", people.LANE})
        self.copiloot.run("say", people.LANE, people.LANE_BY_COPILOOT)
        self.admit(self.copiloot, CONTACT, self.contact_role, role_label=people.LANE_CONTACT)
        wait_joined(self.contact, {people.LANE})
        check_equal(self.contact.texts(people.LANE), [people.LANE_BY_COPILOOT], "the contact reads the lane")
        self.contact.run("say", people.LANE, people.LANE_BY_CONTACT)
        check_equal(self.copiloot.texts(people.LANE)[-1], people.LANE_BY_CONTACT, "the Copiloot reads the contact")
        self.father.run("status")
        self.mother.run("status")
        check_hidden(self.contact, "regie", "family", "circle", "care", "mdo")
        check_hidden(self.doctor, people.LANE)
        known = names(self.contact)
        check(known <= {MOTHER.name, FATHER.name, COPILOOT.name, CONTACT.name}, f"the contact knows {known}")
        check({COPILOOT.name, CONTACT.name} <= known, f"the contact knows the Copiloot's name: {known}")
        self.check_contact_learned_nothing()

    def step_messages(self):
        check_refused("an empty message is none", {REFUSED}, {"text_empty"},
                      lambda: self.mother.run("say", "circle", ""))
        whole = text_of_size(TEXT_BYTES_MAX)
        more = text_of_size(TEXT_BYTES_MAX + 1)
        check_equal((len(whole.encode()), len(more.encode())), (16384, 16385), "the texts have these sizes")
        for channel, reader in (("circle", self.grandmother), ("family", self.grandmother), ("mdo", self.doctor)):
            seq = self.mother.run("say", channel, "-", text=whole)["seq"]
            got = [one for one in reader.run("read", channel)["articles"] if one["seq"] == seq]
            check(len(got) == 1 and got[0]["text"] == whole, f"16 KiB in {channel} come back byte for byte")
            check_refused(f"16 KiB and a byte in {channel} are refused", {REFUSED}, {"text_too_long"},
                          lambda channel=channel: self.mother.run("say", channel, "-", text=more))
            check(more not in reader.texts(channel), "and are nowhere")
        seq = self.father.run("note", "circle", people.NOTE)["seq"]
        (note,) = self.grandmother.run("read", "circle", "--after", str(seq - 1))["articles"]
        check_equal((note["seq"], note["type"], note["text"]), (seq, "note", people.NOTE), "a note comes as a note")

    def step_offline(self):
        self.write_offline(self.grandmother, "family", people.GRANDMOTHER_OFFLINE)
        wait_nothing_pending(self.grandmother)
        check_equal(self.mother.texts("family").count(people.GRANDMOTHER_OFFLINE), 1, "it came, once")

    def step_at_once(self):
        made = []
        for _ in range(3):
            made += self.world.together(
                lambda: self.mother.run("invite", "volunteer"), lambda: self.father.run("invite", "school")
            )
        ids = {one["invitation"] for one in made}
        check_equal(len(ids), 6, "six invitations were made")
        for home in (self.mother, self.father):
            known = {one["invitation"]: one["state"] for one in home.run("status")["invitations"]}
            check(all(known.get(one) == "open" for one in ids), f"{home.key} knows all of them as open: {known}")
        for one in made:
            self.father.run("withdraw", one["invitation"])

    def step_removed(self):
        open_one = self.nurse_invites()
        waiting_one = self.nurse_invites()
        waiting = self.by_key["wachtend"]
        join(waiting, waiting_one["link"])
        before = self.nurse.texts("care")
        self.nurse_handle, self.doctor_handle = self.handle_of(self.nurse), self.handle_of(self.doctor)
        self.write_offline(self.nurse, "care", people.CARE_KEPT_BY_NURSE)

        self.mother.run("remove", NURSE.name)  # The nurse runs nothing now: she is offline.
        self.mother.run("say", "care", people.CARE_AFTER_REMOVAL)
        self.father.run("open", people.NIGHT_CHANNEL, "--allow", "night=rp")
        self.father.run("say", people.NIGHT_CHANNEL, people.NIGHT_PLAN)

        check_equal(self.nurse.run("status")["access"], "ended", "she is told that it is over")
        check_refused("she cannot write", {NOT_ADMITTED}, {"ended"},
                      lambda: self.nurse.run("say", "care", "Ik ben er nog."))
        check_refused("she cannot invite", {NOT_ADMITTED}, {"ended"}, lambda: self.nurse.run("invite", "night"))
        check_equal(self.nurse.texts("care"), before, "she keeps what she read and reads nothing new")
        check(people.NIGHT_CHANNEL not in self.nurse.channels(), "no new channel came to her")
        check_never_printed(self.nurse, people.CARE_AFTER_REMOVAL, people.NIGHT_PLAN)
        self.check_removed_everywhere(before)
        self.check_dead_links(open_one, waiting_one, waiting)

    def step_killed(self):
        senders = (self.father, self.doctor, self.copiloot)
        sent = {home: [f"{home.key} nummer {number}: alles góéd 👍" for number in range(8)] for home in senders}
        acknowledged = {}
        counted = threading.Condition()

        def send(home):
            for text in sent[home]:
                answer = home.run("say", "mdo", text)
                with counted:
                    acknowledged[text] = answer["seq"]
                    counted.notify_all()

        def kill_and_restart(watch):
            for times, enough in self.kills:
                with counted:
                    check(counted.wait_for(lambda: len(acknowledged) >= enough, EVENT_WITHIN_S), f"{enough} are said")
                self.hub.kill()
                self.keep_copy(f"killed at {enough}")
                self.hub.start()
                watch.wait_connected(times)

        with self.mother.watch("mdo") as watch:
            watch.wait_connected()
            self.world.together(*(lambda home=home: send(home) for home in senders), lambda: kill_and_restart(watch))
            for text in itertools.chain(*sent.values()):
                watch.wait_for_text(text)
            watched = [text for text in watch.texts() if text in acknowledged]
            check_equal(len(watched), len(set(watched)), "the watcher saw nothing twice")
            check_equal(watch.stop(), 0, "the watcher came through the kills by itself")
        everything = list(itertools.chain(*sent.values()))
        for home in (self.mother, *senders):
            articles = [one for one in home.run("read", "mdo")["articles"] if one["text"] in acknowledged]
            check_equal(sorted(one["text"] for one in articles), sorted(everything), f"{home.key} has each once")
            check_equal({one["text"]: one["seq"] for one in articles}, acknowledged, "each where it was acknowledged")

    def step_comes_back(self):
        check_refused("who is in has no need to join", {REFUSED}, {"already_joined"},
                      lambda: self.grandmother.run("join", self.mother.run("invite", "family")["link"]))
        self.grandmother.run("leave", "--yes")
        self.mother.run("say", "circle", "Oma is er even niet.")
        joined = self.grandmother.run("join", self.mother.run("invite", "family", "--preapproved")["link"])
        check_equal(joined["status"], "member", "she is let in as anybody is")
        self.mother.run("status")
        wait_joined(self.grandmother, {"family", "circle"})
        circle = self.grandmother.texts("circle")
        check(people.CIRCLE_NEWS in circle and "Oma is er even niet." in circle, "she reads back the circle, all of it")
        self.grandmother.run("say", "family", "Daar ben ik weer.")
        check("Daar ben ik weer." in self.mother.texts("family"), "and the family hears her")

    def step_diary(self):
        writers = ((self.mother, "care"), (self.father, "family"), (self.grandmother, "family"),
                   (self.doctor, "mdo"), (self.copiloot, "mdo"))
        texts = {home: people.DIARY[number :: len(writers)] for number, (home, _) in enumerate(writers)}
        files = self.world.folder / "files"
        files.mkdir()

        def write(home, channel):
            for number, text in enumerate(texts[home]):
                home.run("say" if number % 2 else "note", channel, text)

        def write_and_send():
            write(self.mother, "care")
            for name, inside, text in people.FILES:
                (files / name).write_text(inside)
                self.mother.run("send", "circle", files / name, "--text", text)

        self.world.together(write_and_send, *(lambda pair=pair: write(*pair) for pair in writers[1:]))
        for home, channel in writers:
            check(set(texts[home]) <= set(self.father.texts(channel)), f"the father reads what {home.key} wrote in {channel}")
        sent = [one["file"]["name"] for one in self.grandmother.run("read", "circle")["articles"] if "file" in one]
        check_equal(sorted(sent), sorted(name for name, _, _ in people.FILES), "the grandmother sees all files")

    def step_settled(self):
        for person in SEVEN:
            home = self.by_key[person.key]
            status = home.run("status")
            check_equal(status["alarms"], [], f"{home.key} has no alarm")
            check_equal(status["pending"], [], f"{home.key} has nothing undone")
            wanted = "ended" if home is self.nurse else "member"
            check_equal(status["access"], wanted, f"{home.key} is in the circle or not")
        self.check_contact_learned_nothing()

    def step_core(self):
        self.put_on_the_wire()
        place = "core of hub {}"
        with self.controls.held_by(self.hub.ports, place.format(0)):
            for number, pid in enumerate(self.hub.pids()):
                core = core_of(pid, self.world.folder / "cores")
                check(bytes.fromhex(self.circle) in core, f"the circle's id is in the core of hub {number}")
                self.scan.add(place.format(number), core)

    def put_on_the_wire(self):
        """What is put there on purpose, while the hub runs."""
        self.controls.say_through(self.hub.proxy.port, "connection ")
        self.controls.say_through(self.hub.proxy.port, "captured ")

    def step_restart(self):
        before = {home.key: home.run("read", "care")["articles"] for home in (self.mother, self.father)}
        check_equal(self.hub.stop(), 0, "the hub ends well on SIGTERM")
        stopped = self.keep_copy("stopped")
        stock = "SELECT count(*) FROM key_package WHERE handle = ? AND spent = 0"
        question = self.world.postgres.ask if self.world.postgres else functools.partial(ask, stopped)
        check(question(stock, self.doctor_handle) > [(0,)], "the doctor's key packages wait for new channels")
        check_equal(question(stock, self.nurse_handle), [(0,)], "and the nurse's are gone")
        self.hub.start()
        for home in (self.mother, self.father):
            check_equal(home.run("read", "care")["articles"], before[home.key], f"{home.key} reads the same as before")
        self.mother.run("say", "care", people.CARE_LOG[0])
        check_equal(self.hub.stop(), 0, "and once more")

    def step_captured(self):
        if self.hub.wire.refused:
            raise Skipped(self.hub.wire.refused)
        for index, stream in enumerate(self.hub.wire.streams):
            for view in views(stream):
                self.scan.add(f"captured {index}", view)
        self.check_captured_all()

    def check_captured_all(self):
        """Two witnesses of the wire: what the proxy carried to and from the hub, the capture has, byte for byte."""
        captured = set(self.hub.wire.streams)
        carried = [one for one in self.hub.proxy.recordings if one.from_client and one.from_hub]
        missed = [one for one in carried if not {bytes(one.from_client), bytes(one.from_hub)} <= captured]
        # A connection that ended with the hub may have bytes that the proxy read and could not hand on.
        check(len(missed) <= KILLED_CONNECTIONS_MAX, f"{len(missed)} of {len(carried)} connections are not in the capture")

    def step_controls(self):
        self.put_into_files()
        for index, recording in enumerate(self.hub.proxy.recordings):
            for view in recording.views():
                self.scan.add(f"connection {index}", view)
        self.scan.add_folder("hub", self.hub.folder)
        check_equal(self.controls.not_found(self.scan), [], "what was put into each place is found there")
        self.check_scan_sees()
        print(f"        {self.controls.count} places")

    def put_into_files(self):
        """What is put there on purpose, now that nothing runs."""
        data = self.hub.data
        if self.world.postgres:
            for place in (r"postgres/[0-9A-F]{24} ", r"postgres/\d{1,8} ", "postgres/log ", "postgres/dump "):
                self.world.postgres.keep_text(self.controls.text_for(place))
            self.world.postgres.copy_to(self.world.folder / "postgres")
            self.scan.add_folder("postgres", self.world.folder / "postgres")
        else:
            with self.controls.stored_in(data, r"at the end/.*\.db-wal ", r"hub/data/.*\.db "):
                self.keep_copy("at the end")
        self.controls.written_in(data / "blobs", "hub/data/blobs")
        self.controls.written_in(self.hub.folder, "hub")

    def step_planted(self):
        planted = self.planted()
        check(len(planted) >= PLANTED_MIN, f"at least {PLANTED_MIN} texts are planted, not {len(planted)}")
        check_equal(self.scan.find(*planted), {}, "no planted text is anywhere at the hub")
        homes = Scan()
        homes.add_folder("homes", self.world.folder / "homes")
        check_equal(homes.find(*planted), {}, "nor lies one in a home in the clear")
        print(f"        {len(planted)} texts in {len(encodings(people.CIRCLE))} encodings, "
              f"{self.scan.size / 1e6:.1f} MB of files, logs, bytes on the wire and memory")

    def planted(self):
        """All that the hub may not have: what people are called and say, their words, and the secrets of their links."""
        links = (link for home in self.by_key.values() for link in re.findall(rb"#(v1\.[\w-]+)", home.printed))
        return {*people.PLANTED, *(home.words for home in self.by_key.values()), *(link.decode() for link in links)}

    # What the steps are made of.

    def admit(self, inviter, person, role, role_label=None):
        """Invitation, acceptance, six words compared, a yes. Gives the link."""
        home = self.by_key[person.key]
        invited = inviter.run("invite", role)
        words = join(home, invited["link"])
        request = request_of(inviter, person, invited["invitation"], words)
        if role_label:
            check_equal(request.get("role_label"), role_label, "the request names the role")
        inviter.run("confirm", invited["invitation"], "--six", words)
        return invited["link"]

    def handle_of(self, home):
        """The handle that a home logs in with, as the wire has it."""
        seen = len(self.hub.proxy.recordings)
        home.run("status")
        for recording in self.hub.proxy.recordings[seen:]:
            logins = re.findall(rb'"op":"login".*?"handle":"([\w-]{22})"', web_socket.payloads(recording.from_client))
            if logins:
                return base64.urlsafe_b64decode(logins[-1] + b"==")
        raise Broken(f"{home.key} did not log in")

    def write_offline(self, home, channel, text):
        """Somebody writes while the network is away; the hub hears nothing of it."""
        self.hub.proxy.point_at(None)
        check_refused(f"what {home.key} writes offline is kept", {KEPT}, {"kept_for_later"},
                      lambda: home.run("say", channel, text, timeout_s=3))
        self.hub.proxy.point_at(self.hub.port)

    def nurse_invites(self):
        return self.nurse.run("invite", "night", "--stay", "6h")

    def check_contact_learned_nothing(self):
        strangers = [person.name for person in SEVEN if person not in (MOTHER, FATHER, COPILOOT, CONTACT)]
        lane = (people.LANE_BY_COPILOOT, people.LANE_BY_CONTACT)
        check_never_printed(self.contact, *strangers, *people.DIARY, *(text for text in people.TEXTS if text not in lane))

    def check_removed_everywhere(self, before):
        for home in (self.mother, self.father, self.doctor):
            care = home.texts("care")
            check_equal(care, [*before, people.CARE_AFTER_REMOVAL], f"{home.key} reads on, without what she had kept")
            live = {one["name"] for one in members(home) if one["live"]}
            check(NURSE.name not in live, f"{home.key} knows that she is out")
        (channel,) = [one for one in self.mother.run("channels")["channels"] if one["label"] == people.NIGHT_CHANNEL]
        check_equal(channel["readers"], 2, "her key packages let her into no new channel, though her role may read it")

    def check_dead_links(self, open_one, waiting_one, waiting):
        stand_in = self.by_key["invaller"]
        check_refused("her own invitation is used up", {REFUSED}, {"invitation_used"},
                      lambda: stand_in.run("join", self.nurse_link))
        check_refused("the one that she made is void", {REFUSED}, {"invitation_void"},
                      lambda: stand_in.run("join", open_one["link"]))
        for home in (self.mother, self.father):
            requests = [one["invitation"] for one in home.run("requests")["requests"]]
            check(waiting_one["invitation"] not in requests, "who waited on her is turned down")
        check_refused("nobody can confirm the one who waited on her", {REFUSED}, {"unknown_request"},
                      lambda: self.mother.run("confirm", waiting_one["invitation"], "--six", "a b c d e f"))
        check_equal(waiting.run("status")["access"], "ended", "who waited on her is told so")
        check_refused("and reads nothing", {NOT_ADMITTED}, {"turned_down"}, lambda: waiting.run("read", "care"))

    def keep_copy(self, name):
        """Files as they lie there now are looked through at the end, the write-ahead log above all."""
        copy = self.world.folder / "copies" / name
        shutil.copytree(self.hub.data, copy, ignore=shutil.ignore_patterns("admin.sock"))
        self.scan.add_folder(name, copy)
        return copy

    def check_scan_sees(self):
        """It looks at the right things, too."""
        check(self.scan.holds(bytes.fromhex(self.circle)), "the scan sees the circle's id in the database")
        for sign in (b'"op":"append"', b'"op":"bundle"', b'"event":"entry"', b'"event":"welcome"', b"GET /v1/ws", b"PUT /v1/blobs/"):
            check(self.scan.holds(sign), f"the scan sees {sign.decode()} on the wire")
        check(self.scan.holds(b'"event":"listening"'), "the scan sees the log")


def tell(story_class, world_to_be):
    """Tells a story in a world that is not there yet."""
    with world_to_be as world:
        run_steps(story_class(world).steps(), "The story holds")


def test(programs, with_postgres):
    tell(Story, World(programs, with_postgres=with_postgres))


if __name__ == "__main__":
    run_script(__doc__, STORY_WITHIN_S, test, may_postgres=True)
