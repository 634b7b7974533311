"""Fifty clients that write to a hub whatever becomes of it: the program `kring-append-load`, told what to do."""

import json
import os
import subprocess
import time
from pathlib import Path

from asking import check, check_equal
from kring_world import WorldError, wait_until

CLIENTS = 50
APPENDS_S = 1000
# They write as one handle, and faster than a handle may.
UNLIMITED = {
    "KRING_HUB__LIMITS__APPENDS_PER_MINUTE": "1000000",
    "KRING_HUB__LIMITS__CIRCLE_APPENDS_PER_MINUTE": "1000000",
}


def fault_rounds(quick):
    """How often a fault is brought about: `quick` times in `ops/check`, more in its longer forms."""
    return int(os.environ.get("KRING_FAULT_ROUNDS", quick))


class AppendLoad:
    """The load for a hub with this data folder, which has not started yet. Ends with the block that it stands in."""

    def __init__(self, programs, data, appends_s=APPENDS_S):
        command = [Path(programs) / "kring-append-load", data, appends_s, CLIENTS]
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            raise WorldError(f"kring-append-load ended with {self.process.wait()}")
        return json.loads(line)

    def _tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self._read()

    def use_port(self, port):
        """The hub is there from now on."""
        self._tell(f"port {port}")

    def counts(self):
        return self._tell("counts")

    def wait_ready(self):
        wait_until(lambda: self.counts()["ready"] == CLIENTS, "all clients are logged in")

    def wait_for_more(self, more, what):
        """Until so many more are acknowledged. Gives the seconds that it took."""
        started = time.monotonic()
        wanted = self.counts()["acknowledged"] + more
        wait_until(lambda: self.counts()["acknowledged"] >= wanted, f"{more} more are acknowledged {what}", every_s=0.01)
        return time.monotonic() - started

    def forget_delays(self):
        """`p99_us` begins anew."""
        self._tell("anew")

    def add_slow_reader(self):
        """Somebody begins to read the whole log, 1 KiB a second."""
        self._tell("slow")

    def hurry_slow_reader(self):
        self._tell("hurry")

    def end(self):
        """Brings to its end what was sent, reads the log, and checks that all of it is there, once."""
        counts = self.counts()
        verdict = self._tell("end")
        check_equal(verdict["lost"], 0, "nothing that was acknowledged is lost")
        check_equal(verdict["doubled"], 0, "nothing is there twice")
        check_equal(verdict["gaps"], 0, "no number is missing")
        check_equal(counts["moved"], 0, "nothing was acknowledged at two places")
        check(verdict["entries"] > counts["acknowledged"], "each of them is in the log, and the opening commit")
        check_equal(self.process.wait(60), 0, "the load ends well")
        return counts, verdict
