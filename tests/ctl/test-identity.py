#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which payment is meant: request ids, references, IDs; and never a second one by accident."""
import signal

from harness import contains, equal, main, test, wait_for


def open_payment(place, *arguments):
    return place.till.run("pay", "12.50", "--timeout", "0", "--json", *arguments).expect(4).last


def paid_payment(place, *arguments):
    pay = place.till.pay("12.50", *arguments)
    place.platform.act(pay.until_payable()["paymentId"], "pay")
    return pay.end().expect(0).last


@test
def the_same_request_id_gives_the_same_final_payment(place):
    first = paid_payment(place, "--request-id", "r1")
    again = place.till.run("pay", "12.50", "--request-id", "r1", "--json").expect(0)
    equal(len(again.objects), 1)
    equal(again.last["id"], first["id"])
    equal(len(place.platform.payments()), 1)


@test
def a_final_refusal_stays_one(place):
    pay = place.till.pay("12.50", "--request-id", "r1")
    place.platform.act(pay.until_payable()["paymentId"], "decline")
    pay.end().expect(3)
    place.till.run("pay", "12.50", "--request-id", "r1", "--json").expect(3)
    equal(len(place.platform.payments()), 1)


@test
def the_same_request_id_is_known_without_an_account(place):
    paid = paid_payment(place, "--request-id", "r1")
    waiting = open_payment(place, "--request-id", "r2")
    asked = len(place.platform.requests())
    for lacking in ("secret", "account"):
        if lacking == "secret":
            place.till.secret_file.unlink()
        else:
            place.till.settings(endpoint="", merchant_id="", api_key_id="")
        again = place.till.run("pay", "12.50", "--request-id", "r1", "--json").expect(0)
        equal((again.last["id"], again.last["state"]), (paid["id"], "paid"), lacking)
        again = place.till.run("pay", "12.50", "--request-id", "r2", "--json").expect(4)
        equal((again.last["id"], again.last["state"]), (waiting["id"], "waiting"), lacking)
        equal(bool(again.err.strip()), True, "and what is wrong with the account")
        place.till.run("pay", "13", "--request-id", "r2", "--json").expect(2)
        unknown = place.till.run("pay", "12.50", "--request-id", "r3", "--json")
        equal((unknown.status in (1, 2), unknown.objects), (True, []), lacking)
    equal(len(place.platform.requests()), asked)


@test
def another_order_under_the_same_request_id_is_2(place):
    open_payment(place, "--request-id", "r1", "--reference", "A")
    for arguments in (["13", "--reference", "A"], ["12.50", "--reference", "A", "--currency", "USD"],
                      ["12.50", "--reference", "B"],
                      ["12.50", "--reference", "A", "--type", "urlIntent", "--customer-ip", "127.0.0.1"]):
        result = place.till.run("pay", *arguments, "--request-id", "r1", "--json").expect(2)
        contains(result.err, "request ID")
    equal(len(place.platform.payments()), 1)


@test
def two_at_once_with_one_request_id_are_one_payment(place):
    first = place.till.pay("12.50", "--request-id", "r1")
    second = place.till.pay("12.50", "--request-id", "r1")
    # One of the two shows the code, the other follows it in the journal.
    code = wait_for(lambda: next((o for pay in (first, second) for o in pay.objects_so_far() if "action" in o), None),
                    "the code")
    place.platform.act(code["paymentId"], "pay")
    ends = [pay.end().expect(0) for pay in (first, second)]
    equal({end.last["id"] for end in ends}, {code["id"]})
    equal(sum(any("action" in o for o in end.objects) for end in ends), 1, "one shows the code")
    equal(len(place.platform.payments()), 1)
    equal(place.platform.payments()[0]["creates"], 1)


@test
def the_repeat_goes_without_ending_the_first(place):
    first = place.till.pay("12.50", "--request-id", "r1")
    code = first.until_payable()
    repeat = place.till.pay("12.50", "--request-id", "r1")
    equal("action" in repeat.until(state="waiting"), False)
    repeat.send(signal.SIGTERM)
    repeat.end(2).expect(4)
    timed = place.till.run("pay", "12.50", "--request-id", "r1", "--timeout", "1", "--json").expect(4)
    equal(timed.last["abandoned"], False)
    place.platform.act(code["paymentId"], "pay")
    first.end().expect(0)


@test
def the_repeat_takes_up_what_a_crash_left(place):
    first = place.till.pay("12.50", "--request-id", "r1")
    code = first.until_payable()
    first.kill()
    repeat = place.till.pay("12.50", "--request-id", "r1")
    repeat.until(id=code["id"])
    place.platform.act(code["paymentId"], "pay")
    equal(repeat.end().expect(0).last["id"], code["id"])
    equal(len(place.platform.payments()), 1)


@test
def a_repeat_that_can_show_no_code_ends_after_one_look(place):
    place.platform.fault("picture", call="create", kind="blank")
    place.till.run("pay", "12.50", "--request-id", "r1", "--json").expect(4)
    place.platform.no_faults()
    repeat = place.till.run("pay", "12.50", "--request-id", "r1", "--json").expect(4)
    contains(repeat.err, "No code came")
    equal((repeat.last["state"], repeat.last["shown"]), ("requested", False))
    equal(len(place.platform.payments()), 1)

    place.platform.fault("lost", call="create")
    pay = place.till.pay("13", "--request-id", "r2")
    wait_for(lambda: len(place.platform.payments()) == 2, "the create to arrive")
    pay.kill()
    repeat = place.till.run("pay", "13", "--request-id", "r2", "--json").expect(4)
    equal(repeat.last["paymentId"], place.platform.payments()[1]["id"])
    equal(place.till.run("show", repeat.last["id"], "--json").expect(0).last["shown"], False)


@test
def a_repeat_without_a_network_is_that_payment(place):
    first = paid_payment(place, "--request-id", "r1", "--reference", "A")
    # No name server is asked, and no way leads there.
    place.till.settings(endpoint="https://255.255.255.255")
    repeat = place.till.run("pay", "12.50", "--request-id", "r1", "--reference", "A", "--json").expect(0)
    equal(repeat.last["id"], first["id"])
    place.till.run("pay", "12.50", "--reference", "A", "--json").expect(2)
    new = place.till.run("pay", "12.50", "--json").expect(3)
    equal((new.last["state"], new.last["error"]["code"]), ("void", "no-connection"))


@test
def an_open_reference_prints_that_payment_and_is_4(place):
    first = open_payment(place, "--reference", "A")
    result = place.till.run("pay", "12.50", "--reference", "A", "--json").expect(4)
    equal(result.last["id"], first["id"])
    equal(len(result.objects), 1)
    result = place.till.run("pay", "13", "--reference", "A", "--json").expect(2)
    equal(result.out, "")
    equal(len(place.platform.payments()), 1)


@test
def a_paid_reference_is_2(place):
    paid_payment(place, "--reference", "A")
    result = place.till.run("pay", "12.50", "--reference", "A", "--json").expect(2)
    contains(result.err, "already paid")
    equal(result.out, "")
    equal(len(place.platform.payments()), 1)


@test
def again_passes_both_and_keeps_the_order(place):
    first = open_payment(place, "--reference", "A")
    second = open_payment(place, "--reference", "A", "--again")
    equal(second["order"], first["order"])
    equal(second["id"] == first["id"], False)
    paid = paid_payment(place, "--reference", "B")
    third = open_payment(place, "--reference", "B", "--again")
    equal(third["order"], paid["order"])


@test
def two_paid_attempts_are_paid_twice(place):
    first = open_payment(place, "--reference", "A")
    second = open_payment(place, "--reference", "A", "--again")
    for payment in (first, second):
        place.platform.act(payment["paymentId"], "pay")
    objects = place.till.run("check", "--json").expect(0).objects
    equal({o["state"] for o in objects}, {"paid"})
    words = [place.till.run("show", p["id"], "--json").last["attention"] for p in (first, second)]
    equal(["paid-twice"] in words, True, str(words))


@test
def a_refused_reference_can_be_charged_again_in_the_same_order(place):
    pay = place.till.pay("12.50", "--reference", "A")
    place.platform.act(pay.until_payable()["paymentId"], "decline")
    first = pay.end().expect(3).last
    equal(open_payment(place, "--reference", "A")["order"], first["order"])


@test
def ids_are_found_in_their_order(place):
    first = open_payment(place, "--reference", "A")
    second = open_payment(place, "--reference", "A", "--again")
    for text, wanted in ((first["id"], [first]), (first["paymentId"], [first]),
                         (first["merchantReference"], [first]), ("A", [second, first])):
        found = place.till.run("show", text, "--json").expect(0).objects
        equal([o["id"] for o in found], [o["id"] for o in wanted], text)
    checked = place.till.run("check", "A", "--json").expect(0)
    equal({o["id"] for o in checked.objects}, {first["id"], second["id"]}, checked.out + checked.err)


@test
def what_changes_something_wants_one_payment(place):
    first = open_payment(place, "--reference", "A")
    second = open_payment(place, "--reference", "A", "--again")
    for arguments in (["cancel", "A"], ["close", "A", "--reason", "x"], ["acknowledge", "A", "--as", "other"]):
        result = place.till.run(*arguments).expect(2)
        equal(result.out, "")
        for payment in (first, second):
            contains(result.err, payment["id"])


@test
def references_of_the_till_count_up(place):
    equal([open_payment(place)["reference"] for _ in range(2)], ["T1-000001", "T1-000002"])


if __name__ == "__main__":
    main()
