#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""list and show, for programs and for people."""
import datetime

from harness import contains, equal, main, test


def leave_open(place, amount, reference, *arguments):
    return place.till.run("pay", amount, "--reference", reference, "--timeout", "0", "--json",
                          *arguments).expect(4).last


def wide(text):
    return sum(2 if ord(c) > 0x2e80 else 1 for c in text)


@test
def newest_first_and_bounded(place):
    made = [leave_open(place, "1", str(n))["id"] for n in range(4)]
    listed = [o["id"] for o in place.till.run("list", "--json").expect(0).objects]
    equal(listed, made[::-1])
    equal(len(place.till.run("list", "--limit", "2", "--json").expect(0).objects), 2)
    equal(len(place.till.run("list", "--limit", "0", "--json").expect(0).objects), 4)


@test
def by_state(place):
    payment = leave_open(place, "1", "A")
    leave_open(place, "1", "B")
    place.platform.act(payment["paymentId"], "pay")
    place.till.run("check").expect(0)
    equal([o["reference"] for o in place.till.run("list", "--state", "paid", "--json").objects], ["A"])
    equal([o["reference"] for o in place.till.run("list", "--state", "waiting", "--json").objects], ["B"])
    equal([o["reference"] for o in place.till.run("list", "--state", "unresolved", "--json").objects], ["B"])


@test
def by_day(place):
    leave_open(place, "1", "A")
    today = datetime.date.today()
    for since, number in ((today - datetime.timedelta(days=1), 1), (today + datetime.timedelta(days=2), 0)):
        equal(len(place.till.run("list", "--since", since.isoformat(), "--json").expect(0).objects), number)
    for since in ("20200101", "2020-01-01T12:00", "2020-01-01T12:00:00", "2020-01-01T12:00:00+08:00"):
        equal(len(place.till.run("list", "--since", since, "--json").expect(0).objects), 1, since)


@test
def the_table_stands_straight(place):
    leave_open(place, "1", "桌 5/2")
    leave_open(place, "1234.50", "A")
    lines = place.till.run("list").expect(0).out.splitlines()
    equal(len(lines), 3)
    ends = {wide(line[:line.index(amount) + len(amount)]) for line, amount in zip(lines[1:], ("1,234.50", "1.00"))
            if amount in line} or {0}
    equal(len(ends), 1, f"amounts end in one column: {lines}")
    starts = {wide(line[:line.rindex("  ") + 2]) for line in lines}
    equal(len(starts), 1, f"ids begin in one column: {lines}")


@test
def an_empty_list_is_empty(place):
    equal(place.till.run("list").expect(0).out, "")
    equal(place.till.run("list", "--json").expect(0).out, "")


@test
def list_prints_no_codes_and_show_does(place):
    payment = leave_open(place, "1", "A")
    equal("action" in place.till.run("list", "--json").last, False)
    shown = place.till.run("show", payment["id"], "--json").expect(0).last
    equal(shown["action"], payment["action"])
    place.till.run("cancel", payment["id"]).expect(0)
    equal("QRCODE" in place.till.run("show", payment["id"], "--json").last.get("action", {}), False)


@test
def show_tells_people_what_there_is(place):
    payment = leave_open(place, "12.50", "A", "--description", "Tea")
    out = place.till.run("show", "A").expect(0).out
    for part in ("A", "Tea", payment["id"], payment["paymentId"], payment["merchantReference"], "desktopQRCode"):
        contains(out, part)


@test
def texts_from_the_network_do_not_steer_the_terminal(place):
    place.platform.fault("status", call="create", code=400, errorCode="1")
    place.platform.fault("replace", call="create", member="errors.0.message", value="\x1b]0;title\x07 no")
    result = place.till.run("pay", "12.50", "--reference", "A")
    shown = place.till.run("show", "A").expect(0).out
    contains(shown, "title")
    equal("\x1b" in result.out + result.err + shown, False)


if __name__ == "__main__":
    main()
