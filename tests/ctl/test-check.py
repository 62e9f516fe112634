#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of payments after tillctl has gone: check, cancel, close, acknowledge."""
import os
import pwd
import signal
import sqlite3
import time

from harness import contains, equal, main, test, wait_for

TYPES = {
    "desktopQRCode": [],
    "urlIntent": ["--customer-ip", "127.0.0.1"],
    "nativeInApp": ["--customer-ip", "127.0.0.1"],
    "javaScriptAPI": ["--customer-ip", "127.0.0.1", "--open-id", "o"],
    "miniProgram": ["--customer-ip", "127.0.0.1", "--open-id", "o"],
    "hostedCheckout": [],
}
DATA = {
    "desktopQRCode": "QRCODE",
    "urlIntent": "URLINTENT",
    "nativeInApp": "WECHAT_SIGNATURE",
    "javaScriptAPI": "paySign",
    "miniProgram": "paySign",
}


def leave_open(place, *arguments):
    return place.till.run("pay", "12.50", "--timeout", "0", "--json", *arguments).expect(4).last


def customer_pays(place, payment):
    if payment["type"] == "hostedCheckout":
        place.platform.pay_checkout(payment)
    else:
        place.platform.act(payment["paymentId"], "pay")


@test
def each_type_is_paid_after_tillctl_has_gone(place):
    for kind, arguments in TYPES.items():
        payment = leave_open(place, "--type", kind, *arguments)
        equal(payment["type"], kind)
        if kind in DATA:
            contains(payment["action"], DATA[kind])
        else:
            contains(payment["url"], "http")
        customer_pays(place, payment)
        found = place.till.run("check", "--json").expect(0).last
        equal((found["id"], found["state"], found["late"]), (payment["id"], "paid", False), kind)


@test
def types_without_a_screen_end_with_4_at_once(place):
    for kind in ("nativeInApp", "javaScriptAPI", "miniProgram", "hostedCheckout"):
        result = place.till.run("pay", "12.50", "--type", kind, *TYPES[kind], "--json").expect(4)
        equal(result.last["abandoned"], False, kind)
        equal(result.last["shown"], True, kind)


@test
def with_wait_they_are_followed_to_the_end(place):
    for kind in ("nativeInApp", "javaScriptAPI", "miniProgram", "hostedCheckout"):
        pay = place.till.pay("12.50", "--type", kind, *TYPES[kind], "--wait")
        customer_pays(place, pay.until_payable())
        pay.end().expect(0)


@test
def a_signal_does_not_abandon_what_has_no_screen(place):
    pay = place.till.pay("12.50", "--type", "nativeInApp", *TYPES["nativeInApp"], "--wait")
    pay.until_payable()
    pay.send(signal.SIGTERM)
    equal(pay.end(2).expect(4).last["abandoned"], False)
    timed = place.till.run("pay", "12.50", "--type", "nativeInApp", *TYPES["nativeInApp"], "--wait", "--timeout", "1",
                           "--json").expect(4)
    equal(timed.last["abandoned"], False)


@test
def people_get_the_data_as_lines(place):
    out = place.till.run("pay", "12.50", "--type", "nativeInApp", *TYPES["nativeInApp"]).expect(4).out
    contains(out, "WECHAT_SIGNATURE: ")
    out = place.till.run("pay", "12.50", "--type", "hostedCheckout").expect(4).out
    contains(out.splitlines()[0], "/checkout/")


@test
def a_lost_answer_and_a_kill_are_one_payment(place):
    place.platform.fault("lost", call="create")
    pay = place.till.pay("12.50", "--reference", "A")
    intent = pay.until(state="requested")
    place.platform.no_faults()
    wait_for(place.platform.payments, "the payment that the answer was lost of")
    pay.kill()
    objects = place.till.run("check", "--json").expect(0).objects
    equal([o["id"] for o in objects], [intent["id"]])
    equal(objects[0]["state"] == "void", False, "the platform holds it")
    equal(len(place.platform.payments()), 1)
    equal(len(place.till.run("list", "--json").expect(0).objects), 1)
    equal(objects[0]["paymentId"], place.platform.payments()[0]["id"])


@test
def a_killed_wait_is_paid_late(place):
    pay = place.till.pay("12.50")
    code = pay.until_payable()
    pay.kill()
    place.platform.act(code["paymentId"], "pay")
    found = place.till.run("check", "--json").expect(0).last
    equal(found["state"], "paid")
    equal(place.till.run("list", "--state", "unresolved", "--json").expect(0).out, "")


@test
def check_without_answers_is_4_and_says_which(place):
    payment = leave_open(place)
    place.platform.fault("status", call="get", code=503)
    place.platform.fault("status", call="status", code=503)
    result = place.till.run("check", "--json").expect(4)
    equal(result.last["id"], payment["id"])
    contains(result.err, payment["id"])


@test
def check_with_a_wrong_key_is_1(place):
    leave_open(place)
    place.till.write_secret("another")
    place.till.run("check").expect(1)


@test
def check_asks_about_final_ones_when_told(place):
    payment = leave_open(place)
    place.platform.act(payment["paymentId"], "pay")
    place.till.run("check").expect(0)
    place.platform.act(payment["paymentId"], "reverse")
    equal(place.till.run("check", "--json").expect(0).out, "", "not by itself")
    found = place.till.run("check", payment["id"], "--json").expect(0).last
    equal((found["state"], found["reversed"], found["attention"]), ("paid", True, ["reversed"]))
    contains(place.till.run("check", payment["id"]).expect(0).out, "Do not hand over")


@test
def many_are_asked_about_at_once(place):
    payments = [leave_open(place, "--reference", str(n)) for n in range(12)]
    for payment in payments:
        place.platform.act(payment["paymentId"], "pay")
    objects = place.till.run("check", "--json").expect(0).objects
    equal({o["id"] for o in objects}, {p["id"] for p in payments})
    equal({o["state"] for o in objects}, {"paid"})


@test
def a_payment_of_another_account_is_not_asked_about(place):
    payment = leave_open(place)
    other = place.another_platform()
    place.till.use(other)
    result = place.till.run("check", payment["id"], "--json")
    equal(result.status in (2, 4), True, f"{result.status} {result.err}")
    contains(result.err, "made with another account")
    equal(result.last["attention"], ["other-account"])
    equal(other.requests(), [])


@test
def check_asks_the_process_that_follows_it(place):
    pay = place.till.pay("12.50")
    code = pay.until_payable()
    place.platform.set(code["paymentId"], status="CAPTURED")
    found = place.till.run("check", code["id"], "--json").expect(0).last
    equal(found["state"], "paid")
    pay.end().expect(0)


@test
def a_wrong_clock_is_named(place):
    payment = leave_open(place)
    place.platform.clock(skew=-420)
    for command in ("check", "cancel"):
        result = place.till.run(command, payment["id"], "--json")
        contains(result.err, "clock is 7 min fast")
        equal((result.last["state"], result.last["shown"]), ("waiting", True), "asked all the same")


@test
def cancel_leaves_the_wait(place):
    pay = place.till.pay("12.50")
    code = pay.until_payable()
    result = place.till.run("cancel", code["id"], "--json").expect(0)
    equal(result.last["abandoned"], True)
    pay.end().expect(4)


@test
def what_an_app_was_given_is_shown_until_it_is_final(place):
    for kind in ("nativeInApp", "desktopQRCode"):
        payment = leave_open(place, "--type", kind, *TYPES[kind])
        contains(place.till.run("show", payment["id"], "--json").expect(0).last["action"], DATA[kind])
        place.till.run("cancel", payment["id"]).expect(0)
        left = place.till.run("show", payment["id"], "--json").expect(0).last
        equal((left["state"], left["abandoned"]), ("waiting", True), kind)
        equal("action" in left, kind == "nativeInApp", "a code is gone with the screen that showed it")
        customer_pays(place, payment)
        place.till.run("check", payment["id"]).expect(0)
        paid = place.till.run("show", payment["id"], "--json").expect(0).last
        equal((paid["state"], "action" in paid), ("paid", False), kind)


@test
def cancel_cancels_where_the_platform_allows_it(place):
    payment = leave_open(place)
    place.platform.act(payment["paymentId"], "pending-approval")
    place.platform.set(payment["paymentId"], isCancellable=True)
    result = place.till.run("cancel", payment["id"], "--json").expect(0)
    equal(result.last["state"], "cancelled")
    equal(place.platform.payments()[0]["status"], "CANCELLED")


@test
def cancel_without_an_answer_is_4(place):
    payment = leave_open(place)
    place.platform.act(payment["paymentId"], "pending-approval")
    place.platform.set(payment["paymentId"], isCancellable=True)
    for call in ("cancel", "get", "status"):
        place.platform.fault("not-executed-lost", call=call)
    result = place.till.run("cancel", payment["id"], "--json").expect(4)
    equal(result.last["abandoned"], True)


def dealing(place, kind):
    """Who did it, with which program, and when."""
    with sqlite3.connect(place.till.home / "data/till/journal.db") as journal:
        return journal.execute("SELECT who, program, wall_time FROM events WHERE kind = ?", (kind,)).fetchall()


def assert_dealing(place, kind, began):
    [(who, program, when)] = dealing(place, kind)
    equal((who, program), (pwd.getpwuid(os.getuid()).pw_name, "tillctl"))
    equal(began <= when / 1e6 <= time.time(), True, f"{kind} at {when}")


@test
def close_settles_for_people(place):
    payment = leave_open(place)
    began = time.time()
    closed = place.till.run("close", payment["id"], "--reason", "paid in cash", "--json").expect(0).last
    equal(closed["settled"], "paid in cash")
    assert_dealing(place, "closed", began)
    equal(place.till.run("list", "--state", "unresolved").expect(0).out, "")
    place.platform.act(payment["paymentId"], "pay")
    equal(place.till.run("check", "--json").expect(0).last["state"], "paid", "it is asked on")


@test
def what_is_closed_while_it_is_stuck_is_asked_no_more(place):
    payment = leave_open(place)
    place.platform.act(payment["paymentId"], "forget")
    place.platform.clock(offset=2 * 3600 + 16 * 60)
    equal(place.till.run("check", "--json").expect(0).last["attention"], ["stuck"])
    equal(place.till.run("check", "--json").expect(0).last["attention"], ["stuck"], "asked until it is closed")
    place.till.run("close", payment["id"], "--reason", "paid in cash").expect(0)
    asked = len(place.platform.requests("get"))
    equal(place.till.run("check", "--json").expect(0).out, "")
    equal(len(place.platform.requests("get")), asked)
    place.till.run("check", payment["id"], "--json").expect(0)
    equal(len(place.platform.requests("get")), asked + 1, "a person still can")


@test
def acknowledge_takes_the_words_away(place):
    pay = place.till.pay("12.50")
    payment = pay.until_payable()
    pay.send(signal.SIGTERM)
    pay.end().expect(4)
    place.platform.act(payment["paymentId"], "pay")
    late = place.till.run("check", "--json").expect(0).last
    equal(late["attention"], ["paid-late"])
    began = time.time()
    result = place.till.run("acknowledge", payment["id"], "--as", "handed-over", "--json").expect(0)
    equal(result.last["attention"], [])
    assert_dealing(place, "acknowledged", began)


@test
def what_nobody_pays_expires(place):
    payment = leave_open(place)
    place.platform.clock(offset=2 * 3600 + 16 * 60)
    found = place.till.run("check", "--json").expect(0).last
    equal((found["id"], found["state"]), (payment["id"], "expired"))
    equal(place.till.run("pay", "12.50", "--request-id", "none", "--reference", payment["reference"],
                         "--timeout", "0", "--json").expect(4).last["id"] == payment["id"], False)


if __name__ == "__main__":
    main()
