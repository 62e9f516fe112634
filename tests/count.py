#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what `meson test` wrote: every TAP line is a test, every program without TAP is one.

The last line is "N passed, N failed", with ", N skipped" when anything was.  A skip is named, and fails when
CI is set: there, whatever a test needs can be had.
"""
import json
import os
import re
import sys

POINT = re.compile(r"^\s*(not ok|ok)\b[^#\n]*(#\s*(skip|todo)\b.*)?", re.IGNORECASE)


def points(entry):
    """The (result, line) of each TAP point, or of the program as a whole."""
    found = []
    for line in (entry.get("stdout") or "").splitlines():
        match = POINT.match(line)
        if match:
            word = "fail" if match.group(1).lower() == "not ok" else "pass"
            if match.group(3) and match.group(3).lower() == "skip":
                word = "skip"
            found.append((word, line.strip()))
    result = {"OK": "pass", "SKIP": "skip", "EXPECTEDFAIL": "pass"}.get(entry["result"], "fail")
    if not found or (result == "fail" and not any(word == "fail" for word, _ in found)):
        found.append((result, entry["name"]))
    return found


def main(arguments):
    broken = 0
    if arguments[:1] == ["--broken"]:
        broken = int(arguments[1])
        arguments = arguments[2:]
    counts = {"pass": 0, "fail": broken, "skip": 0}
    for path in arguments:
        with open(path, encoding="utf-8") as log:
            for line in log:
                entry = json.loads(line)
                for word, text in points(entry):
                    counts[word] += 1
                    if word != "pass":
                        print(f"{word}: {entry['name']}: {text}")
    if counts["pass"] == 0:
        counts["fail"] += 1
    last = f"{counts['pass']} passed, {counts['fail']} failed"
    if counts["skip"]:
        last += f", {counts['skip']} skipped"
    print(last)
    return 1 if counts["fail"] or (counts["skip"] and os.environ.get("CI")) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
