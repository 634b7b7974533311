#!/usr/bin/env python3
"""Channels whose keys are broken, for one member, for all but one, and for an owner: an owner restarts them, and they go on.

Usage: restart.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

The proxy in front of the hub flips a bit in commits, for whoever is to lose their way. Prints a line for each step and exits
0, or says which promise was broken and exits 1.
"""

import base64
import json

from asking import REFUSED, check, check_equal, check_refused, found_with_second_parent, join, request_of, wait_joined
from kring_world import World, wait_until
from people import CONTACT, COPILOOT, DOCTOR, FATHER, GRANDMOTHER, MOTHER, NURSE
from script import run_script, run_steps

WITHIN_S = 600
COMMIT = 1
ALARM = 5
# One whose newcomers read back, and one in which everyone reads from their coming on.
CHANNELS = ("circle", "family")


def break_commits(frame):
    """A commit's last byte, in which its keys are authenticated, with one bit flipped."""
    if not frame.startswith(b'{"event":"entry"'):
        return frame
    event = json.loads(frame)
    if event["kind"] != COMMIT or "payload" not in event:
        return frame
    payload = bytearray(base64.urlsafe_b64decode(event["payload"] + "=="))
    payload[-1] ^= 1
    event["payload"] = base64.urlsafe_b64encode(payload).rstrip(b"=").decode()
    return json.dumps(event, separators=(",", ":")).encode()


class Restart:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.father = world.home("vader")
        self.mother = world.home("moeder")
        self.grandmother = world.home("oma")
        self.said = {channel: [] for channel in CHANNELS}
        self.since = {}

    def steps(self):
        return (
            ("a hub, a circle, and three people who talk in it", self.step_set_up),
            ("a commit comes by that the grandmother cannot follow: she stops, and is told", self.step_one_broken),
            ("a parent restarts both channels; she goes on, and has what she had read", self.step_one_restarted),
            ("all but one parent lose their way, and one restart a channel brings everyone back", self.step_all_broken),
            ("a parent who lost the way restarts the channels too", self.step_owner_broken),
            ("the hub is killed, and everyone reads the same as before", self.step_killed),
            ("somebody new reads back the whole channel, through all its restarts", self.step_newcomer),
        )

    def step_set_up(self):
        self.hub.start()
        for home, person in ((self.father, FATHER), (self.mother, MOTHER), (self.grandmother, GRANDMOTHER)):
            home.init(person.name, person.relation)
        found_with_second_parent(self.father, self.mother, "Kring rond Tijmen")
        self.admit(self.grandmother, GRANDMOTHER)
        wait_joined(self.grandmother, set(CHANNELS))
        self.everyone_says("Van het begin")

    def admit(self, home, person, by=None):
        """Lets somebody into the family. Each of its channels gets a commit by that."""
        inviter = by or self.father
        invited = inviter.run("invite", "family")
        words = join(home, invited["link"])
        request_of(inviter, person, invited["invitation"], words)
        inviter.run("confirm", invited["invitation"], "--six", words)
        wait_until(lambda: all(one["joined"] for one in home.channels().values()), f"{home.key} is in")
        self.since[home.key] = {channel: len(texts) for channel, texts in self.said.items()}

    def newcomer(self, person, by=None):
        home = self.world.home(person.key)
        home.init(person.name, person.relation)
        self.admit(home, person, by)
        return home

    def everyone_says(self, text, *more):
        """Each writes in each channel, and all read it, once and in one order."""
        homes = (self.father, self.mother, self.grandmother, *more)
        for channel in CHANNELS:
            for home in homes:
                said = f"{text}, {home.key} in {channel}"
                home.run("say", channel, said)
                self.said[channel].append(said)
            for home in homes:
                self.check_reads(home, channel)

    def check_reads(self, home, channel):
        # A sealed channel is read from one's coming on.
        since = self.since.get(home.key, {}).get(channel, 0) if channel == "family" else 0
        wanted = self.said[channel][since:]
        check_equal(home.texts(channel)[-len(wanted):], wanted, f"{home.key} reads all of {channel}")

    def lose(self, *homes):
        """These catch up with a hub that breaks commits, and stop in both channels."""
        self.hub.proxy.change = break_commits
        try:
            for home in homes:
                for channel in CHANNELS:
                    wait_until(lambda h=home, c=channel: self.state(h)[c]["stopped"], f"{home.key} stops in {channel}")
        finally:
            self.hub.proxy.change = None

    def state(self, home):
        """{channel: its state}, also of somebody who has an alarm."""
        code, out, _ = self.world.run(home.command("channels"), None, f"{home.key}: channels")
        check(code in (0, ALARM), f"{home.key} is told of the alarm, and of nothing else: {code} {out}")
        return {one["key"]: one for one in json.loads(out)["channels"]}

    def restart(self, home, number):
        """Both channels, in one action each."""
        for channel in CHANNELS:
            home.run("restart", channel, "--yes")
            check_equal(self.state(home)[channel]["restarts"], number, f"{channel} was restarted {number} times")

    def step_one_broken(self):
        self.newcomer(COPILOOT)
        self.lose(self.grandmother)
        check(self.alarms(self.grandmother) != set(), "she has an alarm")
        check_refused("she cannot write there", {ALARM, REFUSED}, set(),
                      lambda: self.grandmother.run("say", "circle", "Hoort iemand mij?", timeout_s=5))
        self.mother.run("say", "circle", "Oma hoort dit nog niet")
        self.said["circle"].append("Oma hoort dit nog niet")

    def step_one_restarted(self):
        check_refused("only parents restart", {ALARM, REFUSED}, set(),
                      lambda: self.grandmother.run("restart", "circle", "--yes", timeout_s=5))
        with self.mother.watch("circle") as watch:
            watch.wait_connected()
            self.restart(self.father, 1)
            watch.wait_for(lambda events: any(one.get("event") == "channel_restarted" for one in events), "she is told")
        self.wait_works(self.grandmother)
        self.everyone_says("Na de eerste herstart")

    def works(self, home, channel):
        known = self.state(home)[channel]
        return known["joined"] and not known["stopped"]

    def step_all_broken(self):
        copiloot = self.world.homes[COPILOOT.key]
        self.newcomer(NURSE)
        self.lose(self.mother, self.grandmother, copiloot)
        # She had not read what was sealed before she stopped, and has no key to it now.
        self.since[copiloot.key]["family"] = len(self.said["family"])
        self.restart(self.father, 2)
        self.wait_works(self.mother, self.grandmother, copiloot)
        self.everyone_says("Na de tweede herstart", copiloot)

    def step_owner_broken(self):
        contact = self.newcomer(CONTACT, by=self.mother)
        self.lose(self.father, self.grandmother)
        kept = "Dit valt weg, en komt vanzelf terug"
        for channel in CHANNELS:
            self.mother.run("say", channel, kept)
            wait_until(lambda c=channel: kept in contact.texts(c), "who came last has read it")
        self.restart(self.father, 3)
        self.wait_works(self.mother, self.grandmother, contact)
        check_equal(self.alarms(contact), {"articles_void"}, "who had read what falls away is told of it")
        for channel in CHANNELS:
            wait_until(lambda c=channel: kept in self.grandmother.texts(c), f"the mother says it again in {channel}")
            self.said[channel].append(kept)
        self.everyone_says("Na de derde herstart", contact)

    def alarms(self, home):
        """The codes of all alarms that a home has kept."""
        _, out, _ = self.world.run(home.command("status"), None, f"{home.key}: status")
        return {one["code"] for one in json.loads(out)["alarms"]}

    def wait_works(self, *homes):
        for home in homes:
            for channel in CHANNELS:
                wait_until(lambda h=home, c=channel: self.works(h, c), f"{home.key} is in {channel} again")

    def step_killed(self):
        homes = (self.father, self.mother, self.grandmother)
        before = {home: {channel: home.run("read", channel)["articles"] for channel in CHANNELS} for home in homes}
        self.hub.kill()
        self.hub.start()
        for home in homes:
            now = {channel: home.run("read", channel)["articles"] for channel in CHANNELS}
            check_equal(now, before[home], f"{home.key} reads the same as before")
        heads = {home.key: {channel: self.state(home)[channel]["head_hash"] for channel in CHANNELS} for home in homes}
        check(len({str(one) for one in heads.values()}) == 1, f"all have the same logs: {heads}")

    def step_newcomer(self):
        late = self.newcomer(DOCTOR)
        self.check_reads(late, "circle")
        self.everyone_says("Met iedereen", late)
        for home in (self.father, self.mother, late):
            check_equal(home.run("status")["pending"], [], f"{home.key} has nothing undone")


def test(programs):
    with World(programs) as world:
        run_steps(Restart(world).steps(), "Restarted channels hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
