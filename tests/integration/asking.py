"""What the story asks of people's homes, and how it says which promise was broken."""

import fcntl
import os
import select
import subprocess
import termios
import time

from kring_world import FOUNDING_CHANNELS, Refused, WorldError, wait_until
from planted import encodings

# How `kring` ends when something was not done, is refused by a rule, kept for later, or by somebody who is not admitted.
FAILED, REFUSED, KEPT, NOT_ADMITTED = 1, 3, 4, 6


class Broken(Exception):
    """A promise of the story that did not hold."""


def check(holds, promise):
    if not holds:
        raise Broken(promise)


def check_equal(got, wanted, promise):
    if got != wanted:
        raise Broken(f"{promise}\n    wanted {wanted!r}\n    got    {got!r}")


def check_refused(promise, exit_codes, codes, act):
    """`act` has to be refused with one of these exit codes and, unless empty, one of these codes."""
    try:
        answer = act()
    except Refused as refused:
        known = refused.exit_code in exit_codes and (not codes or refused.code in codes)
        check(known, f"{promise}: refused, but otherwise than so: {refused}")
        return
    raise Broken(f"{promise}: it was done instead, with {answer!r}")


def answer_at_terminal(home, typed, *arguments, within_s=60):
    """(exit code, all that a person sees) of a command at a terminal of its own, where `typed` is typed."""
    master, terminal = os.openpty()
    process = subprocess.Popen(home.command(*arguments, as_json=False), stdin=terminal, stdout=terminal, stderr=terminal,
                               env=home.world.environment, start_new_session=True,
                               preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
    os.close(terminal)
    shown = bytearray()
    try:
        os.write(master, typed.encode() + b"\n")
        ends = time.monotonic() + within_s
        while True:
            ready, _, _ = select.select([master], [], [], max(0, ends - time.monotonic()))
            check(ready, f"`kring {arguments[0]}` says no more and does not end: {shown!r}")
            try:
                shown += os.read(master, 4096)
            except OSError:  # Nobody has the terminal open any more.
                break
        return process.wait(within_s), shown.decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(master)


def join(home, link):
    """Accepts an invitation that needs a yes. Gives the six words that are read out."""
    joined = home.run("join", link)
    check_equal(joined["status"], "waiting", f"{home.key} waits for a yes")
    check_equal(len(joined["words"].split()), 6, f"{home.key} has six words to read out")
    return joined["words"]


def found_with_second_parent(first, second, name):
    """The first one founds a circle of this name, and lets the second one in as a parent with the same authority."""
    first.run("found", name)
    invited = first.run("invite", "parent")
    words = join(second, invited["link"])
    confirm = ("confirm", invited["invitation"], "--six", words, "--words-file", "-")
    first.run(*confirm, text=first.words)
    wait_joined(second, set(FOUNDING_CHANNELS))


def request_of(inviter, person, invitation, words):
    """The inviter sees who waits, and the same six words."""
    requests = {one["invitation"]: one for one in inviter.run("requests")["requests"]}
    check(invitation in requests, f"{inviter.key} sees that {person.name} waits")
    request = requests[invitation]
    check_equal((request["name"], request["relation"]), (person.name, person.relation), "the request says who it is")
    check_equal(request["words"], words, "both sides have the same six words")
    return request


def wait_joined(home, channels):
    """Waits until the home has exactly these channels, and is in each."""

    def joined():
        known = home.channels()
        return set(known) == channels and all(one["joined"] for one in known.values())

    try:
        wait_until(joined, f"{home.key} is in {sorted(channels)}")
    except WorldError as error:
        raise Broken(f"{error}: {home.channels()}") from None


def wait_invitation(home, invitation, state):
    def reached():
        return any(
            one["invitation"] == invitation and one["state"] == state for one in home.run("status")["invitations"]
        )

    wait_until(reached, f"{home.key} sees the invitation {state}")


def wait_nothing_pending(home):
    wait_until(lambda: home.run("status")["pending"] == [], f"{home.key} has nothing left to do")


def members(home):
    return home.run("members")["members"]


def names(home):
    return {one["name"] for one in members(home) if one["name"]}


def owners(home):
    return {one["name"] for one in members(home) if one["owner"] and one["live"]}


def check_hidden(home, *channels):
    """These channels do not exist for somebody who may not see them."""
    known = set(home.channels())
    for channel in channels:
        check(channel not in known, f"{channel} is not among {home.key}'s channels")
        check_refused(f"{home.key} cannot read {channel}", {REFUSED}, {"unknown_channel"},
                      lambda channel=channel: home.run("read", channel))
        check_refused(f"{home.key} cannot write in {channel}", {REFUSED}, {"unknown_channel"},
                      lambda channel=channel: home.run("say", channel, "Ben ik hier?"))


def check_never_printed(home, *texts):
    for text in texts:
        check(not any(form in home.printed for form in encodings(text).values()), f"{home.key} was shown {text!r}")
