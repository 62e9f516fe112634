#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosted checkouts to their end, from outside: what one tillctl begins another finishes."""
from harness import equal, main, test

LIFE = 2 * 3600 + 16 * 60


def open_page(place):
    return place.till.run("pay", "12.50", "--type", "hostedCheckout", "--json").expect(4).last


def check(place):
    return place.till.run("check", "--json").expect(0).objects


def show(place, payment):
    return place.till.run("show", payment["id"], "--json").expect(0).last


def deletions(place):
    return len(place.platform.requests("checkout-delete"))


@test
def a_page_that_nobody_came_to_is_cancelled(place):
    payment = open_page(place)
    ended = place.till.run("cancel", payment["id"], "--json").expect(0).last
    equal((ended["state"], ended["abandoned"]), ("cancelled", True))
    equal(deletions(place), 1)
    equal(check(place), [])


@test
def a_deletion_that_was_refused_is_not_certain(place):
    payment = open_page(place)
    place.platform.fault("status", call="checkout-delete", code=405)
    equal(place.till.run("cancel", payment["id"], "--json").expect(0).last["state"], "waiting")
    place.platform.clock(offset=LIFE)
    check(place)
    equal(show(place, payment)["state"], "expired")


@test
def a_paid_page_is_deleted_and_looked_at_once_more(place):
    payment = open_page(place)
    place.platform.pay_checkout(payment)
    equal([p["state"] for p in check(place)], ["paid"])
    check(place)
    equal(deletions(place), 1)
    equal(place.till.run("list", "--state", "unresolved", "--json").expect(0).objects, [])
    place.platform.clock(offset=LIFE)
    equal([p["attention"] for p in check(place)], [[]])
    equal(check(place), [])
    equal(deletions(place), 1)


@test
def a_second_payment_is_told_after_the_life_of_the_page(place):
    payment = open_page(place)
    place.platform.fault("status", call="checkout-delete", code=405)
    place.platform.pay_checkout(payment)
    check(place)
    check(place)
    place.platform.pay_checkout(payment)
    place.platform.clock(offset=LIFE)
    equal([p["attention"] for p in check(place)], [["paid-twice"]])
    equal(check(place), [])


@test
def nothing_is_over_before_it_was_deleted(place):
    payment = open_page(place)
    place.platform.clock(offset=LIFE)
    check(place)
    check(place)
    equal(show(place, payment)["state"], "expired")
    equal(deletions(place), 1)
    equal(show(place, payment)["attention"], [])


main()
