#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What surrounds tillctl and what is told to it: an environment that leaks or misleads, text that steers."""
from pathlib import Path

from harness import contains, equal, main, test

REFUSED = ("SSLKEYLOGFILE", "GIO_USE_TLS", "GIO_EXTRA_MODULES", "GIO_MODULE_DIR", "GDK_PIXBUF_MODULE_FILE",
           "G_TLS_GNUTLS_PRIORITY")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@test
def an_environment_that_leaks_is_refused(place):
    for name in REFUSED:
        leak = place.till.home / "leak"
        result = place.till.run("pay", "5", "--timeout", "0", environment={name: str(leak)}).expect(1)
        equal(result.out, "")
        equal(len(result.err.splitlines()), 1, result.err)
        contains(result.err, name)
        equal(leak.exists(), False)
    equal(place.platform.requests(), [])
    equal(Path(place.till.home, "data", "till").exists(), False, "nothing was written")


@test
def an_environment_that_leaks_harms_no_training(place):
    place.till.run("--training", "list", environment={"GIO_EXTRA_MODULES": "/nowhere"}).expect(0)


@test
def an_environment_that_misleads_is_told_of(place):
    result = place.till.run("pay", "5", "--timeout", "0", "--json", environment={"LD_TILL_TEST": "1", "GTK_PATH": "/x"})
    result.expect(4)
    equal(result.last["state"], "waiting")
    contains(result.err, "LD_TILL_TEST")
    contains(result.err, "GTK_PATH")


@test
def proxies_of_the_environment_are_not_asked(place):
    nobody = {name: "http://127.0.0.1:1" for name in PROXIES}
    equal(place.till.run("pay", "5", "--timeout", "0", "--json", environment=nobody).expect(4).last["state"], "waiting")


@test
def a_dump_would_be_empty(place):
    pay = place.till.pay("5")
    pay.until_payable()
    limits = Path(f"/proc/{pay.process.pid}/limits").read_text(encoding="utf-8")
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    equal(core.split()[4:6], ["0", "0"], core)
    pay.kill()


@test
def text_from_others_cannot_steer_a_terminal(place):
    reference = "שלום <b>5</b>"
    found = place.till.run("pay", "5", "--reference", reference, "--timeout", "0", "--json").expect(4).last
    equal(found["reference"], reference)
    for command in (["list"], ["show", found["id"]]):
        result = place.till.run(*command).expect(0)
        contains(result.out, "\u2068" + reference + "\u2069")


if __name__ == "__main__":
    main()
