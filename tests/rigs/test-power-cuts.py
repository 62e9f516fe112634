# SPDX-License-Identifier: GPL-3.0-or-later
"""Power cuts: tillctl takes a payment while the power fails before its n-th step on the disk.

What the disk holds then (power-cut.c) is all that the next tillctl has.  The ledger of the sandbox and what tillctl
had said before the cut say what must be in it.
"""
import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor

from harness import Place, main, test
from witness import Witness, count, figures, no_trouble

PRELOAD = os.environ["TILL_POWER_CUT"]
LONG = "TILL_LONG" in os.environ
SEED = int(os.environ.get("TILL_RIGS_SEED") or random.SystemRandom().randrange(1, 2 ** 31))
AT_ONCE = 4
GARBLED = 3 if LONG else 1            # times that each cut is made with garbage, too


class Cut(Witness):
    """One till, whose power fails once or twice."""

    def __init__(self, place, step, seed=0, synchronous=None, first_sale=True):
        super().__init__(place)
        self.step, self.seed = step, seed
        self.synchronous, self.first_sale = synchronous, first_sale
        self.random = random.Random(f"{SEED}-{step}-{seed}-{first_sale}")
        self.disk = self.till.home / "disk"
        self.pays = self.random.random() < 0.5      # or the cashier leaves
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

    def run(self):
        """The whole story; returns whether the power was cut at all."""
        if not self.first_sale:
            self.sell_earlier()
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

    def check(self):
        """At times the power fails again meanwhile."""
        if self.random.random() < 0.3:
            result = self.till.run("check", "--json", environment=self.environment(self.random.randrange(1, 60)))
            if result.status == -9:
                self.in_recovery = True
                self.boot()
        super().check()


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
          f"{sum(cut.in_recovery for cut in cuts)} in recovery: {figures(cuts)}", flush=True)
    if len(made) < 50 or len(made) == len(cuts):
        raise AssertionError(f"{len(made)} cuts of {len(cuts)}: the rig does not cut where it should")
    no_trouble(cuts)


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
