#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input and what it gets: 2, a sentence, and nothing sent."""
from harness import contains, equal, main, test

# (arguments, a word of the sentence)
WRONG = [
    (["0"], "amount"),
    (["-5"], "after “--”"),
    (["--", "-5"], "without signs"),
    (["12.345"], "EUR has at most 2 decimals"),
    (["1e3"], "digits and one “.”"),
    (["abc"], "digits and one “.”"),
    ([""], "amount"),
    (["99999999999999999999"], "more than can be charged"),
    (["500.5", "--currency", "JPY", "--country", "JP"], "JPY has no decimals"),
    (["1.255", "--currency", "KWD", "--country", "KW"], "the third one must be 0"),
    (["1,250.00"], "without signs or thousands separators"),
    (["٥"], "digits and one “.”"),
    (["12.50", "--currency", "XXX"], "currency"),
    (["12.50", "--currency", "eur"], "currency"),
    (["12.50", "--country", "Germany"], "country"),
    (["12.50", "--reference", ""], "reference"),
    (["12.50", "--reference", "x" * 31], "reference"),
    (["12.50", "--reference", "a\tb"], "reference"),
    (["12.50", "--description", "x" * 101], "description"),
    (["12.50", "--reference", "4111 1111 1111 1111"], "payment card"),
    (["12.50", "--description", "paid with 5555-5555-5555-4444"], "payment card"),
    (["12.50", "--reference", "378282246310005", "--again"], "payment card"),
    (["12.50", "--request-id", "x" * 65], "request ID"),
    (["12.50", "--request-id", "ä"], "request ID"),
    (["12.50", "--type", "cash"], "type"),
    (["12.50", "--type", "urlIntent"], "--customer-ip"),
    (["12.50", "--type", "miniProgram", "--customer-ip", "127.0.0.1"], "--open-id"),
    (["12.50", "--customer-ip", "here"], "address"),
    (["12.50", "--open-id", "o"], ""),
    (["12.50", "--timeout", "-1"], "time-out"),
    (["12.50", "--timeout", "soon"], ""),
    (["12.50", "--type", "miniProgram", "--open-id", "o", "--customer-ip", "127.0.0.1", "--qr-file", "/tmp/x.png"], "picture"),
    (["12.50", "--qr-file", "/nowhere/x.png"], "file"),
    (["12.50", "--qr-file", "/"], "file"),
    (["12.50", "7"], "more"),
    ([], "missing"),
    (["12.50", "--no-such-option"], ""),
]


@test
def wrong_input_is_2_and_nothing_is_sent(place):
    for arguments, word in WRONG:
        result = place.till.run("pay", "--json", *arguments)
        equal(result.status, 2, f"{arguments}: {result.err}")
        equal(result.out, "", str(arguments))
        contains(result.err, word)
        equal(len(result.err.splitlines()) in (1, 2), True, f"{arguments}: {result.err}")
    equal(place.platform.requests(), [])


@test
def amounts_are_read_in_the_language(place):
    comma = {"LC_ALL": "de_DE.UTF-8"}
    probe = place.till.run("pay", "12,50", "--timeout", "0", "--json", environment=comma)
    if probe.status == 2:
        return  # the machine has no such locale
    equal(probe.expect(4).last["amount"], 1250)
    place.till.run("pay", "1.250,00", "--json", environment=comma).expect(2)
    place.till.run("pay", "12,50", "--json").expect(2)


@test
def other_commands_refuse_what_they_do_not_know(place):
    for arguments in ([], ["bogus"], ["account"], ["account", "forget"], ["report", "x"], ["doctor"],
                      ["show"], ["show", "a", "b"], ["list", "x"], ["list", "--state", "sold"],
                      ["list", "--since", "yesterday"], ["list", "--limit", "-1"], ["check", "a", "b"],
                      ["cancel"], ["close", "x"], ["close", "x", "--reason", ""],
                      ["close", "x", "--reason", "y" * 101], ["acknowledge", "x"],
                      ["acknowledge", "x", "--as", "lost"], ["pay", "--training", "1"]):
        result = place.till.run(*arguments)
        equal(result.status, 2, f"{arguments}: {result.err}")
        equal(result.out, "")


@test
def what_is_not_there_is_1(place):
    for arguments in (["show", "x"], ["check", "x"], ["cancel", "x"], ["close", "x", "--reason", "y"],
                      ["acknowledge", "x", "--as", "other"]):
        result = place.till.run(*arguments)
        equal(result.status, 1, f"{arguments}: {result.err}")
        contains(result.err, "no such payment")


@test
def version_and_help(place):
    contains(place.till.run("--version").expect(0).out, "tillctl 0.")
    contains(place.till.run("--help").expect(0).out, "acknowledge")
    contains(place.till.run("pay", "--help").expect(0).out, "--request-id")
    contains(place.till.run("account", "set", "--help").expect(0).out, "tillctl account set")


@test
def without_an_account_it_is_2(place):
    till = place.another_till()
    result = till.run("pay", "12.50", "--json").expect(2)
    contains(result.err, "account")
    till.run("check").expect(0)
    till.run("list").expect(0)


if __name__ == "__main__":
    main()
