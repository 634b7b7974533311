#!/usr/bin/env python3
"""Who may what, on real processes: a stand-in let in by a nurse, the matrix, "see it as", "who", and birthdays.

Usage: roles.py PROGRAMS     (the folder with `kring` and `kring-hub`; say build/dev/bin)

Prints a line for each step and exits 0, or says which promise was broken and exits 1.
"""

import datetime

from asking import (
    FAILED, REFUSED, answer_at_terminal, check, check_equal, check_refused, join, members, request_of, wait_joined,
)
from kring_world import Refused, World, wait_until
from people import DOCTOR, GRANDMOTHER, MOTHER, NURSE, STAND_IN
from planted import Scan
from script import run_script, run_steps

WITHIN_S = 600
HOUR_MS = 3_600_000
INVITATIONS_A_DAY = 20
# How `kring` ends where nobody could be asked.
NOBODY_TO_ASK = 2
CIRCLE = "Kring Tijmen"
BEFORE = "Vóór oma er was: alleen wij thuis."
AFTER = "Welkom oma, nu lees je mee."
FOR_CARE = "Om acht uur 180 ml, goed binnengehouden."


def row_of(matrix, name):
    (row,) = [one for one in matrix["members"] if one["name"] == name]
    return row


class Roles:
    """Each `step_…` is one promise or a few that belong together, in the order below."""

    def __init__(self, world):
        self.world = world
        self.mother, self.nurse, self.stand_in, self.grandmother, self.doctor = (
            world.home(person.key) for person in (MOTHER, NURSE, STAND_IN, GRANDMOTHER, DOCTOR)
        )

    def steps(self):
        return (
            ("a mother founds a circle, and lets in a nurse and a grandmother", self.step_begin),
            ("the nurse lets in a stand-in for one shift, and nobody else", self.step_stand_in),
            ("who has a few hours left is told that nobody they let in stays longer", self.step_short),
            ("the matrix shows what each person and each role may", self.step_matrix),
            ("the matrix says who is paused and what is closed", self.step_changes),
            ("who is put out of a channel by a change is named, and somebody has to say yes", self.step_put_out),
            ("a role is explained, with what it may now", self.step_role),
            ("the mother sees the circle as the others can open it", self.step_see_as),
            ("who somebody is, and who vouches for that", self.step_who),
            ("whose role lost a channel is told so, and keeps what they had", self.step_lost),
            ("what is refused is refused for the right reason", self.step_reasons),
            ("an invitation that was withdrawn makes no former member", self.step_withdrawn),
            ("the mother can send a stand-in away whom the nurse let in", self.step_refuse),
            ("a nurse invites so often a day, and is told when the next one is possible", self.step_many),
            ("a birth date is the parents' alone, and its birthdays are told of", self.step_child),
            ("a channel's name is given once, and again when it is closed", self.step_names),
        )

    def admit(self, inviter, home, person, role, *options):
        invited = inviter.run("invite", role, *options)
        words = join(home, invited["link"])
        request_of(inviter, person, invited["invitation"], words)
        inviter.run("confirm", invited["invitation"], "--six", words)

    def step_begin(self):
        self.world.hub.start()
        for person, home in ((MOTHER, self.mother), (NURSE, self.nurse), (STAND_IN, self.stand_in),
                             (GRANDMOTHER, self.grandmother), (DOCTOR, self.doctor)):
            home.init(person.name, person.relation)
        self.mother.run("found", CIRCLE)
        self.mother.run("say", "family", BEFORE)
        self.mother.run("say", "care", FOR_CARE)
        self.admit(self.mother, self.nurse, NURSE, "nurse")
        wait_joined(self.nurse, {"circle", "care", "mdo"})
        self.admit(self.mother, self.grandmother, GRANDMOTHER, "family")
        wait_joined(self.grandmother, {"family", "circle"})
        self.mother.run("say", "family", AFTER)

    def step_stand_in(self):
        roles = {one["key"]: one for one in self.nurse.run("roles")["roles"]}
        check_equal(set(roles), {"night"}, "a nurse may invite stand-ins only")
        check_equal(roles["night"]["stay_max_ms"], 24 * HOUR_MS, "for a shift")
        check_refused("a nurse invites no doctor", {REFUSED}, {"may_not_admit"},
                      lambda: self.nurse.run("invite", "therapist"))
        check_refused("nor a stand-in for two days", {REFUSED}, {"stay_too_long"},
                      lambda: self.nurse.run("invite", "night", "--stay", "48h"))
        self.admit(self.nurse, self.stand_in, STAND_IN, "night", "--stay", "12h")
        wait_joined(self.stand_in, {"circle", "care"})
        check(FOR_CARE in self.stand_in.texts("care"), "the stand-in reads back the log")
        (shown,) = [one for one in members(self.mother) if one["name"] == STAND_IN.name]
        (nurse,) = [one for one in members(self.mother) if one["name"] == NURSE.name]
        check(shown["until"] <= nurse["until"], "nobody outlives who let them in")
        check(shown["until"] - nurse["until"] < 12 * HOUR_MS, "and twelve hours are twelve hours")
        (told,) = self.mother.run("status")["let_in"]
        check_equal((told["name"], told["admitter_name"], told["until"]),
                    (STAND_IN.name, NURSE.name, shown["until"]), "the mother is told who let whom in")
        check_equal(self.nurse.run("status")["let_in"], [], "and nobody else")
        status = self.mother.show("status")[1]
        check(f"{NURSE.name} heeft {STAND_IN.name} toegelaten" in status, f"in words: {status}")
        check(f"{NURSE.name} heeft" not in self.mother.show("status")[1], "once")

    def step_short(self):
        exit_code, shown = self.stand_in.show("invite", "night", "--stay", "24h")
        check_equal(exit_code, 0, "a stand-in may invite the next one")
        check("Uw eigen toegang eindigt op" in shown, f"and is told that the stay is cut: {shown}")
        invited = self.stand_in.run("invite", "night", "--stay", "12h")
        (own,) = [one for one in members(self.stand_in) if one["me"]]
        check_equal((invited["expires"], invited["stay_until_max"]), (own["until"], own["until"]), "scripts too")
        check_equal(self.mother.run("invite", "night")["stay_until_max"], None, "a mother's is not cut")

    def step_matrix(self):
        matrix = self.mother.run("matrix")
        by_key = {one["key"]: one["channel"] for one in matrix["channels"]}
        check_equal(set(by_key), {"regie", "family", "circle", "care", "mdo"}, "every channel is there")
        wanted = {
            MOTHER.name: {"regie": "rpm", "family": "rpm", "circle": "rpm", "care": "rpm", "mdo": "rpm"},
            NURSE.name: {"regie": "", "family": "", "circle": "rp", "care": "rpm", "mdo": "rp"},
            STAND_IN.name: {"regie": "", "family": "", "circle": "r", "care": "rp", "mdo": ""},
            GRANDMOTHER.name: {"regie": "", "family": "rp", "circle": "rp", "care": "", "mdo": ""},
        }
        for home in (self.mother, self.nurse):
            for name, rights in wanted.items():
                row = row_of(home.run("matrix"), name)
                check_equal(row["rights"], {by_key[key]: one for key, one in rights.items()}, f"the rights of {name}")
        (guest,) = [one for one in matrix["roles"] if one["key"] == "guest"]
        check_equal(guest["rights"][by_key["mdo"]], "rp", "roles are there that nobody has yet")
        exit_code, shown = self.mother.show("matrix")
        check_equal(exit_code, 0, "it is printed")
        for text in ("Dagzorg", NURSE.name, "Voogd", "r leest"):
            check(text in shown, f"{text!r} stands in it: {shown}")
        exit_code, shown = self.mother.show("--lang", "en", "matrix")
        check("r reads" in shown, "in English too")

    def step_changes(self):
        self.mother.run("pause", GRANDMOTHER.name)
        self.mother.run("close", "mdo")
        matrix = self.mother.run("matrix")
        (mdo,) = [one for one in matrix["channels"] if one["key"] == "mdo"]
        check(mdo["closed"], "a closed channel is marked")
        check_equal(row_of(matrix, NURSE.name)["rights"][mdo["channel"]], "r", "there one reads and nothing else")
        check_refused("nobody writes there, and is told why", {REFUSED}, {"channel_closed"},
                      lambda: self.mother.run("say", "mdo", "Nog iets"))
        paused = row_of(matrix, GRANDMOTHER.name)
        check_equal((paused["state"], set(paused["rights"].values())), ("paused", {""}), "who is paused may nothing")
        check("rp" in paused["rights_by_role"].values(), "and one sees what comes back")
        shown = self.mother.show("matrix")[1]
        check("(rp)" in shown and "gepauzeerd" in shown and "gesloten" in shown, f"people see it too: {shown}")
        self.mother.run("unpause", GRANDMOTHER.name)
        wait_joined(self.grandmother, {"family", "circle"})

    def step_put_out(self):
        change = ("allow", "circle", "family=-")
        check_refused("a script has to say yes", {NOBODY_TO_ASK}, {"no_terminal"}, lambda: self.mother.run(*change))
        exit_code, shown = self.mother.show(*change)
        check_equal(exit_code, NOBODY_TO_ASK, "so has whoever has no terminal")
        check(GRANDMOTHER.name in shown and NURSE.name not in shown, f"and is told who would be put out: {shown}")
        exit_code, shown = answer_at_terminal(self.mother, "n", *change)
        check_equal(exit_code, FAILED, f"a no is a no: {shown}")
        check(GRANDMOTHER.name in shown and "Doorgaan?" in shown, f"she is named before it is asked: {shown}")
        check("circle" in self.grandmother.channels(), "nobody is out yet")
        for unasked in ("nurse=r", "therapist=-"):
            check_equal(self.mother.run("allow", "circle", unasked)["put_out"], [], f"{unasked} puts nobody out")
        exit_code, shown = answer_at_terminal(self.mother, "j", *change)
        check_equal(exit_code, 0, f"a yes is a yes: {shown}")
        wait_until(lambda: not self.grandmother.channels()["circle"]["rights"], "she is out")
        self.mother.run("allow", "circle", "family=rp", "nurse=rp", "therapist=rp")
        wait_joined(self.grandmother, {"family", "circle"})
        (out,) = self.mother.run(*change, "--yes")["put_out"]
        check_equal((out["name"], out["state"]), (GRANDMOTHER.name, "live"), "a script that says yes is told who it was")
        self.mother.run("allow", "circle", "family=rp")
        wait_joined(self.grandmother, {"family", "circle"})

    def step_role(self):
        role = self.mother.run("roles", "parent_without_authority")["role"]
        check("1:377c" in role["meaning"], "the law is named")
        shown = self.mother.show("roles", "nurse")[1]
        check("invaller" in shown and "Dagzorg" in shown, f"a role says what it may: {shown}")

    def step_see_as(self):
        seen = self.mother.run("see-as", STAND_IN.name)
        check_equal([one["key"] for one in seen["open"]], list(self.stand_in.channels()), "what a stand-in opens")
        check_equal({one["key"] for one in seen["hidden"]}, {"regie", "family", "mdo"}, "and does not see")
        (care,) = [one for one in seen["open"] if one["key"] == "care"]
        check(care["since"] is None, "they read back in a record channel")
        check(FOR_CARE in [one["text"] for one in care["last"]], "with the last messages")
        seen = self.mother.run("see-as", GRANDMOTHER.name)
        (family,) = [one for one in seen["open"] if one["key"] == "family"]
        check(family["since"] is not None, "a sealed channel is read from when one came")
        check(BEFORE not in [one["text"] for one in family["last"]], "and nothing from before")
        shown = self.mother.show("see-as", NURSE.name)[1]
        check("Ziet niet: Regie, Gezin" in shown, f"people see it too: {shown}")

    def step_who(self):
        who = self.mother.run("who", STAND_IN.name)
        check_equal((who["how"], who["inviter"]["name"], who["admitter"]["name"]),
                    ("confirmed", NURSE.name, NURSE.name), "the nurse vouches for the stand-in")
        check(not who["checked_here"], "the mother compared no words")
        check(self.nurse.run("who", STAND_IN.name)["checked_here"], "the nurse did")
        shown = self.mother.show("who", STAND_IN.name)[1]
        check(NURSE.name in shown, f"people see it too: {shown}")
        check_equal(self.nurse.run("who", MOTHER.name)["how"], "founded", "who founded is told")

    def step_lost(self):
        picture = self.world.folder / "schommel.jpg"
        picture.write_bytes(b"een plaatje")
        sent = self.mother.run("send", "circle", picture)
        self.mother.run("say", "circle", AFTER)
        check(AFTER in self.grandmother.texts("circle"), "she had it")
        self.mother.run("allow", "circle", "family=-", "--yes")
        code, said = self.grandmother.show("channels")
        check("mag u niet meer lezen" in said and "wacht op" not in said, said)
        check("read_until" in self.grandmother.channels()["circle"], "a script sees since when")
        code, said = self.grandmother.show("read", "circle")
        check(code == 0 and AFTER in said and "niet meer lezen, sinds" in said, f"what she had stays: {said}")
        for command in (("say", "circle", "Hallo?"), ("fetch", "circle", sent["seq"])):
            check_refused("not any more", {REFUSED}, {"no_longer_read"},
                          lambda command=command: self.grandmother.run(*command))
            code, said = self.grandmother.show(*command)
            check("Dat is zo sinds" in said and "blijft leesbaar" in said, said)
        self.mother.run("allow", "circle", "family=rp")
        wait_joined(self.grandmother, {"family", "circle"})
        check("read_until" not in self.grandmother.channels()["circle"], "and it is over")

    def step_reasons(self):
        device = self.mother.run("devices")["devices"][0]["device"]
        check_refused("it is hers", {REFUSED}, {"not_your_device"},
                      lambda: self.nurse.run("name-device", "Mijn", device))
        check_refused("nobody gave her new keys", {1}, {"no_new_keys"},
                      lambda: self.nurse.run("check", GRANDMOTHER.name, "--six", "a b c d e f"))
        for command in ("threads",), ("thread", 3):
            check_refused("it is no newsgroup", {REFUSED}, {"not_a_newsgroup"},
                          lambda command=command: self.nurse.run(command[0], "circle", *command[1:]))
        invited = self.mother.run("invite", "volunteer")
        late = self.world.home("wachtend")
        late.init(DOCTOR.name, DOCTOR.relation)
        join(late, invited["link"])
        confirm = ("confirm", invited["invitation"], "--six", "a b c d e f")
        check_refused("somebody waits, and not for her", {REFUSED}, {"may_not_admit"}, lambda: self.nurse.run(*confirm))
        code, said = self.mother.show(*confirm)
        check(code == REFUSED and "typefout" in said and f"kring withdraw {invited['invitation'][:8]}" in said, said)
        for command in (("remove", MOTHER.name), ("invite", "family"), ("unfreeze",)):
            check_refused("who waits is told that", {6}, {"not_admitted_yet"}, lambda command=command: late.run(*command))
        self.mother.run("withdraw", invited["invitation"])
        code, said = self.nurse.show("say", "mdo", "Is het gesloten?")
        check(code == REFUSED and "gesloten" in said, said)

    def step_refuse(self):
        self.mother.show("status")
        with self.mother.watch() as watching:
            self.admit(self.stand_in, self.doctor, DOCTOR, "night", "--stay", "4h")
            wait_joined(self.doctor, {"circle", "care"})
            wait_until(lambda: any(one.get("event") == "let_in" for one in watching.events), "the mother is told at once")
        (told,) = [one for one in watching.events if one.get("event") == "let_in"]
        check_equal((told["name"], told["admitter_name"]), (DOCTOR.name, STAND_IN.name), "who let whom in")
        check_equal(self.mother.run("status")["let_in"], [], "once")
        (left,) = self.mother.run("remove", STAND_IN.name)["let_in"]
        check_equal(left["name"], DOCTOR.name, "whom the stand-in let in is named")
        exit_code, shown = self.mother.show("remove", left["member"][:8])
        check_equal(exit_code, 0, f"and removed by what was said: {shown}")
        wait_until(lambda: self.stand_in.run("status")["access"] == "ended", "the stand-in is out")

    def step_withdrawn(self):
        invited = self.mother.run("invite", "parent")
        join(self.doctor, invited["link"])
        self.mother.run("withdraw", invited["invitation"])
        wait_until(lambda: self.doctor.run("status")["access"] == "ended", "the doctor is told")
        (circle,) = self.doctor.run("status")["circles"]
        check(circle["turned_down"], "that they never came in")
        check("u bent niet toegelaten" in self.doctor.show("status")[1], "in words")
        check_equal(self.doctor.run("channels")["channels"], [], "and had no channel")
        check(DOCTOR.name not in [one["name"] for one in members(self.mother)], "no member was removed")

    def step_many(self):
        for _ in range(INVITATIONS_A_DAY):
            try:
                invited = self.nurse.run("invite", "night", "--stay", "8h")
            except Refused as refused:
                check_equal((refused.exit_code, refused.code), (REFUSED, "too_many_invitations_today"), "why not")
                break
            self.nurse.run("withdraw", invited["invitation"])
        exit_code, shown = self.nurse.show("invite", "night", "--stay", "8h")
        check_equal(exit_code, REFUSED, "withdrawn invitations count too")
        check("kunt u weer iemand uitnodigen" in shown, f"she is told from when on: {shown}")
        check("you can invite somebody again" in self.nurse.show("--lang", "en", "invite", "night")[1], "in English too")
        self.mother.run("withdraw", self.mother.run("invite", "family")["invitation"])

    def step_child(self):
        check_refused("a nurse reads no birth date", {REFUSED}, {"needs_owner"}, lambda: self.nurse.run("child"))
        check_refused("nor writes one", {REFUSED}, {"needs_owner"}, lambda: self.nurse.run("child", "--born", "2013-11-28"))
        check_equal(self.mother.run("child")["born"], None, "none is written yet")
        check_refused("a child is not born tomorrow", {REFUSED}, {"bad_birth_date"},
                      lambda: self.mother.run("child", "--born", "2990-01-01"))
        soon = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=10)
        born = soon.replace(year=soon.year - 12)
        year, month, day = born.isoformat().split("-")
        self.mother.run("child", "--born", f"{day}-{month}-{year}")
        child = self.mother.run("child")
        check_equal((child["born"], child["birthday"]["age"]), (born.isoformat(), 12), "it is kept, and its birthday near")
        (circle,) = self.mother.run("status")["circles"]
        check_equal(circle["birthday"]["when"], "coming", "the status tells of it")
        check("wordt uw kind 12 jaar" in self.mother.show("status")[1], "in plain words")
        check("turns 12" in self.mother.show("--lang", "en", "status")[1], "in English too")
        with self.mother.watch() as watch:
            watch.wait_for(lambda events: any(one["event"] == "birthday" for one in events), "the birthday is told of")
        check("birthday" not in self.nurse.run("status")["circles"][0], "a nurse is not told")
        scan = Scan()
        scan.add_folder("hub", self.world.hub.folder)
        for index, recording in enumerate(self.world.hub.proxy.recordings):
            for view in recording.views():
                scan.add(f"connection {index}", view)
        check(scan.size > 100_000, "the hub has something to look at")
        check(not scan.find(f'"born":"{born.isoformat()}"'), "the birth date is nowhere at the hub")

    def step_names(self):
        opening = ("open", "Slaap", "--allow", "family=rp")
        opened = self.mother.run(*opening)["channel"]
        for name in ("SLAAP", "dagzorg", "Daily Care", "regie"):
            check_refused(f"{name} is taken", {REFUSED}, {"channel_exists"}, lambda name=name: self.mother.run("open", name))
        shown = self.mother.show("open", "daily care")[1]
        check("‘Dagzorg’ (care)" in shown and "Kies een andere naam" in shown, f"she is told which one it is: {shown}")
        check_refused("a role's name too", {REFUSED}, {"role_exists"},
                      lambda: self.mother.run("open", "CIZ", "--lane", "--contact", "Naaste"))
        self.mother.run("close", "Slaap")
        again = self.mother.run(*opening)["channel"]
        self.mother.run("say", "slaap", "In het nieuwe kanaal")
        check_equal(self.mother.texts(again), ["In het nieuwe kanaal"], "the closed one leaves it its name")
        check_equal(self.mother.texts(opened), [], "and goes by its id")


def test(programs):
    with World(programs) as world:
        run_steps(Roles(world).steps(), "Roles hold")


if __name__ == "__main__":
    run_script(__doc__, WITHIN_S, test)
