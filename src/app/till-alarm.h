/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_ALARM (till_alarm_get_type ())

/**
 * TillAlarm:
 *
 * Calls people to the payments that need one: money that came late, twice, with another amount, or went back.
 * For each a notification of the desktop that opens it ("app.show-payment"), and a sound; both come again every
 * minute until somebody has dealt with it, here or in another program.
 */
G_DECLARE_FINAL_TYPE (TillAlarm, till_alarm, TILL, ALARM, GObject)

/** till_alarm_new: @application: registered; what sends the notifications. */
TillAlarm     *till_alarm_new                (GApplication *application,
                                              TillRegister *reg);

/** till_alarm_make_notification: (return) (transfer full): what the desktop shows about @record. Pure. */
GNotification *till_alarm_make_notification  (TillRecord   *record);
/** till_alarm_title: (return) (transfer full): "Paid late: €4.20". Pure. */
char          *till_alarm_title              (TillRecord   *record);

G_END_DECLS
