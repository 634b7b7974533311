"""The WebSocket protocol (RFC 6455) as far as tests need it: frames out of bytes, and a client that may lie."""

import base64
import json
import os
import socket
import struct

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
SUBPROTOCOL = "kring.v1"


class Closed(Exception):
    """The other side ended the connection: `code` of its closing frame, None without one."""

    def __init__(self, code=None):
        super().__init__(f"closed with {code}" if code else "closed without a closing frame")
        self.code = code


def unmask(payload, mask):
    """XOR with the four bytes of `mask`, as big numbers: a loop over the bytes is too slow for captures."""
    if not payload:
        return b""
    repeated = (mask * (len(payload) // 4 + 1))[: len(payload)]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")
    return number.to_bytes(len(payload), "big")


def parse_frame(data):
    """(opcode, final, payload, rest) of the first frame of `data`; None while it is not whole."""
    if len(data) < 2:
        return None
    first, second = data[0], data[1]
    size, at = second & 0x7F, 2
    if size == 126:
        if len(data) < 4:
            return None
        size, at = struct.unpack_from(">H", data, 2)[0], 4
    elif size == 127:
        if len(data) < 10:
            return None
        size, at = struct.unpack_from(">Q", data, 2)[0], 10
    mask = b""
    if second & 0x80:
        mask, at = bytes(data[at : at + 4]), at + 4
    if len(data) < at + size:
        return None
    payload = bytes(data[at : at + size])
    return first & 0x0F, bool(first & 0x80), unmask(payload, mask) if mask else payload, data[at + size :]


def make_frame(opcode, payload, *, final=True, masked=True, reserved=0, size=None):
    """One client frame. `size` says another length than it has; `reserved` sets bits that stand for nothing."""
    first = (0x80 if final else 0) | reserved | opcode
    told = len(payload) if size is None else size
    bit = 0x80 if masked else 0
    if told < 126:
        head = bytes([first, bit | told])
    elif told < 65536:
        head = bytes([first, bit | 126]) + struct.pack(">H", told)
    else:
        head = bytes([first, bit | 127]) + struct.pack(">Q", told)
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + unmask(payload, mask)


def payloads(stream):
    """What the frames of one direction of a captured connection carried, unmasked, its HTTP head left off."""
    _, found, data = stream.partition(b"\r\n\r\n")
    carried = bytearray()
    data = memoryview(data)
    while found and (frame := parse_frame(data)):
        _, _, payload, data = frame
        carried += payload
    return bytes(carried)


class Connection:
    """A client's end of a WebSocket, one thread, every wait bounded by `timeout` seconds."""

    def __init__(self, port, *, target="/v1/ws", headers=None, timeout=20):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.received = b""
        self.head = None
        self.status = None
        self._shake_hands(port, target, headers)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _shake_hands(self, port, target, headers):
        fields = {
            "Host": f"127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Protocol": SUBPROTOCOL,
        }
        fields.update(headers or {})
        lines = [f"GET {target} HTTP/1.1"] + [f"{name}: {value}" for name, value in fields.items() if value is not None]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.received:
            self._receive()
        self.head, self.received = self.received.split(b"\r\n\r\n", 1)
        self.status = int(self.head.split(b" ", 2)[1])

    def _receive(self):
        try:
            more = self.socket.recv(65536)
        except ConnectionError as error:
            raise Closed() from error
        if not more:
            raise Closed()
        self.received += more

    def send_raw(self, data):
        try:
            self.socket.sendall(data)
        except ConnectionError as error:
            raise Closed() from error

    def send_text(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        self.send_raw(make_frame(TEXT, data))

    def receive_text(self):
        """The text of the next message. Raises `Closed` at the end, and `TimeoutError`."""
        message = b""
        while True:
            while (frame := parse_frame(self.received)) is None:
                self._receive()
            opcode, final, payload, self.received = frame
            if opcode == CLOSE:
                raise Closed(struct.unpack_from(">H", payload)[0] if len(payload) >= 2 else None)
            if opcode == PING:
                self.send_raw(make_frame(PONG, payload))
            elif opcode in (0, TEXT, BINARY):
                message += payload
                if final:
                    return message.decode()

    def receive_pong(self):
        """Waits for the answer to a ping. What comes before it is passed over."""
        while True:
            while (frame := parse_frame(self.received)) is None:
                self._receive()
            opcode, _, _, self.received = frame
            if opcode == PONG:
                return

    def receive_answer(self):
        """The next frame that answers a request; events in between are passed over."""
        while True:
            frame = json.loads(self.receive_text())
            if "event" not in frame:
                return frame

    def receive_event(self, name):
        while True:
            frame = json.loads(self.receive_text())
            if frame.get("event") == name:
                return frame
