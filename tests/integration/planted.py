"""Looks for texts that must be nowhere, in every form in which they could have got there."""

import base64
import json
import urllib.parse
from pathlib import Path

# The shortest text that is worth planting: a shorter one turns up in megabytes of random base64 by itself.
PLANTED_BYTES_MIN = 12


def encodings(text):
    """{name: bytes} of all forms of a text that a careless program leaves behind."""
    plain = text.encode("utf-8")
    if len(plain) < PLANTED_BYTES_MIN:
        raise ValueError(f"{text!r} is too short to be looked for")
    forms = {
        "utf-8": plain,
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "upper hex": plain.hex().upper().encode(),
        "json": json.dumps(text).strip('"').encode(),
        "percent": urllib.parse.quote(text).encode(),
        "c escapes": plain.decode("latin-1").encode("unicode_escape"),
    }
    for offset in range(3):
        forms[f"base64 at {offset}"] = _base64_inside(plain, offset)
        forms[f"base64url at {offset}"] = forms[f"base64 at {offset}"].translate(bytes.maketrans(b"+/", b"-_"))
    return forms


def _base64_inside(plain, offset):
    """The characters that stand for `plain` alone when it begins `offset` bytes into what is encoded."""
    encoded = base64.b64encode(b"\0" * offset + plain).rstrip(b"=")
    first = -(-offset * 8 // 6)
    last = (offset + len(plain)) * 8 // 6
    return encoded[first:last]


class Scan:
    """All that was seen of a system, and the question whether a text is anywhere in it."""

    def __init__(self):
        self._haystacks = []

    def add(self, name, data):
        self._haystacks.append((name, bytes(data)))

    def add_folder(self, name, folder):
        """Every file below `folder`, and the files' own names."""
        for file in sorted(Path(folder).rglob("*")):
            where = f"{name}/{file.relative_to(folder)}"
            self.add(f"the name of {where}", str(file.relative_to(folder)).encode())
            if file.is_file():
                self.add(where, file.read_bytes())

    @property
    def size(self):
        return sum(len(data) for _, data in self._haystacks)

    def find(self, text):
        """["where (in which encoding)", …]; empty if the text is nowhere."""
        forms = encodings(text)
        return [
            f"{name} ({form})"
            for name, data in self._haystacks
            for form, needle in forms.items()
            if needle in data
        ]

    def holds(self, data):
        """Whether these very bytes are somewhere: the proof that something was looked at."""
        return any(data in held for _, held in self._haystacks)
