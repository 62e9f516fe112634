/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-random.h"

G_BEGIN_DECLS

#define TILL_TYPE_TEST_RANDOM (till_test_random_get_type ())

/** TillTestRandom: the same numbers at each run, for each seed others. Safe from any thread. */
G_DECLARE_FINAL_TYPE (TillTestRandom, till_test_random, TILL, TEST_RANDOM, TillRandom)

TillTestRandom *till_test_random_new (guint32 seed);

G_END_DECLS
