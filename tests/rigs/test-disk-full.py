# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full: tillctl takes a payment with n KiB left, n = 0, 4, 8, … until it passes undisturbed.

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

SIZE = 1024              # KiB of the disk
PAGE = 4
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

    def __init__(self, place, left):
        super().__init__(place)
        self.left = left
        self.ballast = self.data / "ballast"

    def __str__(self):
        return f"{self.left} KiB left"

    def __enter__(self):
        self.data.mkdir()
        if OWN_MOUNTS in os.environ:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}k", "none", self.data], check=True)
        return self

    def __exit__(self, *_):
        if OWN_MOUNTS in os.environ:
            subprocess.run(["umount", self.data], check=True)

    def fill(self):
        """Leaves `left` KiB: on the disk, or to each file beyond the journal's size."""
        if OWN_MOUNTS in os.environ:
            there = os.statvfs(self.data)
            self.ballast.write_bytes(b"\0" * (there.f_bavail * there.f_bsize - self.left * 1024))
            return None
        size = (self.data / "till" / "journal.db").stat().st_size
        return lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                        resource.setrlimit(resource.RLIMIT_FSIZE, (size + self.left * 1024, resource.RLIM_INFINITY)))

    def run(self):
        """The whole story; returns whether the payment passed undisturbed."""
        self.sell_earlier()
        running = self.till.pay("12.50", "--reference", self.sale, "--timeout", "5", preexec_fn=self.fill())
        while (line := running.line()) is not None:
            if '"action":' in line:
                self.pay_what_is_open()
        result = running.end()
        self.ballast.unlink(missing_ok=True)
        self.look_for_what_was_said(result.objects, states=False)
        sent = bool(self.held())
        self.expect(result.status in ((0, 1, 4) if sent else (1,)), f"ended with {result.status}: {result.err}")
        self.expect(sent or "disk" in result.err, f"nothing about the disk: {result.err}")
        self.recover()
        return result.status == 0


@test
def disk_full_at_any_page_loses_nothing(place):
    done, left = [], 0
    while True:
        with Full(place, left) as full:
            passed = full.run()
        done.append(full)
        if passed:
            break
        left += PAGE if LONG or left < 8 * PAGE else 3 * PAGE
    print(f"# {'a tmpfs' if OWN_MOUNTS in os.environ else 'RLIMIT_FSIZE'}: {len(done) - 1} payments on a full disk, "
          f"the last with {done[-2].left} KiB left: {figures(done)}", flush=True)
    if len(done) < 3:
        raise AssertionError("the disk was never full")
    no_trouble(done)


if __name__ == "__main__":
    if OWN_MOUNTS not in os.environ:
        enter_namespace()
    main()
