#!/usr/bin/env python3
"""A hub is backed up while fifty clients write: they write on, and the backup is whole and comes back as one moment of it.

Usage: backup_under_load.py PROGRAMS [--postgres]     (the folder with `kring-hub` and `kring-append-load`)

$KRING_BACKUP_APPENDS says how long the log is by then; 4,000 if it is not set. Says what was reached and exits 0, or says which promise was broken and exits 1.
"""

import json
import os
import time

from append_load import APPENDS_S, UNLIMITED, AppendLoad
from asking import check, check_equal
from kring_world import World
from script import run_script

WITHIN_S = 1200
BACKUPS = 3
# PostgreSQL takes appends in large batches, and a small backup may lie between two of them.
BACKUPS_MAX = 20


def tool(world, *arguments):
    command = [str(part) for part in (world.hub_program, *arguments)]
    code, out, err = world.run(command, None, f"kring-hub {arguments[0]}")
    said = (out + err).decode(errors="replace")
    check_equal(code, 0, f"kring-hub {arguments[0]} succeeds: {said}")
    return said


def back_up_under_load(world, programs, appends):
    hub = world.hub
    store = ["--store", hub.store_url] if hub.store_url else []
    figures = []
    hub.environment = UNLIMITED
    with AppendLoad(programs, hub.data) as load:
        hub.start()
        load.use_port(hub.port)
        load.wait_ready()
        quiet_s = load.wait_for_more(appends, "before the backups")
        while len(figures) < BACKUPS or (len(figures) < BACKUPS_MAX and not any(count for _, count in figures)):
            before = load.counts()["acknowledged"]
            started = time.monotonic()
            tool(world, "backup", "--data", hub.data, *store, "--to", world.folder / f"backup{len(figures)}")
            took = time.monotonic() - started
            figures.append((took, load.counts()["acknowledged"] - before))
            load.wait_for_more(1, "after a backup")
        load.end()
    check(hub.stop() == 0, "the hub stops well")
    backup = world.folder / f"backup{len(figures) - 1}"
    tool(world, "backup", "verify", backup)
    if store:
        world.postgres.tell("create restored")
        store[1] = hub.store_url.replace("/kring?", "/restored?")
    restored = ["--data", world.folder / "restored", *store, "--hub-key", hub.data / "hub.key"]
    said = tool(world, "restore", "--from", backup, *restored)
    check("restored 1 circles" in said, f"the circle is there: {said}")
    check(sum(count for _, count in figures) > 0, "appends go on while a backup is made")
    megabytes = json.loads((backup / "manifest.json").read_text())["database_bytes"] / 1e6
    print(
        f"{len(figures)} backups, the last of {megabytes:.1f} MB, in {', '.join(f'{took:.2f}' for took, _ in figures)} s; "
        f"{sum(count for _, count in figures) / sum(took for took, _ in figures):.0f} acknowledged a second meanwhile, "
        f"{appends / quiet_s:.0f} before, of {APPENDS_S} wanted; 0 lost; verified and put back",
        flush=True,
    )


def test(programs, with_postgres):
    with World(programs, with_postgres=with_postgres) as world:
        back_up_under_load(world, programs, int(os.environ.get("KRING_BACKUP_APPENDS", "4000")))


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test, may_postgres=True)
