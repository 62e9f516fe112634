# SPDX-License-Identifier: GPL-3.0-or-later
"""A receipt printed from the window: to a file, by the print dialog that a person sees."""
import os
import pathlib
import re
import shutil
import subprocess

import tap   # noqa: E402
from desktop import Desktop, until   # noqa: E402
from platform_stand_in import Platform   # noqa: E402
from till_program import Home, Till   # noqa: E402

LIGHT = {"ADW_DEBUG_COLOR_SCHEME": "prefer-light"}
PRINT = "_Print Print"       # of GTK's dialog: label and mnemonic are both its name
NAME = "Receipt T1-000001.pdf"


def paid(test, width=1280, height=800, **settings):
    """A till that has just been paid €12.50, with the result on its screen, and a printer that is a file."""
    def run():
        if not shutil.which("pdftotext"):
            raise tap.Skip("there is no pdftotext")
        with Desktop(width, height) as desktop, Platform() as platform:
            home = Home(platform.account, receipt_printer="'Print to File'", **settings)
            folder = os.path.join(home.path, "printed")
            os.mkdir(folder)
            os.chdir(folder)              # where GTK puts a file of which nobody says where
            try:
                with Till(home, **LIGHT) as till:
                    till.sell(desktop, platform)
                    test(desktop, platform, till)
            finally:
                os.chdir("/")
                home.remove()
    run.__name__ = test.__name__
    return run


def find_paper(till):
    """The printed file, wherever GTK put it, once it is whole."""
    for path in pathlib.Path(till.home.path).rglob(NAME):
        if path.is_file() and path.read_bytes().endswith(b"%%EOF\n"):
            return path
    return None


def print_it(till, paper_width=80):
    """The text of a receipt that was printed, on one page of that width in mm; its file is gone then."""
    till.press("Print receipt")
    till.press(PRINT)
    path = until(lambda: find_paper(till), "a file")
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    width = float(re.search(r"Page size: +([\d.]+)", info).group(1)) * 25.4 / 72
    assert abs(width - paper_width) < 1 and re.search(r"Pages: +1\n", info), info
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    path.unlink()
    until(lambda: till.find(PRINT) is None, "the dialog gone")
    return re.sub(r"\s+", " ", text)


@paid
def test_what_is_printed_is_the_receipt_and_then_a_copy(desktop, platform, till):
    desktop.shot(os.path.join(tap.shots_folder(), "receipt-paid-1280.png"))
    payment = platform.payments()[0]
    text = print_it(till)
    for part in ("Corner Coffee", "Receipt", "Paid", "€12.50", "T1-000001", payment["id"], "Scan for a refund"):
        assert part in text, text
    assert "Copy" not in text and "no proof" not in text, text
    text = print_it(till)
    assert "Copy" in text, text
    till.wait_status("Paid")


@paid
def test_from_the_page_of_an_earlier_payment(desktop, platform, till):
    desktop.keys("Return")
    till.wait_ready()
    row = until(lambda: next((node for node, name, _ in till.walk() if name.startswith("T1-000001, ")), None),
                "the payment in the list")
    row.get_action_iface().do_action(0)
    till.wait_for("Close with a reason…")
    desktop.shot(os.path.join(tap.shots_folder(), "receipt-story-1280.png"))
    assert "€12.50" in print_it(till)


@paid
def test_a_change_of_mind_prints_nothing(desktop, platform, till):
    till.press("Print receipt")
    until(lambda: till.can_press(PRINT), "the printer found")
    desktop.shot(os.path.join(tap.shots_folder(), "receipt-dialog-1280.png"))
    till.press("_Cancel Cancel")     # by Esc, GTK 4.8 complains about itself, which ends a program under test
    until(lambda: till.find(PRINT) is None, "the dialog gone")
    till.wait_status("Paid")
    assert find_paper(till) is None
    text = print_it(till)
    assert "Copy" not in text, text


@paid
def test_what_cannot_be_printed_is_said_and_changes_nothing(desktop, platform, till):
    before = till.home.tillctl("list", "--json").stdout
    (pathlib.Path(os.getcwd()) / NAME).mkdir()       # what is a folder cannot be written over
    till.press("Print receipt")
    till.press(PRINT)
    replace = till.wait_for("_Replace Replace", "push button")     # GTK takes it for an older file, and asks
    replace.get_action_iface().do_action(0)
    till.wait_for("The receipt was not printed")
    desktop.shot(os.path.join(tap.shots_folder(), "receipt-failed-1280.png"))
    desktop.keys("Escape")
    until(lambda: till.find("The receipt was not printed") is None, "the word gone")
    assert till.home.tillctl("list", "--json").stdout == before
    till.wait_status("Paid")


def keeps_the_paper(desktop, platform, till):
    print_it(till, 210)
    with open(os.path.join(till.home.path, "config", "glib-2.0", "settings", "keyfile"), encoding="utf-8") as file:
        kept = file.read()
    assert "receipt-printer='Print to File'" in kept and "receipt-paper='a4'" in kept, kept


keeps_the_paper.__name__ = "test_paper_and_printer_stay_as_they_were"


def at_800(desktop, platform, till):
    desktop.shot(os.path.join(tap.shots_folder(), "receipt-paid-800.png"))
    print_it(till)


at_800.__name__ = "test_in_a_small_window"


if __name__ == "__main__":
    tap.run([test_what_is_printed_is_the_receipt_and_then_a_copy, test_from_the_page_of_an_earlier_payment,
             test_a_change_of_mind_prints_nothing,
             test_what_cannot_be_printed_is_said_and_changes_nothing, paid(keeps_the_paper, receipt_paper="'a4'"),
             paid(at_800, 800, 600)])
