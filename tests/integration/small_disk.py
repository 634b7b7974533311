"""A hub with one of its folders on a small disk of its own, that it can fill up."""

import contextlib
import subprocess

from script import Skipped


def require_mounting():
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0:
        raise Skipped("this user may not mount a small disk")


@contextlib.contextmanager
def on_small_disk(hub, folder, mebibytes, *, first="true", settings=""):
    """Starts of the hub in here find `folder` on an empty disk of this size, in a name space that ends with the hub.

    `first` is a shell command that is run before the hub, `settings` are more arguments for it.
    """
    require_mounting()
    program = hub.program
    wrapper = hub.folder / "hub-on-a-small-disk"
    mount = f"mount -t tmpfs -o size={mebibytes}m,mode=0700 tmpfs {folder}"
    command = f'{mount} && {first} && exec {program} "$@" {settings}'
    wrapper.write_text(f"#!/bin/sh\nexec unshare -m sh -c '{command}' hub \"$@\"\n")
    wrapper.chmod(0o755)
    hub.program = wrapper
    try:
        yield
    finally:
        hub.program = program
