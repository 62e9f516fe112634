# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs functions as tests and says what came of each, in TAP.

Each test gets a process and a session bus of its own: the accessibility bus of one desktop does not outlive it.
"""
import os
import subprocess
import sys
import tempfile
import traceback


SKIPPED = 77


class Skip(Exception):
    """Raised by a test that cannot be run here, with the reason."""


def inside(tests, name):
    """The one test of this process."""
    test = next(test for test in tests if test.__name__ == name)
    try:
        test()
    except Skip as reason:
        print(f"# {reason}")
        sys.exit(SKIPPED)
    except Exception:   # pylint: disable=broad-except
        traceback.print_exc(file=sys.stdout)
        sys.exit(1)
    sys.exit(0)


def run(tests):
    """Each test is a function; words on the command line pick those whose name holds one of them."""
    if os.environ.get("TILL_TEST_INSIDE"):
        inside(tests, os.environ["TILL_TEST_INSIDE"])

    words = sys.argv[1:]
    chosen = [test for test in tests if not words or any(word in test.__name__ for word in words)]
    print(f"1..{len(chosen)}", flush=True)
    failed = 0
    for number, test in enumerate(chosen, 1):
        # The accessibility bus has its place in the run-time directory: with one for all of a user's sessions,
        # two tests at once would meet on it.
        with tempfile.TemporaryDirectory(prefix="till-run-") as runtime:
            done = subprocess.run(["dbus-run-session", "--", sys.executable, sys.argv[0]], text=True, check=False,
                                  stdout=subprocess.PIPE, env={**os.environ, "TILL_TEST_INSIDE": test.__name__,
                                                               "XDG_RUNTIME_DIR": runtime})
        for line in done.stdout.splitlines():
            print(line if line.startswith("#") else f"# {line}")
        failed += done.returncode not in (0, SKIPPED)
        word = "ok" if done.returncode in (0, SKIPPED) else "not ok"
        skip = " # SKIP" if done.returncode == SKIPPED else ""
        print(f"{word} {number} - {test.__name__.removeprefix('test_').replace('_', ' ')}{skip}", flush=True)
    sys.exit(1 if failed else 0)


def shots_folder():
    """Where screenshots go: TILL_SHOTS, or a folder beside the build."""
    folder = os.environ.get("TILL_SHOTS") or os.path.join(os.getcwd(), "shots")
    os.makedirs(folder, exist_ok=True)
    return folder
