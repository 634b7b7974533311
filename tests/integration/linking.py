#!/usr/bin/env python3
"""A mother links her tablet: both read and post, the tablet reads back where newcomers do, and goes out again.

Usage: linking.py PROGRAMS     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import http.client
import signal
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode

from asking import NOT_ADMITTED, REFUSED, check, check_equal, check_refused, join, wait_joined
from kring_world import COMMAND_TIMEOUT_S, FOUNDING_CHANNELS, Watch, World, wait_until
from people import MOTHER, NURSE
from script import run_script, run_steps

WITHIN_S = 600
FAILED = 1
BEFORE = "Van voor de tablet."
UNSEEN = "Dit is gezegd voordat de tablet er was."
SINCE = "Nu leest de tablet mee."
FROM_TABLET = "Van de tablet."
AFTER = "De tablet is weg."


def closed_port():
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Linking:
    def __init__(self, world):
        self.hub = world.hub
        self.mother = world.home("moeder")
        self.nurse = world.home("nacht")
        self.tablet = world.home("tablet")
        self.thief = world.home("dief")

    def steps(self):
        return (
            ("a circle with a mother and a nurse", self.step_set_up),
            ("a message that somebody swaps is refused", self.step_swapped),
            ("whoever saw the link gets nothing where the six words differ", self.step_seen_link),
            ("a link that is broken off says so, and not that somebody said no", self.step_interrupted),
            ("she links her tablet, which is told by six words", self.step_link),
            ("it reads back where newcomers do, and from now on elsewhere", self.step_read),
            ("it writes as her, and the nurse sees the same person", self.step_write),
            ("devices have names", self.step_names),
            ("a link works once, and a home that is in use is not linked", self.step_used),
            ("she takes the tablet out, and it says why", self.step_revoke),
        )

    def begin(self, home, *more):
        """`kring link` that runs, and its link."""
        running = Watch(home, "--six-file", "-", *more, command="link", with_input=True, timeout_s=COMMAND_TIMEOUT_S)
        return running, self.said(running, "link")["link"]

    def come(self, home, link, *more):
        """`kring join-device` that runs, and its six words."""
        running = Watch(home, link, *more, command="join-device", timeout_s=COMMAND_TIMEOUT_S)
        return running, self.said(running, "words")["words"]

    @staticmethod
    def said(running, event):
        running.wait_for(lambda events: any(one.get("event") == event for one in events), f"it says {event}")
        return next(one for one in running.events if one.get("event") == event)

    @staticmethod
    def ended(running, code, error=None):
        got = running.finish()
        last = running.events[-1]
        check_equal((got, last.get("error", {}).get("code")), (code, error), f"it ends so: {last}")
        return last

    @staticmethod
    def fragment(link):
        """What stands in a link: the mailbox's id, the secret and the device key."""
        text = link.split("#m1.")[1]
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))

    def mail(self, link, side, body):
        """Puts a message into the mailbox of a link, as whoever knows its id may."""
        box = self.fragment(link)[:16].hex()
        connection = http.client.HTTPConnection("127.0.0.1", self.hub.port, timeout=10)
        try:
            connection.request("PUT", f"/v1/mailbox/{box}/{side}", body)
            return connection.getresponse().status
        finally:
            connection.close()

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.mother, MOTHER), (self.nurse, NURSE)):
            home.init(person.name, person.relation)
        self.mother.run("found", "Kring rond Tijmen")
        invited = self.mother.run("invite", "nurse")
        words = join(self.nurse, invited["link"])
        self.mother.run("confirm", invited["invitation"], "--six", words)
        wait_until(lambda: self.nurse.channels().get("care", {}).get("joined"), "the nurse is in daily care")
        self.mother.run("say", "care", BEFORE)
        self.mother.run("say", "family", UNSEEN)

    def step_swapped(self):
        running, link = self.begin(self.mother)
        check_equal(self.mail(link, "there", b"x" * 200), 201, "somebody else was first")
        self.ended(running, REFUSED, "bad_mail")
        late = Watch(self.tablet, link, command="join-device", timeout_s=COMMAND_TIMEOUT_S)
        self.ended(late, REFUSED, "mailbox_used")
        check_refused("nothing was made of the tablet", {FAILED}, {"no_device"}, lambda: self.tablet.run("status"))

    def step_seen_link(self):
        running, link = self.begin(self.mother)
        thief, words = self.come(self.thief, link)
        running.write(" ".join(reversed(words.split())) + "\n")
        self.ended(running, REFUSED, "six_words_differ")
        self.ended(thief, REFUSED, "link_refused")
        check_refused("the thief has nothing", {FAILED}, {"no_device"}, lambda: self.thief.run("status"))
        check_equal(len(self.mother.run("devices")["devices"]), 1, "nothing was let in")

    def step_interrupted(self):
        running, link = self.begin(self.mother)
        tablet, _words = self.come(self.tablet, link)
        for one in (tablet, running):
            one.process.send_signal(signal.SIGINT)
        self.ended(tablet, FAILED, "interrupted")
        running.stop()
        waiting, _link = self.begin(self.mother)
        waiting.process.send_signal(signal.SIGINT)
        self.ended(waiting, FAILED, "interrupted")

    def step_link(self):
        running, link = self.begin(self.mother)
        tablet, words = self.come(self.tablet, link, "--name", "Tablet")
        check_equal(self.said(running, "device")["name"], "Tablet", "she sees what asks")
        running.write(words + "\n")
        answer = self.ended(running, 0)
        check_equal([one["in"] for one in answer["circles"]], [True], "it is let into her circle")
        check(answer["in_channels"], "and into all channels")
        check(self.ended(tablet, 0)["complete"], "the tablet has everything")
        modes = {one["mode"] for one in tablet.events if one.get("event") == "channel"}
        check_equal(modes, {"record", "sealed"}, "it says of each channel how it came")
        wait_joined(self.tablet, set(FOUNDING_CHANNELS))

    def step_read(self):
        check_equal(self.tablet.texts("care"), [BEFORE], "a channel of records is read back")
        check_equal(self.tablet.texts("family"), [], "a sealed one begins now")
        self.mother.run("say", "family", SINCE)
        check_equal(self.tablet.texts("family"), [SINCE], "from now on it reads along")

    def step_write(self):
        self.tablet.run("say", "care", FROM_TABLET)
        articles = [one for one in self.nurse.run("read", "care")["articles"] if one["type"] == "message"]
        check_equal(articles[-1]["text"], FROM_TABLET, "the nurse reads it")
        check_equal(articles[-1]["name"], MOTHER.name, "as the mother's")
        (device,) = self.nurse.run("status")["new_devices"]
        check_equal((device["name"], device["how"]), (MOTHER.name, "by_device"), "she is told of the new device")
        check(f"{MOTHER.name} heeft in" in self.nurse.show("status")[1], "in plain words")
        check_equal(self.nurse.run("status")["new_devices"], [], "once")
        shown = self.nurse.run("devices", MOTHER.name)["devices"]
        check_equal([one["same_person"] for one in shown], [True, True], "both are hers")
        check_equal([one["name"] for one in shown], [None, None], "what she calls them is hers alone")
        check(FROM_TABLET in self.mother.texts("care"), "her phone reads it")

    def step_names(self):
        self.mother.run("name-device", "Telefoon")
        names = {one["name"] for one in self.mother.run("devices")["devices"]}
        check_equal(names, {"Telefoon", "Tablet"}, "her phone knows both")
        names = {one["name"] for one in self.tablet.run("devices")["devices"]}
        check("Tablet" in names, "the tablet knows its own")

    def step_used(self):
        running, link = self.begin(self.mother)
        elsewhere = urlsafe_b64encode(b"elsewhere".ljust(16) + self.fragment(link)[16:]).decode().rstrip("=")
        for link_there, code, error in (
            (f"{self.hub.origin}/i#m1.{elsewhere}", REFUSED, "mailbox_gone"),
            (f"http://127.0.0.1:{closed_port()}/i#m1.{elsewhere}", FAILED, "mailbox_refused"),
            (f"{self.hub.origin}/i#m1.AAAA", REFUSED, "bad_link"),
        ):
            nowhere = Watch(self.thief, link_there, command="join-device", timeout_s=COMMAND_TIMEOUT_S)
            self.ended(nowhere, code, error)
        refused = Watch(self.nurse, link, command="join-device", timeout_s=COMMAND_TIMEOUT_S)
        self.ended(refused, FAILED, "device_exists")
        running.stop()

    def step_revoke(self):
        (device,) = [one for one in self.mother.run("devices")["devices"] if one["name"] == "Tablet"]
        self.mother.run("revoke-device", device["device"], "--yes")
        self.mother.run("say", "care", AFTER)
        check(AFTER not in self.tablet.texts("care"), "the tablet learns nothing new")
        check_refused("it says why", {NOT_ADMITTED}, {"device_out"}, lambda: self.tablet.run("say", "care", "Hallo?"))
        check(AFTER in self.nurse.texts("care"), "the others go on")


def test(programs):
    with World(programs) as world:
        run_steps(Linking(world).steps(), "A tablet is linked")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
