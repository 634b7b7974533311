#!/usr/bin/env python3
"""A hub that is killed with -9 again and again while fifty clients write: nothing acknowledged is lost or doubled.

Usage: killed_under_load.py PROGRAMS [--postgres]     (the folder with `kring-hub` and `kring-append-load`)

$KRING_FAULT_ROUNDS says how often; 3 times if it is not set. Says what was reached and exits 0, or says which promise was
broken and exits 1.
"""

import random
import time

from append_load import APPENDS_S, UNLIMITED, AppendLoad, fault_rounds
from asking import check
from kring_world import World
from script import run_script

WITHIN_S = 3000
READY_WITHIN_S = 5
# Appends between two kills, at the least, and as many again by chance.
BETWEEN_KILLS = 1000
SEED = 2


def kill_again_and_again(world, programs, kills):
    hub = world.hub
    moments = random.Random(SEED)
    slowest = 0
    busy_s = 0
    hub.environment = UNLIMITED
    with AppendLoad(programs, hub.data) as load:
        hub.start()
        load.use_port(hub.port)
        load.wait_ready()
        for number in range(kills):
            busy_s += load.wait_for_more(BETWEEN_KILLS + moments.randrange(BETWEEN_KILLS), f"before kill {number + 1}")
            hub.kill()
            started = time.monotonic()
            hub.start()
            took = time.monotonic() - started
            check(took <= READY_WITHIN_S, f"the hub is ready within {READY_WITHIN_S} s of its start: {took:.2f} s")
            slowest = max(slowest, took)
            load.use_port(hub.port)
        load.wait_for_more(BETWEEN_KILLS, "after the last kill")
        counts, verdict = load.end()
    check(hub.stop() == 0, "the hub stops well")
    refused = f", refused {counts['refused']}" if counts["refused"] else ""
    print(
        f"{kills} kills, {verdict['entries']} entries, 0 lost, 0 doubled; {counts['sent']} sent{refused}; "
        f"{counts['acknowledged'] / max(busy_s, 0.001):.0f} acknowledged a second between kills, of {APPENDS_S} wanted; "
        f"slowest restart {slowest:.2f} s",
        flush=True,
    )


def kills_wanted():
    """3 in a quick check, 20 in a full one, 500 at night."""
    rounds = fault_rounds(3)
    return rounds if rounds <= 20 else rounds * 5 // 2


def test(programs, with_postgres):
    with World(programs, with_postgres=with_postgres) as world:
        kill_again_and_again(world, programs, kills_wanted())


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test, may_postgres=True)
