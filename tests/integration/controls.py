"""Texts that are put on purpose where none may be: a search that does not find them proves nothing by finding no others."""

import contextlib
import re
import sqlite3

import web_socket


class Controls:
    """One text for each place, and whether a scan has found it there."""

    def __init__(self):
        self._wanted = []

    def text_for(self, place):
        """The text to be put into a place that a scan calls by a name which begins like this pattern."""
        text = f"Controle {len(self._wanted)}: dít hoort hier en wórdt gevonden 🎯"
        self._wanted.append((place, text))
        return text

    @property
    def count(self):
        return len(self._wanted)

    def not_found(self, scan):
        """The places in which a scan does not find what was put there."""
        found = scan.find(*(text for _, text in self._wanted))
        return [place for place, text in self._wanted if not any(re.match(place, one) for one in found.get(text, []))]

    @contextlib.contextmanager
    def held_by(self, ports, place):
        """While this lasts, whoever listens on these ports holds half a message, masked on its way, that says the text."""
        text = self.text_for(place)
        half = b'{"op":"' + text.encode()
        with contextlib.ExitStack() as open_ones:
            for port in ports:
                connection = open_ones.enter_context(web_socket.Connection(port))
                connection.send_raw(web_socket.make_frame(web_socket.TEXT, half, final=False))
                # Answered when what came before has been taken in.
                connection.send_raw(web_socket.make_frame(web_socket.PING, b""))
                connection.receive_pong()
            yield

    def say_through(self, port, place):
        """Says the text in a masked frame of a connection, and waits until somebody has taken it in."""
        with self.held_by([port], place):
            pass

    @contextlib.contextmanager
    def stored_in(self, folder, pending, settled):
        """A row in a stopped hub's SQLite: while this lasts in its write-ahead log, then in the database itself."""
        (file,) = folder.glob("*.db")
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA wal_autocheckpoint = 0")
            database.execute("CREATE TABLE control (text TEXT)")
            for place in (pending, settled):
                database.execute("INSERT INTO control VALUES (?)", [self.text_for(place)])
            yield
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def written_in(self, folder, name):
        """A file in a folder, and a line in each log there."""
        (folder / "control").write_text(self.text_for(rf"{name}/control "))
        for log in folder.glob("*.log"):
            with open(log, "a", encoding="utf-8") as lines:
                lines.write(self.text_for(rf"{name}/{re.escape(log.name)} ") + "\n")
