#!/usr/bin/env python3
"""A hub whose PostgreSQL goes away under load, or has no connection left for it: writes are refused by name until it is back.

Usage: postgres_away.py PROGRAMS     (the folder with `kring-hub` and `kring-append-load`)

$KRING_FAULT_ROUNDS says how often it goes away; once if it is not set. Says what was reached and exits 0, or says which
promise was broken and exits 1.
"""

import socket
import struct
import time

from append_load import UNLIMITED, AppendLoad, fault_rounds
from asking import check, check_equal
from kring_world import World, wait_until
from script import run_script

WITHIN_S = 3000
BACK_WITHIN_S = 10
BETWEEN = 300
REFUSED_MEANWHILE = 100
CONNECTIONS_MAX = 20
NAME = "taker"


class Taker:
    """One connection to PostgreSQL that keeps a place from others, by its protocol (version 3.0)."""

    def __init__(self, server):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(10)
        self.socket.connect(f"{server.folder}/.s.PGSQL.{server.port}")
        words = ["user", server.user, "database", "kring", "application_name", NAME, ""]
        body = struct.pack(">I", 3 << 16) + b"".join(word.encode() + b"\0" for word in words)
        self.socket.sendall(struct.pack(">I", len(body) + 4) + body)
        self.is_in = any(kind == b"Z" for kind in self._kinds())

    def _kinds(self):
        """The kinds of the messages up to the next that says that it is ready, or the end."""
        received = self.socket.makefile("rb")
        while len(head := received.read(5)) == 5:
            received.read(struct.unpack(">I", head[1:])[0] - 4)
            yield head[:1]
            if head[:1] in b"ZE":
                return

    def end_others(self):
        """Ends every connection that is no taker's. Those who come back find no place."""
        query = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'kring' AND application_name <> '{NAME}'"
        body = query.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack(">I", len(body) + 4) + body)
        ended = [kind for kind in self._kinds() if kind == b"D"]
        return len(ended)

    def close(self):
        self.socket.close()


def take_all(server, takers):
    """Takes the places that are free. Gives how many."""
    before = len(takers)
    while (taker := Taker(server)).is_in:
        takers.append(taker)
    taker.close()
    return len(takers) - before


def stop_again_and_again(world, load, times):
    slowest = 0
    for number in range(times):
        load.wait_for_more(BETWEEN, f"before stop {number + 1}")
        refused = refusals(load)
        world.postgres.tell("stop")
        wait_until(lambda: refusals(load) >= refused + REFUSED_MEANWHILE, "writes are refused meanwhile")
        silent = load.counts()["acknowledged"]
        wait_until(lambda: refusals(load) >= refused + 2 * REFUSED_MEANWHILE, "and go on to be")
        check_equal(load.counts()["acknowledged"], silent, "nothing is acknowledged while it is away")
        check_equal(world.hub.get("/livez"), 200, "the hub lives")
        check_equal(world.hub.get("/readyz"), 503, "and says that it is not ready")
        world.postgres.tell("start")
        slowest = max(slowest, back(world, load, "after it has started again"))
    return slowest


def leave_no_place(world, load):
    takers = []
    refused = refusals(load)
    take_all(world.postgres, takers)
    # The hub comes back at once for what it loses: until the takers have every place.
    wait_until(lambda: takers[0].end_others() + take_all(world.postgres, takers) == 0 and len(takers) == CONNECTIONS_MAX,
               "all places are taken")
    wait_until(lambda: refusals(load) >= refused + REFUSED_MEANWHILE, "writes are refused meanwhile")
    silent = load.counts()["acknowledged"]
    wait_until(lambda: refusals(load) >= refused + 2 * REFUSED_MEANWHILE, "and go on to be")
    check_equal(load.counts()["acknowledged"], silent, "nothing is acknowledged without a connection")
    for taker in takers:
        taker.close()
    return back(world, load, "after there is a place again")


def refusals(load):
    return load.counts()["refused"].get("unavailable", 0)


def back(world, load, when):
    """Until the hub is ready and acknowledges. Gives the seconds that it took."""
    started = time.monotonic()
    load.wait_for_more(1, when)
    took = time.monotonic() - started
    check(took <= BACK_WITHIN_S, f"it acknowledges within {BACK_WITHIN_S} s {when}: {took:.2f} s")
    wait_until(lambda: world.hub.get("/readyz") == 200, f"the hub is ready {when}")
    return took


def test(programs):
    times = fault_rounds(1)
    settings = (f"max_connections={CONNECTIONS_MAX}",)
    with World(programs, with_postgres=True, postgres_settings=settings) as world:
        world.hub.environment = UNLIMITED
        with AppendLoad(programs, world.hub.data) as load:
            world.hub.start()
            load.use_port(world.hub.port)
            load.wait_ready()
            restart = stop_again_and_again(world, load, times)
            no_place = [leave_no_place(world, load) for _ in range(times)]
            counts, verdict = load.end()
        check_equal(set(counts["refused"]), {"unavailable"}, "every refusal says why")
        check_equal(world.hub.stop(), 0, "the hub stops well")
    print(
        f"{times} stops and {times} times without a connection: {verdict['entries']} entries, 0 lost, 0 doubled; "
        f"{counts['refused']['unavailable']} refused; back within {restart:.2f} and {max(no_place):.2f} s",
        flush=True,
    )


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
