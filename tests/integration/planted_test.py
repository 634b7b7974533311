"""The scan for planted texts, and the reading of recordings and captures, on bytes whose answer is known."""

import base64
import os
import socket
import struct
import threading
import unittest

import capture
import web_socket
from kring_world import WorldError
from planted import PLANTED_BYTES_MIN, Scan, encodings
from recording_proxy import RecordingProxy

TEXT = "Dag lieve oma 👵🏽, één kus"


class Planted(unittest.TestCase):
    def scan(self, data):
        scan = Scan()
        scan.add("somewhere", data)
        return scan.find(TEXT).get(TEXT, [])

    def test_finds_each_encoding_wherever_it_begins(self):
        for name, form in encodings(TEXT).items():
            for before in range(9):
                with self.subTest(name, before=before):
                    self.assertIn(f"somewhere ({name})", self.scan(b"\xff" * before + form + b"\xff"))

    def test_finds_the_shortest_at_the_beginning_and_at_the_end(self):
        text = "m" * PLANTED_BYTES_MIN
        for before in range(9):
            for after in (b"", b"x" * 20):
                scan = Scan()
                scan.add("somewhere", b"x" * before + text.encode() + after)
                self.assertIn(text, scan.find("Dit staat er helemaal niet.", text))

    def test_finds_no_part_of_a_text(self):
        for cut in (TEXT.encode()[1:], TEXT.encode()[:-1]):
            self.assertEqual(self.scan(cut), [])
            self.assertEqual(self.scan(b"\x00" * 7 + cut + b"\x00"), [])

    def test_finds_base64_wherever_the_text_begins(self):
        for before in range(7):
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                with self.subTest(before=before, encode=encode.__name__):
                    self.assertTrue(self.scan(encode(os.urandom(before) + TEXT.encode() + os.urandom(5))))

    def test_finds_nothing_in_random_bytes(self):
        self.assertEqual(self.scan(os.urandom(100_000) + base64.b64encode(os.urandom(100_000))), [])

    def test_finds_nothing_where_another_text_is(self):
        self.assertEqual(self.scan("Dag lieve opa 👴🏽, één kus".encode()), [])

    def test_refuses_to_look_for_what_turns_up_by_chance(self):
        with self.assertRaises(ValueError):
            encodings("m" * (PLANTED_BYTES_MIN - 1))


class Frames(unittest.TestCase):
    def test_reads_back_what_was_masked(self):
        for size in (0, 1, 3, 4, 125, 126, 65535, 65536, 100_001):
            with self.subTest(size=size):
                payload = os.urandom(size)
                frame = web_socket.make_frame(web_socket.TEXT, payload)
                self.assertEqual(web_socket.parse_frame(frame + b"rest"), (web_socket.TEXT, True, payload, b"rest"))

    def test_waits_for_the_rest_of_a_frame(self):
        frame = web_socket.make_frame(web_socket.TEXT, b"x" * 200)
        for size in range(len(frame)):
            self.assertIsNone(web_socket.parse_frame(frame[:size]))

    def test_unmasks_a_stream(self):
        stream = b"GET /v1/ws HTTP/1.1\r\n\r\n"
        stream += web_socket.make_frame(web_socket.TEXT, TEXT.encode()[:9], final=False)
        stream += web_socket.make_frame(0, TEXT.encode()[9:])
        self.assertNotIn(TEXT.encode(), stream)
        self.assertEqual(web_socket.payloads(stream), TEXT.encode())


def packet(source, target, number, data=b"", flags=0, cut=0):
    """A packet of a capture: TCP over IPv4 over Ethernet."""
    segment = struct.pack(">HHIIBBHHH", source, target, number % 2**32, 0, 5 << 4, flags, 0, 0, 0) + data
    inner = struct.pack(">BBHIBBHII", 0x45, 0, 20 + len(segment), 0, 64, 6, 0, 0, 0) + segment
    frame = bytes(12) + b"\x08\x00" + inner
    return struct.pack("<IIII", 0, 0, len(frame) - cut, len(frame)) + frame[: len(frame) - cut]


class Captured(unittest.TestCase):
    def streams(self, *packets):
        return capture.streams(bytes(capture.FILE_HEAD) + b"".join(packets))

    def test_puts_together_what_came_twice_and_out_of_order(self):
        got = self.streams(
            packet(5, 80, 2**32 - 3, flags=capture.SYN), packet(80, 5, 7, flags=capture.SYN | 16),
            packet(5, 80, 0, b"llo"), packet(5, 80, 2**32 - 2, b"he"), packet(80, 5, 8, b"dag"),
            packet(5, 80, 2**32 - 2, b"hell"), packet(5, 80, 0, b"ll"))
        self.assertEqual(got, [b"hello", b"dag"])

    def test_keeps_two_connections_of_one_port_apart(self):
        got = self.streams(packet(5, 80, 0, flags=capture.SYN), packet(5, 80, 1, b"een"),
                           packet(5, 80, 90, flags=capture.SYN), packet(5, 80, 91, b"twee"))
        self.assertEqual(got, [b"een", b"twee"])

    def test_says_that_something_is_missing(self):
        with self.assertRaises(WorldError):
            self.streams(packet(5, 80, 0, flags=capture.SYN), packet(5, 80, 2, b"gat"))
        with self.assertRaises(WorldError):
            self.streams(packet(5, 80, 0, flags=capture.SYN), packet(5, 80, 1, b"afgekapt", cut=3))

    def test_passes_over_what_is_no_tcp_and_what_was_not_written_to_its_end(self):
        whole = packet(5, 80, 1, b"half")
        arp = struct.pack("<IIII", 0, 0, 42, 42) + bytes(42)
        self.assertEqual(self.streams(packet(5, 80, 0, flags=capture.SYN), arp, whole, whole[:-2]), [b"half"])


class Proxy(unittest.TestCase):
    def test_keeps_both_directions(self):
        hub = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(hub.close)

        def answer():
            connection, _ = hub.accept()
            with connection:
                connection.sendall(connection.recv(100).upper())

        thread = threading.Thread(target=answer)
        thread.start()
        proxy = RecordingProxy()
        self.addCleanup(proxy.close)
        proxy.point_at(hub.getsockname()[1])
        with socket.create_connection(("127.0.0.1", proxy.port), 10) as client:
            client.sendall(b"vraag")
            self.assertEqual(client.recv(100), b"VRAAG")
            self.assertEqual(client.recv(100), b"")
        thread.join()
        (recording,) = proxy.recordings
        self.assertEqual((bytes(recording.from_client), bytes(recording.from_hub)), (b"vraag", b"VRAAG"))

    def test_closes_at_once_without_a_hub(self):
        proxy = RecordingProxy()
        self.addCleanup(proxy.close)
        with socket.create_connection(("127.0.0.1", proxy.port), 10) as client:
            self.assertEqual(client.recv(100), b"")


if __name__ == "__main__":
    unittest.main()
