# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page at every size, light and dark, German: the code read back from the screen, and pictures to look at."""
import os

import tap
from desktop import Desktop, until
from platform_stand_in import Platform
from till_program import Home, Till

SIZES = ((800, 600), (1280, 800), (1920, 1080))
LIGHT = {"ADW_DEBUG_COLOR_SCHEME": "prefer-light"}
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
GERMAN = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}


def code_is_read(width, height, scale, colours):
    """One payment; the code on the screen gives the address behind the platform's own code."""
    with Desktop(width * scale, height * scale) as desktop, Platform() as platform:
        home = Home(platform.account)
        shots = tap.shots_folder()
        name = f"{width}x{height}@{scale}-{'dark' if colours is DARK else 'light'}"
        try:
            with Till(home, GDK_SCALE=scale, **colours) as till:
                till.wait_ready()
                assert desktop.widest_window() <= width * scale, desktop.widest_window()
                desktop.keys("1", "2", "period", "5", "0")
                desktop.shot(os.path.join(shots, f"sale-{name}.png"))
                desktop.keys("Return")
                till.wait_for("WeChat Pay QR code")
                code = until(desktop.codes, f"a code that can be read at {name}")
                desktop.shot(os.path.join(shots, f"pay-{name}.png"))
                payment = platform.payments()[0]
                assert code == [payment["phone"]], (code, payment)
                platform.act(payment["id"], "pay")
                till.wait_status("Paid")
                desktop.shot(os.path.join(shots, f"paid-{name}.png"))
        finally:
            home.remove()


def row(width, height, scale, colours):
    def test():
        code_is_read(width, height, scale, colours)
    test.__name__ = f"test_code_is_read_at_{width}x{height}_scale_{scale}_{'dark' if colours is DARK else 'light'}"
    return test


def test_german_in_training():
    if not os.path.exists(os.path.join(os.environ["TILL_LOCALEDIR"], "de", "LC_MESSAGES", "till.mo")):
        raise tap.Skip("the translations are not installed: meson install")
    with Desktop(1280, 800) as desktop:
        home = Home()
        try:
            with Till(home, "--training", **LIGHT, **GERMAN) as till:
                till.wait_for("Betrag")
                desktop.keys("1", "2", "comma", "5", "0")
                desktop.shot(os.path.join(tap.shots_folder(), "sale-german-training.png"))
                names = till.names()
                assert "Charge" not in names, names
        finally:
            home.remove()


def test_first_start_without_an_account():
    with Desktop(1280, 800) as desktop:
        home = Home()
        try:
            with Till(home, **LIGHT) as till:
                till.wait_for("Try it with play money")
                desktop.shot(os.path.join(tap.shots_folder(), "setup.png"))
        finally:
            home.remove()


if __name__ == "__main__":
    tap.run([row(width, height, scale, colours) for width, height in SIZES for scale in (1, 2)
             for colours in (LIGHT, DARK)] + [test_german_in_training, test_first_start_without_an_account])
