#!/usr/bin/env python3
"""A reader far behind, on a line of 1 KiB a second, beside fifty who write: it costs its cursor, and nobody waits for it.

Usage: slow_reader.py PROGRAMS     (the folder with `kring-hub` and `kring-append-load`)

3,000 entries behind and slow for about 10 seconds; where $KRING_FAULT_ROUNDS is set, 10,000 and 26. Says what was measured and
exits 0, or says which promise was broken and exits 1.
"""

import os

from append_load import APPENDS_S, UNLIMITED, AppendLoad
from asking import check
from kring_world import World, wait_until
from process_memory import resident
from script import run_script

WITHIN_S = 600
# What the hub may grow more than it does anyway while as many are written (the database's page cache fills up). A queue
# for the reader would take 0.65 MB a thousand entries, and the entries are thousands more than it reads.
GROWTH_BYTES_MAX = 2 << 20
# p99 of acknowledgements with the slow reader there, beside that without: a reader who is waited for costs seconds. How
# near the two are is a matter for a quiet machine, and told.
P99_RATIO_MAX = 5
P99_NOISE_US = 50_000
# Of each window one p99 is taken. An entry takes the slow reader about two seconds (some 650 bytes), and so does a window:
# who waits for it waits in every one. The disk alone makes all wait in some, for 0.1 to 0.4 s about four times a minute
# whoever reads, and so the quietest window tells.
WINDOW_APPENDS = 2 * APPENDS_S


def p99_windows(load, windows, what):
    """The p99 of each of so many windows one after the other, in µs, the quietest first."""
    p99s = []
    for _ in range(windows):
        load.forget_delays()
        load.wait_for_more(WINDOW_APPENDS, what)
        p99s.append(load.counts()["p99_us"])
    return sorted(p99s)


def in_ms(p99s):
    return ", ".join(f"{p99 / 1000:.1f}" for p99 in p99s)


def read_slowly(world, programs, behind, windows):
    hub = world.hub
    hub.environment = UNLIMITED
    with AppendLoad(programs, hub.data) as load:
        hub.start()
        load.use_port(hub.port)
        load.wait_ready()
        load.wait_for_more(behind, "before anybody reads")
        start, _ = resident(hub.process)
        first = load.counts()
        p99s_alone = p99_windows(load, windows, "without a slow reader")
        alone = load.counts()
        before, _ = resident(hub.process)

        load.add_slow_reader()
        wait_until(lambda: load.counts()["slow_entries"] > 0, "something is read")
        p99s_beside = p99_windows(load, windows, "beside a slow reader")
        beside = load.counts()
        during, _ = resident(hub.process)

        check(not beside["slow_broken"], "a slow reader is served")
        check(beside["slow_entries"] > 1, "on and on")
        check(beside["slow_entries"] < behind, "and is slow")
        wrote = beside["acknowledged"] - alone["acknowledged"]
        wrote_alone = alone["acknowledged"] - first["acknowledged"]
        grown_anyway = (before - start) * wrote // wrote_alone
        check(during - before <= grown_anyway + GROWTH_BYTES_MAX,
              f"the reader costs no memory: {start} bytes, then {before}, and with it {during}")
        check(wrote > beside["slow_entries"], "the others write on, faster than it reads")
        check(p99s_beside[0] <= p99s_alone[0] * P99_RATIO_MAX + P99_NOISE_US,
              f"nobody else waits: p99 {in_ms(p99s_alone)} ms, then {in_ms(p99s_beside)} ms")
        load.hurry_slow_reader()
        # While the others go on: it has caught up when it has what was acknowledged by now.
        wanted = load.counts()["acknowledged"]
        wait_until(lambda: load.counts()["slow_entries"] > wanted, "the slow reader has everything, each once")
        check(not load.counts()["slow_broken"], "nothing comes twice or out of its order")
        p99s_after = p99_windows(load, windows, "when nobody is slow any more")
        load.end()
    check(hub.stop() == 0, "the hub stops well")
    print(
        f"{behind} entries behind, {beside['slow_entries']} read at 1 KiB/s while {wrote} were written; p99 of {windows} "
        f"windows: {in_ms(p99s_alone)} ms before, {in_ms(p99s_beside)} ms with the slow reader and {in_ms(p99s_after)} ms "
        f"when it has caught up; the hub's memory {before / 1e6:.1f} MB, then {during / 1e6:.1f} MB",
        flush=True,
    )


def test(programs):
    behind, windows = (10_000, 12) if "KRING_FAULT_ROUNDS" in os.environ else (3_000, 4)
    with World(programs) as world:
        read_slowly(world, programs, behind, windows)


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
