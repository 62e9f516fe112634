# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that fills up: tillctl takes a payment, and at some moment n KiB are left, n = 0, 4, 8, ….

The moments: before it begins, when the intent is written and the answer on its way, when the code is shown.  The
journal's own ballast is given up already.

The disk is a small tmpfs of this test's own, in a mount namespace that ends with it.  Where none may be made, no
file may grow beyond a limit instead (RLIMIT_FSIZE), and the test says so.
"""
import os
import resource
import shutil
import signal
import subprocess
import sys

from harness import main, test
from witness import Witness, figures, no_trouble

SIZE = 64 * 1024         # KiB of the disk
MOMENTS = ("before", "asked", "shown")
ENOUGH = 64              # KiB with which each step of a payment finds room
LATE_MS = 2000           # so long an answer takes, that the disk may fill up meanwhile
PAGE = 4
LAST_PAGES = 6           # where files are limited: so many of the journal's own cannot be written, either
LONG = "TILL_LONG" in os.environ
OWN_MOUNTS = "TILL_RIGS_OWN_MOUNTS"


def enter_namespace():
    """Starts this program again where it may mount, unless nobody lets it."""
    if not shutil.which("unshare"):
        return
    for how in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        tried = subprocess.run([*how, "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"], capture_output=True,
                               check=False)
        if tried.returncode == 0:
            os.environ[OWN_MOUNTS] = "1"
            os.execvp("unshare", [*how, sys.executable, *sys.argv])


class Full(Witness):
    """A till whose disk has so many KiB left."""

    def __init__(self, place, moment, left):
        super().__init__(place)
        self.moment, self.left = moment, left
        self.status = None
        self.ballast = self.data / "ballast"

    def __str__(self):
        return f"{self.left} KiB left, {self.moment}"

    def __enter__(self):
        self.data.mkdir()
        if OWN_MOUNTS in os.environ:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}k", "none", self.data], check=True)
        return self

    def __exit__(self, *_):
        if OWN_MOUNTS in os.environ:
            subprocess.run(["umount", self.data], check=True)

    def fill(self):
        """Leaves `left` KiB: on the disk, or to each file beyond what the journal has, less its last pages."""
        if OWN_MOUNTS in os.environ:
            (self.data / "till" / "journal.db-ballast").unlink(missing_ok=True)
            there = os.statvfs(self.data)
            self.ballast.write_bytes(b"\0" * max(there.f_bavail * there.f_bsize - self.left * 1024, 0))
            return None
        size = (self.data / "till" / "journal.db").stat().st_size + (self.left - LAST_PAGES * PAGE) * 1024
        return lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY)))

    def run(self):
        """The whole story."""
        self.sell_earlier()
        limit = self.fill() if self.moment == "before" or OWN_MOUNTS not in os.environ else None
        running = self.till.pay("12.50", "--reference", self.sale, "--timeout", "5", preexec_fn=limit)
        while (line := running.line()) is not None:
            is_shown = '"action":' in line
            if self.moment == ("shown" if is_shown else "asked") and not self.ballast.exists():
                self.fill()
            if is_shown:
                self.pay_what_is_open()
        result = running.end()
        self.status = result.status
        self.ballast.unlink(missing_ok=True)
        self.look_for_what_was_said(result.objects, states=False)
        sent = bool(self.held())
        self.expect(result.status in ((0, 1, 4) if sent else (1,)), f"ended with {result.status}: {result.err}")
        self.expect(sent or "disk" in result.err, f"nothing about the disk: {result.err}")
        self.recover()


@test
def disk_full_at_any_page_loses_nothing(place):
    own = OWN_MOUNTS in os.environ
    place.platform.fault("late", call="create", ms=LATE_MS)
    done = []
    for moment in MOMENTS if own else MOMENTS[:1]:
        for left in range(0, ENOUGH + 1, PAGE if LONG else 4 * PAGE):
            with Full(place, moment, left) as full:
                full.run()
            done.append(full)
    ends = {status: sum(full.status == status for full in done) for status in sorted({full.status for full in done})}
    print(f"# {'a tmpfs' if own else 'RLIMIT_FSIZE'}: {len(done)} payments on a disk that fills up, ended with {ends}: "
          f"{figures(done)}", flush=True)
    if not set(ends) - {0}:
        raise AssertionError("the disk was never full")
    no_trouble(done)


if __name__ == "__main__":
    if OWN_MOUNTS not in os.environ:
        enter_namespace()
    main()
