"""A TCP proxy that keeps every byte between clients and a hub."""

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

    def _serve(self, client):
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
        back = threading.Thread(target=_pump, args=(hub, client, recording.from_hub), daemon=True)
        back.start()
        _pump(client, hub, recording.from_client)
        back.join()
        with self._lock:
            self._sockets -= {client, hub}
        client.close()
        hub.close()


def _pump(source, target, kept):
    """Carries one direction until it ends; a broken connection ends both."""
    try:
        while data := source.recv(65536):
            kept += data
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        _shutdown(source)
        _shutdown(target)


def _shutdown(one):
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # It is closed already, which is what was wanted.
