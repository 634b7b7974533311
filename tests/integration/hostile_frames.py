#!/usr/bin/env python3
"""What a stranger can send to a hub's port: each gets a named answer or a closed connection, and nothing else happens.

Usage: hostile_frames.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

One hub with one circle; its neighbours go on reading and writing through all of it, and at the end its database holds
what it held before. What needs a login to be sent is tested with the engine, in tests/unit/hub/engine.
"""

import base64
import json
import os
import socket
import threading
import time

from asking import Broken, check
from hostile_rows import fragments, frames, http, http_rows, oversize_frames, oversize_http, raw_frames, request
from hub_database import dump
from kring_world import World
from process_memory import resident
from script import run_script
from web_socket import TEXT, Closed, Connection, make_frame

TEST_WITHIN_S = 600
# What the hub allows, and as much again for a busy machine.
HEADER_WITHIN_S = 10
LOGIN_WITHIN_S = 30
GRACE_S = 30
ANSWER_WITHIN_S = 30
SMALL_BUFFER = 4096
# Requests whose answers are more than the sockets between take.
FILLS_SOCKETS = 13_500
# Requests whose answers are more than a reader's kernel takes, and less than the hub's keeps besides.
FILLS_ONE_SIDE = 6_000


# Each row of the tables is sent on a connection of its own, and answered or closed.


def send_frame(port, frame):
    with Connection(port, timeout=ANSWER_WITHIN_S) as connection:
        connection.receive_event("hello")
        connection.send_text(frame.text)
        answer = connection.receive_answer()
        code = answer.get("error", {}).get("code")
        check(code == frame.code if frame.code else code, f"answered with {json.dumps(answer)[:200]}")
        check(answer.get("id") == frame.id, f"answered to {answer.get('id')!r}")
        connection.send_text(request(id=9, op="ping"))
        check(connection.receive_answer().get("id") == 9, "the connection goes on")


def send_raw_frames(port, row):
    with Connection(port, timeout=ANSWER_WITHIN_S) as connection:
        connection.receive_event("hello")
        try:
            connection.send_raw(row.data)
            while True:
                connection.receive_text()
        except Closed as closed:
            check(closed.code is None or closed.code in row.codes, f"closed with {closed.code}")


def send_http(port, row):
    with socket.create_connection(("127.0.0.1", port), ANSWER_WITHIN_S) as connection:
        answer = b""
        try:
            connection.sendall(row.data)
        except ConnectionError:
            pass  # It has its answer already, or is closed: the next lines tell.
        try:
            while b"\r\n" not in answer and (more := connection.recv(65536)):
                answer += more
        except ConnectionError:
            check(row.may_close or answer, "the connection was cut")
        if not answer:
            check(row.may_close, "closed without an answer")
            return
        status = answer.split(b"\r\n", 1)[0].split(b" ")
        check(status[0] == b"HTTP/1.1" and int(status[1]) in row.statuses, f"answered {answer[:100]!r}")


def charters_alike(hub, circle):
    """1 unless a charter that is not public is answered, byte for byte, as one that is not there and as no id at all."""
    answers = set()
    for target in (f"{circle}/1", "ab" * 32 + "/1", "ab" * 32 + "/0", "ab" * 31 + "/1", "x", circle.upper() + "/1", ""):
        with socket.create_connection(("127.0.0.1", hub.port), ANSWER_WITHIN_S) as connection:
            connection.sendall(http("GET", f"/v1/charter/{target}"))
            answer = b""
            while more := connection.recv(65536):
                answer += more
            answers.add(answer)
    alike = len(answers) == 1 and answers.pop().startswith(b"HTTP/1.1 404 ")
    print(f"{'ok' if alike else 'BROKEN':6}           charters that are private, unknown or misnamed are answered alike", flush=True)
    return not alike


# Those who take their time. Each is closed within what the hub allows; all wait at the same time.


def wait_closed(connection, within_s, drip=None):
    """Until the other end closes. `drip`: a byte to send now and then."""
    deadline = time.monotonic() + within_s + GRACE_S
    connection.settimeout(0.5)
    while time.monotonic() < deadline:
        try:
            if drip:
                connection.sendall(drip)
            if not connection.recv(65536):
                return
        except TimeoutError:
            continue
        except ConnectionError:
            return
    raise Broken(f"still open after {within_s} s and {GRACE_S} more")


def silent(port):
    """Says nothing at all."""
    with socket.create_connection(("127.0.0.1", port), ANSWER_WITHIN_S) as connection:
        wait_closed(connection, HEADER_WITHIN_S)


def slow_head(port):
    """A byte of its head now and then."""
    with socket.create_connection(("127.0.0.1", port), ANSWER_WITHIN_S) as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nX-Slow: ")
        wait_closed(connection, HEADER_WITHIN_S, drip=b"x")


def half_closed(port):
    """Closes its own direction before it has asked anything."""
    with socket.create_connection(("127.0.0.1", port), ANSWER_WITHIN_S) as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\n")
        connection.shutdown(socket.SHUT_WR)
        wait_closed(connection, HEADER_WITHIN_S)


def half_handshake(port):
    """Begins a WebSocket's handshake and stops."""
    with socket.create_connection(("127.0.0.1", port), ANSWER_WITHIN_S) as connection:
        connection.sendall(b"GET /v1/ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
        wait_closed(connection, HEADER_WITHIN_S)


def no_login(port):
    """Shakes hands and never logs in."""
    with Connection(port, timeout=ANSWER_WITHIN_S) as connection:
        wait_closed(connection.socket, LOGIN_WITHIN_S)


def chatty_without_login(port):
    """Pings on and on and never logs in."""
    with Connection(port, timeout=ANSWER_WITHIN_S) as connection:
        wait_closed(connection.socket, LOGIN_WITHIN_S, drip=make_frame(TEXT, request(id=1, op="ping").encode()))


def half_frame(port):
    """Begins a frame and stops."""
    with Connection(port, timeout=ANSWER_WITHIN_S) as connection:
        connection.send_raw(make_frame(TEXT, b"x" * 1000)[:100])
        wait_closed(connection.socket, LOGIN_WITHIN_S)


def send_until_closed(connection, data, within_s):
    """Sends `data` over and over, whole each time, and reads nothing."""
    deadline = time.monotonic() + within_s + GRACE_S
    connection.settimeout(0.5)
    left = memoryview(data)
    try:
        while time.monotonic() < deadline:
            try:
                left = left[connection.send(left) :] or memoryview(data)
            except TimeoutError:
                continue
    except ConnectionError:
        return
    raise Broken(f"still open after {within_s} s and {GRACE_S} more")


def deaf(port):
    """Sends and sends and reads nothing: its answers are not piled up for ever."""
    with Connection(port, timeout=ANSWER_WITHIN_S) as connection:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        send_until_closed(connection.socket, make_frame(TEXT, b"geen json") * 2000, LOGIN_WITHIN_S)


def deaf_and_silent(port):
    """Reads nothing and stops sending: is not written to for ever."""
    send_and_wait(port, make_frame(TEXT, b"geen json") * FILLS_SOCKETS)


def deaf_and_wrong(port):
    """Reads nothing, and then breaks the protocol: the goodbye behind its answers does not wait for ever."""
    send_and_wait(port, make_frame(TEXT, b"geen json") * FILLS_SOCKETS + b"\xff" * 64)


def deaf_to_little(port):
    """Reads nothing of the little that it is told, which the hub's kernel takes at once: nor is that kept for ever."""
    send_and_wait(port, make_frame(TEXT, b"geen json") * FILLS_ONE_SIDE)


def send_and_wait(port, data):
    with Connection(port, timeout=ANSWER_WITHIN_S) as connection:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        try:
            connection.send_raw(data)
        except Closed:
            return  # The hub had enough of it already.
        given_up(connection.socket, LOGIN_WITHIN_S)


def given_up(connection, within_s):
    """Until the hub's end of the connection is gone, without reading from ours: who does not read may not notice."""
    ours, hubs = (f":{end[1]:04X}" for end in (connection.getsockname(), connection.getpeername()))
    deadline = time.monotonic() + within_s + GRACE_S
    while time.monotonic() < deadline:
        with open("/proc/net/tcp", encoding="ascii") as rows:
            if not any(hubs in local and ours in remote for _, local, remote, *_ in map(str.split, rows)):
                return
        time.sleep(0.5)
    raise Broken(f"still held after {within_s} s and {GRACE_S} more")


SLOW = (silent, slow_head, half_closed, half_handshake, no_login, chatty_without_login, half_frame, deaf, deaf_and_silent, deaf_and_wrong, deaf_to_little)


# Those who ask for more memory than they may.

OVERSIZE_ROUNDS = 10
# What a hub may hold more after all of them than after the first round: noise of the allocator.
GROWTH_BYTES_MAX = 8 << 20
MANY_FRAGMENTS = 1_000_000
FRAGMENTS_WITHIN_S = 120


def send_fragments(port):
    """One small request in a million frames: it is one message, and answered as such."""
    with Connection(port, timeout=FRAGMENTS_WITHIN_S) as connection:
        connection.receive_event("hello")
        connection.send_raw(fragments(request(id=7, op="ping").encode(), MANY_FRAGMENTS))
        check(connection.receive_answer().get("id") == 7, "a message of a million frames is answered")


def offer_compression(port):
    """Compression is offered, and not taken: nothing that is sent is ever unpacked."""
    offer = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame"}
    with Connection(port, headers=offer, timeout=ANSWER_WITHIN_S) as connection:
        check(connection.status == 101, "the connection is taken")
        check(b"extensions" not in connection.head.lower(), "and no extension with it")
        connection.receive_event("hello")


def send_oversize(hub):
    """All of it once. Gives how many rows failed."""
    failures = 0
    for row in oversize_frames():
        failures += run_row(hub, row, send_raw_frames)
    for row in oversize_http():
        failures += run_row(hub, row, send_http)
    send_fragments(hub.port)
    offer_compression(hub.port)
    return failures


def stay_small(hub):
    """Rounds of all that is too large, while the hub's memory is watched."""
    started = time.monotonic()
    failures = send_oversize(hub)
    before, _ = resident(hub.process)
    for _ in range(OVERSIZE_ROUNDS):
        failures += send_oversize(hub)
    after, peak = resident(hub.process)
    grown, high = after - before, peak - before
    # Instrumented memory is larger, and as much noisier.
    allowed = max(GROWTH_BYTES_MAX, before // 8)
    flat = grown <= allowed and high <= 2 * allowed
    took = f"{time.monotonic() - started:6.1f} s"
    print(f"{'ok' if flat and not failures else 'BROKEN':6} {took}  {OVERSIZE_ROUNDS} rounds of what is too large: from "
          f"{before / 1e6:.1f} MB to {after / 1e6:.1f}, at most {peak / 1e6:.1f}", flush=True)
    return failures + (not flat)


# The test.


class Neighbours:
    """People whose circle works on: one watches, one can write."""

    def __init__(self, world):
        self.world = world
        self.mother = world.home("moeder")
        self.father = world.home("vader")
        self.mother.init("Marieke", "moeder")
        self.father.init("Joost", "vader")
        self.circle = self.mother.run("found", "Buren")["circle"]
        invited = self.mother.run("invite", "family", "--preapproved")
        self.father.run("join", invited["link"])
        for home in (self.mother, self.father, self.mother, self.father):
            home.run("status")


def hub_lives(hub):
    check(hub.runs, f"the hub ended with {hub.process.returncode}")
    check(hub.get("/livez") == 200, "/livez answers 200")


def run_row(hub, row, send):
    """1 if it was not answered as it must be."""
    try:
        send(hub.port, row)
        hub_lives(hub)
    except (Broken, Closed, TimeoutError, ValueError) as failure:
        print(f"    BROKEN {row.name}: {failure!r}", flush=True)
        return 1
    return 0


def run_table(hub, title, rows, send):
    started = time.monotonic()
    failures = 0
    for row in rows:
        failures += run_row(hub, row, send)
        if not hub.runs:
            break
    took = f"{time.monotonic() - started:6.1f} s"
    print(f"{'ok' if not failures else 'BROKEN':6} {took}  {len(rows)} {title}", flush=True)
    return failures


class SlowOnes:
    """All of `SLOW` at once, in threads."""

    def __init__(self, port):
        self.failures = []
        self.threads = [threading.Thread(target=self._run, args=(port, one), daemon=True) for one in SLOW]
        for thread in self.threads:
            thread.start()

    def _run(self, port, one):
        try:
            one(port)
        except Exception as failure:  # Told by the main thread.
            self.failures.append(f"{one.__doc__} {failure!r}")

    def join(self):
        for thread in self.threads:
            thread.join()
        for failure in self.failures:
            print(f"    BROKEN {failure}", flush=True)
        print(f"{'ok' if not self.failures else 'BROKEN':6}           {len(SLOW)} who take their time", flush=True)
        return len(self.failures)


def attack(world):
    hub = world.hub
    hub.start()
    neighbours = Neighbours(world)
    check(hub.stop() == 0, "the hub stops well")
    before = dump(hub.data)
    hub.start()
    circle = base64.urlsafe_b64encode(bytes.fromhex(neighbours.circle)).rstrip(b"=").decode()
    with neighbours.father.watch() as watch:
        watch.wait_connected()
        slow = SlowOnes(hub.port)
        failures = run_table(hub, "text frames", frames(circle), send_frame)
        failures += run_table(hub, "byte sequences", raw_frames(), send_raw_frames)
        failures += run_table(hub, "HTTP requests", http_rows(), send_http)
        failures += charters_alike(hub, neighbours.circle)
        failures += slow.join()
        failures += stay_small(hub)
        hub_lives(hub)
        check(watch.process.poll() is None, "the neighbour still watches")
        check(hub.stop() == 0, "the hub stops well")
        after = dump(hub.data)
        for table in before:
            check(before[table] == after[table], f"nothing was stored in {table}")
        hub.start()
        neighbours.mother.run("say", "circle", "Wij zijn er nog. 💪")
        watch.wait_for_text("Wij zijn er nog. 💪")
    print("ok               nothing stored, and the neighbours talk on", flush=True)
    return failures


def test(programs):
    # A hub under the address sanitizer keeps what it frees for a while, which is not what is asked here.
    os.environ["ASAN_OPTIONS"] = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "quarantine_size_mb=1"]))
    with World(programs) as world:
        check(attack(world) == 0, "every row is answered as it should be")


if __name__ == "__main__":
    run_script(__doc__, TEST_WITHIN_S, test)
