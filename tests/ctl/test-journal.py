#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""verify, backup and set-aside: what a person does with the journal's file, and a disk that is in the way."""
import os
import shutil
import sqlite3
import stat

from harness import contains, equal, main, test

UNTRIGGERED = "DROP TRIGGER events_are_not_changed"
TRIGGER = ("CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events"
           " BEGIN SELECT RAISE (ABORT, 'events are never changed'); END")


def journal_of(till):
    return till.home / "data/till/journal.db"


def leave_open(place, amount="12.50", *arguments):
    return place.till.run("pay", amount, "--timeout", "0", "--json", *arguments).expect(4).last


def forge(path, change):
    """By somebody who puts the tables back as they were."""
    with sqlite3.connect(path) as other:
        for statement in (UNTRIGGERED, change, TRIGGER):
            other.execute(statement)


def tree(path):
    return sorted((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in path.iterdir())


@test
def verify_says_whole_and_what_it_checked(place):
    leave_open(place)
    found = place.till.run("verify", "--json").expect(0).last
    equal((found["whole"], found["version"], found["keys"][0]["from"]), (True, 2, 2))
    equal((len(found["lastHash"]), len(found["keys"][0]["publicKey"])), (64, 64))
    said = place.till.run("verify").expect(0)
    contains(said.out, "The journal is whole.")
    contains(said.out, found["lastHash"])
    contains(said.out, found["keys"][0]["publicKey"])


@test
def verify_names_the_first_event_that_is_not_whole(place):
    leave_open(place)
    copy = place.till.home / "copy.db"
    shutil.copy(journal_of(place.till), copy)
    forge(copy, "UPDATE events SET wall_time = wall_time + 1 WHERE seq = 4")
    found = place.till.run("verify", str(copy), "--json").expect(1).last
    equal((found["whole"], found["flaw"], found["badSeq"], found["lastSeq"]), (False, "chain", 4, 3))
    contains(place.till.run("verify", str(copy)).expect(1).out, "event 4")
    place.till.run("verify").expect(0)


@test
def verify_works_on_a_copy_anywhere_and_leaves_it_alone(place):
    leave_open(place)
    elsewhere = place.another_till()
    copy = elsewhere.home / "copy"
    copy.mkdir()
    shutil.copy(journal_of(place.till), copy / "journal.db")
    (copy / "journal.db").chmod(0o400)
    copy.chmod(0o500)
    before = tree(copy)
    elsewhere.run("verify", str(copy / "journal.db")).expect(0)
    equal(tree(copy), before)
    copy.chmod(0o700)
    equal(os.path.exists(elsewhere.home / "data"), False, "no journal of its own was made")


@test
def verify_of_what_is_no_journal_is_1(place):
    other = place.till.home / "other.db"
    contains(place.till.run("verify").expect(1).err, "no journal")
    contains(place.till.run("verify", str(other)).expect(1).err, "no journal")
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (a)")
    contains(place.till.run("verify", str(other)).expect(1).err, "not one that this version of Till knows")
    other.write_text("something else, which is no database at all")
    place.till.run("verify", str(other)).expect(1)


@test
def backup_while_a_sale_waits_is_a_journal(place):
    pay = place.till.pay("12.50", "--reference", "A")
    code = pay.until_payable()
    target = place.till.home / "backup.db"
    place.till.run("backup", str(target)).expect(0)
    equal(stat.S_IMODE(target.stat().st_mode), 0o600)
    place.till.run("verify", str(target)).expect(0)

    other = place.another_till(place.platform)
    journal_of(other).parent.mkdir(parents=True)
    shutil.copy(target, journal_of(other))
    equal(other.run("show", "A", "--json").expect(0).last["id"], code["id"])

    place.platform.act(code["paymentId"], "pay")
    pay.end().expect(0)


@test
def backup_never_overwrites(place):
    leave_open(place)
    target = place.till.home / "backup.db"
    target.write_text("mine")
    contains(place.till.run("backup", str(target)).expect(2).err, "exists already")
    equal(target.read_text(), "mine")
    place.till.run("backup", str(place.till.home / "nowhere/backup.db")).expect(1)
    equal([p.name for p in place.till.home.iterdir() if "part" in p.name], [])


@test
def set_aside_keeps_the_damaged_journal_and_begins_a_new_one(place):
    first = leave_open(place)
    forge(journal_of(place.till), "UPDATE events SET wall_time = wall_time + 1 WHERE seq = 4")
    sent = len(place.platform.requests())
    contains(place.till.run("pay", "1").expect(1).err, "damaged")
    equal(len(place.platform.requests()), sent, "nothing is sent")

    place.till.run("set-aside").expect(0)
    aside = journal_of(place.till).with_name("journal.db-damaged-1")
    equal(place.till.run("verify", str(aside), "--json").expect(1).last["badSeq"], 4)
    place.till.run("verify").expect(0)
    place.till.run("show", first["id"]).expect(1)
    leave_open(place)
    contains(place.till.run("set-aside").expect(2).err, "whole")


@test
def set_aside_waits_for_no_program(place):
    pay = place.till.pay("12.50")
    pay.until_payable()
    forge(journal_of(place.till), "UPDATE events SET wall_time = wall_time + 1 WHERE seq = 2")
    contains(place.till.run("set-aside").expect(1).err, "Another Till")
    pay.kill()
    place.till.run("set-aside").expect(0)


@test
def files_are_for_nobody_else(place):
    before = os.umask(0)
    try:
        leave_open(place)
    finally:
        os.umask(before)
    directory = journal_of(place.till).parent
    equal(stat.S_IMODE(directory.stat().st_mode), 0o700)
    modes = {p.name: oct(stat.S_IMODE(p.stat().st_mode)) for p in directory.iterdir() if p.is_file()}
    equal(set(modes.values()), {"0o600"}, str(modes))
    equal({"journal.db", "journal.db-locks", "journal.db-ballast", "signing-key"} <= set(modes), True, str(modes))

    directory.chmod(0o755)
    place.till.run("list").expect(0)
    equal(stat.S_IMODE(directory.stat().st_mode), 0o700)


@test
def nothing_secret_stands_in_the_journal(place):
    place.till.run("pay", "1", "--type", "miniProgram", "--open-id", "oMarkedOpenId1234567890", "--customer-ip",
                   "192.0.2.77", "--json").expect(4)
    directory = journal_of(place.till).parent
    written = b"".join(p.read_bytes() for p in directory.iterdir() if p.is_file())
    for secret in (place.platform.account["secretApiKey"], "GCS v1HMAC"):
        equal(secret.encode() in written, False, secret)
    key = (directory / "signing-key").read_text().strip()
    others = b"".join(p.read_bytes() for p in directory.iterdir() if p.is_file() and p.name != "signing-key")
    equal((key.encode() in others, bytes.fromhex(key) in others), (False, False), "private part")

    with sqlite3.connect(journal_of(place.till)) as db:
        facts = "".join(row[0] for row in db.execute("SELECT facts FROM events"))
        bodies = b"".join(row[0] for row in db.execute("SELECT body FROM outbound"))
        rows = "".join(str(row) for row in db.execute("SELECT * FROM payments"))
    for personal in ("oMarkedOpenId1234567890", "192.0.2.77"):
        equal((personal in facts, personal in rows), (False, False), personal)
        equal(personal.encode() in bodies, True, personal)


if __name__ == "__main__":
    main()
