/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_STORY_PAGE (till_story_page_get_type ())

/**
 * TillStoryPage:
 *
 * One payment: where it stands, what happened in order of time, what can be done now and, for what cannot, why;
 * and its raw facts, to be copied.
 *
 * Properties: "register" (TillRegister, nullable), "size-class" (TillSizeClass).
 */
G_DECLARE_FINAL_TYPE (TillStoryPage, till_story_page, TILL, STORY_PAGE, GtkWidget)

/** till_story_page_set_payment: @payment: (nullable) */
void         till_story_page_set_payment (TillStoryPage *self,
                                          TillPayment   *payment);

G_END_DECLS
