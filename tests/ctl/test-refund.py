#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Money that goes back by tillctl: in full, in parts, refused, and in doubt."""
import signal

from harness import contains, equal, main, test, wait_for


def paid(place, *arguments):
    """The object of a payment that is paid."""
    place.till.run("pay", "12.50", "--timeout", "0", "--json", *arguments).expect(4)
    payment = place.till.run("list", "--json").expect(0).objects[0]
    place.platform.act(payment["paymentId"], "pay")
    return place.till.run("check", payment["id"], "--json").expect(0).last


def refunds(place):
    return place.platform.control("GET", "refunds")["refunds"]


def play(place, word):
    for one in refunds(place):
        if one["status"] == "REFUND_REQUESTED":
            place.platform.control("POST", f"refunds/{one['id']}/{word}")


@test
def all_of_it_goes_back(place):
    payment = paid(place)
    found = place.till.run("refund", payment["id"], "--json").expect(0).last
    equal(found["state"], "paid")
    equal([(r["amount"], r["state"]) for r in found["refunds"]], [(1250, "requested")])
    there = refunds(place)
    equal([(r["amount"], r["status"], r["refundReason"]) for r in there], [(1250, "REFUND_REQUESTED", "RETURN")])
    equal(found["refunds"][0]["reference"], there[0]["merchantReference"])
    equal(set(found["refunds"][0]), {"id", "amount", "state", "reference"})

    play(place, "done")
    found = place.till.run("check", "--json").expect(0).last
    equal((found["state"], found["refunds"][0]["state"], found["attention"], found["reversed"]),
          ("paid", "done", [], False))
    equal(found["status"], "REFUNDED")
    equal(place.till.run("list", "--state", "unresolved", "--json").expect(0).out, "")


@test
def parts_of_it_go_back_and_never_more(place):
    payment = paid(place, "--reference", "A-1001")
    place.till.run("refund", "A-1001", "5.00", "--reason", "wrong size", "--json").expect(0)
    place.till.run("refund", payment["paymentId"], "7", "--reason", "CORRECTION", "--json").expect(0)
    contains(place.till.run("refund", "A-1001", "0.51").expect(2).err, "more than is left")
    equal([r["amount"] for r in place.till.run("refund", "A-1001", "--json").expect(0).last["refunds"]],
          [500, 700, 50])
    place.till.run("refund", "A-1001").expect(2)
    equal([(r["amount"], r["refundReason"]) for r in refunds(place)],
          [(500, "RETURN"), (700, "CORRECTION"), (50, "RETURN")])
    contains(place.till.run("show", "A-1001").expect(0).out, "wrong size")


@test
def what_cannot_be_given_back_is_2(place):
    place.till.run("pay", "12.50", "--timeout", "0", "--reference", "open", "--json").expect(4)
    contains(place.till.run("refund", "open").expect(2).err, "not paid")
    payment = paid(place)
    for amount in ("0", "-1", "12.501", "1,000.00", "x", "13"):
        place.till.run("refund", payment["id"], "--", amount).expect(2)
    place.till.run("refund", payment["id"], "1", "--reason", "r" * 101).expect(2)
    place.till.run("refund", payment["id"], "1", "2").expect(2)
    place.till.run("refund").expect(2)
    place.till.run("refund", "nothing-of-this-name").expect(1)
    place.platform.set(payment["paymentId"], isRefundable=False)
    contains(place.till.run("refund", payment["id"], "1").expect(2).err, "does not let")
    equal(place.platform.requests("refund"), [])


@test
def two_payments_of_one_reference_are_listed(place):
    paid(place, "--reference", "same")
    paid(place, "--reference", "same", "--again")
    equal(len(place.till.run("refund", "same", "1").expect(2).err.splitlines()), 3)
    equal(refunds(place), [])


@test
def the_platform_refuses(place):
    payment = paid(place)
    place.platform.fault("decline", call="refund", nth=1)
    result = place.till.run("refund", payment["id"], "5", "--json").expect(3)
    equal(result.last["refunds"][0]["state"], "refused")
    equal(result.last["refunds"][0]["error"]["code"], "declined")
    equal(result.last["refunds"][0]["error"]["platformCode"], "430330")
    contains(result.err, "Nothing was given back")
    contains(place.till.run("refund", payment["id"], "5").expect(0).out, "Refund requested")
    play(place, "reject")
    found = place.till.run("check", "--json").expect(0).last
    equal([r["state"] for r in found["refunds"]], ["refused", "refused"])
    equal(found["attention"], ["refund-failed"])
    contains(place.till.run("show", payment["id"]).expect(0).out, "Refund failed")


@test
def a_lost_answer_is_found_by_itself(place):
    payment = paid(place)
    place.platform.fault("lost", call="refund", nth=1)
    found = place.till.run("refund", payment["id"], "5", "--json").expect(0).last
    equal(found["refunds"][0]["state"], "requested")
    equal(len(place.platform.requests("refund")), 2)
    equal([r["requests"] for r in refunds(place)], [2])


@test
def a_kill_in_doubt_is_one_refund(place):
    payment = paid(place)
    for word, count in (("lost", 1), ("not-executed-lost", 2)):
        place.platform.fault(word, call="refund")
        running = place.till.start("refund", payment["id"], "5", "--json")
        wait_for(lambda: place.platform.requests("refund"), "the refund is sent")
        running.kill()
        place.platform.no_faults()
        found = place.till.run("check", "--json").expect(0).last
        equal([r["state"] for r in found["refunds"]], ["requested"] * count, word)
        equal(len(refunds(place)), count, word)
        place.platform.control("DELETE", "requests")


@test
def a_signal_ends_it_with_4_and_nothing_more_goes_back_meanwhile(place):
    payment = paid(place)
    place.platform.fault("status", call="refund", code=503)
    running = place.till.start("refund", payment["id"], "5", "--json")
    wait_for(lambda: place.platform.requests("refund"), "the refund is sent")
    running.send(signal.SIGTERM)
    contains(running.end(10).expect(4).err, "not confirmed")
    contains(place.till.run("refund", payment["id"], "1").expect(4).err, "not confirmed")
    equal(place.till.run("check", "--json").expect(4).last["refunds"][0]["state"], "unknown")
    contains(place.till.run("show", payment["id"]).expect(0).out, "Refund not confirmed")
    place.platform.no_faults()
    equal(place.till.run("check", "--json").expect(0).last["refunds"][0]["state"], "requested")
    equal(len(refunds(place)), 1)


@test
def two_programs_at_once_give_back_once(place):
    payment = paid(place)
    place.platform.fault("held", call="refund", ms=1000)
    both = [place.till.start("refund", payment["id"], "12.50", "--json") for _ in range(2)]
    ends = sorted(one.end().status for one in both)
    equal(ends[0], 0)
    if ends[1] not in (2, 4):
        raise AssertionError(f"the second ended with {ends[1]}")
    equal([r["amount"] for r in refunds(place)], [1250])


@test
def without_a_connection_nothing_is_given_back(place):
    payment = paid(place)
    place.till.settings(endpoint="http://127.0.0.1:9")
    place.till.run("refund", payment["id"], "5").expect(2)
    place.till.use(place.platform)
    place.platform.fault("status", call="get", code=503)
    contains(place.till.run("refund", payment["id"], "5").expect(3).err, "Nothing was given back")
    equal(place.platform.requests("refund"), [])


@test
def in_training_too(place):
    payment = place.till.run("--training", "pay", "1", "--timeout", "0", "--json").expect(4).last
    contains(place.till.run("--training", "refund", payment["id"]).expect(2).err, "not paid")


if __name__ == "__main__":
    main()
