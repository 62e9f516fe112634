#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training: a till of its own, with nothing to set up, that never meets the real platform."""
import urllib.request

from harness import DEADLINE, contains, equal, main, test

LINK = ("--type", "urlIntent", "--customer-ip", "127.0.0.1")


def pay_in_training(till):
    pay = till.start("--training", "pay", "12.50", *LINK, "--json")
    code = pay.until_payable()
    link = code["action"]["URLINTENT"]
    with urllib.request.urlopen(urllib.request.Request(link + "/pay", data=b"", method="POST"), timeout=DEADLINE):
        pass
    return pay.end().expect(0).last


@test
def it_needs_no_account(place):
    till = place.another_till()
    equal(pay_in_training(till)["state"], "paid")
    equal([path.name for path in (till.home / "data" / "till").iterdir()], ["training"])
    equal(len(till.run("--training", "list", "--json").expect(0).objects), 1)
    equal(till.run("list", "--json").expect(0).out, "", "play money and money never meet")


@test
def it_asks_nothing_of_the_real_platform(place):
    pay_in_training(place.till)
    place.till.run("--training", "check").expect(0)
    equal(place.platform.requests(), [])


@test
def yesterday_is_still_there(place):
    till = place.another_till()
    payment = till.run("--training", "pay", "12.50", "--timeout", "0", "--json").expect(4).last
    found = till.run("--training", "check", payment["id"], "--json").expect(0).last
    equal(found["state"], "waiting", "the platform of another process knows it")
    contains(till.run("--training", "show", payment["id"], "--json").expect(0).last["action"], "QRCODE")


if __name__ == "__main__":
    main()
