# SPDX-License-Identifier: GPL-3.0-or-later
"""Several programs on one journal: one asks about a payment at a time, and all know of every payment."""
import itertools
import json
import os
import signal
import subprocess
import threading
import time

import tap
from desktop import DEADLINE, Desktop, until
from platform_stand_in import Platform
from till_program import Home, Till

HALF_A_MINUTE = 30


class Console(threading.Thread):
    """Sales by tillctl, one after the other, until a moment comes.

    Every third customer is slow: the sale is left, and paid when nobody waits for it any more.  Between two
    sales it asks about whatever is open, so also about what the others hold.
    """

    def __init__(self, home, platform, name, first_amount, end):
        super().__init__(daemon=True)
        self.home, self.platform, self.end = home, platform, end
        self.sales = ((f"{name}-{number}", first_amount + number) for number in itertools.count(1))
        self.sold = []
        self.trouble = None

    def run(self):
        try:
            for number, (reference, amount) in enumerate(self.sales, 1):
                if time.monotonic() >= self.end:
                    return
                self.sell(reference, amount, slow=number % 3 == 0)
                check = self.home.tillctl("check", "--json")
                assert check.returncode in (0, 4), check
        except Exception as trouble:   # pylint: disable=broad-except
            self.trouble = trouble

    def sell(self, reference, amount, slow):
        with subprocess.Popen([os.environ["TILLCTL"], "pay", f"{amount / 100:.2f}", "--reference", reference,
                               "--timeout", "60", "--json"],
                              env=self.home.environment(), stdout=subprocess.PIPE, text=True) as tillctl:
            payable = next(found for found in map(json.loads, tillctl.stdout) if "action" in found)
            if slow:
                tillctl.send_signal(signal.SIGTERM)
                tillctl.wait(30)
            self.platform.act(payable["paymentId"], "pay")
            tillctl.stdout.read()
        assert tillctl.returncode == (4 if slow else 0), (reference, tillctl.returncode)
        self.sold.append(reference)


def sell_by_keys(desktop, platform, till, amount):
    desktop.keys(*f"{amount // 100}", "period", *f"{amount % 100:02}", "Return")

    def there():
        return next((payment for payment in platform.payments() if payment["amount"] == amount), None)
    payment = until(there, "the window's payment at the platform")
    until(desktop.codes, "a code on the screen")
    platform.act(payment["id"], "pay")
    till.wait_status("Paid")
    desktop.keys("Return")
    till.wait_for("Charge")


def overlapping(requests):
    """Pairs of requests about one payment of which the second began before the first had ended."""
    of_payment = {}
    for request in sorted(requests, key=lambda request: request["started"]):
        payment = request.get("merchantReference") or request.get("paymentId")
        if payment:
            of_payment.setdefault(payment, []).append(request)
    return [(first, second) for these in of_payment.values() for first, second in zip(these, these[1:])
            if "ended" not in first or second["started"] < first["ended"]]


def test_two_consoles_and_a_window():
    with Desktop() as desktop, Platform() as platform:
        home = Home(platform.account)
        try:
            with Till(home) as till:
                till.wait_ready()
                # Answers that take a while overlap, if anything lets them.
                platform.fault(fault="late", ms=300, call="status")
                end = time.monotonic() + HALF_A_MINUTE
                consoles = [Console(home, platform, "A", 10000, end), Console(home, platform, "B", 20000, end)]
                for console in consoles:
                    console.start()
                amounts = itertools.count(701)
                while time.monotonic() < end:
                    sell_by_keys(desktop, platform, till, next(amounts))
                for console in consoles:
                    console.join(2 * DEADLINE)
                    assert not console.is_alive() and console.trouble is None, console.trouble
                    assert len(console.sold) >= 3, console.sold

                everything = {payment["id"] for payment in platform.payments()}
                print(f"# {len(everything)} payments, {len(platform.requests())} requests")
                assert not overlapping(platform.requests()), overlapping(platform.requests())

                # The window knows of what the consoles sold, although nobody told it.
                for console in consoles:
                    until(lambda last=console.sold[-1]: any(last in name for name in till.names()),
                          lambda console=console: f"{console.sold[-1]} in the window: {till.names()}")
                assert home.tillctl("check", "--json").returncode in (0, 4)
                listed = [json.loads(line) for line in
                          home.tillctl("list", "--limit", "0", "--json").stdout.splitlines()]
                assert {payment["paymentId"] for payment in listed} == everything
                assert len(listed) == len(everything)
                assert {payment["state"] for payment in listed} == {"paid"}, listed
                assert not overlapping(platform.requests()), overlapping(platform.requests())
        finally:
            home.remove()


if __name__ == "__main__":
    tap.run([test_two_consoles_and_a_window])
