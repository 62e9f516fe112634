# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL for tillctl and till at any moment, several of them on one journal, against a platform with faults."""
import json
import os
import random
import shutil
import subprocess
import tempfile

import tap
from desktop import Desktop, TooLate, until
from harness import DEADLINE, Platform
from kill_shop import FAULTS, Console, Customers, Killed, Ledger, no_criticals, programs_environment
from till_program import Home, Till

N_CONSOLES = 3
LONG = "TILL_LONG" in os.environ
SEED = int(os.environ.get("TILL_RIGS_SEED") or random.SystemRandom().randrange(1, 2 ** 31))


def count(name, usual):
    """How many kills: TILL_KILLS and TILL_KILLS_TILL say otherwise."""
    return int(os.environ.get(name) or (200 if LONG else usual))


class Window(Till):
    """A till whose complaints are kept."""

    def __init__(self, home):
        super().__init__(home, G_DEBUG="")
        self.errors = tempfile.TemporaryFile("w+")

    def start(self):
        self.process = subprocess.Popen([os.environ["TILL"]], env=programs_environment(self.home), stderr=self.errors)

    def __enter__(self):
        self.start()
        until(self.application, "the program on the accessibility bus")
        return self

    def die(self, killed, most):
        """Killed so many seconds later."""
        try:
            self.process.wait(most)
        except subprocess.TimeoutExpired:
            pass
        if self.process.poll() is not None:
            raise AssertionError(f"till ended by itself: {self.process.returncode}")
        killed.kill(self.process)
        self.errors.seek(0)
        no_criticals(self.errors.read())
        self.errors.close()


def wait_for_code(till):
    """Until it was shown; a quick customer has paid before anybody sees it, and some answers fail for long."""
    def words():
        names = till.names()
        return names if "Payment status" in names else None

    until(words, lambda: f"a sale: {till.names()}")
    try:
        until(lambda: "Asking WeChat Pay" not in (words() or []), "an answer", deadline=20)
    except TooLate:
        pass


def sell_and_kill(desktop, home, killed, chance):
    """A window that is killed while it starts, or with a sale at some point."""
    how = chance.choice(["starting", "asking", "asking", "waiting", "waiting", "waiting", "left"])
    if how == "starting":
        till = Window(home)
        till.start()
        till.die(killed, chance.uniform(0, 2))
        return
    with Window(home) as till:
        till.wait_ready()
        desktop.keys(str(chance.randrange(1, 10)), "period", str(chance.randrange(10)), "Return")
        if how != "asking":
            wait_for_code(till)
        if how == "left":
            desktop.keys("Escape")
        till.die(killed, chance.uniform(0, 3.5 if how == "waiting" else 0.5))


def kill_windows(home, killed, seed):
    """In this thread, as the accessible tree has one for its own."""
    chance = random.Random(f"{seed}-window")
    with Desktop() as desktop:
        while not killed.enough():
            sell_and_kill(desktop, home, killed, chance)


def listed(home):
    done = home.tillctl("list", "--limit", "0", "--json")
    assert done.returncode == 0, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_all(home):
    done = home.tillctl("check", "--json")
    assert done.returncode in (0, 4), done


def recover(home, platform):
    """Faults off; all is asked about now, and once more when every life is over."""
    platform.no_faults()
    check_all(home)
    platform.clock(offset=3 * 3600)
    check_all(home)
    check_all(home)


def verify(home):
    """On a copy: whole, by Till's own reading."""
    with tempfile.TemporaryDirectory(prefix="till-kills-") as folder:
        copy = os.path.join(folder, "till")
        shutil.copytree(os.path.join(home.path, "data", "till"), copy)
        done = subprocess.run([os.environ["TILL_JOURNAL_CHECK"], os.path.join(copy, "journal.db")],
                              capture_output=True, text=True, timeout=DEADLINE, check=False)
    assert done.returncode == 0, done


def kill_in(home, platform, seed, consoles_wanted, windows_wanted):
    """The day: everybody sells and dies at once; returns the consoles."""
    tillctl, till = Killed(consoles_wanted), Killed(windows_wanted)
    customers = Customers(platform, seed)
    consoles = [Console(home, tillctl, name, seed) for name in "ABC"[:N_CONSOLES]]
    for worker in [customers, *consoles]:
        worker.start()
    try:
        if windows_wanted:
            kill_windows(home, till, seed)
        for console in consoles:
            console.join()
    finally:
        for worker in [*consoles, customers]:
            worker.end()
    customers.last_ones()
    print(f"# seed {seed}: {tillctl.done} kills of tillctl, {till.done} of till")
    return consoles


def check_kept(held, kept, consoles):
    """Everything has its end, but for what was never taken and is asked about for 15 minutes yet."""
    known = {payment["merchantReference"]: payment for payment in held}
    for payment in kept:
        there = known.get(payment["merchantReference"])
        final = payment["state"] in ("paid", "refused", "cancelled", "expired", "void")
        assert final or (there is None and payment["state"] == "requested"), (payment, there)
        assert there is None or there["status"] != "REJECTED" or payment["state"] == "refused", (payment, there)
    for console in consoles:
        for request_id, ids in console.ids.items():
            assert len(ids) <= 1, (request_id, ids)


def test_kills():
    with tempfile.NamedTemporaryFile("w", suffix=".json") as script:
        json.dump(FAULTS, script)
        script.flush()
        platform = Platform("--script", script.name)
        home = Home(platform.account)
        try:
            consoles = kill_in(home, platform, SEED, count("TILL_KILLS", 60), count("TILL_KILLS_TILL", 15))
            recover(home, platform)
            held, kept = platform.payments(), listed(home)
            ledger = Ledger(held, kept)
            states = {word: sum(payment["state"] == word for payment in kept) for word in
                      sorted({payment["state"] for payment in kept})}
            print(f"# {len(held)} payments at the platform, {len(kept)} in the journal {states}: {ledger}")
            assert ledger.is_whole(), vars(ledger)
            check_kept(held, kept, consoles)
            verify(home)
        finally:
            platform.stop()
            home.remove()


if __name__ == "__main__":
    tap.run([test_kills])
