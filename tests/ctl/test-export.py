#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""export: payments for other programs, whole or not at all."""
import csv
import io
import json
import os
import resource
import signal

from harness import DEADLINE, equal, main, test


def leave(place, amount, reference):
    return place.till.run("pay", amount, "--reference", reference, "--timeout", "0", "--json").expect(4).last


def paid(place, amount, reference):
    running = place.till.pay(amount, "--reference", reference)
    payment = running.until_payable()
    place.platform.act(payment["paymentId"], "pay")
    return running.end().expect(0).last


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@test
def csv_and_json_hold_all_oldest_first(place):
    ids = [leave(place, "1", "A")["id"], paid(place, "2", "B")["id"], leave(place, "3", "=C")["id"]]
    out = place.till.run("export").expect(0).out
    equal([row["id"] for row in rows(out)], ids)
    equal([row["reference"] for row in rows(out)], ["A", "B", "'=C"])
    equal(out, place.till.run("export", "--csv").expect(0).out)
    objects = place.till.run("export", "--json").expect(0).objects
    equal([o["id"] for o in objects], ids)
    equal(list(reversed(objects)), place.till.run("list", "--json").expect(0).objects)


@test
def filters_are_those_of_list(place):
    left, money = leave(place, "1", "A"), paid(place, "2", "B")
    day = money["created"][:10]
    for arguments, wanted in ((("--state", "paid"), [money]), (("--state", "unresolved"), [left]),
                              (("--state", "void"), []), (("--since", day, "--until", day), [left, money]),
                              (("--until", "2001-01-01"), []), (("--since", "2999-01-01"), [])):
        objects = place.till.run("export", "--json", *arguments).expect(0).objects
        equal([o["id"] for o in objects], [w["id"] for w in wanted], arguments)
    equal(place.till.run("export", "--state", "void").expect(0).out.count("\n"), 1)


@test
def wrong_words_write_nothing(place):
    leave(place, "1", "A")
    path = place.till.home / "out.csv"
    for arguments in (("--state", "rich"), ("--since", "yesterday"), ("--until", "never"), ("--csv", "--json"), ("x",)):
        place.till.run("export", *arguments, "--output", str(path)).expect(2)
    equal(path.exists(), False)


@test
def a_file_is_replaced_as_a_whole(place):
    payment = leave(place, "1", "A")
    path = place.till.home / "out.jsonl"
    path.write_text("what was here")
    place.till.run("export", "--json", "--output", str(path)).expect(0)
    equal([json.loads(line)["id"] for line in path.read_text().splitlines()], [payment["id"]])
    equal([p.name for p in place.till.home.iterdir() if "part" in p.name], [])
    equal(path.stat().st_mode & 0o777, 0o600)


@test
def what_cannot_be_written_leaves_what_was_there(place):
    leave(place, "1", "A")
    path = place.till.home / "out.csv"
    path.write_text("what was here")

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))

    place.till.start("export", "--output", str(path), preexec_fn=small).end().expect(1)
    equal(path.read_text(), "what was here")
    equal([p.name for p in place.till.home.iterdir() if "part" in p.name], [])
    place.till.run("export", "--output", str(place.till.home / "no" / "folder.csv")).expect(1)


@test
def a_reader_that_goes_away_is_no_crash(place):
    leave(place, "1", "A")
    read, write = os.pipe()
    os.close(read)
    equal(place.till.start_into(write, "export").wait(DEADLINE), 1)


main()
