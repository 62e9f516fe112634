#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""account set and account show; and what an account that is not right gets."""
from harness import contains, equal, main, test
from terminal import Terminal

SECRET = "a-secret-that-nobody-may-see"


def keyfile(till):
    path = till.home / "config" / "glib-2.0" / "settings" / "keyfile"
    return path.read_text() if path.exists() else ""


@test
def set_keeps_what_is_right(place):
    till = place.another_till()
    till.write_secret(SECRET)
    till.run("account", "set", "--endpoint", "HTTPS://Pay.Example.COM/", "--merchant-id", "M-1", "--api-key-id", "K1",
             "--secret-file", str(till.secret_file)).expect(0)
    shown = till.run("account", "show").expect(0).out
    for part in ("https://pay.example.com\n", "M-1", "K1", str(till.secret_file), "in the secret file"):
        contains(shown, part)
    equal(SECRET in shown + keyfile(till), False)


@test
def set_then_pay(place):
    till = place.another_till()
    account = place.platform.account
    till.write_secret(account["secretApiKey"])
    till.run("account", "set", "--endpoint", account["endpoint"], "--merchant-id", account["merchantId"],
             "--api-key-id", account["apiKeyId"], "--secret-file", str(till.secret_file)).expect(0)
    till.run("pay", "12.50", "--timeout", "0", "--json").expect(4)


@test
def wrong_values_are_2_and_nothing_is_kept(place):
    till = place.another_till()
    till.write_secret(SECRET)
    linked = till.home / "link"
    linked.symlink_to(till.secret_file)
    for arguments, word in ((["--endpoint", "http://pay.example.com"], "https"),
                            (["--endpoint", "https://pay.example.com/v1"], "path"),
                            (["--endpoint", "https://u:p@pay.example.com"], "https"),
                            (["--endpoint", "pay"], "https"),
                            (["--merchant-id", "a/b"], "merchant"),
                            (["--merchant-id", ""], "merchant"),
                            (["--api-key-id", "a b"], "key"),
                            (["--ca-file", "/nowhere.pem"], "certificate"),
                            (["--secret-file", "/nowhere"], "chmod"),
                            (["--secret-file", str(linked)], "link"),
                            (["--secret", SECRET], "")):
        result = till.run("account", "set", "--merchant-id", "M", *arguments).expect(2)
        contains(result.err, word)
        equal(keyfile(till), "")


@test
def a_secret_file_that_others_can_read_is_refused(place):
    for mode in (0o640, 0o604, 0o666, 0o660):
        place.till.secret_file.chmod(mode)
        contains(place.till.run("account", "set", "--secret-file", str(place.till.secret_file)).expect(2).err, "chmod")
        result = place.till.run("pay", "12.50", "--json").expect(1)
        contains(result.err, "private")
        equal(result.out, "")
        shown = place.till.run("account", "show").expect(1)
        contains(shown.out, "in the secret file")
        contains(shown.err, "private")
    equal(place.platform.requests(), [])


@test
def without_a_secret_service_the_file_is_named(place):
    till = place.another_till()
    ids = ("--merchant-id", "M", "--api-key-id", "K")
    result = till.run("account", "set", *ids, stdin=SECRET + "\n").expect(1)
    contains(result.err, "--secret-file")
    equal(SECRET in result.err + keyfile(till), False)


@test
def a_secret_without_an_owner_is_2(place):
    result = place.another_till().run("account", "set", "--merchant-id", "M", stdin=SECRET).expect(2)
    contains(result.err, "API key ID")


@test
def nothing_on_stdin_keeps_the_secret_there_is(place):
    place.till.run("account", "set", "--merchant-id", "M2", stdin="").expect(0)
    contains(place.till.run("account", "show").expect(0).out, "M2")
    contains(place.till.run("account", "show").expect(0).out, "in the secret file")


@test
def what_is_no_secret_is_2(place):
    for text in ("two\nlines\n", "with space", "x" * 1025, "tab\t"):
        place.till.run("account", "set", stdin=text).expect(2)


@test
def a_terminal_does_not_show_the_secret(place):
    terminal = Terminal(place.another_till(), "account", "set", "--merchant-id", "M", "--api-key-id", "K")
    terminal.until("API secret")
    terminal.type(SECRET + "\n")
    equal(terminal.end(), 1)
    equal(SECRET in terminal.raw, False)


@test
def the_systemd_credential_goes_first(place):
    credentials = place.till.home / "credentials"
    credentials.mkdir()
    (credentials / "till-api-secret").write_text(place.platform.account["secretApiKey"])
    place.till.secret_file.unlink()
    environment = {"CREDENTIALS_DIRECTORY": str(credentials)}
    contains(place.till.run("account", "show", environment=environment).expect(0).out, "systemd credential")
    place.till.run("pay", "12.50", "--timeout", "0", "--json", environment=environment).expect(4)


@test
def no_secret_at_all_is_1(place):
    place.till.secret_file.unlink()
    place.till.run("pay", "12.50").expect(1)
    contains(place.till.run("account", "show").out, "Secret")


@test
def endpoints_of_the_settings_are_checked_too(place):
    for endpoint in ("http://pay.example.com", "https://pay.example.com/v1", "nonsense"):
        place.till.settings(endpoint=endpoint)
        contains(place.till.run("pay", "12.50", "--json").expect(2).err, "account")


@test
def settings_that_are_not_kept_are_1(place):
    till = place.another_till()
    result = till.run("account", "set", "--merchant-id", "M", environment={"GSETTINGS_BACKEND": "memory"})
    result.expect(1)
    contains(result.err, "could not be kept")


@test
def training_has_no_account(place):
    place.till.run("--training", "account", "set", "--merchant-id", "M").expect(2)
    place.till.run("--training", "account", "show").expect(2)


if __name__ == "__main__":
    main()
