/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TILL_TYPE_CLOCK (till_clock_get_type ())

/**
 * TillClock:
 *
 * Where time comes from.  Derivable, because tests own their time: they override all four.
 */
G_DECLARE_DERIVABLE_TYPE (TillClock, till_clock, TILL, CLOCK, GObject)

struct _TillClockClass
{
  GObjectClass parent_class;

  gint64       (*get_wall_time) (TillClock   *self);
  gint64       (*get_boot_time) (TillClock   *self);
  const char * (*get_boot_id)   (TillClock   *self);
  guint        (*add_timeout)   (TillClock   *self,
                                 guint        ms,
                                 GSourceFunc  func,
                                 gpointer     data);
  void         (*remove)        (TillClock   *self,
                                 guint        id);
};

TillClock  *till_clock_new           (void);

/** till_clock_get_wall_time: microseconds since 1970 UTC. For showing and for the record; it decides nothing. */
gint64      till_clock_get_wall_time (TillClock   *self);
/** till_clock_get_boot_time: milliseconds since boot, sleep included (CLOCK_BOOTTIME). */
gint64      till_clock_get_boot_time (TillClock   *self);
/** till_clock_get_boot_id: tells one boot from another; boot times compare only within one. */
const char *till_clock_get_boot_id   (TillClock   *self);
/** till_clock_add_timeout: as g_timeout_add(). */
guint       till_clock_add_timeout   (TillClock   *self,
                                      guint        ms,
                                      GSourceFunc  func,
                                      gpointer     data);
void        till_clock_remove        (TillClock   *self,
                                      guint        id);

G_END_DECLS
