#!/usr/bin/env python3
"""A network and its newsgroups, on real processes: who founds it, who reads what, threads, moderators, and that it
holds nothing of a child.

Usage: newsgroups.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

from asking import FAILED, REFUSED, check, check_equal, check_refused, join, request_of, wait_joined
from kring_world import World, wait_until
from people import COPILOOT, DOCTOR, MOTHER, STAND_IN
from planted import Scan
from script import run_script, run_steps

WITHIN_S = 600
NETWORK = "NIK Holland Rijnland"
PARENTS = "nik.holland-rijnland.ouders"
DOCTORS = "nik.holland-rijnland.artsen"
WELCOME = "Welkom in deze groep: schrijf zonder namen van kinderen."
QUESTION = "Wie kent een matras dat niet kraakt?"
EDITED = "Wie kent een stil matras, ook tweedehands?"
ANSWER = "Wij hebben er een van traagschuim, heel stil."
CHAIR = "Wie heeft er een stoel over?\nHet mag een rolstoel met geïmpregneerd zitkussen zijn."
LENT = "Wie wil een tillift lenen?"
TODAY = "Vandaag nog op te halen: een bedbox."
BED = "Zo staat het bij ons, met het hek omlaag."
PICTURE = b"\xff\xd8\xff" + b"Een plaatje van een bed met een hek. " * 400
REASON = "Dit lijkt mij reclame voor een winkel."
SOUGHT = "geimpregneerd zitkussen"
TELLING = "Onze Tijmen is geboren op 3 mei 2014, bel 06-12345678 of 111222333."


class Newsgroups:
    """Each `step_…` is one promise or a few that belong together, in the order below."""

    def __init__(self, world):
        self.world = world
        self.coordinator, self.mother, self.doctor, self.moderator = (
            world.home(one.key) for one in (COPILOOT, MOTHER, DOCTOR, STAND_IN)
        )

    def steps(self):
        return (
            ("a coordinator founds a network", self.step_found),
            ("and opens newsgroups, whose readers and posters are roles", self.step_newsgroups),
            ("a mother and a doctor come in, and read back what is theirs", self.step_join),
            ("the mother asks, and is answered in a thread", self.step_threads),
            ("she edits her question, and everybody sees the newest text and can read the one before", self.step_edit),
            ("a moderator holds a post, and everybody sees who did", self.step_moderate),
            ("a moderator pins a thread, and it stands first for everybody", self.step_pin),
            ("the mother reports a post, and moderators alone read it", self.step_report),
            ("the mother sees what is new, of what she is subscribed to and has not muted", self.step_digest),
            ("she finds again what was written, and nobody hears for what she looked", self.step_search),
            ("a post that was to end does, in lists; its thread still says so", self.step_until),
            ("a file goes with a post, and is gone for others when that is removed", self.step_file),
            ("a network holds nothing of a child", self.step_no_child),
            ("a text that may identify a child is posted only by who says that it does not", self.step_hints),
            ("what a network and its newsgroups are called is nowhere at the hub", self.step_hub),
        )

    def admit(self, home, person, role):
        invited = self.coordinator.run("invite", role)
        words = join(home, invited["link"])
        request_of(self.coordinator, person, invited["invitation"], words)
        self.coordinator.run("confirm", invited["invitation"], "--six", words)

    def step_found(self):
        self.world.hub.start()
        for person, home in ((COPILOOT, self.coordinator), (MOTHER, self.mother), (DOCTOR, self.doctor),
                             (STAND_IN, self.moderator)):
            home.init(person.name, person.relation)
        self.coordinator.run("found", NETWORK, "--network")
        (circle,) = self.coordinator.run("status")["circles"]
        check(circle["network"] and circle["owner"], f"it is a network of hers: {circle}")
        check_equal(circle["role_label"], "Coördinator", "she is its coordinator")
        roles = {one["key"] for one in self.coordinator.run("roles")["roles"]}
        check({"doctors", "nurses", "copiloten", "parents", "steering_group"} <= roles, f"its roles are professions: {roles}")
        check(not roles & {"guardian", "child_12", "night", "family"}, f"and no role of a circle: {roles}")
        check("netwerk" in self.coordinator.show("status")[1], "people see that it is a network")
        check("artsen" in self.coordinator.show("roles", "doctors")[1], "a role is explained")

    def step_newsgroups(self):
        self.coordinator.run("newsgroup", PARENTS, "--posters", "parents,buddies", "--readers", "copiloten",
                             "--moderators", "moderators")
        self.coordinator.run("newsgroup", DOCTORS, "--posters", "doctors")
        self.coordinator.run("post", PARENTS, WELCOME, "--subject", "Welkom")
        check_refused("a newsgroup has threads", {REFUSED}, {"newsgroup_takes_posts"},
                      lambda: self.coordinator.run("say", PARENTS, WELCOME))
        check_refused("a name is in parts", {REFUSED}, {"bad_newsgroup_name"},
                      lambda: self.coordinator.run("newsgroup", "Ouders"))
        check_refused("and is given once", {REFUSED}, {"newsgroup_exists"},
                      lambda: self.coordinator.run("newsgroup", PARENTS))
        matrix = self.coordinator.run("matrix")
        (group,) = [one["channel"] for one in matrix["channels"] if one["label"] == PARENTS]
        rights = {one["key"]: one["rights"].get(group, "") for one in matrix["roles"]}
        check_equal({key: one for key, one in rights.items() if one},
                    {"coordinators": "rpm", "parents": "rp", "buddies": "rp", "copiloten": "r", "moderators": "rpm"}, "who may what")

    def step_join(self):
        self.admit(self.mother, MOTHER, "parents")
        self.admit(self.doctor, DOCTOR, "doctors")
        wait_joined(self.mother, {PARENTS})
        wait_joined(self.doctor, {DOCTORS})
        check_equal(self.mother.texts(PARENTS, "post"), [WELCOME], "who joins reads back")
        check(self.mother.run("status")["circles"][0]["network"], "members know that it is a network")
        check_refused("a doctor is no parent", {REFUSED}, {"unknown_channel"}, lambda: self.doctor.run("read", PARENTS))
        check_refused("members open no newsgroups", {REFUSED}, {"needs_owner"},
                      lambda: self.mother.run("newsgroup", "nik.eigen"))
        shown = self.mother.show("newsgroup", "nik.eigen")[1]
        check("coördinator" in shown and "ouder met gezag" not in shown, f"and are told so in its words: {shown}")

    def threads(self, home):
        return home.run("threads", PARENTS)["threads"]

    def thread(self, home, number):
        return home.run("thread", PARENTS, number)["posts"]

    def step_threads(self):
        code, said = self.mother.show("post", PARENTS, QUESTION)
        check(code == 2 and f"kring post {PARENTS} " in said and "--subject" in said, said)
        posted = self.mother.run("post", PARENTS, QUESTION, "--subject", "Matras")
        readers = {one["key"]: one["members"] for one in posted["audience"]}
        check_equal(readers, {"coordinators": 1, "parents": 1}, "who writes is told who reads")
        shown = self.coordinator.show("threads", PARENTS)[1]
        check("Matras" in shown and "Ouder (1)" in shown, f"people see threads and who reads: {shown}")
        (matras,) = [one for one in self.threads(self.coordinator) if one["subject"] == "Matras"]
        check_equal((matras["thread"], matras["posts"], matras["unread"]), (posted["seq"], 1, 1), "a thread is unread")
        self.coordinator.run("post", PARENTS, ANSWER, "--reply-to", posted["seq"])
        first = self.threads(self.mother)[0]
        check_equal((first["subject"], first["posts"], first["unread"]), ("Matras", 2, 1), "it was answered last")
        posts = self.thread(self.mother, posted["seq"])
        check_equal([(one["text"], one["answers"]) for one in posts], [(QUESTION, None), (ANSWER, posted["seq"])],
                    "the answer stands below")
        check_equal(self.threads(self.mother)[0]["unread"], 0, "what was read is read")
        check(ANSWER in self.mother.show("thread", PARENTS, posted["seq"])[1], "people read it too")
        check_refused("a thread has a subject", {2}, {"subject_missing"},
                      lambda: self.mother.run("post", PARENTS, QUESTION))
        self.question = posted["seq"]

    def step_edit(self):
        check_refused("nobody edits what another wrote", {REFUSED}, {"not_your_post"},
                      lambda: self.coordinator.run("edit-post", PARENTS, self.question, "Anders."))
        check_refused("an edit is looked at as a post is", {REFUSED}, {"may_identify_child"},
                      lambda: self.mother.run("edit-post", PARENTS, self.question, "Bel 06-12345678."))
        self.mother.run("edit-post", PARENTS, self.question, EDITED)
        seen = self.thread(self.coordinator, self.question)[0]
        check_equal((seen["text"], [one["text"] for one in seen["earlier"]]), (EDITED, [QUESTION]), "all see the newest text")
        check(seen["edited"] >= seen["time"], f"and when it was written: {seen}")
        check_equal(self.coordinator.run("search", EDITED)["hits"][0]["seq"], self.question, "it is what one finds")
        check_equal(self.coordinator.run("search", "kraakt")["hits"], [], "and not what stood there before")
        plain = self.coordinator.show("thread", PARENTS, self.question)[1]
        check("gewijzigd, " in plain and EDITED in plain and QUESTION not in plain, f"people see that it was edited: {plain}")
        check(QUESTION in self.coordinator.show("thread", PARENTS, self.question, "--history")[1], "and can read what it said")

    def step_moderate(self):
        self.admit(self.moderator, STAND_IN, "moderators")
        wait_joined(self.moderator, {PARENTS})
        answer = self.thread(self.moderator, self.question)[1]["seq"]
        check_refused("a member moderates nothing", {REFUSED}, {"may_not_moderate"},
                      lambda: self.mother.run("hold", PARENTS, answer))
        self.moderator.run("hold", PARENTS, answer, "--reason", "Eerst even nagaan.")
        held = self.thread(self.mother, self.question)[1]
        check_equal((held["state"], held["text"]), ("held", None), "a held post is not shown")
        check_equal([(one["mark"], one["name"]) for one in held["trace"]], [("hold", STAND_IN.name)], "who did it is")
        check(ANSWER not in self.mother.texts(PARENTS, "post"), "nor is it in the timeline")
        self.moderator.run("release", PARENTS, answer)
        check_equal(self.thread(self.mother, self.question)[1]["text"], ANSWER, "until it is released")
        self.mother.run("remove-post", PARENTS, self.question)
        check_equal(self.thread(self.moderator, self.question)[0]["state"], "removed", "who wrote it may remove it")

    def step_pin(self):
        welcome = next(one["thread"] for one in self.threads(self.moderator) if one["subject"] == "Welkom")
        check(self.threads(self.mother)[0]["thread"] != welcome, "it stands below at first")
        check_refused("a member pins nothing", {REFUSED}, {"may_not_moderate"},
                      lambda: self.mother.run("pin", PARENTS, welcome))
        self.moderator.run("pin", PARENTS, welcome)
        first = self.threads(self.mother)[0]
        check_equal((first["thread"], first["pinned"]["name"]), (welcome, STAND_IN.name), "it stands first, and who did it is seen")
        check(f"bovenaan door {STAND_IN.name}: Welkom" in self.mother.show("threads", PARENTS)[1], "people see it too")
        self.moderator.run("unpin", PARENTS, welcome)
        check_equal([one["pinned"] for one in self.threads(self.mother)], [None, None], "until it is unpinned")

    def step_report(self):
        answer = self.thread(self.mother, self.question)[1]["seq"]
        report = ("report", PARENTS, answer, "--reason", REASON)
        check_refused("nobody reports what they wrote", {REFUSED}, {"own_post"}, lambda: self.coordinator.run(*report))
        check_refused("a report says why", {REFUSED}, {"text_empty"}, lambda: self.mother.run(*report[:-1], " "))
        reported = self.mother.run(*report)
        check_equal({one["name"] for one in reported["readers"]}, {COPILOOT.name, STAND_IN.name}, "who reports is told who reads it")
        check(reported["author_reads"], "and that the post's writer is one of them")
        (one,) = self.moderator.run("reports")["reports"]
        check_equal((one["report"], one["label"], one["name"], one["reason"], one["settled"]),
                    (reported["report"], PARENTS, MOTHER.name, REASON, None), "a moderator reads who reported, and why")
        check_equal((one["post"]["seq"], one["post"]["line"], one["post"]["name"], one["post"]["state"]),
                    (answer, ANSWER, COPILOOT.name, "shown"), "and what")
        check_equal([one["open"] for one in self.moderator.run("status")["reports"]], [1], "status says how many are open")
        check("open meldingen" in self.moderator.show("status")[1], "people see it there too")
        check(REASON in self.moderator.show("reports", PARENTS)[1], "and read it")
        check_equal(self.mother.run("status")["reports"], [], "a member has none")
        check_equal(self.mother.run("reports")["reports"], [], "and reads none")
        check_refused("of a newsgroup that they do not moderate", {REFUSED}, {"may_not_moderate"},
                      lambda: self.mother.run("reports", PARENTS))
        check("report" not in {one["type"] for one in self.mother.run("read", PARENTS)["articles"]}, "nor does the timeline show any")
        self.moderator.run("settle-report", PARENTS, reported["report"])
        check_equal(self.coordinator.run("reports")["reports"], [], "what one moderator settled is settled")
        check_equal(self.coordinator.run("reports", "--all")["reports"][0]["settled"]["name"], STAND_IN.name, "and by whom is seen")
        with self.moderator.watch() as watch:
            watch.wait_connected()
            shown = self.mother.show(*report, "--yes")[1]
            watch.wait_for(lambda events: any(one.get("event") == "report" and one["reason"] == REASON for one in events),
                           "a moderator who watches is told")
        check("te lezen voor: " in shown and "Een van hen schreef dit bericht." in shown, f"people are told who reads: {shown}")
        check("Met een ander programma" in shown, f"and what others see: {shown}")
        self.coordinator.run("hold", PARENTS, answer)
        check_equal(len(self.moderator.run("reports")["reports"]), 1, "nor is it settled by whoever wrote the post")
        self.moderator.run("release", PARENTS, answer)
        self.moderator.run("hold", PARENTS, answer)
        check_equal(self.moderator.run("reports")["reports"], [], "another moderator's hold settles it too")
        check_refused("what is held need not be reported", {FAILED}, {"not_needed"}, lambda: self.mother.run(*report))
        self.moderator.run("release", PARENTS, answer)

    def digest(self, *options):
        groups = self.mother.run("digest", *options)["newsgroups"]
        return {one["label"]: [(thread["subject"], thread["posts"], thread["line"]) for thread in one["threads"]] for one in groups}

    def step_digest(self):
        self.mother.run("digest", "--mark-read")
        check_equal(self.digest(), {}, "what was marked as read is not new")
        check("niets nieuws" in self.mother.show("digest")[1], "and people are told so")
        chair = self.coordinator.run("post", PARENTS, CHAIR, "--subject", "Stoel")["seq"]
        self.coordinator.run("post", PARENTS, "Ook tweedehands.", "--reply-to", chair)
        new = {PARENTS: [("Stoel", 2, CHAIR.split("\n")[0])]}
        check_equal(self.digest(), new, "what is new stands there with its first line")
        check_equal(self.digest(), new, "and looking does not make it read")
        check("Stoel" in self.mother.show("digest")[1], "people see it too")
        (unread,) = [one["unread"] for one in self.mother.run("channels")["newsgroups"] if one["label"] == PARENTS]
        check_equal(unread, 2, "it counts as unread")
        self.mother.run("mute", PARENTS, chair)
        check_equal(self.digest(), {}, "a muted thread is not new")
        check(self.threads(self.mother)[0]["muted"], "and says so")
        self.mother.run("unmute", PARENTS, chair)
        self.mother.run("unsubscribe", PARENTS)
        check_equal(self.mother.run("digest")["subscribed"], 0, "a newsgroup need not count")
        check("volgt hier geen nieuwsgroep" in self.mother.show("digest")[1], "and people are told so")
        check_refused("it counts once", {FAILED}, {"not_needed"}, lambda: self.mother.run("unsubscribe", PARENTS))
        self.mother.run("subscribe", PARENTS)
        check_equal(self.digest("--since", "1h")[PARENTS][0], new[PARENTS][0], "what is recent stands there as well")
        check_equal(self.digest("--mark-read"), new, "what is marked as read is shown first")
        check_equal(self.digest(), {}, "and is read")
        check(PARENTS in self.digest("--since", "1h"), "what is recent stands there still")

    def step_search(self):
        connections = len(self.world.hub.proxy.recordings)
        (hit,) = self.mother.run("search", "ROLSTOEL", SOUGHT)["hits"]
        check_equal((hit["label"], hit["type"], hit["subject"], hit["line"]), (PARENTS, "post", "Stoel", CHAIR.split("\n")[1]),
                    "all words occur, without accents or capitals, and their line is shown")
        check_equal(self.mother.run("search", SOUGHT, "--in", PARENTS)["left_out"], 0, "in one newsgroup too")
        check_equal(self.mother.run("search", "rolstoel", "vliegtuig")["hits"], [], "all of them")
        check("staat niets" in self.mother.show("search", "vliegtuig")[1], "and people are told so")
        check(CHAIR.split("\n")[1] in self.mother.show("search", SOUGHT)[1], "people see what is found")
        check_refused("there is something to look for", {REFUSED}, {"bad_search"}, lambda: self.mother.run("search", " "))
        check_equal(len(self.world.hub.proxy.recordings), connections, "nothing at all was sent to the hub")

    def step_until(self):
        check_refused("a post does not end before it begins", {REFUSED}, {"bad_post_end"},
                      lambda: self.mother.run("post", PARENTS, LENT, "--subject", "Te leen", "--until", "1-1-2020"))
        shown = self.mother.show("post", PARENTS, LENT, "--subject", "Te leen", "--until", "30d", "--yes")[1]
        check("geen belofte" in shown, f"people are told what it is worth: {shown}")
        check(not self.thread(self.mother, self.thread_named("Te leen"))[0]["ended"], "it runs for so long")
        number = self.mother.run("post", PARENTS, TODAY, "--subject", "Vandaag", "--until", "1s")["seq"]
        wait_until(lambda: self.thread(self.coordinator, number)[0]["ended"], "the post ends")
        check(self.thread_named("Vandaag") is None, "it is in the list no more")
        check_equal(self.coordinator.run("search", "bedbox")["hits"], [], "nor found")
        check("Vandaag" not in str(self.coordinator.run("digest", "--since", "1h")), "nor news")
        shown = self.coordinator.show("thread", PARENTS, number)[1]
        check("afgelopen op" in shown and TODAY in shown, f"its thread says so: {shown}")
        check_refused("and takes no answer", {REFUSED}, {"thread_over"},
                      lambda: self.coordinator.run("post", PARENTS, "Graag.", "--reply-to", number))

    def thread_named(self, subject):
        return next((one["thread"] for one in self.threads(self.coordinator) if one["subject"] == subject), None)

    def step_file(self):
        path = self.world.folder / "bed.jpg"
        path.write_bytes(PICTURE)
        number = self.mother.run("post", PARENTS, BED, "--subject", "Dit bed", "--file", path)["seq"]
        post = self.thread(self.coordinator, number)[0]
        check_equal((post["text"], post["file"]["name"], post["file"]["size"]), (BED, "bed.jpg", len(PICTURE)), "it stands there")
        check("bed.jpg" in self.coordinator.show("thread", PARENTS, number)[1], "people see it")
        self.coordinator.run("fetch", PARENTS, number, "-o", self.world.folder / "terug.jpg")
        check_equal((self.world.folder / "terug.jpg").read_bytes(), PICTURE, "and it is the same")
        check_refused("a file alone is no post", {REFUSED}, {"newsgroup_takes_posts"},
                      lambda: self.mother.run("send", PARENTS, path))
        mine = self.coordinator.run("post", PARENTS, "Ook dit bed.", "--reply-to", number, "--file", path)["seq"]
        self.moderator.run("remove-post", PARENTS, mine)
        check_refused("what was removed is not fetched", {REFUSED}, {"not_a_file"},
                      lambda: self.mother.run("fetch", PARENTS, mine, "-o", self.world.folder / "weg.jpg"))

    def step_hints(self):
        arguments = ("--circle", NETWORK, "post", PARENTS, TELLING, "--subject", "Slaap", "--yes")
        check_refused("what may identify a child is not posted", {REFUSED}, {"may_identify_child"},
                      lambda: self.mother.run(*arguments))
        shown = self.mother.show(*arguments)[1]
        for hint in ("Tijmen", "3 mei 2014", "06-12345678", "111222333"):
            check(f": {hint}" in shown, f"{hint} is named: {shown}")
        self.mother.run(*arguments, "--identifies-nobody")
        check(TELLING in self.coordinator.texts(PARENTS, "post"), "but for who says that it does not")

    def step_no_child(self):
        check_refused("no birth date is written in a network", {REFUSED}, {"no_child_here"},
                      lambda: self.coordinator.run("child", "--born", "2014-05-03"))
        check_equal(self.coordinator.run("child")["born"], None, "nor shown")
        self.mother.run("found", "Kring Tijmen")
        check_refused("a circle has no newsgroups", {REFUSED}, {"not_a_network"},
                      lambda: self.mother.run("--circle", "Kring Tijmen", "newsgroup", "kring.tijmen"))

    def step_hub(self):
        scan = Scan()
        scan.add_folder("hub", self.world.hub.folder)
        for index, recording in enumerate(self.world.hub.proxy.recordings):
            for view in recording.views():
                scan.add(f"connection {index}", view)
        check(scan.size > 100_000, "the hub has something to look at")
        for text in (NETWORK, PARENTS, DOCTORS, WELCOME, QUESTION, EDITED, ANSWER, CHAIR, LENT, TODAY, BED, "plaatje van een bed", REASON, SOUGHT, TELLING):
            check(not scan.find(text), f"{text!r} is nowhere at the hub")


def test(programs):
    with World(programs) as world:
        run_steps(Newsgroups(world).steps(), "Newsgroups hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
