"""Looks for texts that must be nowhere, in every form in which they could have got there."""

import base64
import html
import json
import quopri
import unicodedata
import urllib.parse
from pathlib import Path

# A block of so many bytes is looked up at a time, at every so many bytes: a form that is nearly twice as long holds a whole
# one wherever it lies.
BLOCK_BYTES = 8
# The shortest text that is worth planting: a shorter one could lie between two blocks.
PLANTED_BYTES_MIN = 2 * BLOCK_BYTES - 1


def encodings(text):
    """{name: bytes} of all forms of a text that a careless program leaves behind."""
    plain = text.encode("utf-8")
    as_json = json.dumps(text).strip('"')
    percent = urllib.parse.quote(text)
    forms = {
        "utf-8": plain,
        "utf-8 in parts": unicodedata.normalize("NFD", text).encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "utf-32-le": text.encode("utf-32-le"),
        "utf-32-be": text.encode("utf-32-be"),
        "utf-7": text.encode("utf-7"),
        "windows-1252": text.encode("cp1252", "replace"),
        "lower case": text.lower().encode(),
        "upper case": text.upper().encode(),
        "hex": plain.hex().encode(),
        "upper hex": plain.hex().upper().encode(),
        "hex by spaces": plain.hex(" ").encode(),
        "utf-16 hex": text.encode("utf-16-be").hex().encode(),
        "json": as_json.encode(),
        "json with capitals": _upper_escapes(as_json).encode(),
        "json in json": json.dumps(as_json).strip('"').encode(),
        "plain json in json": json.dumps(json.dumps(text, ensure_ascii=False), ensure_ascii=False)[3:-3].encode(),
        "percent": percent.encode(),
        "lower percent": _lower_escapes(percent).encode(),
        "form": urllib.parse.quote_plus(text).encode(),
        "percent twice": urllib.parse.quote(percent).encode(),
        "html": html.escape(text).encode("ascii", "xmlcharrefreplace"),
        "quoted printable": quopri.encodestring(plain).replace(b"=\n", b""),
        "c escapes": plain.decode("latin-1").encode("unicode_escape"),
        "octal": b"".join(bytes([one]) if 32 <= one < 127 else b"\\%03o" % one for one in plain),
        "base32": base64.b32encode(plain).rstrip(b"="),
        "sql": text.replace("'", "''").encode(),
        "backwards": plain[::-1],
    }
    for offset in range(3):
        for name, encoded in (("", plain), ("utf-16 ", text.encode("utf-16-le"))):
            inside = _base64_inside(encoded, offset)
            forms[f"{name}base64 at {offset}"] = inside
            forms[f"{name}base64url at {offset}"] = inside.translate(bytes.maketrans(b"+/", b"-_"))
    if min(map(len, forms.values())) < PLANTED_BYTES_MIN:
        raise ValueError(f"{text!r} is too short to be looked for")
    return forms


def _upper_escapes(as_json):
    head, *rest = as_json.split("\\u")
    return head + "".join("\\u" + part[:4].upper() + part[4:] for part in rest)


def _lower_escapes(percent):
    head, *rest = percent.split("%")
    return head + "".join("%" + part[:2].lower() + part[2:] for part in rest)


def _base64_inside(plain, offset):
    """The characters that stand for `plain` alone when it begins `offset` bytes into what is encoded."""
    encoded = base64.b64encode(b"\0" * offset + plain).rstrip(b"=")
    first = -(-offset * 8 // 6)
    last = (offset + len(plain)) * 8 // 6
    return encoded[first:last]


class Scan:
    """All that was seen of a system, and the question whether any of many texts is anywhere in it."""

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

    def find(self, *texts):
        """{text: ["where (in which encoding)", …]} of the texts that are somewhere."""
        needles = {}
        for text in texts:
            for form, needle in encodings(text).items():
                needles.setdefault(needle, []).append((text, form))
        blocks = {}
        for needle in needles:
            for at in range(len(needle) - BLOCK_BYTES + 1):
                blocks.setdefault(_number(needle[at : at + BLOCK_BYTES]), []).append((needle, at))
        found = {}
        for name, data in self._haystacks:
            for needle in _held(blocks, data):
                for text, form in needles[needle]:
                    found.setdefault(text, []).append(f"{name} ({form})")
        return found

    def holds(self, data):
        """Whether these very bytes are somewhere: the proof that something was looked at."""
        return any(data in held for _, held in self._haystacks)


def _number(block):
    return memoryview(block).cast("Q")[0]


def _held(blocks, data):
    """The needles that are in `data`: each has a block at a multiple of its length, and around that the rest of it."""
    whole = memoryview(data)[: len(data) // BLOCK_BYTES * BLOCK_BYTES].cast("Q")
    known = blocks.keys() & whole
    if not known:
        return set()
    return {
        needle
        for place, block in enumerate(whole)
        if block in known
        for needle, at in blocks[block]
        if data.startswith(needle, place * BLOCK_BYTES - at) and place * BLOCK_BYTES >= at
    }
