/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "till-clock.h"

G_BEGIN_DECLS

#define TILL_TYPE_WAKE (till_wake_get_type ())

/**
 * TillWake:
 *
 * Notices that time or network went on without the till: logind's PrepareForSleep, a network that came or changed,
 * and boot time that jumped against the timers, which stand still while the machine sleeps (that also tells of a
 * process that was stopped, and works where there is no logind).
 *
 * Signal: "woke": what was to be asked is to be asked now.  Many hints at once give one, and hints without end one
 * every two seconds.
 */
G_DECLARE_FINAL_TYPE (TillWake, till_wake, TILL, WAKE, GObject)

/** till_wake_new: watches @clock from now on. */
TillWake *till_wake_new         (TillClock       *clock);
/** till_wake_add_bus: @bus: on which logind speaks; that it goes is no end of this process. */
void      till_wake_add_bus     (TillWake        *self,
                                 GDBusConnection *bus);
void      till_wake_add_network (TillWake        *self,
                                 GNetworkMonitor *network);
/** till_wake_add_system: the system's own bus, when it answers, and network. Without them there is the clock. */
void      till_wake_add_system  (TillWake        *self);

G_END_DECLS
