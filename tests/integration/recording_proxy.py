"""A TCP proxy that keeps every byte between clients and a hub, and may change what the hub says."""

import socket
import threading
from dataclasses import dataclass, field

import web_socket


@dataclass
class Recording:
    """One connection: what the client sent and what the hub sent."""

    from_client: bytearray = field(default_factory=bytearray)
    from_hub: bytearray = field(default_factory=bytearray)

    def views(self):
        """The bytes as they went over the wire, and what WebSocket frames carried in them."""
        for stream in (self.from_client, self.from_hub):
            stream = bytes(stream)
            yield stream
            yield web_socket.payloads(stream)


class RecordingProxy:
    """Listens on a port of its own for as long as it lives, also while no hub runs behind it.

    So clients keep one address while hubs come and go. Connections without a hub are closed at once.
    """

    def __init__(self):
        self.recordings = []
        # What becomes of each WebSocket message of the hub, in connections that begin from now on: bytes to bytes.
        self.change = None
        # What a request of HTTP is answered instead of by the hub, from now on: its first bytes to the answer's bytes, b"" for
        # an answer that never comes, None for the hub's own.
        self.answer = None
        # Whom the proxy says that connections are from which begin from now on (`X-Forwarded-For`); None: it says nothing.
        self.speaks_for = None
        self._hub_port = None
        self._lock = threading.Lock()
        self._sockets = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def point_at(self, hub_port):
        """New connections go to this port; None: nowhere."""
        with self._lock:
            self._hub_port = hub_port

    def close(self):
        # A shutdown wakes the thread in accept(); a close alone would leave it there.
        _shutdown(self._listener)
        self._listener.close()
        with self._lock:
            sockets = list(self._sockets)
        for one in sockets:
            _shutdown(one)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _answered(self, client):
        """Whether a connection was served without the hub. One that gets no answer ends with the client, or with the proxy."""
        answer = self.answer(client.recv(65536, socket.MSG_PEEK)) if self.answer else None
        if answer is None:
            return False
        with self._lock:
            self._sockets.add(client)
        try:
            if answer:
                client.sendall(answer)
                client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass
        except OSError:
            pass  # The client has gone, which is what was waited for.
        with self._lock:
            self._sockets.discard(client)
        client.close()
        return True

    def _serve(self, client):
        if self._answered(client):
            return
        with self._lock:
            port = self._hub_port
        try:
            hub = socket.create_connection(("127.0.0.1", port), timeout=10) if port else None
        except OSError:
            hub = None
        if hub is None:
            client.close()
            return
        hub.settimeout(None)
        recording = Recording()
        with self._lock:
            self.recordings.append(recording)
            self._sockets |= {client, hub}
        change = _Change(self.change) if self.change else None
        forward = _Forwarded(self.speaks_for) if self.speaks_for else None
        back = threading.Thread(target=_pump, args=(hub, client, recording.from_hub, change), daemon=True)
        back.start()
        _pump(client, hub, recording.from_client, forward)
        back.join()
        with self._lock:
            self._sockets -= {client, hub}
        client.close()
        hub.close()


class _Forwarded:
    """The bytes from client to hub, with a header more in the first request."""

    def __init__(self, address):
        self._header = f"X-Forwarded-For: {address}\r\n".encode()

    def __call__(self, data):
        line, end, rest = data.partition(b"\r\n")
        if not self._header or not end:
            return data
        header, self._header = self._header, b""
        return line + end + header + rest


class _Change:
    """The bytes from hub to client, with what WebSocket frames carry changed. Other HTTP goes through as it is."""

    def __init__(self, change):
        self._change = change
        self._held = b""
        self._head = b""

    def __call__(self, data):
        self._held += data
        out = b""
        if not self._head:
            head, end, rest = self._held.partition(b"\r\n\r\n")
            if not end:
                return b""
            self._head, self._held = head, rest
            out = head + end
        if not self._head.startswith(b"HTTP/1.1 101"):
            out, self._held = out + self._held, b""
        while frame := web_socket.parse_frame(self._held):
            opcode, final, payload, self._held = frame
            out += web_socket.make_frame(opcode, self._change(payload), final=final, masked=False)
        return out


def _pump(source, target, kept, change=None):
    """Carries one direction until it ends; a broken connection ends both."""
    try:
        while data := source.recv(65536):
            kept += data
            target.sendall(change(data) if change else data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        _shutdown(source)
        _shutdown(target)


def _shutdown(one):
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # It is closed already, which is what was wanted.
