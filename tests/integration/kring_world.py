"""A hub and people with `kring` homes around it, as real processes, for tests and the demo.

Nothing here sleeps: whatever takes time is waited for, with a deadline. A `World` ends every process that it started
and removes its folder, whatever happened.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from postgres_server import PostgresServer
from recording_proxy import RecordingProxy

# A laptop needs a tenth of these; a busy build machine under a sanitizer does not.
HUB_READY_WITHIN_S = 60
HUB_STOPPED_WITHIN_S = 30
COMMAND_ENDS_WITHIN_S = 120
COMMAND_TIMEOUT_S = 60
EVENT_WITHIN_S = 90

FOUNDING_CHANNELS = ("regie", "family", "circle", "care", "mdo")


class WorldError(Exception):
    """A process did not do what every story relies on; says which and what it said."""


def wait_until(holds, what, within_s=EVENT_WITHIN_S, every_s=0.05):
    """Asks `holds` again and again until it says yes. Gives its answer."""
    pause = threading.Event()
    deadline = time.monotonic() + within_s
    while not (answer := holds()):
        if time.monotonic() >= deadline:
            raise WorldError(f"after {within_s} s still not: {what}")
        pause.wait(every_s)
    return answer


class Hub:
    """One `kring-hub` and its data folder. Reached at `origin`, through a proxy that records."""

    def __init__(self, program, folder, store_url=None):
        # Besides what every process gets.
        self.environment = {}
        # Is told of every port as it opens, and when all are closed: a `capture.Wire`.
        self.wire = None
        self.program = Path(program)
        self.store_url = store_url
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "hub.log"
        self.output = self.folder / "output"
        self.data.mkdir(parents=True)
        self.proxy = RecordingProxy()
        self.origin = f"http://127.0.0.1:{self.proxy.port}"
        self.port = None
        self.process = None

    def start(self):
        """Starts the hub on a free port and waits until it says that it is ready."""
        told = self.log.stat().st_size if self.log.exists() else 0
        command = [self.program, "serve", "--listen", "127.0.0.1:0", "--origin", self.origin]
        command += ["--data", self.data, "--log-file", self.log]
        command += ["--store", self.store_url] if self.store_url else []
        with open(self.output, "ab") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.environment},
            )
        self.port = self._wait(lambda: self._port_told(told), "the hub listens")
        self._wait(lambda: self.get("/readyz") == 200, "the hub is ready")
        if self.wire:
            self.wire.begin([self.port])
        self.proxy.point_at(self.port)

    def kill(self):
        """kill -9, as a power cut would end it."""
        self.proxy.point_at(None)
        self.process.kill()
        self.process.wait(HUB_STOPPED_WITHIN_S)
        self._end_wire()

    def stop(self):
        """SIGTERM: the hub drains and ends. Gives its exit code."""
        self.proxy.point_at(None)
        self.process.terminate()
        try:
            code = self.process.wait(HUB_STOPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(HUB_STOPPED_WITHIN_S)
            raise WorldError(f"the hub did not end within {HUB_STOPPED_WITHIN_S} s of SIGTERM") from None
        self._end_wire()
        return code

    def pids(self):
        """The processes that are the hub."""
        return [self.process.pid]

    @property
    def ports(self):
        return [self.port]

    @property
    def runs(self):
        return self.process is not None and self.process.poll() is None

    def get(self, path):
        """The status of a GET; None when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def close(self):
        if self.runs:
            self.process.kill()
            self.process.wait(HUB_STOPPED_WITHIN_S)
        if self.wire:
            self.wire.close()
        self.proxy.close()

    def _end_wire(self):
        if self.wire:
            self.wire.end()

    def _port_told(self, skip):
        """The port that the log names after its first `skip` bytes."""
        if not self.log.exists():
            return None
        with open(self.log, "rb") as log:
            log.seek(skip)
            for line in log.read().splitlines():
                with contextlib.suppress(ValueError):
                    entry = json.loads(line)
                    if entry.get("event") == "listening":
                        return entry["port"]
        return None

    def _wait(self, holds, what):
        def holds_or_died():
            if not self.runs:
                raise WorldError(f"the hub ended with {self.process.returncode}: {self._last_words()}")
            return holds()

        return wait_until(holds_or_died, what, HUB_READY_WITHIN_S)

    def _last_words(self):
        return self.output.read_bytes()[-2000:].decode(errors="replace")


class Refused(Exception):
    """What `kring` answered instead of doing it."""

    def __init__(self, command, exit_code, code, message):
        super().__init__(f"`kring {command}` ended with {exit_code} {code}: {message}")
        self.exit_code = exit_code
        self.code = code


class Home:
    """One person's `kring` home."""

    def __init__(self, world, key):
        self.world = world
        self.key = key
        self.folder = world.folder / "homes" / key
        self.words = None
        # Whether its commands say which hub they mean.
        self.names_hub = True
        # Everything that `kring` ever printed here: what this person can have learned.
        self.printed = bytearray()

    def command(self, *arguments, timeout_s=COMMAND_TIMEOUT_S, as_json=True):
        """The whole command line. `timeout_s` None leaves kring its own."""
        options = ["--home", self.folder]
        options += ["--hub", self.world.hub.origin] if self.names_hub and "--hub" not in arguments else []
        options += ["--json"] if as_json else []
        options += ["--timeout", str(timeout_s)] if timeout_s else []
        return [str(part) for part in [self.world.kring, *options, *arguments]]

    def run(self, *arguments, text=None, timeout_s=COMMAND_TIMEOUT_S):
        """Runs a command; `text` comes on its standard input. Gives its answer or raises `Refused`."""
        shown = " ".join(str(part)[:60] for part in arguments)
        command = self.command(*arguments, timeout_s=timeout_s)
        exit_code, out, err = self.world.run(command, text, f"{self.key}: {shown}")
        self.printed += out + err
        try:
            answer = json.loads(out)
        except ValueError:
            raise WorldError(
                f"{self.key}: `kring {shown}` ended with {exit_code} and no JSON object: "
                f"{(out + err)[-2000:].decode(errors='replace')}"
            ) from None
        if answer.get("ok") is True and exit_code == 0:
            return answer
        error = answer.get("error", {})
        raise Refused(f"{self.key}: {shown}", exit_code, error.get("code"), error.get("message"))

    def show(self, *arguments, text=None, timeout_s=COMMAND_TIMEOUT_S):
        """(exit code, what a person sees) of a command without --json."""
        command = self.command(*arguments, timeout_s=timeout_s, as_json=False)
        exit_code, out, err = self.world.run(command, text, f"{self.key}: {arguments[0]}")
        self.printed += out + err
        return exit_code, (out + err).decode(errors="replace")

    def init(self, name, relation):
        self.words = self.run("init", "--name", name, "--relation", relation, "--confirmed")["words"]

    def channels(self):
        """{key of those that every circle begins with, else label: channel}."""
        known = self.run("channels")["channels"]
        return {one["key"] if one["key"] in FOUNDING_CHANNELS else one["label"]: one for one in known}

    def texts(self, channel, *types):
        """The texts of the articles of these types (messages and notes by default), in order."""
        wanted = types or ("message", "note")
        return [one["text"] for one in self.run("read", channel)["articles"] if one["type"] in wanted]

    def watch(self, *arguments):
        return Watch(self, *arguments)


class Watch:
    """A `kring watch`, or another command that says a line for each thing that happens, while it runs. Ends with the block
    that it stands in. With `with_input` it is written to."""

    def __init__(self, home, *arguments, command="watch", with_input=False, timeout_s=None):
        self.home = home
        self.events = []
        self._changed = threading.Condition()
        self._ended = False
        self._errors = open(home.world.folder / f"watch-{home.key}-{time.monotonic_ns()}.err", "w+b")
        self.process = subprocess.Popen(
            home.command(command, *arguments, timeout_s=timeout_s),
            stdin=subprocess.PIPE if with_input else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=home.world.environment,
        )
        home.world.processes.append(self.process)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _read(self):
        for line in self.process.stdout:
            with self._changed:
                self.home.printed += line
                self.events.append(json.loads(line))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def wait_for(self, holds, what, within_s=EVENT_WITHIN_S):
        """Waits until `holds`, given all events so far, says yes."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or holds(self.events), within_s)
            if not holds(self.events):
                self._errors.seek(0)
                said = self._errors.read()[-1000:].decode(errors="replace")
                raise WorldError(
                    f"{self.home.key} watches: after {within_s} s still not: {what}; "
                    f"{'it has ended; ' if self._ended else ''}last events {self.events[-4:]} {said}"
                )

    def wait_for_text(self, text):
        self.wait_for(lambda events: any(one.get("text") == text for one in events), f"the message {text[:40]!r} comes")

    def wait_connected(self, times=1):
        """Waits until the hub has greeted this watcher so many times."""
        self.wait_for(
            lambda events: sum(one.get("event") == "caught_up" for one in events) >= times, f"caught up {times} times"
        )

    def texts(self):
        with self._changed:
            return [one["text"] for one in self.events if one.get("event") == "article" and one["type"] == "message"]

    def write(self, text):
        """All that it gets on its standard input."""
        self.process.stdin.write(text.encode())
        self.process.stdin.close()

    def stop(self):
        """Ctrl-C. Gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.finish()

    def finish(self):
        """Waits until it ends by itself. Gives the exit code."""
        try:
            self.process.wait(COMMAND_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join()
        self._errors.close()
        return self.process.returncode


class World:
    """A temporary folder with one hub, on SQLite or on a PostgreSQL of its own, and any number of homes. Use it in a
    `with` block. `hub_class` makes something else of the hub, given the program and a folder."""

    def __init__(self, programs, language="nl_NL.UTF-8", with_postgres=False, postgres_settings=(), hub_class=None):
        programs = Path(programs).resolve()
        self.with_postgres = with_postgres
        self.postgres_settings = postgres_settings
        self.postgres = None
        self.hub_class = hub_class
        self.kring = programs / "kring"
        self.hub_program = programs / "kring-hub"
        path = os.environ.get("PATH", "/usr/bin:/bin")
        self.environment = {"PATH": path, "LC_ALL": language, "TZ": "Europe/Amsterdam"}
        for name, value in os.environ.items():
            if name.endswith("SAN_OPTIONS"):
                self.environment[name] = value
        self.processes = []
        self.homes = {}

    def __enter__(self):
        for program in (self.kring, self.hub_program):
            if not os.access(program, os.X_OK):
                raise WorldError(f"{program} is not built")
        self.folder = Path(tempfile.mkdtemp(prefix="kring-world-"))
        # Nobody's own home may be touched by a command that forgets --home.
        self.environment["HOME"] = str(self.folder / "nobody")
        if self.with_postgres:
            self.postgres = PostgresServer(*self.postgres_settings)
        if self.hub_class:
            self.hub = self.hub_class(self.hub_program, self.folder / "hub")
        else:
            self.hub = Hub(self.hub_program, self.folder / "hub", self.postgres.url if self.postgres else None)
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        self.hub.close()
        if self.postgres:
            self.postgres.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def home(self, key):
        self.homes[key] = Home(self, key)
        return self.homes[key]

    def run(self, command, text, shown):
        """(exit code, output, errors) of a program that is given `text` and ends in time."""
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if text is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
        )
        self.processes.append(process)
        try:
            out, err = process.communicate(None if text is None else text.encode(), COMMAND_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise WorldError(f"{shown} did not end within {COMMAND_ENDS_WITHIN_S} s") from None
        finally:
            self.processes.remove(process)
        return process.returncode, out, err

    def together(self, *jobs):
        """Runs all jobs at once and gives what each gave; the first exception, after all have ended."""
        results = [None] * len(jobs)
        failures = []

        def work(index, job):
            try:
                results[index] = job()
            except Exception as failure:  # Handed on below, in the thread that asked.
                failures.append(failure)

        threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return results
