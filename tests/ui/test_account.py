# SPDX-License-Identifier: GPL-3.0-or-later
"""The account at the first start, and the preferences: what is typed is checked, and what is wrong is said."""
import os

import tap
from desktop import Desktop, until
from platform_stand_in import Platform
from till_program import Home, Till

KEY_REFUSED = "The payment service did not accept this till’s key."


def type_account(till, account, **other):
    given = {**account, **other}
    till.fill("Address of the platform", given["endpoint"])
    till.fill("Merchant ID", given["merchantId"])
    till.fill("API key ID", given["apiKeyId"])
    till.fill("API secret", given["secretApiKey"])


def settings_kept(home):
    with open(os.path.join(home.path, "config", "glib-2.0", "settings", "keyfile"), encoding="utf-8") as file:
        return dict(line.strip().split("=", 1) for line in file if "=" in line)


def test_what_is_wrong_with_an_account_is_said():
    with Desktop(), Platform() as platform:
        home = Home()
        wrong = [
            ({"secretApiKey": "d3Jvbmc="}, KEY_REFUSED),
            ({"apiKeyId": "0123456789abcdef"}, KEY_REFUSED),
            ({"merchantId": "two words"}, "This is no merchant ID"),
            ({"endpoint": "http://127.0.0.1:9"}, "There is no connection to the payment service."),
            ({"endpoint": "http://example.com"}, "This address cannot be used"),
            ({"endpoint": "https://example.com/v1"}, "Leave out what follows the host: https://example.com"),
        ]
        try:
            with Till(home) as till:
                for other, said in wrong:
                    type_account(till, platform.account, **other)
                    till.wait_for(said)
                platform.fault(fault="status", call="product", code=404)
                platform.fault(fault="status", call="products", code=404)
                type_account(till, platform.account)
                till.wait_for("WeChat Pay is not offered in Germany for EUR")
                assert "merchant-id" not in settings_kept(home), settings_kept(home)

                platform.no_faults()
                till.press("Check again")
                till.wait_for("WeChat Pay is offered in Germany for EUR")
                till.press("Start taking payments")
                till.wait_for("Charge")
            kept = settings_kept(home)
            assert kept["merchant-id"] == f"'{platform.account['merchantId']}'", kept
            assert not any(platform.account["secretApiKey"] in value for value in kept.values()), kept
            assert not platform.payments()
        finally:
            home.remove()


def test_preferences_by_keyboard():
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        try:
            with Till(home) as till:
                till.wait_ready()
                desktop.keys("ctrl+comma")
                till.wait_for("Short name of this till", "text")
                for name in ("Currency", "Country", "Seconds to wait for the customer"):
                    assert f"{name} {name}" not in till.names(), till.names()
                till.fill("Short name of this till", "T-1!")
                till.wait_for("1 to 8 letters A to Z and digits")
                desktop.keys("Escape")
                until(lambda: till.find("Short name of this till") is None, "the preferences gone")

                desktop.keys("6", "Return")
                until(desktop.codes, "a code on the screen")
                desktop.keys("ctrl+comma")
                platform.act(platform.payments()[0]["id"], "pay")
                till.wait_status("Paid")
                assert till.find("Short name of this till") is None, "settings over a code"
            assert "till-id" not in settings_kept(home), settings_kept(home)
        finally:
            home.remove()


if __name__ == "__main__":
    tap.run([test_what_is_wrong_with_an_account_is_said, test_preferences_by_keyboard])
