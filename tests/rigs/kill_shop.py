# SPDX-License-Identifier: GPL-3.0-or-later
"""A shop whose programs are killed: consoles, customers, and the ledger against the journal at the end."""
import collections
import json
import os
import random
import subprocess
import threading

from harness import DEADLINE, Running

# What an answer meets on its way; `every` so that a second try of the same request gets through some day.
FAULTS = [
    {"call": "create", "fault": "lost", "every": 5},
    {"call": "create", "fault": "not-executed-lost", "every": 7},
    {"call": "create", "fault": "status", "code": 503, "every": 6},
    {"call": "create", "fault": "cut", "every": 11},
    {"call": "create", "fault": "late", "ms": 700, "every": 4},
    {"call": "status", "fault": "status", "code": 500, "every": 5},
    {"call": "status", "fault": "garbled", "every": 9},
    {"call": "status", "fault": "late", "ms": 400, "every": 3},
    {"call": "get", "fault": "reset", "every": 4},
    {"call": "get", "fault": "cut", "every": 7},
    {"call": "find", "fault": "status", "code": 502, "every": 3},
    {"call": "find", "fault": "lost", "every": 7},
]


def programs_environment(home):
    """Nothing is fatal, as nothing is on a till; what is said is looked at instead."""
    return home.environment(G_DEBUG="")


def no_criticals(text):
    """Neither from Till nor from what it stands on."""
    lines = [line for line in text.splitlines() if "CRITICAL" in line]
    if lines:
        raise AssertionError(lines)


class Killed:
    """How many of a program are to be killed, and were; shared by all who kill."""

    def __init__(self, wanted):
        self.wanted, self.done, self.lock = wanted, 0, threading.Lock()

    def enough(self):
        return self.done >= self.wanted

    def kill(self, process):
        """Kills one that runs still; one that has ended in the meantime does not count."""
        if process.poll() is not None:
            return
        process.kill()
        process.wait(DEADLINE)
        with self.lock:
            self.done += 1


class Worker(threading.Thread):
    """A thread with a chance of its own, whose trouble is kept for who waits for its end."""

    def __init__(self, name, seed):
        super().__init__(name=name, daemon=True)
        self.random = random.Random(f"{seed}-{name}")
        self.stopped = threading.Event()
        self.trouble = None

    def run(self):
        try:
            self.work()
        except Exception as trouble:   # pylint: disable=broad-except
            self.trouble = trouble

    def end(self):
        self.stopped.set()
        self.join(4 * DEADLINE)
        if self.is_alive() or self.trouble:
            raise AssertionError(f"{self.name}: {self.trouble or 'does not end'}")


class Customers(Worker):
    """They pay, decline, look and go, whatever the till does meanwhile."""

    def __init__(self, platform, seed):
        super().__init__("customers", seed)
        self.platform = platform
        self.plans = {}

    def work(self):
        while not self.stopped.wait(0.1):
            for payment in self.platform.payments():
                self.act(payment)

    def act(self, payment):
        if payment["status"] != "REDIRECTED":
            return
        if payment["id"] not in self.plans:
            word = self.random.choices([["pay"], ["decline"], ["scan", "confirm", "pay"], []], [45, 15, 10, 30])[0]
            self.plans[payment["id"]] = [None] * self.random.randrange(0, 30) + list(word)
        plan = self.plans[payment["id"]]
        word = plan.pop(0) if plan else None
        if word:
            self.platform.act(payment["id"], word)

    def last_ones(self):
        """Behind everybody's back, with no till running: some pay late."""
        for payment in self.platform.payments():
            if payment["status"] == "REDIRECTED" and self.random.random() < 0.5:
                self.platform.act(payment["id"], "pay")


class Console(Worker):
    """Sales by tillctl, of which most are killed: at their start, after a line, or some time after the code."""

    def __init__(self, home, killed, name, seed):
        super().__init__(name, seed)
        self.home, self.killed = home, killed
        self.ids = collections.defaultdict(set)   # by request id: one each
        self.n_sales = 0

    def start_tillctl(self, *arguments):
        process = subprocess.Popen([os.environ["TILLCTL"], *arguments], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=programs_environment(self.home))
        return Running(process)

    def work(self):
        while not self.killed.enough() and not self.stopped.is_set():
            self.n_sales += 1
            request_id = f"{self.name}-{self.n_sales}"
            amount = f"{self.random.randrange(1, 500)}.{self.random.randrange(100):02}"
            # A caller that lost its tillctl asks again with the same request id.
            for _ in range(self.random.choice([1, 1, 2, 3])):
                self.run_one(request_id, "pay", amount, "--reference", request_id, "--request-id", request_id,
                             "--timeout", str(self.random.choice([2, 5, 20])), "--json")
            if self.random.random() < 0.3:
                self.run_one(None, "check", "--json")

    def run_one(self, request_id, *arguments):
        running = self.start_tillctl(*arguments)
        how = self.random.choice(["soon", "line", "code", "code", "code", "signal", "never"])
        if how == "soon":
            self.pause(running, 0.2)
        elif how == "line":
            running.line()
        elif how in ("code", "signal"):
            while (line := running.line()) is not None and '"action":' not in line:
                pass
            self.pause(running, 3.5)
        if how == "signal":
            running.send(15)
        elif how != "never":
            self.killed.kill(running.process)
        result = running.end()
        if result.status not in (-9, 0, 3, 4):
            raise AssertionError(f"{arguments} ended with {result.status}: {result.err}")
        no_criticals(result.err)
        for line in result.out.splitlines():
            if request_id and line.endswith("}"):
                self.ids[request_id].add(json.loads(line)["id"])

    def pause(self, running, most):
        """A moment by chance, or the end of the program."""
        try:
            running.process.wait(self.random.uniform(0, most))
        except subprocess.TimeoutExpired:
            pass


class Ledger:
    """What the platform holds against what the journal says."""

    def __init__(self, held, listed):
        self.lost, self.doubled, self.falsely_paid, self.void = [], [], [], []
        kept = {payment["merchantReference"]: payment for payment in listed}
        for payment in held:
            self.look_at(payment, kept.get(payment["merchantReference"]))
        captured = {payment["merchantReference"] for payment in held if payment["status"] == "CAPTURED"}
        self.falsely_paid = [payment for payment in listed
                             if payment["state"] == "paid" and payment["merchantReference"] not in captured]
        for name, payments in (("merchantReference", held), ("reference", listed)):
            counts = collections.Counter(payment[name] for payment in payments)
            self.doubled += [name for name, count in counts.items() if count > 1]

    def look_at(self, payment, kept):
        if kept is None or kept.get("paymentId") != payment["id"]:
            self.lost.append((payment, kept))
        elif payment["status"] == "CAPTURED" and kept["state"] != "paid":
            self.lost.append((payment, kept))
        if kept and kept["state"] == "void":
            self.void.append((payment, kept))

    def __str__(self):
        return (f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.falsely_paid)} falsely paid, "
                f"{len(self.void)} void that are held")

    def is_whole(self):
        return not (self.lost or self.doubled or self.falsely_paid or self.void)
