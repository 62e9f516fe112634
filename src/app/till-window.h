/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "sandbox.h"
#include "till-register.h"
#include "till-settings.h"

G_BEGIN_DECLS

#define TILL_TYPE_WINDOW (till_window_get_type ())

/**
 * TillWindow:
 *
 * The one window: a stack of pages that never talk to each other.  They activate the window's actions, and the
 * window decides which page comes.  Pages that have them get "register", "settings", "size-class", "title" and
 * "subtitle" from the window.
 *
 * Closing it with open payments asks first; a wait ends as "abandoned" before the window goes.
 *
 * Properties: "training" (boolean, construct-only), "size-class" (TillSizeClass), "shop-title" and "till-title"
 * (strings), all readable.
 * Actions: win.new-sale, win.leave-payment, win.try-again, win.charge-again and win.check-payment (s: id of a
 * payment), win.show-payment (s: id of one that needs a person), win.show-unresolved,
 * win.show-payments, win.show-story (s: id of any payment), win.leave-story, win.show-setup (not in training), win.show-preferences, win.show-phone (in
 * training).
 */
G_DECLARE_FINAL_TYPE (TillWindow, till_window, TILL, WINDOW, AdwApplicationWindow)

/** till_window_prepare: size and titles, before the window is shown. */
void  till_window_prepare (TillWindow    *self,
                           TillSettings  *settings);
/**
 * till_window_open:
 * @sandbox: (nullable): the platform of training
 * @has_account: a sale can begin, else the account is asked for first
 *
 * Everything is there.
 */
void  till_window_open    (TillWindow    *self,
                           TillRegister  *reg,
                           Sandbox       *sandbox,
                           gboolean       has_account);
/** till_window_shut: its pages and its register go; it waits for till_window_open() or till_window_fail(). */
void  till_window_shut    (TillWindow    *self);
/** till_window_leave: goes without a question; a wait is written down as left first. */
void  till_window_leave   (TillWindow    *self);
/** till_window_fail: nothing can be charged; @error says why. */
void  till_window_fail    (TillWindow    *self,
                           const GError  *error);

G_END_DECLS
