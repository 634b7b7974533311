"""A PostgreSQL of a test's own, run by `ops/postgres`: it ends with this process, however that ends."""

import contextlib
import shutil
import subprocess
import urllib.parse
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "ops" / "postgres"


class PostgresServer:
    """The server, and one empty database in it at `url`. `settings` are its own, such as `max_connections=20`."""

    def __init__(self, *settings):
        self.process = subprocess.Popen([PROGRAM, *settings], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        own = self.process.stdout.readline().strip()
        if not own:
            raise RuntimeError("ops/postgres does not start")
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(own).query)
        self.folder = Path(query["host"][0])
        self.port = query["port"][0]
        self.user = query["user"][0]
        self.tell("create kring")
        self.url = own.replace("/postgres?", "/kring?")

    def tell(self, command):
        """`stop` (at once), `start`, `pause`, `resume`."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().strip()
        if said != "ok":
            raise RuntimeError(f"ops/postgres {command}: {said}")

    def _run(self, program, *arguments):
        where = ["--host", self.folder, "--port", self.port, "--username", self.user]
        command = [program, *where, "--dbname", "kring", *arguments]
        return subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout

    def ask(self, query, *values):
        """The rows that a query gives, as numbers. Values are bytes, in the places of its question marks."""
        for value in values:
            query = query.replace("?", f"decode('{value.hex()}', 'hex')", 1)
        rows = self._run("psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", f"SET search_path = kring; {query}")
        return [tuple(int(cell) for cell in line.split("|")) for line in rows.decode().splitlines() if line[:1].isdigit()]

    def keep_text(self, text):
        """A text in a table of its own, in the write-ahead log, and in the server's log."""
        table = f"CREATE TABLE IF NOT EXISTS control (text text); INSERT INTO control VALUES ('{text}')"
        for command in (table, f"DO $$ BEGIN RAISE LOG '{text}'; END $$"):
            self._run("psql", "--no-psqlrc", "--command", command)

    def copy_to(self, folder):
        """All that the database has written: its files, the write-ahead log, the server's log, and all rows as text."""
        self._run("psql", "--no-psqlrc", "--command", "CHECKPOINT")
        (number,) = self.ask("SELECT oid FROM pg_database WHERE datname = current_database()")[0]
        folder.mkdir(parents=True)
        for part in (f"base/{number}", "pg_wal"):
            for file in (self.folder / "data" / part).iterdir():
                with contextlib.suppress(OSError):  # The server may remove one meanwhile, and folders are none.
                    shutil.copyfile(file, folder / file.name)
        shutil.copyfile(self.folder / "log", folder / "log")
        (folder / "dump").write_bytes(self._run("pg_dump"))

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
