#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile answers, a journal that others hold, and several programs at once."""
import os
import signal
import sqlite3
import subprocess
import time

from harness import DEADLINE, TILLCTL, contains, equal, main, test

MEGABYTE = 1024   # of what the kernel counts in
HOSTILE = (
    ("picture", {"kind": "bomb"}),
    ("picture", {"kind": "half"}),
    ("huge", {}),
    ("deep", {}),
    ("drip", {"ms": 1000}),
    ("html", {}),
    ("redirect", {}),
    ("garbled", {}),
    ("cut", {}),
    ("gzip", {}),
)


def measured(till, *arguments):
    """Exit status and largest memory of a tillctl."""
    with subprocess.Popen([TILLCTL, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, env=till.environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss


@test
def hostile_answers_end_in_time_and_small_and_are_followed(place):
    _, normal = measured(place.till, "pay", "12.50", "--timeout", "0", "--json")
    for word, facts in HOSTILE:
        place.platform.fault(word, call="create", **facts)
        began = time.monotonic()
        status, memory = measured(place.till, "pay", "12.50", "--reference", "hostile", "--again", "--timeout", "2")
        equal(status, 4, word)
        equal(time.monotonic() - began < 20, True, f"{word} in time")
        equal(memory < normal + 64 * MEGABYTE, True, f"{word} took {memory // MEGABYTE} MiB")
        place.platform.no_faults()
        payment = place.till.run("list", "--limit", "1", "--json").expect(0).last
        equal((payment["state"], payment["shown"]), ("requested", False), word)
        equal(payment["id"] in place.till.run("list", "--state", "unresolved", "--json").out, True, word)


@test
def what_is_logged_is_neither_a_line_nor_a_secret(place):
    place.platform.clock(skew=420)
    pay = place.till.pay("12.50", "--type", "javaScriptAPI", "--customer-ip", "203.0.113.77", "--open-id", "open-7",
                         "--wait", environment={"G_MESSAGES_DEBUG": "all"})
    code = pay.until_payable()
    place.platform.fault("status", call="get", times=1)
    place.platform.act(code["paymentId"], "pay")
    result = pay.end().expect(0)
    equal(result.last["state"], "paid")
    contains(result.err, "HTTP 500")
    for secret in (place.platform.account["secretApiKey"], "v1HMAC", "203.0.113.77", "open-7", code["action"]["paySign"]):
        equal(secret in result.err, False, secret)


@test
def a_journal_that_is_held_is_1_and_nothing_is_sent(place):
    place.till.run("list").expect(0)
    with sqlite3.connect(place.till.home / "data/till/journal.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = place.till.run("pay", "12.50", "--json").expect(1)
        other.execute("ROLLBACK")
    equal(result.out, "")
    contains(result.err, "journal")
    equal(place.platform.requests(), [])


@test
def a_signal_ends_it_also_when_the_journal_is_held(place):
    pay = place.till.pay("12.50")
    code = pay.until_payable()
    with sqlite3.connect(place.till.home / "data/till/journal.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        pay.send(signal.SIGTERM)
        pay.end(2.5).expect(4)
        other.execute("ROLLBACK")
    place.platform.act(code["paymentId"], "pay")
    found = place.till.run("check", "--json").expect(0).last
    equal((found["state"], found["late"]), ("paid", True), "as after a crash")


def overlaps(requests):
    """Pairs of requests about one payment that were on their way at the same time."""
    found = []
    last = {}
    for request in sorted(requests, key=lambda r: r["started"]):
        payment = request.get("merchantReference")
        before = last.get(payment)
        if before is not None and (before.get("ended") or request["started"] + 1) > request["started"]:
            found.append((before, request))
        last[payment] = request
    return found


@test
def several_programs_never_ask_twice_at_once(place):
    place.platform.fault("late", call="status", ms=200)
    place.platform.fault("late", call="get", ms=200)
    sales = [place.till.pay("12.50", "--reference", str(n)) for n in range(4)]
    codes = [sale.until_payable() for sale in sales]
    for n, code in enumerate(codes):
        place.till.run("check", "--json")
        place.platform.act(code["paymentId"], "pay" if n % 2 == 0 else "decline")
        place.till.run("check", code["id"], "--json").expect(0)
    equal([sale.end().status for sale in sales], [0, 3, 0, 3])
    equal(overlaps([r for r in place.platform.requests() if r["call"] in ("create", "get", "status")]), [])
    listed = {o["id"]: o["state"] for o in place.till.run("list", "--json").objects}
    equal(listed, {code["id"]: "paid" if n % 2 == 0 else "refused" for n, code in enumerate(codes)})


@test
def a_second_program_takes_up_what_a_killed_one_left(place):
    first = place.till.pay("12.50")
    code = first.until_payable()
    first.kill()
    second = place.till.pay("13")
    second.until_payable()
    place.platform.act(code["paymentId"], "pay")
    place.platform.act(next(p["id"] for p in place.platform.payments() if p["id"] != code["paymentId"]), "pay")
    second.end().expect(0)
    place.till.run("check").expect(0)
    states = {o["id"]: (o["state"], o["late"]) for o in place.till.run("list", "--json").objects}
    equal(states[code["id"]][0], "paid")
    equal(len(place.platform.payments()), 2)


if __name__ == "__main__":
    main()
