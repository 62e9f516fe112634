/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_STORY_ACTS (till_story_acts_get_type ())

/**
 * TillStoryActs:
 *
 * What a person can do with a payment now, a button each, and why the rest cannot be done; below them what came of
 * the last one.
 *
 * Properties: "register" (TillRegister, nullable).
 */
G_DECLARE_FINAL_TYPE (TillStoryActs, till_story_acts, TILL, STORY_ACTS, GtkBox)

/** till_story_acts_set_payment: @payment: (nullable) */
void  till_story_acts_set_payment (TillStoryActs *self,
                                   TillPayment   *payment);

G_END_DECLS
