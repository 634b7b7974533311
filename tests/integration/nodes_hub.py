"""Several hubs as one, on a PostgreSQL and a Redis of their own, in place of `kring_world.Hub`: see `ops/nodes`."""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

from kring_world import HUB_STOPPED_WITHIN_S, WorldError, wait_until
from process_memory import children, program_of
from recording_proxy import RecordingProxy

OPS = Path(__file__).resolve().parents[2] / "ops"


class NodesHub:
    """Three nodes behind an nginx, reached at `origin` through a proxy that records. What Redis carries is kept."""

    count = 3

    def __init__(self, program, folder):
        self.programs = Path(program).parent
        # Root's PostgreSQL is another user's, who may not enter a test's own folder.
        self.folder = Path(tempfile.mkdtemp(prefix=f"kring-{Path(folder).name}-", dir="/var/tmp"))
        self.folder.chmod(0o711)
        self.proxy = RecordingProxy()
        self.origin = f"http://127.0.0.1:{self.proxy.port}"
        self.process = None
        self.port = None
        self.ports = []
        self.killed = None
        self.wire = None
        self.carried = bytearray()
        self.monitored = bytearray()
        self._next = 0
        self._errors = self.folder / "nodes.err"

    def start(self):
        """Starts all of it, or the node that was killed."""
        if self.killed is not None:
            self.ports[self.killed] = int(self.tell(f"start {self.killed}"))
            if self.wire:
                self.wire.begin([self.ports[self.killed]])
            self.killed = None
            return
        command = [OPS / "nodes", "--programs", self.programs, "--hubs", self.count, "--data", self.folder / "nodes"]
        command += ["--origin", self.origin]
        with open(self._errors, "ab") as errors:
            self.process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        line = self.process.stdout.readline()
        if not line:
            raise WorldError(f"ops/nodes did not start: {self._errors.read_text(errors='replace')[-2000:]}")
        told = json.loads(line)
        self.port = told["port"]
        self.ports = told["hubs"]
        self.redis = told["redis"]
        if self.wire:
            self.wire.begin([self.port, *self.ports])
        self.proxy.point_at(self.port)
        self.listen_to_redis()
        self.wait_readiness("200 ok")

    def tell(self, command):
        """A command of `ops/nodes`. Gives what it answers."""
        self.process.stdin.write(command.encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode().strip()
        if not answer.startswith("ok"):
            raise WorldError(f"ops/nodes: {command}: {answer}")
        return answer[2:].strip()

    def wait_readiness(self, wanted):
        """Until every node's /readyz says so."""
        for node in range(self.count):
            wait_until(lambda: self.tell(f"ready {node}") == wanted, f"node {node} says {wanted}")

    def listen_to_redis(self):
        """Keeps whatever anybody publishes there, and every command that it gets, until it ends."""
        for command, kept in ((b"PSUBSCRIBE *", self.carried), (b"MONITOR", self.monitored)):
            one = socket.socket(socket.AF_UNIX)
            one.connect(self.redis)
            one.sendall(command + b"\r\n")
            threading.Thread(target=self._keep, args=(one, kept), daemon=True).start()

    @staticmethod
    def _keep(connection, kept):
        with connection:
            while data := connection.recv(65536):
                kept += data

    def pids(self):
        """The process of each node."""
        return [pid for pid in children(self.process.pid) if program_of(pid) == "kring-hub"]

    def publish(self, channel, text):
        """What somebody else might say through the same Redis."""
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(self.redis)
            parts = [b"PUBLISH", channel.encode(), text.encode()]
            one.sendall(b"*3\r\n" + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
            one.recv(100)

    def kill(self):
        """kill -9 of one node, each in its turn; the others go on."""
        self.killed = self._next
        self._next = (self._next + 1) % self.count
        self.tell(f"kill {self.killed}")

    def stop(self):
        """All of it drains and ends. Gives the exit code."""
        self.proxy.point_at(None)
        self.process.stdin.close()
        code = self.process.wait(3 * HUB_STOPPED_WITHIN_S)
        self.process.stdout.close()
        if self.wire:
            self.wire.end()
        return code

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.stop()
        if self.wire:
            self.wire.close()
        self.proxy.close()
        shutil.rmtree(self.folder, ignore_errors=True)
