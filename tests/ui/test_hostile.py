# SPDX-License-Identifier: GPL-3.0-or-later
"""What surrounds the window and what is told to it: an environment that leaks, GTK's inspector, text that pretends."""
import base64
import os
import subprocess
import urllib.parse

import tap
from desktop import Desktop, until
from platform_stand_in import Platform
from till_program import Home, Till


def windows(till):
    """How many windows of this till there are, as the screen and as a screen reader see it."""
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(till.process.pid)], capture_output=True,
                           text=True, check=False).stdout.split()
    return len(found), till.application().get_child_count()


def press_inspector_keys(desktop):
    desktop.keys("ctrl+shift+i", "ctrl+shift+d")


def test_the_inspector_is_shut():
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        try:
            # One of GTK_DEBUG's words opens it without a key.
            with Till(home, GTK_DEBUG="interactive", log=subprocess.DEVNULL) as till:
                till.wait_ready()
                before = windows(till)
                assert before[1] == 1, before
                press_inspector_keys(desktop)
                # The keys have been dealt with when what is typed after them is there.
                desktop.keys("7", "Return")
                until(desktop.codes, "a code on the screen")
                assert windows(till) == before, (windows(till), before)
        finally:
            home.remove()


def test_the_inspector_may_open_in_training():
    with Desktop() as desktop:
        home = Home()
        try:
            with Till(home, "--training") as till:
                till.wait_ready()
                before = windows(till)
                desktop.keys("ctrl+shift+i")
                until(lambda: windows(till)[1] > before[1], "one more window")
        finally:
            home.remove()


def test_an_environment_that_leaks_is_refused():
    with Desktop(), Platform() as platform:
        home = Home(platform.account)
        leak = os.path.join(home.path, "leak")
        try:
            for name in ("SSLKEYLOGFILE", "GIO_USE_TLS", "GIO_EXTRA_MODULES", "GDK_PIXBUF_MODULE_FILE",
                         "G_TLS_GNUTLS_PRIORITY"):
                done = subprocess.run([os.environ["TILL"]], env=home.environment(**{name: leak}), capture_output=True,
                                      text=True, timeout=60, check=False)
                assert done.returncode == 1, (name, done)
                assert len(done.stderr.splitlines()) == 1 and name in done.stderr, done.stderr
                assert not os.path.exists(leak)
            assert not os.path.exists(os.path.join(home.path, "data", "till")), "nothing was written"
        finally:
            home.remove()


def test_text_of_others_is_text():
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        reference = "<b>שלום</b> &amp; 5"
        try:
            with Till(home) as till:
                till.wait_ready()
                desktop.keys("5")
                till.fill("Order reference", reference)
                till.press("Charge")
                until(desktop.codes, "a code on the screen")
                till.wait_for(f"\u2068{reference}\u2069")
        finally:
            home.remove()


def assert_without(secret, data, what):
    raw = secret.encode()
    forms = [raw, raw.hex().encode(), base64.b64encode(raw), urllib.parse.quote(secret, safe="").encode(), b"v1HMAC"]
    for form in forms:
        assert form not in data, f"{what} holds {form!r}"


def test_the_secret_stays_where_it_is_kept():
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        secret = platform.account["secretApiKey"]
        log_path = os.path.join(home.path, "log")
        try:
            platform.fault(fault="reset", call="create", times=1)
            with open(log_path, "wb") as log, Till(home, log=log, G_MESSAGES_DEBUG="all") as till:
                till.wait_ready()
                desktop.keys("8", "Return")
                until(desktop.codes, "a code on the screen", deadline=60)
                for name in ("cmdline", "environ"):
                    with open(f"/proc/{till.process.pid}/{name}", "rb") as file:
                        assert_without(secret, file.read(), name)
                platform.act(platform.payments()[0]["id"], "pay")
                till.wait_status("Paid")
                assert_without(secret, "\n".join(till.names()).encode(), "the screen")
            assert os.path.getsize(log_path) > 0
            seen = []
            for folder, _, names in os.walk(home.path):
                for path in (os.path.join(folder, name) for name in names):
                    if path == os.path.join(home.path, "secret"):
                        continue
                    with open(path, "rb") as file:
                        assert_without(secret, file.read(), path)
                    seen.append(os.path.relpath(path, home.path))
            assert "data/till/journal.db" in seen and "log" in seen, seen
        finally:
            home.remove()


if __name__ == "__main__":
    tap.run([test_the_inspector_is_shut, test_the_inspector_may_open_in_training,
             test_an_environment_that_leaks_is_refused, test_text_of_others_is_text,
             test_the_secret_stays_where_it_is_kept])
