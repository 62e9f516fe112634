/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-clock.h"

G_BEGIN_DECLS

#define TILL_TYPE_TEST_CLOCK (till_test_clock_get_type ())

/** TillTestClock: time that stands still until a test moves it. Starts at 2026-11-23 08:00:00 UTC, one hour after the boot. */
G_DECLARE_FINAL_TYPE (TillTestClock, till_test_clock, TILL, TEST_CLOCK, TillClock)

#define TILL_TEST_CLOCK_START (G_GINT64_CONSTANT (1795420800) * G_USEC_PER_SEC)

TillTestClock *till_test_clock_new           (void);

/** till_test_clock_advance: fires each timeout at its own time, the earliest first; those that they add, too. */
void           till_test_clock_advance       (TillTestClock *self,
                                              gint64         ms);
/** till_test_clock_skip: a machine that was too busy: what falls due meanwhile fires once, late, at the end. */
void           till_test_clock_skip          (TillTestClock *self,
                                              gint64         ms);
/** till_test_clock_sleep: a machine that sleeps: boot time and wall time go on, timeouts stand still. */
void           till_test_clock_sleep         (TillTestClock *self,
                                              gint64         ms);
/** till_test_clock_get_next: ms until the next timeout, or -1. */
gint64         till_test_clock_get_next      (TillTestClock *self);
/** till_test_clock_set_wall_time: what the machine believes; boot time and timeouts go on as before. */
void           till_test_clock_set_wall_time (TillTestClock *self,
                                              gint64         wall_time);
/** till_test_clock_reboot: another boot id, boot time from 0. Timeouts stay. */
void           till_test_clock_reboot        (TillTestClock *self);

G_END_DECLS
