#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pay: every way in which it can end, the shape of what it prints, and what goes over the wire."""
import json
import os
import re
import signal

from harness import DEADLINE, contains, equal, main, test, wait_for

SHAPE = {
    "id": str, "order": str, "state": str, "amount": int, "currency": str, "reference": str,
    "merchantReference": str, "type": str, "shown": bool, "abandoned": bool, "late": bool, "reversed": bool,
    "attention": list, "refunds": list, "created": str, "updated": str,
}
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$")


def check_shape(payment):
    for name, kind in SHAPE.items():
        if not isinstance(payment.get(name), kind):
            raise AssertionError(f"{name} is no {kind.__name__} in {payment}")
    for name in ("created", "updated"):
        if not TIME.match(payment[name]):
            raise AssertionError(f"{name}: {payment[name]!r}")


@test
def paid_is_0(place):
    pay = place.till.pay("12.50", "--reference", "A-1001")
    code = pay.until_payable()
    equal(code["state"], "waiting")
    equal(code["shown"], True)
    contains(code["action"], "QRCODE")
    place.platform.act(code["paymentId"], "pay")
    result = pay.end().expect(0)
    equal(result.last["state"], "paid")
    equal(result.last["amount"], 1250)
    equal(result.last["reference"], "A-1001")
    equal("action" in result.last, False, "nothing to pay any more")


@test
def every_line_has_the_same_shape(place):
    pay = place.till.pay("12.50", "--description", "Tea")
    place.platform.act(pay.until_payable()["paymentId"], "pay")
    objects = pay.end().expect(0).objects
    for payment in objects:
        check_shape(payment)
    equal(objects[0]["state"], "requested", "the intent comes first")
    equal(objects[0]["description"], "Tea")
    equal(len({payment["id"] for payment in objects}), 1)
    equal(len(objects), len({str(payment) for payment in objects}), "no line twice")


@test
def nothing_is_said_on_stderr_when_it_is_paid(place):
    pay = place.till.pay("1")
    place.platform.act(pay.until_payable()["paymentId"], "pay")
    equal(pay.end().expect(0).err, "")


@test
def refused_is_3(place):
    pay = place.till.pay("12.50")
    place.platform.act(pay.until_payable()["paymentId"], "decline")
    result = pay.end().expect(3)
    equal(result.last["state"], "refused")
    contains(result.err, "declined")


@test
def declined_at_once_is_3(place):
    place.platform.fault("decline", call="create")
    result = place.till.run("pay", "12.50", "--json").expect(3)
    equal(result.last["state"], "refused")
    equal(result.last["error"]["code"], "declined")
    equal(result.last["error"]["platformCode"], "430330")


@test
def cancelled_by_the_platform_is_3(place):
    pay = place.till.pay("12.50")
    place.platform.act(pay.until_payable()["paymentId"], "cancel")
    equal(pay.end().expect(3).last["state"], "cancelled")


@test
def a_refused_request_is_3(place):
    place.platform.fault("status", call="create", code=400, errorCode="410120")
    result = place.till.run("pay", "12.50", "--json").expect(3)
    equal(result.last["state"], "refused")
    equal(result.last["error"]["code"], "invalid-request")


@test
def no_connection_is_3_and_void(place):
    place.platform.process.terminate()
    place.platform.process.wait()
    result = place.till.run("pay", "12.50", "--json").expect(3)
    equal(result.last["state"], "void")
    equal(result.last["error"]["code"], "no-connection")
    equal(result.last["shown"], False)
    contains(result.err, "no connection")


@test
def a_wrong_secret_is_1(place):
    place.till.write_secret("another")
    result = place.till.run("pay", "12.50", "--json").expect(1)
    equal(result.last["state"], "void")
    equal(result.last["error"]["code"], "key-refused")
    equal(place.platform.payments(), [])
    contains(result.err, "key")


@test
def a_clock_that_is_off_warns_and_goes_on(place):
    place.platform.clock(skew=420)
    pay = place.till.pay("12.50")
    place.platform.act(pay.until_payable()["paymentId"], "pay")
    result = pay.end().expect(0)
    equal(result.last["state"], "paid")
    contains(result.err, "clock is 7 min slow. Set it; the sale goes on")


@test
def an_unwritable_journal_is_1(place):
    data = place.till.home / "data"
    data.write_text("in the way of the directory")
    result = place.till.run("pay", "12.50", "--json").expect(1)
    equal(result.out, "")
    equal(place.platform.payments(), [])


@test
def a_time_out_is_4_and_is_followed_on(place):
    pay = place.till.pay("12.50", "--timeout", "5")
    code = pay.until_payable()
    result = pay.end(20).expect(4)
    equal(result.last["state"], "waiting")
    equal(result.last["abandoned"], True)
    equal("QRCODE" in result.last.get("action", {}), False, "the code vanishes")
    place.platform.act(code["paymentId"], "pay")
    result = place.till.run("check", "--json").expect(0)
    equal(result.last["state"], "paid")
    equal(result.last["late"], True)


@test
def paid_in_the_last_moment_is_paid(place):
    pay = place.till.pay("12.50", "--timeout", "5")
    code = pay.until_payable()
    # The third-party status never says so: only the look at the end of the wait finds it.
    place.platform.fault("replace", call="status", member="thirdPartyStatus", value="WAITING")
    place.platform.act(code["paymentId"], "pay")
    result = pay.end(20).expect(0)
    equal(result.last["late"], False)
    equal(result.last["abandoned"], False)


@test
def time_out_0_prints_and_does_not_abandon(place):
    result = place.till.run("pay", "12.50", "--timeout", "0", "--json").expect(4)
    equal(result.last["state"], "waiting")
    equal(result.last["abandoned"], False)
    contains(result.last["action"], "QRCODE")
    place.platform.act(result.last["paymentId"], "pay")
    checked = place.till.run("check", result.last["id"], "--json").expect(0).last
    equal(checked["state"], "paid")
    equal(checked["late"], False)


@test
def an_amount_that_differs_is_4_at_once(place):
    pay = place.till.pay("12.50")
    code = pay.until_payable()
    place.platform.fault("replace", call="get", member="paymentOutput.amountOfMoney.amount", value=1249)
    place.platform.act(code["paymentId"], "pay")
    result = pay.end(40).expect(4)
    equal(result.last["attention"], ["amount-differs"])
    equal(result.last["state"], "confirming")
    contains(result.err, "Do not hand over")


@test
def a_reversed_payment_is_4(place):
    pay = place.till.pay("12.50")
    code = pay.until_payable()
    place.platform.set(code["paymentId"], status="REVERSED", thirdPartyStatus="COMPLETED")
    result = pay.end(40).expect(4)
    equal(result.last["state"], "paid")
    equal(result.last["reversed"], True)
    equal(result.last["attention"], ["reversed"])


@test
def a_blank_picture_is_no_code_and_4(place):
    place.platform.fault("picture", call="create", kind="blank")
    result = place.till.run("pay", "12.50", "--json").expect(4)
    equal(result.last["state"], "requested")
    equal(result.last["shown"], False)
    equal(result.last["error"]["code"], "bad-answer")
    equal(any("action" in payment for payment in result.objects), False)
    equal(len(place.platform.requests("create")), 3, "sent twice more")
    contains(result.err, "charge again")


@test
def a_lost_answer_is_asked_for_again(place):
    place.platform.fault("lost", call="create", times=1)
    pay = place.till.pay("12.50")
    code = pay.until_payable()
    equal(len(place.platform.payments()), 1)
    place.platform.act(code["paymentId"], "pay")
    pay.end().expect(0)


@test
def a_broken_status_is_not_the_end(place):
    for word in ("html", "garbled", "redirect", "deep"):
        place.platform.fault(word, call="status", times=1)
    pay = place.till.pay("12.50")
    place.platform.act(pay.until_payable()["paymentId"], "pay")
    pay.end().expect(0)


@test
def yen_have_two_decimals_on_the_wire_only(place):
    result = place.till.run("pay", "500", "--currency", "JPY", "--country", "JP", "--timeout", "0",
                            "--json").expect(4)
    equal(result.last["amount"], 500)
    equal(place.platform.payments()[0]["amount"], 50000)


@test
def an_odd_reference_is_kept_and_made_safe(place):
    first = place.till.run("pay", "12.50", "--reference", "桌 5/2", "--timeout", "0", "--json",
                           environment={"LC_ALL": "C"}).expect(4).last
    equal(first["reference"], "桌 5/2")
    if not re.match(r"^--5-2-[0-9A-Z]{7}$", first["merchantReference"]):
        raise AssertionError(first["merchantReference"])
    found = place.till.run("show", "桌 5/2", "--json").expect(0).last
    equal(found["id"], first["id"])


@test
def people_get_a_line(place):
    pay = place.till.start("pay", "12.50", "--reference", "A-1", "--type", "urlIntent", "--customer-ip", "127.0.0.1")
    payments = wait_for(place.platform.payments, "the payment")
    place.platform.act(payments[0]["id"], "pay")
    result = pay.end().expect(0)
    contains(result.out.splitlines()[-1], "Paid: ")
    contains(result.out.splitlines()[-1], "A-1")


@test
def a_reader_that_goes_away_is_a_leave(place):
    read_end, write_end = os.pipe()
    pay = place.till.start_into(write_end, "pay", "12.50", "--json")
    with open(read_end, encoding="utf-8") as lines:
        code = next(p for p in map(json.loads, lines) if "action" in p)
    place.platform.act(code["paymentId"], "confirm")
    equal(pay.wait(DEADLINE), 4)
    equal(place.till.run("show", code["id"], "--json").expect(0).last["abandoned"], True)


@test
def signals_leave_within_two_seconds(place):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        pay = place.till.pay("12.50")
        code = pay.until_payable()
        pay.send(number)
        result = pay.end(2).expect(4)
        equal(result.last["abandoned"], True, str(number))
        equal(place.till.run("show", code["id"], "--json").expect(0).last["abandoned"], True)


@test
def a_signal_while_the_platform_is_silent_leaves_too(place):
    place.platform.fault("hang", call="create")
    pay = place.till.pay("12.50")
    pay.until(state="requested")
    pay.send(signal.SIGTERM)
    equal(pay.end(2).expect(4).last["abandoned"], True)


if __name__ == "__main__":
    main()
