#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""reconcile: the journal against the platform."""
import signal
import time

from harness import contains, equal, main, test, wait_for

EVER = ("--since", "2000-01-01", "--until", "2999-12-31")


def paid(place, amount, reference):
    running = place.till.pay(amount, "--reference", reference)
    payment = running.until_payable()
    place.platform.act(payment["paymentId"], "pay")
    return running.end().expect(0).last


def reconcile(place, status):
    """The findings, and the last line."""
    objects = place.till.run("reconcile", *EVER, "--json").expect(status).objects
    return objects[:-1], objects[-1]


@test
def what_agrees_is_counted_and_nothing_else_is_said(place):
    one = paid(place, "12.50", "A")
    place.till.run("refund", one["id"], "5").expect(0)
    place.till.run("pay", "1", "--reference", "B", "--timeout", "0").expect(4)
    findings, end = reconcile(place, 0)
    equal(findings, [])
    equal(end, {"whole": True, "payments": 2, "refunds": 1, "different": 0, "onlyHere": 0, "onlyThere": 0,
                "notAnswered": 0, "otherAccount": 0})
    contains(place.till.run("reconcile", *EVER).expect(0).out, "2 payments compared")


@test
def nothing_is_changed_by_it(place):
    left = place.till.run("pay", "1", "--timeout", "0", "--json").expect(4).last
    place.platform.act(left["paymentId"], "pay")
    findings, end = reconcile(place, 1)
    equal([(f["finding"], f["differs"], f["here"]["state"], f["there"]["status"]) for f in findings],
          [("different", ["state"], "waiting", "CAPTURED")])
    equal(end["different"], 1)
    equal(place.till.run("show", left["id"], "--json").expect(0).last["state"], "waiting")
    place.till.run("check", left["id"]).expect(0)
    reconcile(place, 0)


@test
def other_amounts_and_states_are_named(place):
    one = paid(place, "12.50", "A")
    there = {"amount": 1300, "currencyCode": "EUR"}
    place.platform.fault("replace", call="find", member="payments.0.paymentOutput.amountOfMoney", value=there)
    findings, _ = reconcile(place, 1)
    equal([(f["id"], f["about"], f["differs"], f["here"]["amount"], f["there"]["amount"]) for f in findings],
          [(one["id"], "payment", ["amount"], 1250, 1300)])
    out = place.till.run("reconcile", *EVER).expect(1).out
    contains(out, "Different  A")
    contains(out, "13.00")


@test
def what_only_one_side_knows_is_found(place):
    paid(place, "12.50", "A")
    place.platform.control("POST", "reset")
    findings, end = reconcile(place, 1)
    equal([(f["finding"], "there" in f) for f in findings], [("only-here", False)])
    equal((end["onlyHere"], end["onlyThere"]), (1, 0))


@test
def a_refund_that_only_the_platform_has_is_found(place):
    one = paid(place, "12.50", "A")
    known = place.till.run("refund", one["id"], "5", "--json").expect(0).last["refunds"][0]
    refund = place.platform.control("GET", "refunds")["refunds"][0]
    place.platform.control("POST", f"refunds/{refund['id']}/reject")
    findings, _ = reconcile(place, 1)
    equal([(f["finding"], f["about"], f["refund"], f["differs"]) for f in findings],
          [("different", "refund", known["id"], ["state"])])


@test
def a_platform_that_does_not_answer_is_no_agreement(place):
    paid(place, "12.50", "A")
    place.platform.fault("status", code=500, call="find")
    findings, end = reconcile(place, 4)
    equal([f["finding"] for f in findings], ["not-answered"])
    equal((end["whole"], end["payments"], end["notAnswered"]), (True, 0, 1))


@test
def a_signal_ends_it_with_what_was_found(place):
    paid(place, "12.50", "A")
    place.platform.fault("status", code=500, call="find")
    running = place.till.start("reconcile", *EVER, "--json")
    wait_for(lambda: place.platform.requests("find"), "the first question")
    before = time.monotonic()
    running.send(signal.SIGINT)
    end = running.end(5).expect(4).last
    equal((end["whole"], end["payments"]), (False, 0))
    equal(time.monotonic() - before < 2, True)


@test
def days_bound_it(place):
    one = paid(place, "12.50", "A")
    day = one["created"][:10]
    equal(place.till.run("reconcile", "--since", day, "--until", day, "--json").expect(0).last["payments"], 1)
    equal(place.till.run("reconcile", "--since", "2001-01-01", "--until", "2001-02-01", "--json").expect(0).last["payments"], 0)
    place.till.run("reconcile", "--since", day).expect(2)
    place.till.run("reconcile", "--since", day, "--until", "tomorrow").expect(2)


main()
