/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** TillTestHand: another process that has the journal open (till-journal-hand.c). */
typedef struct _TillTestHand TillTestHand;

/** till_test_hand_start: its first line will be "open". */
TillTestHand *till_test_hand_start   (const char   *path);
/** till_test_hand_new: and waits for that. */
TillTestHand *till_test_hand_new     (const char   *path);
/** till_test_hand_tell: sends a command; its answers are read with till_test_hand_read(). */
void          till_test_hand_tell    (TillTestHand *self,
                                      const char   *command,
                                      const char   *argument);
/** till_test_hand_read: (return) (transfer full) (nullable): a line; %NULL when it is dead. */
char         *till_test_hand_read    (TillTestHand *self);
/** till_test_hand_ask: both. */
char         *till_test_hand_ask     (TillTestHand *self,
                                      const char   *command,
                                      const char   *argument);
/** till_test_hand_kill: SIGKILL, and waits until it is gone. */
void          till_test_hand_kill    (TillTestHand *self);
/** till_test_hand_free: ends its input and waits, unless it was killed. */
void          till_test_hand_free    (TillTestHand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillTestHand, till_test_hand_free)

G_END_DECLS
