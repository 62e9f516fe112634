#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""report: a day for people, as JSON and as CSV."""
import csv
import io

from harness import contains, equal, main, test


def paid(place, amount, reference):
    running = place.till.pay(amount, "--reference", reference)
    payment = running.until_payable()
    place.platform.act(payment["paymentId"], "pay")
    return running.end().expect(0).last


def today(payment):
    """The day of a payment, as the report names it: no clock is read here, so midnight changes nothing."""
    return payment["created"][:10]


@test
def the_day_adds_up(place):
    one = paid(place, "12.50", "A")
    paid(place, "7.50", "B")
    left = place.till.run("pay", "1", "--reference", "C", "--timeout", "0", "--json").expect(4).last
    report = place.till.run("report", "--date", today(one), "--json").expect(0).last
    equal(report["date"], today(one))
    equal(report["totals"], [{"currency": "EUR", "state": "paid", "count": 2, "amount": 2000},
                             {"currency": "EUR", "state": "waiting", "count": 1, "amount": 100}])
    equal(report["takings"], [{"currency": "EUR", "count": 2, "amount": 2000}])
    equal(report["refunds"], [])
    equal((report["unresolved"], report["late"], report["attention"]), ([left["id"]], [], []))
    equal(sum(line["amount"] for line in report["byHour"]), 2000)
    equal(len(report["lastHash"]), 64)


@test
def a_day_without_sales_is_empty(place):
    report = place.till.run("report", "--date", "2020-02-29", "--json").expect(0).last
    equal(report["totals"] + report["takings"] + report["refunds"], [])
    equal("lastSeq" in report, False)
    contains(place.till.run("report", "--date", "2020-02-29").expect(0).out, "Nothing was asked for")


@test
def csv_has_a_row_a_payment_oldest_first(place):
    one = paid(place, "12.50", "=1+1")
    place.till.run("pay", "500", "--currency", "JPY", "--reference", "tea, milk", "--timeout", "0").expect(4)
    out = place.till.run("report", "--date", today(one), "--csv").expect(0).out
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    equal([row["reference"] for row in rows], ["'=1+1", "tea, milk"])
    equal([row["amount"] for row in rows], ["12.50", "500"])
    equal([row["state"] for row in rows], ["paid", "waiting"])
    equal(rows[0]["id"], one["id"])
    equal(out.splitlines()[0], "created,id,reference,merchantReference,description,type,currency,amount,state,"
                               "refunded,late,abandoned,paymentId,wechatPaymentId")


@test
def people_read_sums(place):
    one = paid(place, "12.50", "A")
    out = place.till.run("report", "--date", today(one)).expect(0).out
    for part in ("Takings", "€12.50", "Paid", "Journal 1 to "):
        contains(out, part)


@test
def nonsense_is_refused(place):
    for wrong in (("--date", "23.11.2026"), ("--date", "2026-02-30"), ("--csv", "--json"), ("A",)):
        equal(place.till.run("report", *wrong).expect(2).out, "")


if __name__ == "__main__":
    main()
