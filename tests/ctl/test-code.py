#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The code: read back from the terminal and from --qr-file, and gone on every way out."""
import fcntl
import json
import os
import re
import signal
from pathlib import Path

from harness import DEADLINE, contains, equal, main, read_code, test, wait_for
from terminal import Terminal


def link_in(picture):
    """What the picture says must be the address of the sandbox's phone page."""
    link = read_code(picture)
    contains(link, "/phone/")
    return link


def one_payment(place):
    return wait_for(place.platform.payments, "the payment")[0]


@test
def the_terminal_shows_a_code_that_scans_on_dark_and_light(place):
    terminal = Terminal(place.till, "pay", "12.50", "--reference", "A-1")
    terminal.until("█", "Waiting for the customer")
    picture = place.till.home / "screen.ppm"
    links = set()
    for dark in (True, False):
        terminal.screen(dark).save(picture)
        links.add(link_in(picture))
    equal(len(links), 1)
    place.platform.act(one_payment(place)["id"], "pay")
    equal(terminal.end(), 0)
    left = terminal.screen().text()
    contains(left, "Paid: ")
    contains(left, "A-1")
    equal("█" in left, False, "the code vanishes")
    equal("Waiting" in left, False, "so does the line")


@test
def the_terminal_counts_down(place):
    terminal = Terminal(place.till, "pay", "12.50", "--timeout", "90")
    terminal.until("█", "1:2")
    terminal.type("\x03")
    equal(terminal.end(), 4)
    equal("█" in terminal.screen().text(), False)
    contains(terminal.screen().text(), "The customer may still pay")


@test
def a_terminal_that_goes_away_is_a_leave(place):
    terminal = Terminal(place.till, "pay", "12.50")
    terminal.until("█", "Waiting for the customer")
    equal(terminal.hang_up(), 4)
    equal(place.till.run("list", "--json").expect(0).last["abandoned"], True)


@test
def without_a_wait_the_code_stays(place):
    terminal = Terminal(place.till, "pay", "12.50", "--timeout", "0")
    equal(terminal.end(), 4)
    picture = place.till.home / "screen.ppm"
    terminal.screen().save(picture)
    link_in(picture)


@test
def a_pipe_gets_no_progress(place):
    pay = place.till.start("pay", "12.50", "--qr-file", str(place.till.home / "code.png"))
    place.platform.act(one_payment(place)["id"], "pay")
    result = pay.end().expect(0)
    equal(len(result.out.splitlines()), 1)
    equal("\r" in result.out + result.err, False)
    equal(result.err, "")


@test
def the_file_is_whole_when_the_line_comes_and_goes_with_the_wait(place):
    path = place.till.home / "code.png"
    pay = place.till.pay("12.50", "--qr-file", str(path))
    code = pay.until_payable()
    link = link_in(path)
    equal(link, place.platform.payments()[0]["phone"])
    place.platform.act(code["paymentId"], "pay")
    pay.end().expect(0)
    equal(path.exists(), False)
    equal([p.name for p in place.till.home.glob(".code*")], [], "nothing is left beside it")


@test
def the_file_is_there_before_the_line(place):
    path = place.till.home / "code.png"
    read_end, write_end = os.pipe()
    fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, 4096)
    os.write(write_end, b"\n" * 2500)   # so that the object with the code finds no room
    pay = place.till.start_into(write_end, "pay", "12.50", "--qr-file", str(path), "--json")
    with open(read_end, encoding="utf-8") as lines:
        wait_for(path.exists, "the file")
        code = next(p for p in (json.loads(line) for line in lines if line.strip()) if "action" in p)
        place.platform.act(code["paymentId"], "pay")
        lines.read()
    equal(pay.wait(DEADLINE), 0)


@test
def the_file_goes_on_every_way_out(place):
    path = place.till.home / "code.png"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        pay = place.till.pay("12.50", "--qr-file", str(path))
        pay.until_payable()
        equal(path.exists(), True)
        pay.send(number)
        pay.end(2).expect(4)
        equal(path.exists(), False, str(number))
    place.till.run("pay", "12.50", "--timeout", "1", "--qr-file", str(path), "--json").expect(4)
    equal(path.exists(), False, "time-out")
    place.platform.fault("decline", call="create", times=1)
    place.till.run("pay", "12.50", "--qr-file", str(path), "--json").expect(3)
    equal([p.name for p in place.till.home.glob(".code*")], [])


@test
def with_time_out_0_the_file_stays_until_it_cannot_be_paid(place):
    path = place.till.home / "code.png"
    payment = place.till.run("pay", "12.50", "--timeout", "0", "--qr-file", str(path), "--json").expect(4).last
    link_in(path)
    place.till.run("check", "--json").expect(0)
    equal(path.exists(), True, "still to be paid")
    place.platform.act(payment["paymentId"], "pay")
    place.till.run("check", "--json").expect(0)
    equal(path.exists(), False)


@test
def whoever_follows_it_takes_the_file_away(place):
    path = place.till.home / "code.png"
    payment = place.till.run("pay", "12.50", "--timeout", "0", "--qr-file", str(path), "--json").expect(4).last
    place.platform.act(payment["paymentId"], "pay")
    other = place.till.pay("13")
    code = other.until_payable()
    wait_for(lambda: not path.exists(), "the file to go")
    equal(place.till.run("show", payment["id"], "--json").expect(0).last["state"], "paid")
    place.platform.act(code["paymentId"], "pay")
    other.end().expect(0)


@test
def cancel_takes_the_file_away(place):
    path = place.till.home / "code.png"
    payment = place.till.run("pay", "12.50", "--timeout", "0", "--qr-file", str(path), "--json").expect(4).last
    place.till.run("cancel", payment["id"]).expect(0)
    equal(path.exists(), False)


@test
def a_later_picture_at_the_same_path_is_let_be(place):
    path = place.till.home / "code.png"
    first = place.till.run("pay", "12.50", "--timeout", "0", "--qr-file", str(path), "--json").expect(4).last
    place.till.run("pay", "13", "--timeout", "0", "--qr-file", str(path), "--json").expect(4)
    place.platform.act(first["paymentId"], "pay")
    place.till.run("check", "--json").expect(0)
    equal(path.exists(), True)


@test
def what_a_crash_left_is_swept(place):
    path = place.till.home / "code.png"
    pay = place.till.pay("12.50", "--qr-file", str(path))
    code = pay.until_payable()
    pay.kill()
    place.platform.act(code["paymentId"], "pay")
    place.till.run("check").expect(0)
    equal(path.exists(), False)


@test
def the_file_has_the_rights_of_any_file(place):
    path = place.till.home / "code.png"
    place.till.run("pay", "12.50", "--timeout", "0", "--qr-file", str(path), "--json").expect(4)
    mask = int(re.search(r"^Umask:\s*(\d+)", Path("/proc/self/status").read_text(), re.M).group(1), 8)
    equal(path.stat().st_mode & 0o777, 0o666 & ~mask)


@test
def links_are_codes_too(place):
    path = place.till.home / "code.png"
    pay = place.till.pay("12.50", "--type", "urlIntent", "--customer-ip", "127.0.0.1", "--qr-file", str(path))
    code = pay.until_payable()
    equal(read_code(path), code["action"]["URLINTENT"])
    place.platform.act(code["paymentId"], "pay")
    pay.end().expect(0)
    checkout = place.till.run("pay", "12.50", "--type", "hostedCheckout", "--qr-file", str(path), "--json").expect(4)
    equal(read_code(path), checkout.last["url"])


@test
def relative_paths_are_those_of_the_caller(place):
    place.till.run("pay", "12.50", "--timeout", "0", "--qr-file", "here.png", "--json", cwd=place.till.home).expect(4)
    link_in(place.till.home / "here.png")


if __name__ == "__main__":
    main()
