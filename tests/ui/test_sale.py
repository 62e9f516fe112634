# SPDX-License-Identifier: GPL-3.0-or-later
"""The counter payment, driven from outside: keys, keypad, customer, outcomes."""
import os
import subprocess
import time

import tap
from desktop import Desktop, until
from platform_stand_in import Platform
from till_program import Home, Till


def sale(test):
    """A screen, a platform and a till with an account on it."""
    def run():
        with Desktop() as desktop, Platform() as platform:
            home = Home(platform.account)
            try:
                with Till(home) as till:
                    till.wait_ready()
                    test(desktop, platform, till)
            finally:
                home.remove()
    run.__name__ = test.__name__
    return run


def only_payment(platform):
    return until(lambda: len(platform.payments()) == 1 and platform.payments()[0], "one payment at the platform")


def wait_for_code(desktop, till):
    till.wait_for("WeChat Pay QR code")
    return until(desktop.codes, "a code that can be scanned from the screen")


@sale
def test_paid_by_keyboard_alone(desktop, platform, till):
    desktop.keys("1", "2", "period", "5", "0", "Return")
    wait_for_code(desktop, till)
    payment = only_payment(platform)
    assert payment["amount"] == 1250, payment
    pressed = time.monotonic()
    platform.act(payment["id"], "pay")
    till.wait_status("Paid")
    assert time.monotonic() - pressed < 4 * float(os.environ.get("TILL_TEST_PATIENCE", "1"))
    assert not desktop.codes(), "the code is still there"
    desktop.keys("Return")
    till.wait_for("Charge")


@sale
def test_paid_by_keypad_alone(desktop, platform, till):
    for key in ("1", "2", ".", "5", "0", "Charge"):
        till.press(key)
    wait_for_code(desktop, till)
    payment = only_payment(platform)
    assert payment["amount"] == 1250, payment
    platform.act(payment["id"], "pay")
    till.wait_status("Paid")
    till.press("New sale")
    till.wait_for("Charge")


@sale
def test_refused(desktop, platform, till):
    desktop.keys("3", "1", "Return")
    wait_for_code(desktop, till)
    platform.act(only_payment(platform)["id"], "decline")
    till.wait_status("Refused")
    till.wait_for("Try again")


@sale
def test_left_and_paid_late(desktop, platform, till):
    desktop.keys("4", "Return")
    wait_for_code(desktop, till)
    first = only_payment(platform)
    desktop.keys("Escape")
    until(lambda: not desktop.codes(), "the code gone from the screen")
    until(lambda: till.find("Charge") or till.find("New sale"), "the next sale")
    if till.find("New sale"):
        desktop.keys("Return")
    till.wait_for("Charge")
    platform.act(first["id"], "pay")
    # Followed on in the background: 30 s apart once it was left.
    till.wait_for("Paid late", deadline=60)


@sale
def test_scanner_fills_the_reference_and_never_charges(desktop, platform, till):
    desktop.keys("5")
    desktop.burst("A-1001-77")
    entry = till.wait_for("Order reference")
    until(lambda: entry.get_text_iface().get_text(0, entry.get_text_iface().get_character_count()) == "A-1001-77",
          "the scanned reference in its field")
    assert not platform.payments()


@sale
def test_two_presses_are_one_payment(desktop, platform, till):
    desktop.keys("7", "Return", "Return")
    wait_for_code(desktop, till)
    assert len(platform.payments()) == 1


NO_NUMBER = "An amount is made of digits and one “.”, without signs or thousands separators."
BAD_AMOUNTS = {
    "": "Type an amount first.",
    "0": "This is no amount that can be charged yet.",
    "-5": NO_NUMBER,
    "1e3": NO_NUMBER,
    "abc": NO_NUMBER,
    "1,250.00": NO_NUMBER,
    "12.345": "EUR has at most 2 decimals.",
    "99999999999999999999": "This is more than can be charged at once.",
}
BAD_REFERENCES = ("1234567890123456789012345678901", "A\u00851")
REFERENCE_REMEDY = "Use 1 to 30 characters, without line breaks or other invisible characters."


@sale
def test_bad_input_is_named_and_sends_nothing(desktop, platform, till):
    for text, said in BAD_AMOUNTS.items():
        till.fill("Amount", text)
        desktop.keys("Return")
        till.wait_for(said)
        desktop.keys("Escape")
        until(lambda last=said: till.find(last) is None, f"{said!r} gone")
    for text in BAD_REFERENCES:
        till.fill("Order reference", text)
        desktop.keys("5", "Return")
        till.wait_for(REFERENCE_REMEDY)
        desktop.keys("Escape")
    assert till.find("WeChat Pay QR code") is None
    assert not platform.payments()


@sale
def test_a_second_till_is_the_first(desktop, platform, till):
    """Two windows cannot charge twice: there is one, which the second program brings up."""
    desktop.keys("5")
    second = subprocess.run([os.environ["TILL"]], env=till.home.environment(), timeout=60, check=False)
    assert second.returncode == 0, second
    windows = [name for node, name, role in till.walk() if role == "frame"]
    assert len(windows) == 1, windows
    desktop.keys("Return")
    wait_for_code(desktop, till)
    assert len(platform.payments()) == 1


def test_kill_and_restart():
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        try:
            with Till(home) as till:
                till.wait_ready()
                desktop.keys("9", "Return")
                wait_for_code(desktop, till)
                payment = only_payment(platform)
                till.kill()
            platform.act(payment["id"], "pay")
            with Till(home) as till:
                till.wait_for("Paid late")
            assert len(platform.payments()) == 1
        finally:
            home.remove()


if __name__ == "__main__":
    tap.run([test_paid_by_keyboard_alone, test_paid_by_keypad_alone, test_refused, test_left_and_paid_late,
             test_scanner_fills_the_reference_and_never_charges, test_two_presses_are_one_payment,
             test_bad_input_is_named_and_sends_nothing, test_a_second_till_is_the_first, test_kill_and_restart])
