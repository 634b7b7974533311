"""Looks into the database of a hub that has stopped, or into a copy of it."""

import sqlite3
from contextlib import closing


def ask(folder, query, *values):
    """The rows that a query gives."""
    (file,) = [one for one in folder.iterdir() if one.suffix in (".db", ".sqlite", ".sqlite3")]
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def dump(folder):
    """{table: its rows, sorted} of everything."""
    tables = ask(folder, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {table: sorted(map(repr, ask(folder, f'SELECT * FROM "{table}"'))) for (table,) in tables}
