# SPDX-License-Identifier: GPL-3.0-or-later
"""What people see of payments that are open, or that need a person: header, notice, notification, questions."""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import tap
from desktop import Desktop, end_process, until
from platform_stand_in import Platform
from till_program import Home, Till


class Notifications:
    """Stands for the desktop's notifications: what is up there, and a click on it; `with Notifications() as desk:`"""

    def __enter__(self):
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "notifications.py")
        self.process = subprocess.Popen([sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_):
        end_process(self.process)
        self.process.stdin.close()
        self.process.stdout.close()

    def _ask(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def up(self):
        """Title and body of each that is up."""
        return self._ask("list")

    def click(self):
        """A click on the last one."""
        return self._ask("click")


def counter(width=1280, height=800, **settings):
    """A screen, a platform and the home of a till with an account on it."""
    def around(test):
        def run():
            with Desktop(width, height) as desktop, Platform() as platform:
                home = Home(platform.account, **settings)
                try:
                    test(desktop, platform, home)
                finally:
                    home.remove()
        run.__name__ = test.__name__
        return run
    return around


def charge(desktop, platform, *keys):
    """A sale up to its code; returns the platform's payment."""
    before = len(platform.payments())
    desktop.keys(*keys, "Return")
    until(desktop.codes, "a code on the screen")
    assert len(platform.payments()) == before + 1, platform.payments()
    return platform.payments()[-1]


def leave(desktop, till):
    desktop.keys("Escape")
    till.wait_status("Not certain")
    desktop.keys("Return")
    till.wait_for("Charge")


def listed(home):
    return [json.loads(line) for line in home.tillctl("list", "--limit", "0", "--json").stdout.splitlines()]


@counter()
def test_open_payments_are_said_first_and_hold_nobody_up(desktop, platform, home):
    with Till(home) as till:
        till.wait_ready()
        first = charge(desktop, platform, "4")
        till.kill()
    platform.fault(fault="late", ms=4000, call="get")
    platform.fault(fault="late", ms=4000, call="status")
    with Till(home) as till:
        until(lambda: any(name.startswith("1 open payment from ") and name.endswith(": asking …")
                          for name in till.names()), lambda: f"the open payment in the header: {till.names()}")
        second = charge(desktop, platform, "5")
        assert first["id"] != second["id"]
        leave(desktop, till)
        platform.no_faults()
        till.wait_for("2 unresolved")
        till.press("2 unresolved")
        till.wait_for("2 payments are not certain yet")
        till.press("Check all now")
        platform.act(first["id"], "pay")
        till.press("Check all now")
        till.wait_for("1 payment is not certain yet")


@counter()
def test_late_money_calls_until_somebody_has_dealt_with_it(desktop, platform, home):
    with Notifications() as notifications, Till(home) as till:
        till.wait_ready()
        late = []
        for keys in (("4", "period", "2"), ("3",)):
            late.append(charge(desktop, platform, *keys))
            leave(desktop, till)
        assert notifications.up() == [], notifications.up()
        for payment in late:
            platform.act(payment["id"], "pay")
        home.tillctl("check")
        until(lambda: len(notifications.up()) == 2, "two notifications of the desktop")
        up = sorted(notifications.up(), reverse=True)
        assert up[0][0] == "Paid late: €4.20" and "T1-000001" in up[0][1], up

        # Not even a click takes the code from a customer; the notice stands there afterwards.
        third = charge(desktop, platform, "5")
        notifications.click()
        assert desktop.codes()
        platform.act(third["id"], "pay")
        till.wait_status("Paid")
        notifications.click()
        till.wait_for("1 more")

        till.press("Handed over")
        until(lambda: till.find("1 more") is None, "the next notice")
        # A second press of the same finger is not for it: press() waits until it can be pressed.
        till.press("Handed over")
        until(lambda: till.find("Handed over") is None, "the last notice gone")
        assert notifications.up() == [], notifications.up()
    for payment in listed(home):
        assert payment["state"] == "paid" and payment["attention"] == [], payment


@counter()
def test_closed_with_a_reason(desktop, platform, home):
    with Till(home) as till:
        till.wait_ready()
        first = charge(desktop, platform, "4")
        leave(desktop, till)
        platform.act(first["id"], "pay")
        till.press("1 unresolved")
        till.press("Check now")
        till.wait_for("Every payment is certain")
        desktop.keys("Escape")
        till.press("Close…")
        till.fill("Reason", "goods sent by post")
        desktop.keys("Tab", "Tab", "Return")
        until(lambda: till.find("Close…") is None, "the notice gone")
    paid = listed(home)[0]
    assert (paid["state"], paid["settled"], paid["attention"]) == ("paid", "goods sent by post", []), paid


@counter()
def test_charge_again_looks_first_then_asks(desktop, platform, home):
    question = "A payment for this order is still open"
    with Till(home) as till:
        till.wait_ready()
        first = charge(desktop, platform, "8")
        leave(desktop, till)
        till.press("1 unresolved")
        asked = len(platform.requests())
        till.press("Charge again…")
        till.wait_for(question)
        assert len(platform.requests()) > asked, "no fresh look"
        desktop.keys("Return")      # may have bounced: it means no
        until(lambda: till.find(question) is None, "the question gone")
        assert len(platform.payments()) == 1

        till.press("Charge again…")
        till.wait_for(question)
        desktop.keys("Tab", "Return")
        until(lambda: len(platform.payments()) == 2, "a second payment")
        until(desktop.codes, "its code")
        second = platform.payments()[-1]
        platform.act(second["id"], "pay")
        till.wait_status("Paid")
        desktop.keys("Return")
        platform.act(first["id"], "pay")
        home.tillctl("check")
        till.wait_for("Paid twice")
    assert len({payment["order"] for payment in listed(home)}) == 1, listed(home)


@counter()
def test_charge_again_with_the_reference_of_a_refused_one(desktop, platform, home):
    """What the look finds out may make the question needless."""
    with Till(home) as till:
        till.wait_ready()
        till.fill("Order reference", "A-7")
        first = charge(desktop, platform, "8")
        leave(desktop, till)
        platform.act(first["id"], "decline")
        till.fill("Order reference", "A-7")
        desktop.keys("8", "Return")
        until(lambda: len(platform.payments()) == 2, "charged without a question")
        until(desktop.codes, "its code")


@counter()
def test_closing_asks_while_a_payment_is_open(desktop, platform, home):
    with Till(home) as till:
        till.wait_ready()
        charge(desktop, platform, "6")
        desktop.keys("ctrl+q")
        till.wait_for("1 payment open. Leave anyway?")
        desktop.keys("Return")
        until(lambda: till.find("1 payment open. Leave anyway?") is None, "the question gone")
        assert desktop.codes(), "the code went with a question that was answered no"
        desktop.keys("ctrl+q")
        till.wait_for("1 payment open. Leave anyway?")
        desktop.keys("Tab", "Return")
        until(lambda: till.process.poll() is not None, "the program gone")
        assert till.process.returncode == 0, till.process.returncode
    assert [payment["abandoned"] for payment in listed(home)] == [True], listed(home)


@counter()
def test_sigterm_ends_within_two_seconds(desktop, platform, home):
    """Whatever hangs, and without a question; that the wait was left is written down."""
    with Till(home) as till:
        till.wait_ready()
        charge(desktop, platform, "6")
        platform.fault(fault="late", ms=30000, call="status")
        until(lambda: any("ended" not in request for request in platform.requests()), "a request that hangs")
        told = time.monotonic()
        till.process.send_signal(signal.SIGTERM)
        until(lambda: till.process.poll() is not None, "the program gone")
        took = time.monotonic() - told
        print(f"# gone after {took:.2f} s")
        assert took < 2 * float(os.environ.get("TILL_TEST_PATIENCE", "1")), took
        platform.no_faults()
    assert [payment["abandoned"] for payment in listed(home)] == [True], listed(home)


@counter(width=800, height=600)
def test_a_journal_that_cannot_be_written(desktop, platform, home):
    """Nothing new is charged, what is open is watched, and the banner says what to do; then all is well again."""
    with Till(home) as till:
        till.wait_ready()
        first = charge(desktop, platform, "6")
        leave(desktop, till)
        other = sqlite3.connect(os.path.join(home.path, "data", "till", "journal.db"), isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        desktop.keys("7", "Return")
        till.wait_for("Check again")
        assert till.find("Nothing new can be charged now: see above."), till.names()
        desktop.shot(os.path.join(tap.shots_folder(), "storage-banner-800.png"))
        assert desktop.widest_window() <= 800, desktop.widest_window()
        asked = len(platform.requests())
        desktop.keys("Return")
        until(lambda: len(platform.requests()) > asked, "the open payment watched")
        assert len(platform.payments()) == 1, platform.payments()

        till.press("Check again")
        till.wait_for("Checking …")
        other.execute("ROLLBACK")
        until(lambda: till.find("Checking …") is None and till.find("Check again") is None, "the banner gone")
        desktop.keys("Return")
        until(desktop.codes, "a code on the screen")
        platform.act(first["id"], "pay")
        platform.act(platform.payments()[-1]["id"], "pay")
        till.wait_status("Paid")


@counter()
def test_a_damaged_journal_is_moved_aside_by_a_person(desktop, platform, home):
    with Till(home) as till:
        till.wait_ready()
        charge(desktop, platform, "6")
    folder = os.path.join(home.path, "data", "till")
    with open(os.path.join(folder, "journal.db"), "r+b") as journal:
        damaged = journal.read().replace(b"T1-000001", b"T1-000009")
        journal.seek(0)
        journal.write(damaged)
    with Till(home) as till:
        till.press("Begin a new journal…")
        till.wait_for("Begin a new journal?")
        desktop.keys("Return")      # may have bounced: it means no
        until(lambda: till.find("Begin a new journal?") is None, "the question gone")
        assert till.find("Try again"), till.names()
        till.press("Begin a new journal…")
        till.wait_for("Begin a new journal?")
        desktop.keys("Tab", "Return")
        till.wait_ready()
        kept = [open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder)]
        assert damaged in kept, os.listdir(folder)
        charge(desktop, platform, "7")


if __name__ == "__main__":
    tap.run([test_open_payments_are_said_first_and_hold_nobody_up, test_late_money_calls_until_somebody_has_dealt_with_it,
             test_closed_with_a_reason, test_charge_again_looks_first_then_asks,
             test_charge_again_with_the_reference_of_a_refused_one, test_closing_asks_while_a_payment_is_open,
             test_sigterm_ends_within_two_seconds, test_a_journal_that_cannot_be_written,
             test_a_damaged_journal_is_moved_aside_by_a_person])
