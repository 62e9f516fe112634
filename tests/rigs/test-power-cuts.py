# SPDX-License-Identifier: GPL-3.0-or-later
"""Power cuts: tillctl takes a payment while the power fails before its n-th step on the disk.

What the disk holds then (power-cut.c) is all that the next tillctl has.  The ledger of the sandbox and what tillctl
had said before the cut say what must be in it.
"""
import itertools
import os
import random
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from harness import DEADLINE, Place, main, test

PRELOAD = os.environ["TILL_POWER_CUT"]
CHECK = os.environ["TILL_JOURNAL_CHECK"]
LONG = os.environ.get("TILL_RIGS") == "long"
SEED = int(os.environ.get("TILL_RIGS_SEED") or random.SystemRandom().randrange(1, 2 ** 31))
AT_ONCE = 4
GARBLED = 3 if LONG else 1            # times that each cut is made with garbage, too
SALES = itertools.count(1)
ORDER = ["requested", "waiting", "confirming", "paid"]


class Cut:
    """One till, whose power fails once or twice."""

    def __init__(self, place, step, seed=0, synchronous=None, first_sale=True):
        self.place, self.step, self.seed = place, step, seed
        self.synchronous, self.first_sale = synchronous, first_sale
        self.random = random.Random(f"{SEED}-{step}-{seed}-{first_sale}")
        self.till = place.another_till(place.platform)
        self.data, self.disk = self.till.home / "data", self.till.home / "disk"
        self.sale = f"S{next(SALES)}"
        self.pays = self.random.random() < 0.5      # or the cashier leaves
        self.trouble = []
        self.was_made = self.in_recovery = False

    def __str__(self):
        return (f"step {self.step}, {'garbled by %d' % self.seed if self.seed else 'dropped'}, "
                f"{'new' if self.first_sale else 'used'} journal, {self.synchronous or 'EXTRA'}")

    def environment(self, step):
        self.data.mkdir(exist_ok=True)
        shutil.rmtree(self.disk, ignore_errors=True)
        self.disk.mkdir()
        found = {"LD_PRELOAD": PRELOAD, "POWER_ROOT": str(self.data), "POWER_DISK": str(self.disk),
                 "POWER_CUT_AT": str(step), "POWER_SEED": str(self.seed), "POWER_LOG": str(self.till.home / "steps")}
        if self.synchronous:
            found["POWER_SYNCHRONOUS"] = self.synchronous
        return found

    def boot(self):
        """The computer starts again, with what the disk holds."""
        shutil.rmtree(self.data)
        shutil.copytree(self.disk, self.data)

    def held(self):
        """What the platform holds of this sale, by whatever reference."""
        return [p for p in self.place.platform.payments() if p["merchantReference"].startswith(self.sale + "-")]

    def list_copy(self):
        """The payments in a copy of the data, so that looking changes nothing; and whether the journal is whole."""
        reader = self.place.another_till(self.place.platform)
        shutil.copytree(self.data, reader.home / "data")
        listed = {p["merchantReference"]: p
                  for p in reader.run("list", "--limit", "0", "--json").expect(0).objects}
        journal = reader.home / "data" / "till" / "journal.db"
        done = subprocess.run([CHECK, str(journal)], capture_output=True, text=True, timeout=DEADLINE, check=False)
        self.expect(done.returncode == 0, f"journal is not whole: {done.stdout}{done.stderr}")
        reader.close()
        return listed

    def expect(self, fact, what):
        if not fact:
            self.trouble.append(what)

    def run(self):
        """The whole story; returns whether the power was cut at all."""
        if not self.first_sale:
            running = self.till.pay("1", "--reference", "EARLIER")
            self.place.platform.act(running.until_payable()["paymentId"], "pay")
            running.end().expect(0)
        running = self.till.pay("12.50", "--reference", self.sale, "--timeout", "20",
                                environment=self.environment(self.step))
        while (line := running.line()) is not None:
            if '"action":' in line and self.pays:
                self.pay_what_is_open()
            elif '"action":' in line:
                running.send(15)
        result = running.end()
        was_cut = result.status == -9
        if was_cut:
            self.boot()
            self.look_for_what_was_said(result.objects)
        else:
            self.expect(result.status in (0, 4), f"ended with {result.status}: {result.err}")
        self.recover()
        return was_cut

    def look_for_what_was_said(self, said):
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
            if told["state"] in ORDER and kept["state"] in ORDER:
                self.expect(ORDER.index(kept["state"]) >= ORDER.index(told["state"]),
                            f"lost: {told['state']} was said, and {kept['state']} is kept")
            if "action" in told:
                self.expect(kept.get("paymentId") == told["paymentId"] and kept["shown"],
                            f"lost: a code was shown of which the journal says {kept}")

    def check(self):
        """What follows a cut: everything open is asked about; at times the power fails again meanwhile."""
        if self.random.random() < 0.3:
            step = self.random.randrange(1, 60)
            result = self.till.run("check", "--json", environment=self.environment(step))
            if result.status == -9:
                self.in_recovery = True
                self.boot()
        result = self.till.run("check", "--json")
        self.expect(result.status in (0, 4), f"check ended with {result.status}: {result.err}")

    def recover(self):
        """What nobody waits for any more is paid late."""
        self.check()
        self.compare()
        self.pay_what_is_open()
        self.check()
        self.compare()

    def pay_what_is_open(self):
        for payment in self.held():
            if payment["status"] == "REDIRECTED":
                self.place.platform.act(payment["id"], "pay")

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
        self.expect(self.first_sale or any(k["reference"] == "EARLIER" and k["state"] == "paid"
                                           for k in listed.values()), "lost: the earlier payment")


def steps_of(place, **options):
    """The steps of a payment that nothing disturbs: what was done to which file."""
    cut = Cut(place, 0, **options)
    cut.pays = True
    cut.run()
    if cut.trouble:
        raise AssertionError(cut.trouble)
    return [line.split(" ", 1)[1] for line in (cut.till.home / "steps").read_text().splitlines()]


def sample(steps):
    """The first of each row of like steps, all of them in the long run; and one that never comes."""
    return [n for n, step in enumerate(steps, 1) if LONG or n == 1 or step != steps[n - 2]] + [len(steps) + 50]


def some_of_them(wanted):
    """Makes these cuts one after the other; returns what came of each."""
    done = []
    with Place() as place:
        for options in wanted:
            place.platform.control("DELETE", "requests")
            cut = Cut(place, **options)
            cut.was_made = cut.run()
            cut.till.close()
            done.append(cut)
    return done


def make(wanted):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [cut for done in pool.map(some_of_them, [wanted[n::AT_ONCE] for n in range(AT_ONCE)]) for cut in done]


def count(cuts, word):
    return sum(any(trouble.startswith(word) for trouble in cut.trouble) for cut in cuts)


@test
def a_cut_at_any_step_loses_nothing(place):
    chance = random.Random(SEED)
    wanted = []
    for first_sale in (True, False):
        for step in sample(steps_of(place, first_sale=first_sale)):
            seeds = [0] + [chance.randrange(1, 2 ** 31) for _ in range(GARBLED)]
            wanted += [{"step": step, "seed": seed, "first_sale": first_sale} for seed in seeds]
    cuts = make(wanted)
    made = [cut for cut in cuts if cut.was_made]
    print(f"# seed {SEED}: {len(made)} power cuts, {sum(cut.seed != 0 for cut in made)} of them with garbage, and "
          f"{sum(cut.in_recovery for cut in cuts)} in recovery: {count(cuts, 'lost')} lost, "
          f"{count(cuts, 'doubled')} doubled, {count(cuts, 'falsely')} falsely paid", flush=True)
    if len(made) < 50 or len(made) == len(cuts):
        raise AssertionError(f"{len(made)} cuts of {len(cuts)}: the rig does not cut where it should")
    bad = [f"{cut}: {cut.trouble}" for cut in cuts if cut.trouble]
    if bad:
        raise AssertionError("\n".join(bad[:10]))


def shows_a_loss(place, word):
    """The rig's own test: a journal that does not sync as ours does is seen to lose what was said."""
    steps = steps_of(place, first_sale=False, synchronous=word)
    after = [n for n, step in enumerate(steps, 2) if step.startswith("remove ")]
    cuts = [cut for cut in make([{"step": n, "synchronous": word, "first_sale": False} for n in after])
            if cut.was_made]
    print(f"# {word}: {count(cuts, 'lost')} of {len(cuts)} cuts behind a commit lost what was said", flush=True)
    if count(cuts, "lost") == 0:
        raise AssertionError(f"nothing was lost with synchronous={word}: the rig is broken")


@test
def synchronous_normal_is_seen_to_lose(place):
    shows_a_loss(place, "NORMAL")


@test
def synchronous_full_is_seen_to_lose(place):
    shows_a_loss(place, "FULL")


if __name__ == "__main__":
    main()
