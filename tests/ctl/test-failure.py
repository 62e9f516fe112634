#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which a network and a platform fail, by their numbers in tests/README.md: the real program against
a real server, by real connections.  What the platform took, a payment holds; and no payment is there twice."""
import base64
import time

from harness import contains, equal, main, test

UNREADABLE = (
    ("cut", {"at": 0}), ("cut", {"at": 100}), ("cut", {}),
    ("type", {"type": "text/plain"}),
    ("remove", {"member": "payment.id"}), ("remove", {"member": "payment"}),
    ("huge", {"bytes": 300000}), ("many", {"values": 5000}), ("deep", {"depth": 100000}),
    ("garbled", {}), ("gzip", {}),
    ("body", {"text": ""}), ("body", {"text": "{} {}"}), ("body", {"text": "[]"}),
    ("body", {"base64": base64.b64encode(b'{"payment":{"id":"1\xff"}}').decode()}),
)
CODELESS = (
    ("remove", {"member": "merchantAction"}),
    ("replace", {"member": "merchantAction.showData", "value": []}),
    ("remove", {"member": "merchantAction.showData.0"}),
)


def one_payment(place, sends):
    """What the platform holds: one payment, of so many sends with one key."""
    found = place.platform.payments()
    equal(len(found), 1, "payments")
    sent = place.platform.requests("create")
    equal(len(sent) >= sends, True, f"{len(sent)} sends")
    equal(len({request["idempotenceKey"] for request in sent}), 1, "keys")
    return found[0]


def comes_by_itself(place, word, **facts):
    """The first answer fails so; the code comes all the same, is paid, and everything is said to be well."""
    place.platform.fault(word, call="create", nth=1, **facts)
    pay = place.till.pay("12.50")
    shown = pay.until_payable()
    held = one_payment(place, 2)
    equal(shown["paymentId"], held["id"], word)
    place.platform.act(held["id"], "pay")
    result = pay.end().expect(0)
    equal((result.last["state"], result.last["attention"], result.last["late"]), ("paid", [], False), word)
    one_payment(place, 2)


def each_comes_by_itself(place, faults):
    for word, facts in faults:
        comes_by_itself(place, word, **facts)
        place.platform.control("POST", "reset")
        place.platform.control("DELETE", "requests")


@test
def failure_02_create_answer_lost(place):
    each_comes_by_itself(place, (("lost", {}), ("reset", {}), ("reset", {"at": 20}), ("not-executed-lost", {})))


@test
def failure_03_server_error(place):
    each_comes_by_itself(place, [("status", {"code": code, "executed": executed, "type": kind})
                                 for code, kind in ((500, "json"), (502, "html"), (503, "json"), (504, "empty"))
                                 for executed in (True, False)])


@test
def failure_04_busy(place):
    comes_by_itself(place, "busy")


@test
def failure_05_the_platform_says_no(place):
    for code in (400, 402, 404, 405):
        place.platform.no_faults()
        place.platform.fault("status", call="create", code=code, errorCode="410120")
        result = place.till.run("pay", "12.50", "--json").expect(3)
        equal((result.last["state"], result.last["shown"]), ("refused", False), code)
        equal(result.last["error"]["platformCode"], "410120", code)
        equal("errorId" in result.last["error"], True, code)
        equal("action" in "".join(result.out), False, code)
    equal(place.platform.payments(), [])


@test
def failure_06_clock_wrong(place):
    for skew, said in ((600, "10 min slow"), (-600, "10 min fast")):
        place.platform.clock(skew=skew)
        pay = place.till.pay("12.50")
        place.platform.act(pay.until_payable()["paymentId"], "pay")
        result = pay.end().expect(0)
        equal(result.last["state"], "paid", skew)
        contains(result.err, f"clock is {said}")
    equal(len(place.platform.payments()), 2)


@test
def failure_07_key_refused(place):
    place.platform.fault("status", call="create", code=403, errorCode="9002")
    result = place.till.run("pay", "12.50", "--json").expect(1)
    equal((result.last["state"], result.last["error"]["code"]), ("void", "key-refused"))
    contains(result.err, "key")
    equal("clock" in result.err, False, result.err)
    equal(place.platform.payments(), [])


@test
def failure_08_unreadable_answer(place):
    each_comes_by_itself(place, UNREADABLE)


@test
def failure_08_no_code_in_three_answers(place):
    for number, (word, facts) in enumerate(CODELESS, 1):
        place.platform.no_faults()
        place.platform.fault(word, call="create", **facts)
        result = place.till.run("pay", "12.50", "--json").expect(4)
        equal((result.last["state"], result.last["shown"]), ("requested", False), facts)
        equal(result.last["error"]["code"], "bad-answer", facts)
        equal("paymentId" in result.last, True, facts)
        equal(len(place.platform.payments()), number, facts)
        equal(place.platform.payments()[-1]["creates"], 3, facts)


@test
def failure_09_hostile_picture(place):
    for number, kind in enumerate(("bomb", "text", "blank", "half"), 1):
        place.platform.no_faults()
        place.platform.fault("picture", call="create", kind=kind)
        result = place.till.run("pay", "12.50", "--json").expect(4)
        equal((result.last["state"], result.last["shown"]), ("requested", False), kind)
        equal(len(place.platform.payments()), number, kind)


@test
def failure_10_the_answer_speaks_of_another_payment(place):
    members = {"paymentOutput.amountOfMoney.amount": 125000, "paymentOutput.amountOfMoney.currencyCode": "USD",
               "paymentOutput.references.merchantReference": "other"}
    for member, value in members.items():
        place.platform.no_faults()
        place.platform.fault("replace", call="get", member=member, value=value)
        pay = place.till.pay("12.50")
        place.platform.act(pay.until_payable()["paymentId"], "pay")
        result = pay.end().expect(4)
        equal((result.last["state"], result.last["attention"]), ("confirming", ["amount-differs"]), member)


@test
def failure_12_unknown_status(place):
    pay = place.till.pay("12.50", "--timeout", "4")
    payment = pay.until_payable()
    place.platform.set(payment["paymentId"], status="BANANA", thirdPartyStatus="COMPLETED")
    result = pay.end().expect(4)
    equal(result.last["state"] in ("waiting", "confirming"), True, result.last)
    equal(result.last["status"], "BANANA")


@test
def failure_13_completed_before_the_payment_says_so(place):
    pay = place.till.pay("12.50")
    payment = pay.until_payable()
    place.platform.act(payment["paymentId"], "confirm")
    pay.until(state="confirming")
    place.platform.act(payment["paymentId"], "pay")
    equal(pay.end().expect(0).last["state"], "paid")


@test
def failure_14_completed_and_refused(place):
    pay = place.till.pay("12.50")
    payment = pay.until_payable()
    place.platform.act(payment["paymentId"], "confirm")
    pay.until(state="confirming")
    place.platform.act(payment["paymentId"], "decline")
    equal(pay.end().expect(3).last["state"], "refused")


@test
def failure_15_the_poll_is_stuck(place):
    place.platform.fault("replace", call="status", member="thirdPartyStatus", value="WAITING")
    pay = place.till.pay("12.50")
    place.platform.act(pay.until_payable()["paymentId"], "pay")
    equal(pay.end().expect(0).last["state"], "paid")


@test
def failure_28_captive_portal(place):
    each_comes_by_itself(place, (("html", {}), ("redirect", {}), ("redirect", {"code": 307, "location": "/"})))


@test
def failure_30_too_many_requests(place):
    place.platform.fault("status", call="create", nth=1, code=429, headers={"Retry-After": "3"})
    began = time.monotonic()
    pay = place.till.pay("12.50")
    pay.until_payable()
    equal(time.monotonic() - began >= 3, True, "it was waited for")
    first, second = place.platform.requests("create")
    equal(second["started"] - first["ended"] >= 3_000_000, True, "by the platform's own clock")
    one_payment(place, 2)
    pay.kill()


if __name__ == "__main__":
    main()
