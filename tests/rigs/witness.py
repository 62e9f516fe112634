# SPDX-License-Identifier: GPL-3.0-or-later
"""One sale by tillctl in bad times: what was said and sent, against what is kept and what the platform holds."""
import itertools
import os
import shutil
import subprocess

from harness import DEADLINE

SALES = itertools.count(1)
ORDER = ["requested", "waiting", "confirming", "paid"]


class Witness:
    """One till with one sale; every way in which something is not as it must be goes to `trouble`."""

    def __init__(self, place):
        self.place = place
        self.till = place.another_till(place.platform)
        self.data = self.till.home / "data"
        self.sale = f"S{next(SALES)}"
        self.earlier = False         # a payment that was made in better times
        self.trouble = []

    def expect(self, fact, what):
        if not fact:
            self.trouble.append(what)

    def sell_earlier(self):
        self.earlier = True
        running = self.till.pay("1", "--reference", "EARLIER")
        self.place.platform.act(running.until_payable()["paymentId"], "pay")
        running.end().expect(0)

    def held(self):
        """What the platform holds of this sale."""
        return [p for p in self.place.platform.payments() if p["merchantReference"].startswith(self.sale + "-")]

    def pay_what_is_open(self):
        for payment in self.held():
            if payment["status"] == "REDIRECTED":
                self.place.platform.act(payment["id"], "pay")

    def list_copy(self):
        """The payments in a copy of the data, so that looking changes nothing; and whether the journal is whole."""
        reader = self.place.another_till(self.place.platform)
        shutil.copytree(self.data, reader.home / "data")
        listed = {p["merchantReference"]: p
                  for p in reader.run("list", "--limit", "0", "--json").expect(0).objects}
        journal = reader.home / "data" / "till" / "journal.db"
        done = subprocess.run([os.environ["TILL_JOURNAL_CHECK"], str(journal)], capture_output=True, text=True,
                              timeout=DEADLINE, check=False)
        self.expect(done.returncode == 0, f"journal is not whole: {done.stdout}{done.stderr}")
        reader.close()
        return listed

    def look_for_what_was_said(self, said, states=True):
        """Before anything is asked: intents of all that was sent, codes that were shown, states that were told."""
        listed = self.list_copy()
        for request in self.place.platform.requests("create"):
            reference = request.get("merchantReference") or ""
            if reference.startswith(self.sale + "-"):
                self.expect(reference in listed, "lost: sent, and not in the journal")
        for told in said:
            kept = listed.get(told["merchantReference"])
            if kept is None:
                self.trouble.append(f"lost: {told['state']} was said, and it is not in the journal")
                continue
            if states and told["state"] in ORDER and kept["state"] in ORDER:
                self.expect(ORDER.index(kept["state"]) >= ORDER.index(told["state"]),
                            f"lost: {told['state']} was said, and {kept['state']} is kept")
            if "action" in told:
                self.expect(kept.get("paymentId") == told["paymentId"] and kept["shown"],
                            f"lost: a code was shown of which the journal says {kept}")

    def check(self):
        """Everything open is asked about."""
        result = self.till.run("check", "--json")
        self.expect(result.status in (0, 4), f"check ended with {result.status}: {result.err}")

    def recover(self):
        """What nobody waits for any more is paid late."""
        self.check()
        self.compare()
        self.pay_what_is_open()
        self.check()
        self.compare()

    def compare(self):
        """Ledger against journal."""
        listed = self.list_copy()
        held = self.held()
        self.expect(len(held) <= 1, f"doubled: the platform holds {len(held)}")
        for payment in held:
            kept = listed.get(payment["merchantReference"])
            if kept is None or kept.get("paymentId") != payment["id"]:
                self.trouble.append(f"lost: {payment['merchantReference']} is kept as {kept}")
            elif payment["status"] == "CAPTURED":
                self.expect(kept["state"] == "paid", f"lost: paid, and kept as {kept['state']}")
        captured = {p["merchantReference"] for p in self.place.platform.payments() if p["status"] == "CAPTURED"}
        for reference, kept in listed.items():
            self.expect(kept["state"] != "paid" or reference in captured, f"falsely paid: {kept}")
        self.expect(not self.earlier or any(kept["reference"] == "EARLIER" and kept["state"] == "paid"
                                            for kept in listed.values()), "lost: the earlier payment")


def count(witnesses, word):
    return sum(any(trouble.startswith(word) for trouble in witness.trouble) for witness in witnesses)


def figures(witnesses):
    return (f"{count(witnesses, 'lost')} lost, {count(witnesses, 'doubled')} doubled, "
            f"{count(witnesses, 'falsely')} falsely paid")


def no_trouble(witnesses):
    bad = [f"{witness}: {witness.trouble}" for witness in witnesses if witness.trouble]
    if bad:
        raise AssertionError("\n".join(bad[:10]))
