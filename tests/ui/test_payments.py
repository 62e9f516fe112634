# SPDX-License-Identifier: GPL-3.0-or-later
"""The office's list of all payments, and the page of one of them, used as a clerk would: by keyboard."""
import os
import subprocess
import time

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib   # noqa: E402

import tap   # noqa: E402
from desktop import Desktop, until   # noqa: E402
from platform_stand_in import Platform   # noqa: E402
from till_program import Home, Till   # noqa: E402

LIGHT = {"ADW_DEBUG_COLOR_SCHEME": "prefer-light"}
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}


def noon():
    """A time zone in which it is about noon, so that what was charged just now was charged today."""
    return f"NOON{time.gmtime().tm_hour - 12:+d}"


def years(test, n=400, width=1280, height=800, colours=LIGHT):
    """A till with n payments of the past, a second apart, on its sale page."""
    def run():
        with Desktop(width, height) as desktop, Platform() as platform:
            home = Home(platform.account)
            subprocess.run([os.environ["MAKE_JOURNAL"], os.path.join(home.path, "data", "till", "journal.db"),
                            str(n), "1"], check=True, timeout=60)
            try:
                with Till(home, TZ=noon(), **colours) as till:
                    till.wait_ready()
                    test(desktop, platform, till)
            finally:
                home.remove()
    run.__name__ = test.__name__
    return run


def first_of_the_day(test, **arguments):
    return years(test, n=0, **arguments)


def texts(till):
    """What stands in the cells of the list, and in its sums."""
    return [name for _, name, role in till.walk() if role == "label" and name]


def focused(till):
    for node, name, role in till.walk():
        try:
            if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                return name, role
        except GLib.Error:
            continue
    return None


def can_press(till, name):
    node = till.find(name, "push button")
    return node is not None and node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def open_list(desktop, till, n="400 payments"):
    desktop.keys("ctrl+l")
    till.wait_for(n)


def keys_for(text):
    names = {"-": "minus", ".": "period", " ": "space"}
    return [names.get(letter, letter) for letter in text]


def search(desktop, till, text, n):
    desktop.keys(*keys_for(text))
    till.wait_for(n)


def shot(desktop, name):
    desktop.shot(os.path.join(tap.shots_folder(), f"payments-{name}.png"))


def open_story(desktop, till, reference):
    """By keyboard alone: what is searched for, into the list, its first row."""
    search(desktop, till, reference, "1 payment")
    desktop.keys("Return")
    until(lambda: focused(till) and focused(till)[0] != "Search payments", "the list has the focus")
    desktop.keys("Return")
    till.wait_for("What happened")


@years
def test_the_list_is_searched_as_one_types(desktop, _platform, till):
    till.press("Show payments")
    till.wait_for("400 payments")
    shot(desktop, "1280-light")
    search(desktop, till, "T1-000399", "1 payment")
    assert "T1-000399" in texts(till), texts(till)
    assert "T1-000400" not in texts(till), texts(till)
    desktop.keys("Escape")                           # what was typed goes first …
    till.wait_for("400 payments")
    search(desktop, till, "beans", "37 payments")
    desktop.keys("Escape")
    till.wait_for("400 payments")
    search(desktop, till, "no such thing", "Nothing found")
    shot(desktop, "nothing-found")
    desktop.keys("Escape", "Escape")                 # … and then the page
    till.wait_for("Charge")


@years
def test_states_are_chips_and_sums_follow(desktop, _platform, till):
    open_list(desktop, till)
    till.press("Refused")
    till.wait_for("20 payments")
    assert not any(name.endswith(" paid") for name in texts(till)), texts(till)
    till.press("Needs a person")
    till.wait_for("8 payments")                      # four were paid late, four are another account's
    till.wait_for("4 paid")
    till.press("All")
    till.wait_for("400 payments")


def references(till):
    return [name for name in texts(till) if name.startswith("T1-")]


@years
def test_a_press_on_a_title_puts_the_list_in_order(desktop, _platform, till):
    open_list(desktop, till)
    assert references(till)[0] == "T1-000400", references(till)
    title = next(node for node, name, role in till.walk() if name == "Time" and role == "label")
    place = Atspi.Component.get_extents(title, Atspi.CoordType.WINDOW)
    subprocess.run(["xdotool", "mousemove", str(place.x + 10), str(place.y + 5), "click", "1"], check=True)
    until(lambda: references(till)[:1] == ["T1-000001"], f"the oldest first: {references(till)[:3]}")


@first_of_the_day
def test_the_list_follows_what_happens(desktop, platform, till):
    desktop.keys("ctrl+l")
    till.wait_for("No payments on these days")
    shot(desktop, "empty")
    made = till.home.tillctl("pay", "4.20", "--type", "nativeInApp", "--customer-ip", "192.0.2.7",
                             "--reference", "A-1")
    assert made.returncode == 4, made
    till.wait_for("A-1")
    till.wait_for("1 not certain")
    platform.act(platform.payments()[0]["id"], "pay")
    till.home.tillctl("check", "A-1")
    till.wait_for("1 paid")


@years
def test_a_payment_tells_its_story(desktop, _platform, till):
    open_list(desktop, till)
    open_story(desktop, till, "T1-000391")
    for words in ("Paid late", "Asked for", "Code shown", "Left by Anna", "Customer done in WeChat", "Paid, late"):
        till.wait_for(words)
    assert can_press(till, "Refund…") and not can_press(till, "Cancel payment"), till.names()
    assert "It is over: there is nothing to cancel." in till.names(), till.names()
    shot(desktop, "story-1280-light")
    till.press("Copy: Payment ID")
    desktop.keys("Escape")
    till.wait_for("1 payment")
    desktop.keys("Escape", "Escape")
    till.wait_for("Charge")


@years
def test_a_row_of_the_sale_leads_to_the_same_page(desktop, _platform, till):
    for _ in range(40):
        if (focused(till) or ("", ""))[1] == "list item":
            break
        desktop.keys("Tab")
    assert focused(till)[1] == "list item", focused(till)
    desktop.keys("Return")
    till.wait_for("What happened")
    assert till.find("T1-000400"), till.names()
    desktop.keys("Escape")
    till.wait_for("Charge")


def looks(width, height, colours, name):
    def look(desktop, _platform, till):
        open_list(desktop, till)
        shot(desktop, name)
        open_story(desktop, till, "T1-000394")
        shot(desktop, f"story-{name}")
        assert desktop.widest_window() <= width, desktop.widest_window()
    look.__name__ = f"looks_{name}"
    return years(look, width=width, height=height, colours=colours)


if __name__ == "__main__":
    tap.run([test_the_list_is_searched_as_one_types, test_states_are_chips_and_sums_follow,
             test_a_press_on_a_title_puts_the_list_in_order, test_the_list_follows_what_happens,
             test_a_payment_tells_its_story, test_a_row_of_the_sale_leads_to_the_same_page,
             looks(1280, 800, DARK, "1280-dark"), looks(1024, 768, LIGHT, "1024-light"),
             looks(800, 600, DARK, "800-dark")])
