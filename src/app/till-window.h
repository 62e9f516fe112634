/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TILL_TYPE_WINDOW (till_window_get_type ())

/**
 * TillWindow:
 *
 * The one window: a stack of pages that never talk to each other.  They activate the window's actions, and the
 * window decides which page comes.
 *
 * Properties: "training" (boolean, construct-only).
 * Actions: win.new-sale, win.charge-again (s: id of a payment), win.try-again (s), win.show-unresolved,
 * win.show-setup, win.show-preferences, win.leave-payment.
 */
G_DECLARE_FINAL_TYPE (TillWindow, till_window, TILL, WINDOW, AdwApplicationWindow)

G_END_DECLS
