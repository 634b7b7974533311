"""A reader far behind, on a line of 1 KiB a second, beside fifty who write: it costs its cursor, and nobody waits for it.

Usage: slow_reader.py PROGRAMS SHIM    (the folder with `kring-hub` and `kring-append-load`, and the library that makes a
hub wait)

3,000 entries behind and slow for about 10 seconds; where $KRING_FAULT_ROUNDS is set, 10,000 and 26. Then hubs in which others
do wait for such a reader, which must be seen. Says what was measured and exits 0, or says which promise was broken and exits 1.
"""

import http.client
import os
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

from append_load import APPENDS_S, UNLIMITED, AppendLoad
from asking import Broken, check
from kring_world import World, wait_until
from process_memory import resident
from script import run_script

WITHIN_S = 600
# What the hub may grow more than it does anyway while as many are written (the database's page cache fills up). A queue
# for the reader would take 0.65 MB a thousand entries, and the entries are thousands more than it reads.
GROWTH_BYTES_MAX = 2 << 20
# What is measured is taken window by window. An entry takes the slow reader about two seconds (some 650 bytes), and so does a
# window: who waits for it waits in every one.
WINDOW_APPENDS = 2 * APPENDS_S
# p99 of acknowledgements with the slow reader there, beside that without. The disk alone makes all wait in some windows, for
# 0.1 to 0.4 s about four times a minute whoever reads, and so the quietest window of each tells.
ACKNOWLEDGED_RATIO_MAX = 3
ACKNOWLEDGED_NOISE_US = 50_000
# p99 of questions that no disk is needed for, of which the loudest window tells: who waits now and then is seen too. Two
# processes that take all of both cores make it 6 to 34 ms, with nobody who reads slowly.
ASKED_RATIO_MAX = 2
ASKED_NOISE_US = 100_000
ASKED_EVERY_S = 0.01
# How many entries the reader is behind, and how many windows are measured at a time.
BEHIND = 3_000
WINDOWS = 4


@dataclass
class Plant:
    """A bug put in on purpose: the hub's thread waits for a reader who takes nothing more, each time before it looks for
    what to do next, for so many milliseconds and in so many of each period."""

    name: str
    wait_ms: int
    period_ms: int
    part_ms: int

    def environment(self, shim):
        return {"LD_PRELOAD": str(shim), "KRING_TEST_WAITS": f"{self.wait_ms} {self.period_ms} {self.part_ms}"}


PLANTS = (
    Plant("waits a little for the slow reader each time", 20, 1, 1),
    Plant("waits for the slow reader in one window of three", 150, 6000, 2000),
)


@dataclass
class Window:
    """p99s in µs: of acknowledgements, and of questions that need no disk."""

    acknowledged: int
    asked: int


class Questions:
    """Asks a hub again and again whether it lives, which its one thread answers without the disk. Ends with the block that it
    stands in."""

    def __init__(self, port):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._delays = []
        self._failure = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()
        self._connection.close()

    def _ask(self):
        while not self._ended.wait(ASKED_EVERY_S):
            started = time.monotonic_ns()
            try:
                self._ask_once()
            except (OSError, http.client.HTTPException) as lost:
                # A connection may be closed between two questions; a second one that is lost tells of the hub.
                try:
                    self._connection.close()
                    self._ask_once()
                except (OSError, http.client.HTTPException):
                    self._failure = lost
                    return
            self._delays.append((time.monotonic_ns() - started) // 1000)

    def _ask_once(self):
        self._connection.request("GET", "/livez")
        self._connection.getresponse().read()

    def forget_delays(self):
        self._delays = []

    def p99_us(self):
        delays = sorted(self._delays)
        check(delays and not self._failure, f"the hub answers whoever asks whether it lives: {self._failure!r}")
        return delays[len(delays) * 99 // 100]


def measure(load, questions, windows, what):
    """So many windows, one after the other."""
    measured = []
    for _ in range(windows):
        load.forget_delays()
        questions.forget_delays()
        load.wait_for_more(WINDOW_APPENDS, what)
        measured.append(Window(load.counts()["p99_us"], questions.p99_us()))
    return measured


def in_ms(windows):
    """Both p99s of each."""
    return ", ".join(f"{one.acknowledged / 1000:.1f}/{one.asked / 1000:.1f}" for one in windows)


def check_nobody_waits(alone, beside):
    shown = f"p99 {in_ms(alone)} ms, then {in_ms(beside)} ms"
    check(min(one.acknowledged for one in beside)
          <= min(one.acknowledged for one in alone) * ACKNOWLEDGED_RATIO_MAX + ACKNOWLEDGED_NOISE_US,
          f"nobody else waits for what they write: {shown}")
    check(max(one.asked for one in beside)
          <= max(max(one.asked for one in alone) * ASKED_RATIO_MAX, ASKED_NOISE_US),
          f"nobody else waits now and then: {shown}")


@contextmanager
def written_to(programs, hub, behind):
    """The hub with so many entries, to which all go on writing, and of which somebody asks."""
    with AppendLoad(programs, hub.data) as load:
        hub.start()
        load.use_port(hub.port)
        load.wait_ready()
        load.wait_for_more(behind, "before anybody reads")
        with Questions(hub.port) as questions:
            yield load, questions


def beside_slow_reader(load, questions, windows):
    load.add_slow_reader()
    wait_until(lambda: load.counts()["slow_entries"] > 0, "something is read")
    return measure(load, questions, windows, "beside a slow reader")


def read_slowly(world, programs, behind, windows):
    hub = world.hub
    hub.environment = UNLIMITED
    with written_to(programs, hub, behind) as (load, questions):
        start, _ = resident(hub.process)
        first = load.counts()
        alone = measure(load, questions, windows, "without a slow reader")
        before, _ = resident(hub.process)
        counts_alone = load.counts()

        beside = beside_slow_reader(load, questions, windows)
        counts = load.counts()
        during, _ = resident(hub.process)

        check(not counts["slow_broken"], "a slow reader is served")
        check(counts["slow_entries"] > 1, "on and on")
        check(counts["slow_entries"] < behind, "and is slow")
        wrote = counts["acknowledged"] - counts_alone["acknowledged"]
        wrote_alone = counts_alone["acknowledged"] - first["acknowledged"]
        grown_anyway = (before - start) * wrote // wrote_alone
        check(during - before <= grown_anyway + GROWTH_BYTES_MAX,
              f"the reader costs no memory: {start} bytes, then {before}, and with it {during}")
        check(wrote > counts["slow_entries"], "the others write on, faster than it reads")
        check_nobody_waits(alone, beside)
        load.hurry_slow_reader()
        # While the others go on: it has caught up when it has what was acknowledged by now.
        wanted = load.counts()["acknowledged"]
        wait_until(lambda: load.counts()["slow_entries"] > wanted, "the slow reader has everything, each once")
        check(not load.counts()["slow_broken"], "nothing comes twice or out of its order")
        after = measure(load, questions, windows, "when nobody is slow any more")
        load.end()
    check(hub.stop() == 0, "the hub stops well")
    print(
        f"{behind} entries behind, {counts['slow_entries']} read at 1 KiB/s while {wrote} were written; p99 of {windows} windows, "
        f"of acknowledgements and of questions: {in_ms(alone)} ms before, {in_ms(beside)} ms with the slow reader and "
        f"{in_ms(after)} ms when it has caught up; the hub's memory {before / 1e6:.1f} MB, then {during / 1e6:.1f} MB",
        flush=True,
    )


def see_plant(world, programs, shim, plant):
    """In a hub that waits somebody else is seen to wait."""
    hub = world.hub
    hub.environment = {**UNLIMITED, **plant.environment(shim)}
    with written_to(programs, hub, BEHIND) as (load, questions):
        alone = measure(load, questions, WINDOWS, "without a slow reader")
        beside = beside_slow_reader(load, questions, WINDOWS)
    try:
        check_nobody_waits(alone, beside)
    except Broken as seen:
        print(f"seen in a hub that {plant.name}: {seen}", flush=True)
        return
    raise Broken(f"a hub that {plant.name} is not seen: p99 {in_ms(alone)} ms, then {in_ms(beside)} ms")


def test(programs, shim):
    behind, windows = (10_000, 12) if "KRING_FAULT_ROUNDS" in os.environ else (BEHIND, WINDOWS)
    with World(programs) as world:
        read_slowly(world, programs, behind, windows)
    for plant in PLANTS:
        with World(programs) as world:
            see_plant(world, programs, shim, plant)


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test, arguments=2)
