# SPDX-License-Identifier: GPL-3.0-or-later
"""Money given back from the window: a part, the rest, too much, refused, and while nobody looks."""
import json
import os

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi   # noqa: E402

import tap   # noqa: E402
from desktop import Desktop, until   # noqa: E402
from platform_stand_in import Platform   # noqa: E402
from till_program import Home, Till   # noqa: E402

LIGHT = {"ADW_DEBUG_COLOR_SCHEME": "prefer-light"}
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
DIALOG = "Refund of T1-000001"


def paid(test, width=1280, height=800, colours=LIGHT):
    """A till that has just been paid €12.50, with the result on its screen."""
    def run():
        with Desktop(width, height) as desktop, Platform() as platform:
            home = Home(platform.account)
            try:
                with Till(home, **colours) as till:
                    till.sell(desktop, platform)
                    test(desktop, platform, till)
            finally:
                home.remove()
    run.__name__ = test.__name__
    return run


def refunds(till):
    """What the journal knows of them, as tillctl tells it."""
    shown = till.home.tillctl("list", "--json")
    return [(refund["amount"], refund["state"])
            for line in shown.stdout.splitlines() for refund in json.loads(line)["refunds"]]


def refund_requests(platform):
    return [request for request in platform.requests()
            if request["method"] == "POST" and request["target"].endswith("/refund")]


def can_press(till, name):
    node = till.find(name, "push button")
    return node is not None and node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def open_dialog(till):
    till.press("Refund…")
    till.wait_for("at most €12.50")


def wait_closed(till):
    until(lambda: till.find(DIALOG, "frame") is None, "the dialog gone")


def type_part(desktop, till):
    """€4.50 over the whole amount, which is filled in and selected."""
    open_dialog(till)
    assert till.find("Stays paid: €0.00"), till.names()
    desktop.keys("4", "period", "5", "0")
    till.wait_for("Stays paid: €8.00")


def give_back_a_part(desktop, platform, till, name):
    type_part(desktop, till)
    till.fill("Reason", "Croissant was sold out")
    desktop.shot(os.path.join(tap.shots_folder(), f"refund-{name}.png"))
    till.press("Refund")
    till.wait_for("Refund requested: €4.50")
    desktop.shot(os.path.join(tap.shots_folder(), f"refund-{name}-requested.png"))
    assert len(refund_requests(platform)) == 1, refund_requests(platform)
    assert [refund["amount"] for refund in platform.refunds()] == [450], platform.refunds()
    assert refunds(till) == [(450, "requested")], refunds(till)
    desktop.keys("Return")                           # Enter is the answer that changes nothing
    wait_closed(till)


@paid
def test_a_part_and_then_the_rest_is_given_back(desktop, platform, till):
    give_back_a_part(desktop, platform, till, "1280-light")
    till.press("Refund…")
    till.wait_for("at most €8.00")
    till.press("Refund")
    till.wait_for("Refund requested: €8.00")
    assert sorted(refund["amount"] for refund in platform.refunds()) == [450, 800], platform.refunds()
    desktop.keys("Escape")
    wait_closed(till)
    until(lambda: till.find("Refund…") is None, "nothing left to refund")


@paid
def test_above_what_is_left_nothing_is_sent(desktop, platform, till):
    open_dialog(till)
    desktop.keys("1", "2", "period", "5", "1")
    till.wait_for("At most €12.50 can be given back.")
    assert not can_press(till, "Refund")
    desktop.keys("BackSpace", "0")
    until(lambda: can_press(till, "Refund"), "an amount that can be given back")
    assert not refund_requests(platform)


@paid
def test_enter_and_esc_give_nothing_back(desktop, platform, till):
    type_part(desktop, till)
    # A button pressed by Enter answers a quarter of a second later: by the last of these keys it would have.
    desktop.keys("Return", "Return", *("BackSpace", "6") * 3, "BackSpace", "5")
    till.wait_for("Stays paid: €7.95")
    assert can_press(till, "Refund")
    desktop.keys("Escape")
    wait_closed(till)
    till.wait_status("Paid")
    assert not refund_requests(platform)
    assert refunds(till) == []


@paid
def test_refused_says_so(desktop, platform, till):
    platform.fault(fault="decline", call="refund")
    type_part(desktop, till)
    till.press("Refund")
    till.wait_for("Refund refused: €4.50")
    assert not platform.refunds() or all(refund["status"] == "REJECTED" for refund in platform.refunds())
    assert refunds(till) == [(450, "refused")], refunds(till)


@paid
def test_closed_while_under_way_it_goes_on(desktop, platform, till):
    platform.fault(fault="held", call="refund", ms=3000)
    type_part(desktop, till)
    till.press("Refund")
    till.wait_for("Refunding…", "label")
    assert not can_press(till, "Refund")
    desktop.keys("Escape")
    wait_closed(till)
    until(lambda: till.find("Refund…") is None, "no second refund before the first is known")
    till.wait_for("Refund requested: €4.50")
    assert refunds(till) == [(450, "requested")], refunds(till)


@paid
def test_an_earlier_payment_is_refunded_from_the_list(desktop, platform, till):
    desktop.keys("Return")
    till.wait_ready()
    assert till.find("Refund…") is None
    row = until(lambda: next((node for node, name, _ in till.walk() if name.startswith("T1-000001, ")), None),
                "the payment in the list")
    row.get_action_iface().do_action(0)
    give_back_a_part(desktop, platform, till, "from-list")


def looks(width, height, colours, name):
    def test(desktop, platform, till):
        give_back_a_part(desktop, platform, till, name)
    test.__name__ = f"test_a_part_at_{name}"
    return paid(test, width, height, colours)


if __name__ == "__main__":
    tap.run([test_a_part_and_then_the_rest_is_given_back, test_above_what_is_left_nothing_is_sent,
             test_enter_and_esc_give_nothing_back, test_refused_says_so, test_closed_while_under_way_it_goes_on,
             test_an_earlier_payment_is_refunded_from_the_list,
             looks(1280, 800, DARK, "1280-dark"), looks(800, 600, LIGHT, "800-light")])
