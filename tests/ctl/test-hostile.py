#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What surrounds tillctl and what is told to it: an environment that leaks or misleads, text that steers."""
import base64
import contextlib
import os
import urllib.parse
from pathlib import Path

from harness import contains, equal, main, test, wait_for

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


def forms(secret):
    """A secret as it stands, and as what it is often made into."""
    raw = secret.encode()
    padded = [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    return [raw, raw.hex().encode(), raw.hex().upper().encode(), urllib.parse.quote(secret, safe="").encode(), *padded,
            urllib.parse.quote(base64.b64encode(raw).decode(), safe="").encode(), b"v1HMAC"]


def assert_without(secret, data, what):
    for form in forms(secret):
        if form in data:
            raise AssertionError(f"{what} holds the secret or a signature: {form!r}")


def assert_kept_nowhere(secret, home, but):
    """No file of the till's but those that are there to hold it."""
    seen = 0
    for path in (p for p in Path(home).rglob("*") if p.is_file() and p not in but):
        assert_without(secret, path.read_bytes(), str(path))
        seen += 1
    return seen


def assert_process_silent(secret, process):
    """What everybody, and what this user, can see of a process; a closed one shows its environment to root alone."""
    proc = Path(f"/proc/{process.pid}")
    assert_without(secret, (proc / "cmdline").read_bytes(), "the command line")
    with contextlib.suppress(PermissionError):
        assert_without(secret, (proc / "environ").read_bytes(), "the environment")


@test
def a_secret_is_found_in_all_its_forms(_):
    secret = "c2VjcmV0IG1hcmtlcis/+/A="
    for form in forms(secret):
        try:
            assert_without(secret, b"before" + form + b"after", "a text")
        except AssertionError:
            continue
        raise AssertionError(f"{form!r} was not found")


@test
def the_secret_stays_where_it_is_kept(place):
    till, secret = place.till, place.platform.account["secretApiKey"]
    keyring = till.home / "keyring"
    loud = {"G_MESSAGES_DEBUG": "all", "SECRET_BACKEND": "file", "SECRET_FILE_TEST_PATH": str(keyring),
            "SECRET_FILE_TEST_PASSWORD": "play"}
    account = place.platform.account
    till.settings(endpoint="", merchant_id="", api_key_id="", secret_file="")
    till.secret_file.unlink()
    said = [till.run("account", "set", "--endpoint", account["endpoint"], "--merchant-id", account["merchantId"],
                     "--api-key-id", account["apiKeyId"], stdin=secret + "\n", environment=loud).expect(0),
            till.run("account", "show", environment=loud).expect(0)]
    equal(keyring.exists(), True)

    # Lost and refused answers are where a request is most likely to be told in full.
    place.platform.fault("reset", call="create", times=1)
    place.platform.fault("status", call="status", code=500, times=2)
    picture = till.home / "code.png"
    pay = till.pay("12.50", "--reference", "A-1001", "--qr-file", str(picture), environment=loud)
    payment_id = pay.until_payable()["paymentId"]
    wait_for(picture.exists, "the picture")
    assert_process_silent(secret, pay.process)
    place.platform.act(payment_id, "pay")
    said.append(pay.end().expect(0))

    wrong = till.home / "wrong"
    wrong.write_text("another secret")
    wrong.chmod(0o600)
    till.run("account", "set", "--secret-file", str(wrong), environment=loud)
    for command in (["list"], ["list", "--json"], ["show", payment_id], ["show", payment_id, "--json"], ["check"],
                    ["check", payment_id], ["pay", "1", "--timeout", "0", "--json"]):
        said.append(till.run(*command, environment=loud))
    equal(sum("DEBUG" in result.err for result in said) > 0, True, "debug messages are on")
    for result in said:
        assert_without(secret, result.out.encode() + result.err.encode(errors="replace"), "what was printed")
    equal(assert_kept_nowhere(secret, till.home, [keyring]) >= 3, True)
    equal(os.path.getsize(till.home / "data" / "till" / "journal.db") > 0, True)


if __name__ == "__main__":
    main()
