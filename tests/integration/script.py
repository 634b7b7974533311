"""How a test of this folder runs as a program: its arguments, its time limit, its steps, and how it says what broke."""

import os
import signal
import subprocess
import sys
import time

from asking import Broken
from kring_world import Refused, WorldError

# What CTest takes for a skipped test (CMakeLists.txt says so).
SKIPPED = 77
FAILURES = (Broken, Refused, WorldError, subprocess.TimeoutExpired)


class Skipped(Exception):
    """Something that cannot be tested on this machine, and why."""


def run_script(usage, within_s, test, *, arguments=1, may_postgres=False):
    """Calls `test` with the program's arguments and ends the program.

    With `may_postgres`, a last argument --postgres becomes `with_postgres`. `test` has to end within so many seconds. What
    cannot be tested is a skip, and a failure where CI=true.
    """
    given = sys.argv[1:]
    options = {}
    if may_postgres:
        options["with_postgres"] = given[arguments:] == ["--postgres"]
        given = given[: len(given) - options["with_postgres"]]
    if len(given) != arguments:
        print(usage.strip(), file=sys.stderr)
        sys.exit(2)

    def stop_in_time(_signal, _frame):
        raise Broken(f"this did not end within {within_s} s")

    signal.signal(signal.SIGALRM, stop_in_time)
    signal.alarm(within_s)
    try:
        test(*given, **options)
    except FAILURES as failure:
        print(f"BROKEN {failure}", flush=True)
        sys.exit(1)
    except Skipped as reason:
        print(f"SKIPPED: {reason}", flush=True)
        sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)
    sys.exit(0)


def run_steps(steps, verdict):
    """Does one step after the other, says how long each took, and last what all of them show.

    One that cannot be tested here does not keep the others from it, but skips the whole in the end.
    """
    steps = list(steps)
    skipped = []
    for number, (title, step) in enumerate(steps, 1):
        started = time.monotonic()
        word = "ok"
        try:
            step()
        except Skipped as reason:
            word = "SKIPPED"
            skipped.append(f"step {number}: {reason}")
        except FAILURES as failure:
            raise Broken(f"at {number}: {title}\n    {failure}") from failure
        print(f"{word} {number:2}  {time.monotonic() - started:6.1f} s  {title}", flush=True)
    if skipped:
        raise Skipped("; ".join(skipped))
    print(f"{verdict}: {len(steps)} steps.")
