"""The scan for planted texts and the unmasking of recordings, on bytes whose answer is known."""

import base64
import os
import socket
import threading
import unittest

import web_socket
from planted import Scan, encodings
from recording_proxy import RecordingProxy

TEXT = "Dag lieve oma 👵🏽, één kus"


class Planted(unittest.TestCase):
    def scan(self, data):
        scan = Scan()
        scan.add("somewhere", data)
        return scan.find(TEXT)

    def test_finds_each_encoding(self):
        for name, form in encodings(TEXT).items():
            with self.subTest(name):
                self.assertTrue(self.scan(b"\x00" + form + b"\x00"))

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
            encodings("oma")


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
