# SPDX-License-Identifier: GPL-3.0-or-later
"""Training: nothing to configure, and play money and money never meet."""
import os
import tempfile
import time

import tap
from desktop import DEADLINE, Desktop, until
from platform_stand_in import Platform
from till_program import Home, Till


def pay_on_the_phone(till):
    """The customer's side in training is a click in a window of its own."""
    till.press("Customer’s phone")
    till.press("Pay")


def test_charge_press_pay_paid():
    with Desktop() as desktop:
        home = Home()
        try:
            with Till(home, "--training") as till:
                till.wait_ready()
                desktop.keys("1", "2", "period", "5", "0", "Return")
                until(desktop.codes, "a code on the screen")
                pressed = time.monotonic()
                pay_on_the_phone(till)
                till.wait_status("Paid")
                assert time.monotonic() - pressed < 4 * DEADLINE / 30
                # The phone is put away: nothing covers the result, and Enter is the till's.
                until(lambda: till.find("Decline") is None, "the phone put away")
                desktop.keys("Return")
                till.wait_for("Charge")
            listed = home.tillctl("list", "--json", training=True)
            assert listed.returncode == 0 and '"state":"paid"' in listed.stdout, listed
        finally:
            home.remove()


def test_training_beside_a_live_till():
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        try:
            with Till(home) as live:
                live.wait_ready()
                before = len(platform.requests())
                with Till(home, "--training") as play:
                    play.wait_ready()
                    until(lambda: play.application() is not None and live.application() is not None, "two tills")
                    desktop.keys("5", "Return")
                    until(desktop.codes, "a code on the screen")
                    pay_on_the_phone(play)
                    play.wait_status("Paid")
                    assert live.status() is None
            assert len(platform.requests()) == before, platform.requests()
            assert not platform.payments()
        finally:
            home.remove()


def test_main_loop_is_never_busy_for_long():
    """The main thread's longest stretch of work from the key that charges to the result."""
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        log = tempfile.NamedTemporaryFile()
        try:
            with Till(home, LD_PRELOAD=os.environ["TILL_BUSY_PRELOAD"], TILL_BUSY_LOG=log.name) as till:
                till.wait_ready()
                desktop.keys("1", "2", "period", "5", "0")
                # The tree is walked by what waits for things; it costs the program time that no cashier costs it.
                begin = time.monotonic()
                desktop.keys("Return")
                until(desktop.codes, "a code on the screen")
                platform.act(platform.payments()[0]["id"], "pay")
                until(lambda: not desktop.codes(), "the code gone")
                end = time.monotonic()
            stretches = [[float(word) for word in line.split()] for line in open(log.name, encoding="utf-8")]
            during = [busy for at, busy in stretches if begin <= at / 1000 <= end]
            print(f"# longest stretch: {max(during, default=0):.0f} ms of {len(during)} above 10 ms")
            assert stretches, "the preload saw nothing at all: it does not measure"
            assert max(during, default=0) < 50, during
        finally:
            home.remove()


if __name__ == "__main__":
    tests = [test_charge_press_pay_paid, test_training_beside_a_live_till]
    if os.environ.get("TILL_BUSY_PRELOAD"):
        tests.append(test_main_loop_is_never_busy_for_long)
    tap.run(tests)
