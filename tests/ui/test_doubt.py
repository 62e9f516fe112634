# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window must not get wrong: lost answers and crashes, hostile answers, questions before a charge."""
import json

import tap
from desktop import Desktop, until
from platform_stand_in import Platform
from till_program import Home, Till


def counter(**settings):
    """A screen, a platform and the home of a till with an account on it."""
    def around(test):
        def run():
            with Desktop() as desktop, Platform() as platform:
                home = Home(platform.account, **settings)
                try:
                    test(desktop, platform, home)
                finally:
                    home.remove()
        run.__name__ = test.__name__
        return run
    return around


def listed(home):
    return [json.loads(line) for line in home.tillctl("list", "--limit", "0", "--json").stdout.splitlines()]


@counter()
def test_lost_answer_then_a_crash(desktop, platform, home):
    platform.fault(fault="reset", call="create")
    with Till(home) as till:
        till.wait_ready()
        desktop.keys("8", "Return")
        until(platform.payments, "the payment at the platform")
        till.kill()
    platform.no_faults()
    with Till(home) as till:
        till.wait_ready()
        found = until(lambda: [payment for payment in listed(home) if "paymentId" in payment], "the payment found again")
        held = platform.payments()
        assert [payment["id"] for payment in held] == [payment["paymentId"] for payment in found], (held, found)
        assert len(listed(home)) == 1 and found[0]["state"] != "void", found
        platform.act(held[0]["id"], "pay")
        till.wait_for("Paid late", deadline=60)
    assert len(platform.payments()) == 1


@counter()
def test_hostile_answers_show_no_code(desktop, platform, home):
    platform.fault(fault="picture", call="create", kind="bomb")
    with Till(home) as till:
        till.wait_ready()
        desktop.keys("8", "Return")
        till.wait_status("No code came")
        assert not desktop.codes()
        desktop.keys("Return")
        till.wait_for("Charge")
        assert {payment["state"] for payment in listed(home)} == {"requested"}, listed(home)


@counter(confirm_above="'50'")
def test_one_more_question_above_a_sum(desktop, platform, home):
    with Till(home) as till:
        till.wait_ready()
        desktop.keys("5", "0", "period", "0", "1", "Return")
        till.wait_for("Do not charge")
        # Enter may have bounced.
        desktop.keys("Return")
        until(lambda: till.find("Do not charge") is None, "the question gone")
        assert not platform.payments()
        desktop.keys("Return")
        till.wait_for("Do not charge")
        desktop.keys("Tab", "Return")
        until(desktop.codes, "a code on the screen")
        desktop.keys("Escape")
        till.wait_status("Not certain")
        desktop.keys("Return")
        till.wait_for("Charge")
        desktop.keys("5", "0", "Return")
        until(desktop.codes, "a code on the screen")
        assert sorted(payment["amount"] for payment in platform.payments()) == [5000, 5001]


@counter()
def test_what_looks_like_a_card_number_is_asked_about(desktop, platform, home):
    with Till(home) as till:
        till.wait_ready()
        desktop.keys("5")
        till.fill("Order reference", "4111 1111 1111 1111")
        till.press("Charge")
        till.wait_for("Do not charge")
        desktop.keys("Return")
        until(lambda: till.find("Do not charge") is None, "the question gone")
        assert not platform.payments() and not listed(home)
        till.press("Charge")
        till.wait_for("Do not charge")
        desktop.keys("Tab", "Return")
        until(desktop.codes, "a code on the screen")
        assert [payment["amount"] for payment in platform.payments()] == [500]


@counter(currency="'JPY'", country_code="'JP'")
def test_yen_and_an_odd_reference(desktop, platform, home):
    with Till(home) as till:
        till.wait_ready()
        desktop.keys("5", "0", "0", "period", "5", "Return")
        till.wait_for("JPY has no decimals.")
        assert not platform.payments()
        desktop.keys("Escape")
        desktop.keys("5", "0", "0")
        till.fill("Order reference", "桌 5/2")
        till.press("Charge")
        until(desktop.codes, "a code on the screen")
        payment = platform.payments()[0]
        assert (payment["amount"], payment["currencyCode"]) == (50000, "JPY"), payment
        assert "¥500" in till.names(), till.names()
        platform.act(payment["id"], "pay")
        till.wait_status("Paid")
    found = json.loads(home.tillctl("show", "桌 5/2", "--json").stdout)
    assert (found["reference"], found["amount"]) == ("桌 5/2", 500), found


if __name__ == "__main__":
    tap.run([test_lost_answer_then_a_crash, test_hostile_answers_show_no_code, test_one_more_question_above_a_sum,
             test_what_looks_like_a_card_number_is_asked_about,
             test_yen_and_an_odd_reference])
