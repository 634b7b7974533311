"""The tables of what a stranger sends: frames, bytes that are no frames, and HTTP."""

import base64
import json
import struct
import time
import zlib
from dataclasses import dataclass

from web_socket import BINARY, CLOSE, PING, TEXT, make_frame

FRAME_BYTES_MAX = 65_536
HEADER_BYTES_MAX = 8 * 1024
BODY_BYTES_MAX = 8 * 1024 * 1024
PIECE_BYTES_MAX = 1024 * 1024

ID32 = base64.urlsafe_b64encode(bytes(range(32))).rstrip(b"=").decode()
ID16 = base64.urlsafe_b64encode(bytes(range(16))).rstrip(b"=").decode()
SIGNATURE = base64.urlsafe_b64encode(bytes(64)).rstrip(b"=").decode()


# Frames. Each is sent on a connection of its own; then the connection has to serve an honest request, or be closed.


@dataclass(frozen=True)
class Frame:
    """A text frame that is answered with an error of this code; the connection lives."""

    name: str
    text: str | bytes
    code: str
    id: int | None = None


def request(**fields):
    return json.dumps(fields, separators=(",", ":"))


def login(**changes):
    fields = {"id": 7, "op": "login", "circle": ID32, "handle": ID16, "client_nonce": ID32, "signature": SIGNATURE}
    return request(**{**fields, **changes})


def with_size(size):
    """A frame of exactly so many bytes that asks for nothing known."""
    head, tail = '{"id":7,"op":"', '"}'
    return head + "x" * (size - len(head) - len(tail)) + tail


def keys(count):
    """A ping with `count` keys in all."""
    more = "".join(f',"k{number}":{number}' for number in range(count - 2))
    return '{"id":7,"op":"ping"' + more + "}"


def nested(depth):
    return '{"id":7,"op":"ping","x":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


def frames(circle):
    return [
        Frame("no JSON at all", "dit is geen json", "bad_frame"),
        Frame("nothing", "", "bad_frame"),
        Frame("control characters", "\x00\x01\x02", "bad_frame"),
        Frame("a truncated object", '{"id":7,"op":"ping"', "bad_frame"),
        Frame("a truncated string", '{"id":7,"op":"pin', "bad_frame"),
        Frame("two objects", '{"id":7,"op":"ping"}{"id":8,"op":"ping"}', "bad_frame"),
        Frame("an array", '[{"id":7,"op":"ping"}]', "bad_frame"),
        Frame("a number", "7", "bad_frame"),
        Frame("null", "null", "bad_frame"),
        Frame("a comment", '{"id":7,/* hier */"op":"ping"}', "bad_frame"),
        Frame("NaN", '{"id":NaN,"op":"ping"}', "bad_frame"),
        Frame("single quotes", "{'id':7,'op':'ping'}", "bad_frame"),
        Frame("a byte order mark before a bomb", "\ufeff[", "bad_frame"),
        Frame("half a surrogate pair", '{"id":7,"op":"\\ud83d"}', "bad_frame"),
        Frame("no id", request(op="ping"), "bad_frame"),
        Frame("an id that is text", request(id="7", op="ping"), "bad_frame"),
        Frame("an id that is null", request(id=None, op="ping"), "bad_frame"),
        Frame("a negative id", request(id=-1, op="ping"), "bad_frame"),
        Frame("an id with a fraction", '{"id":7.0,"op":"ping"}', "bad_frame"),
        Frame("an id with an exponent", '{"id":7e0,"op":"ping"}', "bad_frame"),
        Frame("an id of 2^53", '{"id":9007199254740992,"op":"ping"}', "bad_frame"),
        Frame("an id beyond 64 bits", '{"id":18446744073709551616,"op":"ping"}', "bad_frame"),
        Frame("an id beyond every float", '{"id":1e400,"op":"ping"}', "bad_frame"),
        Frame("a number of 60,000 digits", '{"id":' + "9" * 60_000 + ',"op":"ping"}', "bad_frame"),
        Frame("depth 17", nested(17), "bad_frame"),
        Frame("a depth bomb", "[" * 60_000, "bad_frame"),
        Frame("a depth bomb of objects", '{"a":' * 12_000, "bad_frame"),
        Frame("257 keys", keys(257), "bad_frame"),
        Frame("a key bomb", keys(5_000), "bad_frame"),
        Frame("a key twice", '{"id":7,"id":8,"op":"ping"}', "bad_frame"),
        Frame("a key twice further down", '{"id":7,"op":"ping","x":{"a":1,"a":2}}', "bad_frame"),
        Frame("a key twice, once in escapes", '{"id":7,"op":"ping","\\u006fp":"login"}', "bad_frame"),
        Frame("no operation", request(id=7), "bad_field", 7),
        Frame("an operation that is a number", request(id=7, op=7), "bad_field", 7),
        Frame("an unknown operation", request(id=7, op="drop_tables"), "unknown_op", 7),
        Frame("an operation with a zero byte", request(id=7, op="ping\x00"), "unknown_op", 7),
        Frame("the longest frame that is allowed", with_size(FRAME_BYTES_MAX), "unknown_op", 7),
        Frame("a login without fields", request(id=7, op="login"), "bad_field", 7),
        Frame("a circle that is a number", login(circle=7), "bad_field", 7),
        Frame("a circle that is null", login(circle=None), "bad_field", 7),
        Frame("a circle that is an object", login(circle={"$ne": None}), "bad_field", 7),
        Frame("a circle of 31 bytes", login(circle=ID32[:42]), "bad_field", 7),
        Frame("a circle of 33 bytes", login(circle=ID32 + "A"), "bad_field", 7),
        Frame("base64 with padding", login(circle=ID32 + "="), "bad_field", 7),
        Frame("base64 of the other alphabet", login(circle="+" + ID32[1:]), "bad_field", 7),
        Frame("base64 with stray bits", login(circle=ID32[:-1] + "9"), "bad_field", 7),
        Frame("base64 with a line end", login(circle=ID32[:-1] + "\n"), "bad_field", 7),
        Frame("a login to a circle that is not here", login(), "not_admitted", 7),
        Frame("a login of a handle that is not in it", login(circle=circle), "not_admitted", 7),
        Frame("a charter without login", request(id=7, op="charter", circle=circle, **{"from": 1}), "not_logged_in", 7),
        Frame(
            "an append without login",
            request(id=7, op="append", circle=circle, channel=ID16, message=ID16, epoch=1, kind=2, payload="AAAA"),
            "not_logged_in",
            7,
        ),
        Frame("an attach without login", request(id=7, op="attach", circle=circle, charter_after=0, channels=[]),
              "not_logged_in", 7),
        Frame("a claim without login", request(id=7, op="claim", circle=circle, channel=ID16, handle=ID16),
              "not_logged_in", 7),
        Frame("key packages without login", request(id=7, op="key_packages", circle=circle, packages=["AAAA"]),
              "not_logged_in", 7),
        Frame("an introduction without login", request(id=7, op="introduction", circle=circle, invitation=ID16),
              "not_logged_in", 7),
        Frame("a welcome taken without login", request(id=7, op="welcomed", circle=circle, welcome_ids=[1]),
              "not_logged_in", 7),
        Frame("an attach of 61 channels",
              request(id=7, op="attach", circle=circle, charter_after=0,
                      channels=[{"channel": ID16, "after": 0}] * 61), "limit", 7),
        Frame("a founding of garbage",
              request(id=7, op="bundle", circle=ID32, transaction=ID16, charter=["AAAA"], groups=[]), "", 7),
        Frame("a bundle of nothing", request(id=7, op="bundle", circle=ID32, transaction=ID16, charter=[], groups=[]),
              "", 7),
        Frame("a bundle of 17 entries",
              request(id=7, op="bundle", circle=ID32, transaction=ID16, charter=["AAAA"] * 17, groups=[]), "limit", 7),
    ]


# Bytes that are no honest frame. The connection is closed, with one of these codes or without any.


@dataclass(frozen=True)
class RawFrames:
    name: str
    data: bytes
    codes: tuple


def raw_frames():
    big = b"x" * (FRAME_BYTES_MAX + 1)
    return [
        RawFrames("a frame of 65,537 bytes", make_frame(TEXT, big), (1009,)),
        RawFrames("65,537 bytes in pieces",
                  make_frame(TEXT, big[:40_000], final=False) + make_frame(0, big[40_000:]), (1009,)),
        RawFrames("a frame that says it has 2^62 bytes", make_frame(TEXT, b"x", size=1 << 62), (1009,)),
        RawFrames("a frame that says it has 2^63 bytes", make_frame(TEXT, b"x", size=1 << 63), (1002, 1009)),
        RawFrames("a binary frame", make_frame(BINARY, b'{"id":7,"op":"ping"}'), (1003,)),
        RawFrames("a frame without a mask", make_frame(TEXT, b"{}", masked=False), (1002,)),
        RawFrames("a reserved bit", make_frame(TEXT, b"{}", reserved=0x40), (1002,)),
        RawFrames("an opcode that is none", make_frame(3, b"{}"), (1002,)),
        RawFrames("a continuation of nothing", make_frame(0, b"{}"), (1002,)),
        RawFrames("a new message inside another",
                  make_frame(TEXT, b"{", final=False) + make_frame(TEXT, b"}"), (1002,)),
        RawFrames("a ping of 126 bytes", make_frame(PING, b"x" * 126), (1002,)),
        RawFrames("a ping in pieces", make_frame(PING, b"x", final=False), (1002,)),
        RawFrames("text that is not UTF-8", make_frame(TEXT, b'{"id":7,"op":"\xff\xfe"}'), (1007,)),
        RawFrames("text with an overlong zero", make_frame(TEXT, b'{"id":7,"op":"\xc0\x80"}'), (1007,)),
        RawFrames("a close with one byte", make_frame(CLOSE, b"\x03"), (1002,)),
        RawFrames("a close with a code that is none", make_frame(CLOSE, struct.pack(">H", 1005)), (1002,)),
        RawFrames("a polite close", make_frame(CLOSE, struct.pack(">H", 1000)), (1000,)),
        RawFrames("HTTP where frames belong", b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", (1002,)),
        RawFrames("random bytes", bytes(range(0xF0, 0x100)) * 64, (1002,)),
    ]


# What asks for more memory than it may. Sent again and again: what the hub holds must not grow.


def fragments(text, count):
    """A message in so many frames, all but the first few and the last without a byte."""
    first = make_frame(TEXT, text[:1], final=False) + make_frame(0, text[1:2], final=False)
    empty = make_frame(0, b"", final=False)
    return first + empty * (count - 3) + make_frame(0, text[2:])


def deflated(data):
    """As permessage-deflate has it (RFC 7692, section 7.2.1)."""
    compressor = zlib.compressobj(wbits=-15)
    return (compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH))[:-4]


def oversize_frames():
    one_byte = make_frame(0, b"x", final=False)
    return [
        RawFrames("a message of a million frames of a byte", make_frame(TEXT, b"x", final=False) + one_byte * 999_999, (1009,)),
        RawFrames("a frame of 65,537 bytes", make_frame(TEXT, b"x" * (FRAME_BYTES_MAX + 1)), (1009,)),
        RawFrames("a frame of 16 mebibytes", make_frame(TEXT, bytes(16 << 20)), (1009,)),
        RawFrames("32 mebibytes of zeroes, compressed", make_frame(TEXT, deflated(bytes(32 << 20)), reserved=0x40), (1002,)),
    ]


def oversize_http():
    staged = "/v1/staged/" + "0" * 64 + "/" + "0" * 64
    return [
        Http("a head of 8 KiB and a byte", header_of(HEADER_BYTES_MAX + 1), (431,)),
        Http("a PUT of 8 MiB and a byte, and its body",
             http("PUT", staged, f"Content-Length: {BODY_BYTES_MAX + 1}", body=bytes(BODY_BYTES_MAX + 1)), (413,), True),
        Http("a piece of 1 MiB and a byte, and its body",
             http("PUT", f"/v1/blobs/{'0' * 64}/{'0' * 32}/{'0' * 32}/0/{'0' * 64}", f"Content-Length: {PIECE_BYTES_MAX + 1}",
                  body=bytes(PIECE_BYTES_MAX + 1)), (413,), True),
        Http("chunks beyond 8 MiB", http("PUT", staged, "Transfer-Encoding: chunked",
                                         body=(b"100000\r\n" + bytes(1 << 20) + b"\r\n") * 9), (401, 413), True),
    ]


# HTTP. Each is sent as it stands; it gets one of these statuses, or the connection is closed.


@dataclass(frozen=True)
class Http:
    name: str
    data: bytes
    statuses: tuple
    may_close: bool = False


def http(method, target, *headers, body=b"", connection="close"):
    lines = [f"{method} {target} HTTP/1.1", "Host: hub", f"Connection: {connection}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def header_of(size):
    """A request whose head has exactly so many bytes."""
    empty = http("GET", "/livez", "X-Filler: ")
    return http("GET", "/livez", "X-Filler: " + "x" * (size - len(empty)))


def traversals():
    targets = [
        "/i/../../../../etc/passwd",
        "/i/..%2f..%2fetc%2fpasswd",
        "/i/%2e%2e/%2e%2e/hub.key",
        "/i\\..\\hub.key",
        "/i/",
        "/i/x",
        "//i",
        "/../hub.key",
        "/hub.key",
        "/v1/staged",
        "/v1/staged/",
        "/v1/staged/../../hub.key",
        "/v1/staged/%2e%2e/%2e%2e/hub.key",
        "/v1/staged/" + "0" * 64,
        "/v1/staged/" + "0" * 64 + "/",
        "/v1/staged/" + "0" * 64 + "/..",
        "/v1/staged/" + "0" * 64 + "/../../hub.key",
        "/v1/staged/" + "0" * 64 + "/" + "A" * 64,
        "/v1/staged/" + "0" * 64 + "/" + "0" * 63,
        "/v1/staged/" + "0" * 64 + "/" + "0" * 65,
        "/v1/staged/" + "0" * 64 + "/" + "0" * 64 + "/x",
        "/v1/staged/" + "0" * 64 + "/" + "0" * 60 + "%00",
        "http://elders/v1/staged/" + "0" * 64 + "/" + "0" * 64,
    ]
    return [Http(f"GET {target[:60]}", http("GET", target), (400, 404)) for target in targets]


def http_rows():
    staged = "/v1/staged/" + "0" * 64 + "/" + "0" * 64
    forged = f"Kring-Authorization: v1 {ID16} {int(time.time() * 1000)} {ID16} {SIGNATURE}"
    upgrade = ("Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==")
    return [
        *traversals(),
        Http("a head of 8 KiB", header_of(HEADER_BYTES_MAX), (200,)),
        Http("a head of 8 KiB and a byte", header_of(HEADER_BYTES_MAX + 1), (431,)),
        Http("a head of a mebibyte", header_of(1 << 20), (431,), may_close=True),
        Http("a target of 9,000 bytes", http("GET", "/" + "x" * 9_000), (431,)),
        Http("a PUT of 8 MiB and a byte", http("PUT", staged, forged, f"Content-Length: {BODY_BYTES_MAX + 1}"), (413,)),
        Http("a PUT of 2^63 bytes", http("PUT", staged, forged, f"Content-Length: {1 << 63}"), (413,)),
        Http("a PUT beyond 64 bits", http("PUT", staged, forged, f"Content-Length: {1 << 64}"), (400,), may_close=True),
        Http("a PUT of -1 bytes", http("PUT", staged, forged, "Content-Length: -1"), (400,), may_close=True),
        Http("two lengths", http("PUT", staged, "Content-Length: 1", "Content-Length: 2", body=b"xy"), (400,), True),
        Http("a length and chunks", http("PUT", staged, "Content-Length: 3", "Transfer-Encoding: chunked",
                                         body=b"0\r\n\r\n"), (400, 401), True),
        Http("chunks beyond 8 MiB", http("PUT", staged, forged, "Transfer-Encoding: chunked",
                                         body=(b"100000\r\n" + bytes(1 << 20) + b"\r\n") * 9), (401, 413), True),
        Http("a chunk of 2^63 bytes", http("PUT", staged, forged, "Transfer-Encoding: chunked",
                                           body=b"8000000000000000\r\n"), (401, 413), True),
        Http("a forged PUT whose body never comes", http("PUT", staged, forged, f"Content-Length: {BODY_BYTES_MAX}"),
             (401,)),
        Http("a body that nobody wants", http("POST", "/livez", f"Content-Length: {BODY_BYTES_MAX}"), (413,)),
        Http("a PUT without authorization", http("PUT", staged, "Content-Length: 1", body=b"x"), (401,)),
        Http("a PUT with a forged one", http("PUT", staged, forged, "Content-Length: 1", body=b"x"), (401,)),
        Http("a PUT with a garbled one", http("PUT", staged, "Kring-Authorization: v1 é \t", "Content-Length: 1",
                                              body=b"x"), (401,), True),
        Http("a GET without authorization", http("GET", staged), (401,)),
        Http("a GET with a forged one", http("GET", staged, forged), (401,)),
        Http("a DELETE", http("DELETE", staged), (404, 405)),
        Http("a POST to the page", http("POST", "/i", "Content-Length: 0"), (405,)),
        Http("a PUT to the page", http("PUT", "/i", "Content-Length: 0"), (404, 405)),
        Http("a TRACE", http("TRACE", "/livez"), (405,)),
        Http("a CONNECT", http("CONNECT", "elders:443"), (404, 405), True),
        Http("a method that is none", http("BREW", "/livez"), (400, 405), True),
        Http("HTTP/0.9", b"GET /livez\r\n\r\n", (400,), True),
        Http("HTTP/3.7", b"GET /livez HTTP/3.7\r\n\r\n", (400, 505), True),
        Http("a zero byte in the target", b"GET /li\0vez HTTP/1.1\r\nHost: hub\r\n\r\n", (400, 404), True),
        Http("a header folded over lines", http("GET", "/livez", "X-One: a\r\n b"), (200, 400), True),
        Http("a header without a name", http("GET", "/livez", ": x"), (400,), True),
        Http("bare line ends", b"GET /livez HTTP/1.1\nHost: hub\n\n", (400,), True),
        Http("TLS", bytes.fromhex("160301020001000 1fc0303".replace(" ", "")) + bytes(64), (400,), True),
        Http("garbage", bytes(range(256)) * 8, (400,), True),
        Http("a WebSocket without the subprotocol", http("GET", "/v1/ws", *upgrade, connection="Upgrade"), (400,)),
        Http("a WebSocket of another subprotocol",
             http("GET", "/v1/ws", *upgrade, "Sec-WebSocket-Protocol: kring.v10", connection="Upgrade"), (400,)),
        Http("a WebSocket elsewhere",
             http("GET", "/v1/elders", *upgrade, "Sec-WebSocket-Protocol: kring.v1", connection="Upgrade"), (404,)),
        Http("a plain GET of the WebSocket", http("GET", "/v1/ws"), (400, 404, 426)),
    ]
