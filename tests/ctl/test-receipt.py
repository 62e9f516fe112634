#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Receipts on paper by tillctl: what stands in the file is read back from it, by programs of others."""
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from harness import contains, equal, main, test

POINTS = 72 / 25.4
WIDTHS = {"80mm": 80, "58mm": 58, "a4": 210}
# What stands around text of another direction is not seen, and is no part of it.
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f\u202a\u202b\u202c"))


def tool(*arguments):
    done = subprocess.run(arguments, capture_output=True, check=True)
    return done.stdout.decode()


def text_of(path):
    """What stands on the paper, with single blanks, as a reader of PDF takes it out."""
    found = tool("pdftotext", "-raw", str(path), "-").translate(ISOLATES)
    return re.sub(r"[\s\u00a0\u202f]+", " ", found)


def is_letter_for_letter(text):
    """Without blanks: a long number goes on in the next line."""
    return re.sub(r"\s", "", text)


def size_of(path):
    """Pages, and width and height of one in mm."""
    found = tool("pdfinfo", str(path))
    width, height = re.search(r"Page size: +([\d.]+) x ([\d.]+) pts", found).groups()
    pages = int(re.search(r"Pages: +(\d+)", found).group(1))
    return pages, float(width) / POINTS, float(height) / POINTS


def codes_of(path, *how):
    """What a reader of codes finds in a picture of the paper."""
    stem = path.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "203", "-png", *how, str(path), str(stem)], check=True)
    found = []
    for picture in sorted(path.parent.glob(stem.name + "-*.png")):
        done = subprocess.run(["zbarimg", "--nodbus", "-q", "--raw", str(picture)], capture_output=True, check=False)
        found += done.stdout.decode().splitlines()
    return found


def paid(place, *arguments):
    """The object of a payment that is paid."""
    place.till.run("pay", "12.50", "--timeout", "0", "--json", *arguments).expect(4)
    payment = place.till.run("list", "--json").expect(0).objects[0]
    place.platform.act(payment["paymentId"], "pay")
    return place.till.run("check", payment["id"], "--json").expect(0).last


def receipt(place, *arguments, status=0, name="receipt.pdf"):
    path = place.till.home / name
    result = place.till.run("receipt", *arguments, "--pdf", str(path)).expect(status)
    equal(result.out, "")
    return path, result


@test
def what_stands_on_it_is_taken_back_out_of_it(place):
    place.till.settings(shop_name="The Tea House")
    payment = paid(place, "--reference", "A-1001", "--description", "Two pots of tea")
    for paper, width in WIDTHS.items():
        path, result = receipt(place, payment["id"], "--paper", paper, name=f"{paper}.pdf")
        equal(result.err, "")
        text = text_of(path)
        for part in ("The Tea House", "Receipt", "Paid", "€12.50", "A-1001", "Two pots of tea", "WeChat Pay", "UTC+",
                     "Scan for a refund", payment["paymentId"]):
            contains(text.replace("UTC-", "UTC+"), part)
        contains(is_letter_for_letter(text), payment["merchantReference"])
        for part in ("Copy", "Training", "no proof", "Not a receipt", "Asked for"):
            assert part not in text, f"{part} in {text}"
        # Nothing that a person may have to type is in two pieces.
        contains(text, payment["wechatPaymentId"])
        pages, found_width, height = size_of(path)
        equal(pages, 1)
        assert abs(found_width - width) < 1, found_width
        assert (abs(height - 297) < 1) == (paper == "a4"), height
        equal(codes_of(path), [payment["paymentId"]])
        # A receipt printer knows black and white only.
        equal(codes_of(path, "-mono"), [payment["paymentId"]])


@test
def scripts_of_the_world(place):
    cases = [("茶馆", "桌5/2", "一壶龙井茶，两个杯子"), ("بيت الشاي", "طاولة", "إبريق شاي بالنعناع"),
             ("Zum Tee & Küche <Ñ>", "Ÿ-ﬁ/1", "Łódź, Αθήνα, Москва")]
    for number, (shop, reference, description) in enumerate(cases):
        place.till.settings(shop_name=shop)
        payment = paid(place, "--reference", reference, "--description", description)
        for paper in WIDTHS:
            path, _ = receipt(place, payment["id"], "--paper", paper, name=f"{number}-{paper}.pdf")
            text = is_letter_for_letter(text_of(path))
            for part in (shop, reference, description):
                contains(text, is_letter_for_letter(part))
            # No box stands for a letter that no font has.
            assert "\ufffd" not in text, text
            for line in tool("pdffonts", str(path)).splitlines()[2:]:
                equal(line.split()[-5:-2], ["yes", "yes", "yes"], f"{line}: embedded, subset, with its text")
                assert "CJKjp" not in line, f"{line}: Chinese in Japanese shapes"


@test
def a_long_reference_wraps_and_loses_nothing(place):
    reference = "W" * 30
    description = "Wednesday’s order of everything that there is in the shop, and then some more of it, to be sent"
    payment = paid(place, "--reference", reference, "--description", description)
    for paper, width in WIDTHS.items():
        path, _ = receipt(place, payment["id"], "--paper", paper, name=f"{paper}.pdf")
        contains(is_letter_for_letter(text_of(path)), reference)
        contains(is_letter_for_letter(text_of(path)), is_letter_for_letter(description))
        for box in re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', tool("pdftotext", "-bbox", str(path), "-")):
            assert 3.5 * POINTS < float(box[0]) < float(box[1]) < (width - 3.5) * POINTS, (paper, box)


@test
def what_is_not_paid_is_no_proof(place):
    place.till.run("pay", "12.50", "--timeout", "0", "--reference", "open", "--json").expect(4)
    payment = place.till.run("list", "--json").expect(0).last
    path, result = receipt(place, "open")
    contains(result.err, "no proof of payment")
    text = text_of(path)
    for part in ("Not a receipt", "This paper is no proof of payment.", "Waiting for the customer", "Asked for €12.50"):
        contains(text, part)
    assert "Paid" not in text, text
    equal(codes_of(path), [])

    place.platform.act(payment["paymentId"], "decline")
    place.till.run("check", "open", "--json")
    contains(text_of(receipt(place, "open")[0]), "Refused")


@test
def refunds_have_receipts_of_their_own(place):
    payment = paid(place, "--reference", "A-1")
    refund = place.till.run("refund", "A-1", "5.00", "--json").expect(0).last["refunds"][0]
    there = place.platform.control("GET", "refunds")["refunds"][0]
    for name in (refund["id"], there["id"], refund["reference"]):
        path, result = receipt(place, "A-1", "--refund", name)
        equal(result.err, "")
        text = text_of(path)
        for part in ("Refund receipt", "Refund requested", "€5.00", "Payment of €12.50", payment["paymentId"]):
            contains(text, part)
        contains(is_letter_for_letter(text), refund["reference"])
        contains(is_letter_for_letter(text), there["id"])
    equal(codes_of(path), [payment["paymentId"]])
    text = text_of(receipt(place, "A-1")[0])
    contains(text, "Refund requested -€5.00")
    contains(text, "Remaining €7.50")

    place.platform.control("POST", f"refunds/{there['id']}/reject")
    place.till.run("check", "A-1").expect(0)
    path, result = receipt(place, "A-1", "--refund", refund["id"])
    contains(result.err, "no proof of a refund")
    contains(text_of(path), "Not a receipt")
    contains(receipt(place, "A-1", "--refund", "no-such", status=1)[1].err, "no such refund")


@test
def marks(place):
    payment = paid(place)
    contains(text_of(receipt(place, payment["id"], "--copy")[0]), "Copy")

    place.till.run("--training", "pay", "1", "--timeout", "0", "--json").expect(4)
    path = place.till.home / "training.pdf"
    for paper in WIDTHS:
        place.till.run("--training", "receipt", "T1-000001", "--paper", paper, "--pdf", str(path)).expect(0)
        contains(text_of(path), "Training")
        contains(text_of(path), "Training with play money. Nothing was paid.")


@test
def the_settings_name_the_paper(place):
    payment = paid(place)
    assert abs(size_of(receipt(place, payment["id"])[0])[1] - 80) < 1
    place.till.settings(receipt_paper="58mm")
    assert abs(size_of(receipt(place, payment["id"])[0])[1] - 58) < 1


@test
def wrong_usage(place):
    payment = paid(place, "--reference", "same")
    paid(place, "--reference", "same", "--again")
    pdf = str(place.till.home / "receipt.pdf")
    contains(place.till.run("receipt", payment["id"]).expect(2).err, "--pdf")
    place.till.run("receipt", payment["id"], "--pdf", "").expect(2)
    place.till.run("receipt", payment["id"], "--pdf", pdf, "--paper", "a3").expect(2)
    place.till.run("receipt", "--pdf", pdf).expect(2)
    equal(len(place.till.run("receipt", "same", "--pdf", pdf).expect(2).err.splitlines()), 3)
    place.till.run("receipt", "nothing-of-this-name", "--pdf", pdf).expect(1)
    assert not os.path.exists(pdf)


def left_over(folder):
    return sorted(p.name for p in folder.iterdir())


@test
def a_target_that_cannot_be_written_leaves_nothing(place):
    payment = paid(place)
    folder = place.till.home / "folder"
    folder.mkdir()
    (folder / "pipe").mkdir()
    os.mkfifo(folder / "fifo")
    for name in ("pipe", "fifo", "missing/receipt.pdf"):
        result = place.till.run("receipt", payment["id"], "--pdf", str(folder / name)).expect(1)
        contains(result.err, "could not be written")
        contains(result.err, "payment itself is untouched")
        equal(left_over(folder), ["fifo", "pipe"])
    place.till.run("receipt", payment["id"], "--pdf", "/dev/full").expect(1)
    assert Path("/dev/full").is_char_device()


def no_room():
    """No file grows beyond a KiB: as a disk that is full, and without one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


@test
def a_full_disk_leaves_what_was_there(place):
    payment = paid(place)
    folder = place.till.home / "folder"
    folder.mkdir()
    path = folder / "receipt.pdf"
    for before in (None, b"the receipt of before"):
        if before is not None:
            path.write_bytes(before)
        running = place.till.start("receipt", payment["id"], "--pdf", str(path), preexec_fn=no_room)
        contains(running.end().expect(1).err, "could not be written")
        equal(path.read_bytes() if path.exists() else None, before)
        equal(left_over(folder), [] if before is None else ["receipt.pdf"])
    receipt(place, payment["id"], name="folder/receipt.pdf")
    assert path.read_bytes().startswith(b"%PDF-") and path.read_bytes().endswith(b"%%EOF\n")
    equal(left_over(folder), ["receipt.pdf"])
    equal(path.stat().st_mode & 0o777, 0o666 & ~current_umask())


def current_umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


MISSING = [name for name in ("pdftotext", "pdftoppm", "zbarimg") if not shutil.which(name)]
if MISSING:
    print(f"1..0 # SKIP there is no {' '.join(MISSING)}")
    sys.exit(0)
main()
