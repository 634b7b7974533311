#!/usr/bin/env python3
"""One address asks for more than the hub gives an address, while a family at another one notices nothing.

Usage: floods.py PROGRAMS     (PROGRAMS: the folder with `kring` and `kring-hub`; say build/dev/bin)

The hub believes a proxy on loopback that says whose each connection is, as behind an nginx. Prints a line for each step
and exits 0, or says which promise was broken and exits 1.
"""

import json
import socket
import time

from asking import KEPT, check, check_equal, join
from kring_world import Refused, Watch, World, wait_until
from people import FATHER, MOTHER
from script import run_script, run_steps

WITHIN_S = 300
FAMILY, FLOOD, OTHERS = "198.51.100.2", "203.0.113.7", "192.0.2.5"
STRANGERS = ("192.0.2.21", "192.0.2.22")
FOUNDINGS, CONNECTIONS, FAILED_LOGINS = 3, 20, 2
# Whoever comes back reads 16 slots of the vault before they try their keys.
READS = 20
FLOODERS = 8
# What `kring` waits for an answer; a refusal that says when to come again is told long before.
PATIENCE_S = 60
ANSWER_WITHIN_S = 30
# One more than a piece of a file is asked for that does not come (download_tries_max).
REFUSALS = 9
# Less than the hub asks to wait with so few logins a minute.
RECOVERY_S = 8


class Floods:
    def __init__(self, world):
        self.world = world
        self.hub = world.hub
        self.hub.environment = {
            "KRING_HUB__SERVER__PROXIES": "127.0.0.1",
            "KRING_HUB__LIMITS__FOUNDINGS_PER_HOUR": str(FOUNDINGS),
            "KRING_HUB__LIMITS__READS_PER_MINUTE": str(READS),
            "KRING_HUB__LIMITS__CONNECTIONS_PER_ADDRESS": str(CONNECTIONS),
            "KRING_HUB__LIMITS__FAILED_LOGINS_PER_MINUTE": str(FAILED_LOGINS),
        }
        self.mother = world.home("moeder")
        self.father = world.home("vader")
        self.flooders = [world.home(f"vloed{number}") for number in range(FLOODERS)]

    def steps(self):
        return (
            ("a family founds its circle", self.step_family),
            ("one address founds until the hub takes no more, and is told when to come again", self.step_flood),
            ("a person is told so in words", self.step_words),
            ("the family goes on, and others found", self.step_goes_on),
            ("whoever tries too many keys by their words is told when to come again", self.step_words_tried),
            ("files and links wait for a hub that asks to be left alone", self.step_waits),
            ("reads of charters and connections are bounded for an address, and for no other", self.step_reads),
            ("the log counts what was refused, and names nobody", self.step_log),
        )

    def step_family(self):
        self.hub.start()
        self.hub.proxy.speaks_for = FAMILY
        self.mother.init(MOTHER.name, MOTHER.relation)
        self.father.init(FATHER.name, FATHER.relation)
        self.mother.run("found", "Kring rond Roos")

    def step_flood(self):
        self.hub.proxy.speaks_for = FLOOD
        for home in self.flooders:
            home.init("Vloed", "niemand")
        founded, refused = 0, []
        for home in self.flooders:
            began = time.monotonic()
            try:
                home.run("found", f"Kring van {home.key}", timeout_s=PATIENCE_S)
                founded += 1
            except Refused as error:
                refused.append(error)
                check(time.monotonic() - began < PATIENCE_S / 2, "whoever has to wait for long is told at once")
        check_equal(founded, FOUNDINGS, "so many are founded")
        check_equal({(one.exit_code, one.code) for one in refused}, {(KEPT, "asked_to_wait")}, "the others are put off")

    def step_words(self):
        # What was asked is kept: it is asked again by the next command, and put off again.
        code, shown = self.flooders[-1].show("found", "Nog een kring")
        check_equal(code, KEPT, "a person is put off too")
        check("De hub neemt dit nu even niet aan" in shown, f"in words: {shown}")
        check("minuten mag het weer" in shown, f"and told when to come again: {shown}")
        check("bewaard" in shown, f"and that what they asked is kept: {shown}")

    def step_goes_on(self):
        self.hub.proxy.speaks_for = FAMILY
        invited = self.mother.run("invite", "nurse")
        words = join(self.father, invited["link"])
        self.mother.run("confirm", invited["invitation"], "--six", words)
        self.mother.run("say", "circle", "Hier is het rustig.")
        wait_until(lambda: self.father.channels().get("circle", {}).get("joined"), "the father is in the circle")
        check("Hier is het rustig." in self.father.texts("circle"), "the father reads it")
        self.hub.proxy.speaks_for = OTHERS
        other = self.world.home("ander")
        other.init("Ander", "moeder")
        other.run("found", "Kring rond Sem")

    def step_words_tried(self):
        self.hub.proxy.speaks_for = FAMILY
        link = self.mother.run("devices", FATHER.name, "--link")["link"]
        self.hub.proxy.speaks_for = STRANGERS[0]
        # The words of somebody who is not in it are no way in: each of their keys is a login that fails.
        asked = ("recover", link, "--name", FATHER.name, "--words-file", "-")
        try:
            self.world.home("terug").run(*asked, text=self.flooders[0].words, timeout_s=RECOVERY_S)
            check(False, "the words of another are no way in")
        except Refused as error:
            check_equal((error.exit_code, error.code), (KEPT, "try_later"), "too many keys were tried")
        self.hub.proxy.speaks_for = STRANGERS[1]
        code, shown = self.world.home("nogeens").show(*asked, text=self.flooders[0].words, timeout_s=RECOVERY_S)
        check_equal(code, KEPT, "a person is put off too")
        check("De hub neemt dit nu even niet aan" in shown and "mag het weer" in shown, f"and told until when: {shown}")
        check("Uw woorden zijn veilig" in shown, f"and what is safe: {shown}")

    def put_off(self, method, path, times):
        """The proxy answers such requests so often that the hub asks to wait, and then no more; how often it did so."""
        told = []

        def answer(request):
            if not request.startswith(f"{method} {path}".encode()) or len(told) == times:
                return None
            told.append(request)
            body = b"limit connections_per_minute 0"
            return b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)

        self.hub.proxy.answer = answer
        return told

    def step_waits(self):
        self.hub.proxy.speaks_for = FAMILY
        small = self.world.folder / "klein.txt"
        small.write_text("klein")
        seq = self.mother.run("send", "circle", small)["seq"]
        told = self.put_off("GET", "/v1/blobs/", REFUSALS)
        self.father.run("fetch", "circle", seq, "-o", self.world.folder / "terug.txt")
        check_equal(len(told), REFUSALS, "the file was put off more often than a failure is tried")
        check_equal((self.world.folder / "terug.txt").read_text(), "klein", "and fetched after that")
        told = self.put_off("POST", "/v1/mailbox", 2)
        with Watch(self.mother, "--six-file", "-", command="link", with_input=True, timeout_s=PATIENCE_S) as running:
            running.wait_for(lambda events: any(one.get("event") == "link" for one in events), "a link is made")
        check_equal(len(told), 2, "the mailbox was put off, and opened after that")
        self.hub.proxy.answer = None

    def ask(self, address, path="/v1/charter/" + "ab" * 32 + "/1"):
        """(status, header, body) of an answer to a request that the proxy says is from `address`."""
        with socket.create_connection(("127.0.0.1", self.hub.port), ANSWER_WITHIN_S) as connection:
            head = f"GET {path} HTTP/1.1\r\nHost: hub\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode())
            answer = b""
            while more := connection.recv(65536):
                answer += more
        header, _, body = answer.partition(b"\r\n\r\n")
        return int(header.split(b" ")[1]), header.decode(), body.decode()

    def step_reads(self):
        for _ in range(READS):
            check_equal(self.ask(FLOOD)[0], 404, "a charter that is not there is answered as such")
        status, _, body = self.ask(FLOOD)
        check_equal((status, body.split()[:2]), (429, ["limit", "reads_per_minute"]), "until it was asked too often")
        check(0 < int(body.split()[2]) <= 60, f"it is told when to come again: {body}")
        check_equal(self.ask(OTHERS)[0], 404, "others are answered")
        held = []
        try:
            for _ in range(CONNECTIONS):
                held.append(socket.create_connection(("127.0.0.1", self.hub.port), ANSWER_WITHIN_S))
                held[-1].sendall(f"GET /livez HTTP/1.1\r\nHost: hub\r\nX-Forwarded-For: {FLOOD}\r\n\r\n".encode())
                check(held[-1].recv(65536).startswith(b"HTTP/1.1 200 "), "a connection is taken")
            status, header, body = self.ask(FLOOD, "/livez")
            check_equal((status, body), (429, "limit connections_per_address 10"), "one too many is not")
            check("Retry-After: 10" in header, f"and told when to come again: {header}")
            check_equal(self.ask(OTHERS, "/livez")[0], 200, "others are let in")
        finally:
            for connection in held:
                connection.close()

    def step_log(self):
        check_equal(self.hub.stop(), 0, "the hub stops well")
        text = self.hub.log.read_text()
        lines = [json.loads(line) for line in text.splitlines()]
        told = [line for line in lines if line["event"] == "limited"]
        check(sum(line["foundings_per_hour"] for line in told) >= FLOODERS - FOUNDINGS, "foundings are counted")
        check_equal(sum(line["reads_per_minute"] for line in told), 1, "and reads")
        check_equal(sum(line["connections_per_address"] for line in told), 1, "and connections")
        check(sum(line["failed_logins_per_minute"] for line in told) >= len(STRANGERS), "and logins that fail")
        for address in (FAMILY, FLOOD, OTHERS, *STRANGERS):
            check(address not in text, "no address is in the log")


def test(programs):
    with World(programs) as world:
        run_steps(Floods(world).steps(), "A flood from one address holds up nobody else")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
