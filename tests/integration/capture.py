"""What really went over the loopback device, caught by tcpdump, and the streams that it was."""

import os
import re
import shutil
import socket
import struct
import subprocess

import web_socket
from kring_world import WorldError, wait_until
from script import Skipped

FILE_HEAD, PACKET_HEAD, ETHERNET_HEAD = 24, 16, 14
TCP = 6
SYN = 2
# What is caught after the last packet that counts is far smaller.
END_BYTES = 1 << 16
# So much of it tcpdump may be behind, in KiB.
BUFFER_KIB = 64 * 1024


class Capture:
    """Catches all TCP of these ports of 127.0.0.1 until `stop`, into a file. Skips where that is not allowed."""

    def __init__(self, file, ports):
        program = shutil.which("tcpdump", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin")
        if not program:
            raise Skipped("tcpdump is missing: run ops/setup check")
        self._file = file
        self._port = ports[0]
        self._errors = open(f"{file}.err", "w+b")
        # Each packet is handed on at once; none is resolved, cut, or written by another user.
        command = [program, "-i", "lo", "-n", "-s", "0", "-B", str(BUFFER_KIB), "--immediate-mode", "-U", "-w", "-"]
        command.append(" or ".join(f"port {port}" for port in ports))
        with open(file, "wb") as out:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=self._errors)
        wait_until(lambda: b"listening on" in self._said() or self._process.poll() is not None, "tcpdump listens")
        if self._process.poll() is not None:
            raise Skipped(f"tcpdump may not listen here: {self._said()[-300:].decode(errors='replace')}")

    def stop(self):
        """Ends it once all is written that went over the wire so far. Gives the bytes of each direction of each connection."""
        # What comes through the same device later than all of it is the sign that the rest is there.
        sign = b"end of capture " + os.urandom(16)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(sign, ("127.0.0.1", self._port))
        wait_until(lambda: sign in self._end(), "tcpdump has written everything")
        self._process.terminate()
        self._process.wait()
        lost = re.search(rb"(\d+) packets? dropped by kernel", self._said())
        if not lost or int(lost[1]) > 0:
            raise WorldError(f"tcpdump missed something: {self._said()!r}")
        self._errors.close()
        return streams(self._file.read_bytes())

    def close(self):
        """Ends it, whatever it has seen."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _end(self):
        with open(self._file, "rb") as file:
            file.seek(max(0, self._file.stat().st_size - END_BYTES))
            return file.read()

    def _said(self):
        self._errors.seek(0)
        return self._errors.read()


class Wire:
    """Captures one after the other or at once, as hubs come and go, and all that they caught."""

    def __init__(self, folder):
        self.streams = []
        self.refused = None
        self._folder = folder
        self._captures = []
        self._number = 0

    def begin(self, ports):
        """Catches what goes over these ports from now on; where that is not allowed, `refused` says why."""
        self._number += 1
        try:
            self._captures.append(Capture(self._folder / f"capture-{self._number}", ports))
        except Skipped as reason:
            self.refused = str(reason)

    def end(self):
        """To be called when nothing is under way any more."""
        while self._captures:
            self.streams += self._captures.pop().stop()

    def close(self):
        while self._captures:
            self._captures.pop().close()


def views(stream):
    """The bytes of one direction as they went over the wire, and what WebSocket frames carried in them."""
    return stream, web_socket.payloads(stream)


def streams(pcap):
    """The bytes of each direction of each TCP connection in a capture, put in order; in which none may be missing."""
    began, open_now = [], {}
    for way, number, flags, data in _segments(pcap):
        if flags & SYN:
            open_now[way] = _Stream(number + 1)
            began.append(open_now[way])
        elif data and way in open_now:
            open_now[way].take(number, data)
    return [stream.whole() for stream in began]


class _Stream:
    """One direction of one connection."""

    def __init__(self, first):
        self._first = first
        self._segments = {}

    def take(self, number, data):
        at = (number - self._first) % 2**32
        if len(data) > len(self._segments.get(at, b"")):
            self._segments[at] = data

    def whole(self):
        joined = bytearray()
        for at in sorted(self._segments):
            if at > len(joined):
                raise WorldError(f"{at - len(joined)} bytes of a connection were not captured")
            joined[at : at + len(self._segments[at])] = self._segments[at]
        return bytes(joined)


def _segments(pcap):
    """((source, target), sequence number, flags, payload) of each TCP segment over IPv4."""
    at = FILE_HEAD
    while at + PACKET_HEAD <= len(pcap):
        size, whole = struct.unpack_from("<II", pcap, at + 8)
        at += PACKET_HEAD
        if at + size > len(pcap):
            return  # tcpdump was ended while it wrote its last one.
        if size < whole:
            raise WorldError("a packet was cut")
        packet = pcap[at + ETHERNET_HEAD : at + size]
        at += size
        if len(packet) < 20 or packet[0] >> 4 != 4 or packet[9] != TCP:
            continue
        inner = packet[(packet[0] & 15) * 4 : struct.unpack_from(">H", packet, 2)[0]]
        source, target, number = struct.unpack_from(">HHI", inner)
        yield (source, target), number, inner[13], inner[(inner[12] >> 4) * 4 :]
