#!/usr/bin/env python3
"""The story of the first circle once more, on three nodes: one PostgreSQL, one Redis, nginx in front.

Usage: nodes_story.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

nginx gives each connection to the next node, so that the seven people are spread over all three, and move with every
command. Each node is killed in the middle, and Redis taken away. Prints a line for each step and exits 0, or says which
promise was broken and exits 1.
"""

import statistics
import time

import people
from asking import check, check_equal
from kring_world import World
from nodes_hub import NodesHub
from script import run_script
from story import STORY_WITHIN_S, Story, tell

# What the head check allows, and what a busy machine does to one message among many.
LATE_S = 3
VERY_LATE_S = 15
SAID_WITHOUT_REDIS = 5


class NodesStory(Story):
    # After the third, whichever node the watcher was at has been killed.
    kills = ((1, 4), (1, 10), (2, 16))

    def steps(self):
        steps = list(super().steps())
        killed = next(index for index, (_, step) in enumerate(steps) if step == self.step_killed)
        steps[killed] = ("each node is killed once in the middle; nothing is missing or doubled", self.step_killed)
        steps.insert(killed + 1, ("without Redis what is said arrives by the head check", self.step_without_redis))
        return tuple(steps)

    def step_without_redis(self):
        self.hub.tell("redis stop")
        self.hub.wait_readiness("200 degraded")
        waited = []
        with self.mother.watch("mdo") as watch:
            watch.wait_connected()
            for number in range(SAID_WITHOUT_REDIS):
                text = f"Zonder omweg nummer {number}"
                self.father.run("say", "mdo", text)
                said = time.monotonic()
                watch.wait_for_text(text)
                waited.append(time.monotonic() - said)
        check(statistics.median(waited) <= LATE_S, f"messages came within {LATE_S} s: {waited}")
        check(max(waited) <= VERY_LATE_S, f"all of them within {VERY_LATE_S} s: {waited}")
        self.hub.tell("redis start")
        self.hub.listen_to_redis()
        self.hub.wait_readiness("200 ok")

    def put_on_the_wire(self):
        super().put_on_the_wire()
        self.hub.publish("control", self.controls.text_for("Redis, "))
        self.hub.publish("control", self.controls.text_for("commands to Redis, "))

    def step_restart(self):
        before = {home.key: home.run("read", "care")["articles"] for home in (self.mother, self.father)}
        check_equal(self.hub.stop(), 0, "all of it ends well")
        self.hub.start()
        for home in (self.mother, self.father):
            check_equal(home.run("read", "care")["articles"], before[home.key], f"{home.key} reads the same as before")
        self.mother.run("say", "care", people.CARE_LOG[0])
        check_equal(self.hub.stop(), 0, "and once more")

    def check_captured_all(self):
        """nginx stands between, and every byte goes by twice, but for who leaves before a node is found."""
        upgrades = sum(stream.startswith(b"GET /v1/ws") for stream in self.hub.wire.streams)
        carried = sum(one.from_client.startswith(b"GET /v1/ws") for one in self.hub.proxy.recordings)
        check(upgrades >= 1.9 * carried, f"{carried} connections to the hub were captured before and behind nginx: {upgrades}")

    def put_into_files(self):
        self.keep_copy("at the end")
        self.controls.written_in(self.hub.folder / "nodes" / "hub" / "blobs", "hub/nodes/hub/blobs")
        self.controls.written_in(self.hub.folder / "nodes", "hub/nodes")

    def step_controls(self):
        super().step_controls()
        check(b"kring:" in self.hub.carried, "what Redis carried was looked at")
        check(b'"PUBLISH"' in self.hub.monitored.upper(), "and every command that it was given")
        check(bytes.fromhex(self.circle) not in self.hub.carried, "it did not even see which circle")
        check(b'"event"' not in self.hub.carried, "nor a frame")

    def keep_copy(self, name):
        """The database is looked through once, when it has stopped."""
        self.scan.add(f"Redis, {name}", self.hub.carried)
        self.scan.add(f"commands to Redis, {name}", self.hub.monitored)


def test(programs):
    tell(NodesStory, World(programs, hub_class=NodesHub))


if __name__ == "__main__":
    run_script(__doc__, STORY_WITHIN_S, test)
