#!/usr/bin/env python3
"""What a network attests of people, on real processes: two coordinators, a doctor who was checked, a parent who is not in
the network and is shown it before she lets the doctor in, the same attested anew, and what she reads after it was taken back.

Usage: attestations.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import http.client
import subprocess

from asking import REFUSED, check, check_equal, check_refused, join, request_of
from kring_world import World
from people import CONTACT, COPILOOT, DOCTOR, MOTHER
from planted import Scan
from script import run_script, run_steps

WITHIN_S = 600
NETWORK = "NIK Holland Rijnland"
CIRCLE = "Kring rond Tijmen Vlinderhof"
OTHER_NETWORK = "NIK Noord-Nederland"
CLAIM = "kinderarts voor slaap en ademhaling"
HOW = "BIG-register op 12 mei"
OTHER_CLAIM = "tolk gebarentaal voor jonge kinderen"
ALARM = 5


def answer_charters(answer):
    """For a proxy: questions for a charter are answered so, all others by the hub."""
    return lambda request: answer if request.startswith(b"GET /v1/charter/") else None


class Attestations:
    """Each `step_…` is one promise or a few that belong together, in the order below."""

    def __init__(self, world):
        self.world = world
        self.coordinator, self.second, self.doctor, self.mother = (
            world.home(one.key) for one in (COPILOOT, CONTACT, DOCTOR, MOTHER)
        )

    def steps(self):
        return (
            ("a network with two coordinators, and a doctor in it", self.step_network),
            ("its charter is read by nobody, as one that is not there", self.step_private),
            ("a coordinator asks for a first key, who was told that the charter becomes public", self.step_ask),
            ("the other one agrees by the twelve words, and everybody in the network is told", self.step_agree),
            ("and from then on anybody reads it", self.step_public),
            ("she attests what she has checked of the doctor, 90 days at most", self.step_attest),
            ("the doctor keeps it, and nobody else can", self.step_keep),
            ("a mother who is not in the network is shown it before she lets the doctor in", self.step_shown),
            ("attested anew, it is shown there by itself, and nowhere else", self.step_renewed),
            ("while the hub is away it is on its way, and not said to be shown", self.step_on_its_way),
            ("another one is shown there once the doctor says so, until he removes it", self.step_show),
            ("while the hub is away it is shown of when it was read, and that nobody can tell now", self.step_away),
            ("a hub that gives no answer is waited for once, and that is said", self.step_silent),
            ("a hub that asks to wait is said to, with the time", self.step_limited),
            ("a hub that hides the network is told of first, once, and there is a way out", self.step_hidden),
            ("the other coordinator takes it back, and it is shown as not confirmed", self.step_withdraw),
            ("an attestation ends with its key, which any coordinator takes away", self.step_key_gone),
            ("in another network it cannot be withdrawn", self.step_other_network),
            ("nothing of it is known at the hub, nor who the doctor is in the circle", self.step_hub),
        )

    def admit(self, inviter, home, person, role, *confirming, text=None):
        invited = inviter.run("invite", role)
        words = join(home, invited["link"])
        request_of(inviter, person, invited["invitation"], words)
        return inviter.run("confirm", invited["invitation"], "--six", words, *confirming, text=text)

    def read_charter(self, circle, number=1):
        """Status and body, as anybody gets them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.world.hub.port, timeout=10)
        try:
            connection.request("GET", f"/v1/charter/{circle}/{number}")
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def shown(self, home, *arguments):
        """What a home shows of the doctor: claim and state of each attestation."""
        return [(one["claim"], one["state"]) for one in home.run(*arguments)["attestations"]]

    def step_network(self):
        self.world.hub.start()
        for person, home in ((COPILOOT, self.coordinator), (CONTACT, self.second), (DOCTOR, self.doctor),
                             (MOTHER, self.mother)):
            home.init(person.name, person.relation)
        self.coordinator.run("found", NETWORK, "--network")
        (circle,) = self.coordinator.run("status")["circles"]
        self.network = circle["circle"]
        self.admit(self.coordinator, self.second, CONTACT, "coordinators", "--words-file", "-", text=self.coordinator.words)
        self.admit(self.coordinator, self.doctor, DOCTOR, "doctors")

    def step_private(self):
        private, unknown = self.read_charter(self.network), self.read_charter("ab" * 32)
        check_equal(private, (404, b"not_found"), "a private charter is not read")
        check_equal(unknown, private, "and answered as one that is not there")
        check_refused("who has no key attests nothing", {REFUSED}, {"no_attestation_key"},
                      lambda: self.coordinator.run("attest", DOCTOR.name, "--role", CLAIM, "--for", "90"))
        check_refused("a doctor sets no key", {REFUSED}, {"needs_owner"},
                      lambda: self.doctor.run("attestation-key", "--yes"))

    def circle_of(self, home):
        (circle,) = home.run("status")["circles"]
        return circle

    def step_ask(self):
        code, said = self.coordinator.show("attestation-key")
        check(code != 0, f"without a terminal nobody agrees by mistake: {said}")
        asked = self.coordinator.run("attestation-key", "--yes")
        check_equal((asked["status"], asked["agreed"], asked["owners"]), ("asked", 1, 2), "one of them alone only asks")
        check_refused("she asks once", {1}, {"not_needed"}, lambda: self.coordinator.run("attestation-key", "--yes"))
        check_equal(self.read_charter(self.network)[0], 404, "nothing has become public")
        check_refused("nor can she attest", {REFUSED}, {"no_attestation_key"},
                      lambda: self.coordinator.run("attest", DOCTOR.name, "--role", CLAIM, "--for", "90"))
        check_equal(self.circle_of(self.coordinator)["public_since"], None, "and she sees so")

    def step_agree(self):
        asked = self.circle_of(self.second)["publication"]
        check_equal((asked["name"], asked["agreed"], asked["owners"]), (COPILOOT.name, 1, 2), "the other one is asked")
        code, said = self.second.show("status")
        check(code == 0 and f"{COPILOOT.name} vraagt of iedereen het logboek" in said, f"in words too: {said}")
        code, said = self.second.show("attestation-key")
        check(code != 0, f"nor does she agree by mistake: {said}")
        check_refused("who is last types their own words", {REFUSED}, {"wrong_words"},
                      lambda: self.second.run("attestation-key", "--yes", "--words-file", "-", text=self.coordinator.words))
        check_equal(self.read_charter(self.network)[0], 404, "nothing has become public")
        with self.doctor.watch() as watch:
            watch.wait_connected()
            done = self.second.run("attestation-key", "--yes", "--words-file", "-", text=self.second.words)
            check_equal((done["status"], done["keys"]), ("public", 1), "she is the last one to agree")
            watch.wait_for(lambda events: any(one.get("event") == "charter_public" for one in events), "who watches is told")
        for home in (self.coordinator, self.second, self.doctor):
            check(self.circle_of(home)["public_since"] is not None, "everybody is told")
            check("Openbaar sinds" in home.show("status")[1], "in words too")
        check_refused("the one who asked has her key", {1}, {"not_needed"},
                      lambda: self.coordinator.run("attestation-key", "--yes"))
        check_equal(self.second.run("attestation-key", "--yes")["keys"], 2, "each coordinator has a key of their own")

    def step_public(self):
        status, page = self.read_charter(self.network)
        check_equal(status, 200, "a public charter is read without a login")
        check(len(page) > 1000, "all of it")
        number = int.from_bytes(page[:8], "big")
        status, behind = self.read_charter(self.network, number + 1)
        check_equal((status, behind[:-1]), (200, page[:104]), "behind its end is nothing but the head")
        check_equal(self.read_charter(self.network, 0)[0], 404, "a path that is none is not found")

    def step_attest(self):
        check_refused("91 days are too long", {REFUSED}, {"attestation_too_long"},
                      lambda: self.coordinator.run("attest", DOCTOR.name, "--role", CLAIM, "--for", "91"))
        made = self.coordinator.run("attest", DOCTOR.name, "--role", CLAIM, "--how", HOW, "--for", "90")
        check(made["text"].startswith("a1."), "it is a line of text")
        check_equal((made["claim"], made["state"]), (CLAIM, "holds"), "and holds")
        check_equal(made["until"] - made["checked"], 90 * 86_400_000, "for as long as was said")
        self.text, self.attestation = made["text"], made["attestation"]
        given = self.coordinator.run("attestations")["given"]
        check_equal([(one["name"], one["claim"]) for one in given], [(DOCTOR.name, CLAIM)], "she sees what she gave")

    def step_keep(self):
        check_refused("somebody else cannot keep it", {REFUSED}, {"attestation_of_other"},
                      lambda: self.mother.run("keep-attestation", self.text))
        check_refused("nor what was changed", {REFUSED}, {"bad_attestation"},
                      lambda: self.doctor.run("keep-attestation", self.text[:-9]))
        self.doctor.run("keep-attestation", self.text)
        (mine,) = self.doctor.run("attestations")["mine"]
        check_equal((mine["claim"], mine["state"], mine["network_name"]), (CLAIM, "holds", NETWORK), "he sees it")
        check(CLAIM in self.doctor.show("attestations")[1], "people see it too")

    def step_shown(self):
        self.circle = self.mother.run("found", CIRCLE)["circle"]
        check_refused("a family's circle never becomes public", {REFUSED}, {"circle_stays_private"},
                      lambda: self.mother.run("attestation-key", "--yes", "--words-file", "-", text=self.mother.words))
        invited = self.mother.run("invite", "therapist")
        words = join(self.doctor, invited["link"])
        (request,) = self.mother.run("requests")["requests"]
        (one,) = request["attestations"]
        check_equal((one["claim"], one["how"], one["state"]), (CLAIM, HOW, "holds"), "before she says yes")
        check_equal(one["network"], self.network, "by the network")
        code, said = self.mother.show("requests")
        check(code == 0 and "Niet bevestigd (u zit niet in dit netwerk" in said and CLAIM in said, f"people see it: {said}")
        confirmed = self.mother.run("confirm", invited["invitation"], "--six", words)
        check_equal([one["state"] for one in confirmed["attestations"]], ["holds"], "and as she says it")
        check_equal(self.shown(self.mother, "who", DOCTOR.name), [(CLAIM, "holds")], "and afterwards")
        member = next(one for one in self.mother.run("members")["members"] if one["name"] == DOCTOR.name)
        check_equal([one["state"] for one in member["attestations"]], ["holds"], "in the list of members too")

    def step_renewed(self):
        before = self.mother.run("who", DOCTOR.name)["attestations"]
        made = self.coordinator.run("attest", DOCTOR.name, "--role", CLAIM, "--how", HOW, "--for", "89")
        check_refused("only whom it is about keeps it", {REFUSED}, {"attestation_of_other"},
                      lambda: self.second.run("keep-attestation", made["text"]))
        kept = self.doctor.run("keep-attestation", made["text"])
        check_equal((kept["circles"], kept["shown"]), ([self.circle], True), "he is told where it is shown")
        (one,) = self.mother.run("who", DOCTOR.name)["attestations"]
        check_equal((one["attestation"], one["state"]), (made["attestation"], "holds"), "another member sees the new one")
        check(one["checked"] > before[0]["checked"], "which was checked later")
        check_equal(self.shown(self.second, "--circle", NETWORK, "who", DOCTOR.name), [], "the network is not shown it")
        check_refused("an older one is not taken back", {REFUSED}, {"attestation_older"},
                      lambda: self.doctor.run("keep-attestation", self.text))
        (mine,) = self.doctor.run("attestations")["mine"]
        check_equal((mine["circles"], mine["ends_soon"]), ([self.circle], False), "he sees where it is shown")
        check(f"Te zien in: ‘{CIRCLE}’." in self.doctor.show("attestations")[1], "in words too")
        check_equal(self.doctor.run("status")["ending_attestations"], [], "and is reminded of nothing yet")
        self.text, self.attestation = made["text"], made["attestation"]

    def step_on_its_way(self):
        made = self.coordinator.run("attest", DOCTOR.name, "--role", CLAIM, "--how", HOW, "--for", "88")
        self.world.hub.stop()
        check_equal(self.doctor.run("keep-attestation", made["text"])["shown"], False, "nobody can read it while the hub is away")
        (mine,) = self.doctor.run("attestations")["mine"]
        check_equal((mine["circles"], mine["on_its_way"]), ([], [self.circle]), "nor is it said to be shown")
        check(f"Onderweg naar: ‘{CIRCLE}’." in self.doctor.show("attestations")[1], "in words too")
        self.world.hub.start()
        self.doctor.run("--circle", CIRCLE, "members")
        (one,) = self.mother.run("who", DOCTOR.name)["attestations"]
        check_equal(one["attestation"], made["attestation"], "it is read once the hub is back")
        (mine,) = self.doctor.run("attestations")["mine"]
        check_equal((mine["circles"], mine["on_its_way"]), ([self.circle], []), "and he sees that")
        self.text, self.attestation = made["text"], made["attestation"]

    def step_show(self):
        made = self.coordinator.run("attest", DOCTOR.name, "--role", OTHER_CLAIM, "--for", "14")
        check_equal(self.doctor.run("keep-attestation", made["text"])["circles"], [], "it is shown nowhere by itself")
        check_equal(self.shown(self.mother, "who", DOCTOR.name), [(CLAIM, "holds")], "so she does not see it")
        show = ("--circle", CIRCLE, "show-attestation", OTHER_CLAIM)
        check_equal(self.doctor.run(*show)["status"], "shown", "he shows it")
        check_equal(set(self.shown(self.mother, "who", DOCTOR.name)), {(CLAIM, "holds"), (OTHER_CLAIM, "holds")}, "and she sees both")
        check_refused("once", {1}, {"not_needed"}, lambda: self.doctor.run(*show))
        (ending,) = self.doctor.run("status")["ending_attestations"]
        check_equal(ending["claim"], OTHER_CLAIM, "two weeks before its end he is reminded")
        check_equal((ending["circles"], ending["ends_soon"]), ([self.circle], True), "with where it is shown")
        said = self.doctor.show("status")[1]
        check(f"Wat ‘{NETWORK}’ over u verklaart (‘{OTHER_CLAIM}’), geldt tot" in said and "keep-attestation" in said,
              f"with what to do: {said}")
        check_equal(self.doctor.run("attestations", "--remove", OTHER_CLAIM)["not_yet"], [], "he removes it")
        check_equal(self.shown(self.mother, "who", DOCTOR.name), [(CLAIM, "holds")], "she sees it no more")
        again = self.coordinator.run("attest", DOCTOR.name, "--role", OTHER_CLAIM, "--for", "14")
        self.doctor.run("keep-attestation", again["text"])
        check_equal(self.doctor.run(*show)["status"], "shown", "he shows another one")
        self.world.hub.stop()
        check_equal(self.doctor.run("attestations", "--remove", OTHER_CLAIM)["not_yet"], [self.circle],
                    "while the hub is away he is told where it is still seen")
        self.world.hub.start()
        self.doctor.run("--circle", CIRCLE, "members")
        check_equal(self.shown(self.mother, "who", DOCTOR.name), [(CLAIM, "holds")], "and it goes there by itself")

    def seen(self, home, *arguments, timeout_s=60):
        """(exit code, all that a person sees, in the order in which it comes)."""
        ended = subprocess.run(home.command(*arguments, timeout_s=timeout_s, as_json=False), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, env=self.world.environment, timeout=120, check=False)
        return ended.returncode, ended.stdout.decode(errors="replace")

    def step_away(self):
        self.world.hub.stop()
        one = self.mother.run("who", DOCTOR.name)["attestations"][0]
        check_equal((one["state"], one["reading"]), ("held_before", "offline"), "it is not said to hold")
        check(one["as_of"] > 0, "and of when that is")
        said = self.seen(self.mother, "who", DOCTOR.name)[1]
        check("Niet bevestigd (de hub gaf geen antwoord; op " in said and "klopte het nog" in said, f"people see it: {said}")
        warned = said.find("kan ik nu niet nagaan of verklaringen nog gelden: de hub gaf geen antwoord")
        check(0 <= warned < said.find(CLAIM), f"and are told before they see it: {said}")
        self.world.hub.start()
        check_equal(self.shown(self.mother, "who", DOCTOR.name), [(CLAIM, "holds")], "and it holds when the hub is back")

    def step_silent(self):
        self.world.hub.proxy.answer = answer_charters(b"")
        code, said = self.seen(self.mother, "who", DOCTOR.name, timeout_s=8)
        self.world.hub.proxy.answer = None
        check_equal(code, 0, "the rest is shown")
        check("Ik lees na wat netwerken verklaren. Dat duurt even." in said, f"she is told what takes so long: {said}")
        check("de hub gaf geen antwoord" in said, f"and what came of it: {said}")

    def step_limited(self):
        told = b"limit reads_per_minute 40"
        self.world.hub.proxy.answer = answer_charters(
            b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told)
        )
        said = self.seen(self.mother, "who", DOCTOR.name)[1]
        self.world.hub.proxy.answer = None
        check("Niet bevestigd (de hub neemt nu even geen vragen aan; vanaf " in said, f"she is told to wait: {said}")

    def step_hidden(self):
        self.world.hub.proxy.answer = answer_charters(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot_found")
        code, said = self.seen(self.mother, "who", DOCTOR.name)
        check_equal(code, ALARM, "a network's charter stays public: this is an alarm")
        alarm = said.find(f"ALARM over netwerk {self.network[:8]}")
        check(0 <= alarm < said.find(CLAIM), f"and comes before what is shown: {said}")
        check("kring forget-network" in said, f"with the way out: {said}")
        code, said = self.seen(self.mother, "who", DOCTOR.name)
        check(code == 0 and "ALARM" not in said, f"it comes once: {code} {said}")
        check("Niet bevestigd (de hub laat dit netwerk niet zien; op " in said, f"and is not confirmed from then on: {said}")
        self.world.hub.proxy.answer = None
        check_refused("of another network there is nothing to forget", {REFUSED}, {"unknown_network"},
                      lambda: self.mother.run("forget-network", "ab" * 32, "--yes"))
        self.mother.run("forget-network", self.network[:8], "--yes")
        check_equal(self.shown(self.mother, "who", DOCTOR.name), [(CLAIM, "holds")], "it is read anew")

    def step_withdraw(self):
        check_refused("a doctor withdraws nothing", {REFUSED}, {"needs_owner"},
                      lambda: self.doctor.run("--circle", NETWORK, "withdraw-attestation", self.text, "--yes"))
        self.second.run("withdraw-attestation", self.attestation, "--yes")
        check_equal(self.shown(self.mother, "who", DOCTOR.name), [(CLAIM, "withdrawn")], "she reads so")
        said = self.mother.show("who", DOCTOR.name)[1]
        check("Niet bevestigd (ingetrokken)" in said, f"people do too: {said}")
        check_equal([one["state"] for one in self.doctor.run("attestations")["mine"]], ["withdrawn"], "so does the doctor")
        check_refused("nor does he show it", {REFUSED}, {"attestation_taken_back"},
                      lambda: self.doctor.run("--circle", CIRCLE, "show-attestation", CLAIM))
        check(any(one["name"] == DOCTOR.name and one["live"] for one in self.mother.run("members")["members"]),
              "and nobody was put out by it")

    def step_key_gone(self):
        made = self.coordinator.run("attest", DOCTOR.name, "--role", CLAIM, "--for", "1")
        kept = self.doctor.run("keep-attestation", made["text"])
        check_equal([one["attestation"] for one in kept["replaced"]], [self.attestation], "he is told what is replaced")
        check_equal(len(self.doctor.run("attestations")["mine"]), 1, "a new one takes the place of the old one")
        keys = self.second.run("attestation-key", "--list")["keys"]
        check_equal({one["name"] for one in keys}, {COPILOOT.name, CONTACT.name}, "she sees the keys that count")
        check_equal(len(self.doctor.run("--circle", NETWORK, "attestation-key", "--list")["keys"]), 2, "so does everybody")
        check_refused("a doctor takes none away", {REFUSED}, {"needs_owner"},
                      lambda: self.doctor.run("--circle", NETWORK, "attestation-key", "--withdraw", "--of", COPILOOT.name))
        taken = self.second.run("attestation-key", "--withdraw", "--of", COPILOOT.name, "--yes")
        check_equal((taken["status"], taken["keys"]), ("withdrawn", 1), "the other coordinator takes it away")
        check_refused("once", {REFUSED}, {"unknown_attestation_key"},
                      lambda: self.second.run("attestation-key", "--withdraw", "--of", COPILOOT.name, "--yes"))
        check_equal([one["state"] for one in self.doctor.run("attestations")["mine"]], ["key_gone"], "with its key")
        self.doctor.run("--circle", NETWORK, "leave", "--yes")
        check_refused("nor does he show it who is in the network no more", {REFUSED}, {"attestation_taken_back"},
                      lambda: self.doctor.run("--circle", CIRCLE, "show-attestation", CLAIM))
        check_equal(self.read_charter(self.network)[0], 200, "the charter stays public")

    def step_other_network(self):
        self.coordinator.run("found", OTHER_NETWORK, "--network")
        agree = ("--circle", OTHER_NETWORK, "attestation-key", "--yes", "--words-file", "-")
        check_equal(self.coordinator.run(*agree, text=self.coordinator.words)["status"], "set", "she owns it alone")
        for named in (self.text, self.attestation, self.attestation[:8]):
            check_refused("by whatever it is named", {REFUSED}, {"unknown_attestation"}, lambda named=named:
                          self.coordinator.run("--circle", OTHER_NETWORK, "withdraw-attestation", named, "--yes"))

    def step_hub(self):
        scan = Scan()
        scan.add_folder("hub", self.world.hub.folder)
        for index, recording in enumerate(self.world.hub.proxy.recordings):
            for view in recording.views():
                scan.add(f"connection {index}", view)
        check(scan.size > 100_000, "the hub has something to look at")
        for text in (NETWORK, OTHER_NETWORK, CIRCLE, CLAIM, OTHER_CLAIM, HOW, DOCTOR.name, self.text[3:]):
            check(not scan.find(text), f"{text!r} is nowhere at the hub")
        log = self.world.hub.log.read_text(encoding="utf-8")
        check(self.network not in log and "charter" not in log, "its log does not tell that a charter was asked for")


def test(programs):
    with World(programs) as world:
        run_steps(Attestations(world).steps(), "Attestations hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
