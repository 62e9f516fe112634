/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <time.h>

#include "till-clock.h"

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

G_DEFINE_TYPE (TillClock, till_clock, G_TYPE_OBJECT)

static gint64
read_wall_time (TillClock *self)
{
  return g_get_real_time ();
}

static gint64
read_boot_time (TillClock *self)
{
  struct timespec now;

  /* Not CLOCK_MONOTONIC: that one stands still while the machine sleeps, and a code lives on. */
  clock_gettime (CLOCK_BOOTTIME, &now);

  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *
read_boot_id (TillClock *self)
{
  static char *boot_id;

  if (g_once_init_enter (&boot_id))
    {
      g_autofree char *text = NULL;

      /* Without /proc every process is a boot of its own: nothing is compared that should not be. */
      if (g_file_get_contents (BOOT_ID_FILE, &text, NULL, NULL) && *g_strstrip (text) != '\0')
        g_once_init_leave (&boot_id, g_steal_pointer (&text));
      else
        g_once_init_leave (&boot_id, g_uuid_string_random ());
    }

  return boot_id;
}

static guint
add_real_timeout (TillClock   *self,
                  guint        ms,
                  GSourceFunc  func,
                  gpointer     data)
{
  return g_timeout_add (ms, func, data);
}

static void
remove_real_timeout (TillClock *self,
                     guint      id)
{
  g_source_remove (id);
}

static void
till_clock_class_init (TillClockClass *klass)
{
  klass->get_wall_time = read_wall_time;
  klass->get_boot_time = read_boot_time;
  klass->get_boot_id = read_boot_id;
  klass->add_timeout = add_real_timeout;
  klass->remove = remove_real_timeout;
}

static void
till_clock_init (TillClock *self)
{
}

TillClock *
till_clock_new (void)
{
  return g_object_new (TILL_TYPE_CLOCK, NULL);
}

gint64
till_clock_get_wall_time (TillClock *self)
{
  g_return_val_if_fail (TILL_IS_CLOCK (self), 0);

  return TILL_CLOCK_GET_CLASS (self)->get_wall_time (self);
}

gint64
till_clock_get_boot_time (TillClock *self)
{
  g_return_val_if_fail (TILL_IS_CLOCK (self), 0);

  return TILL_CLOCK_GET_CLASS (self)->get_boot_time (self);
}

const char *
till_clock_get_boot_id (TillClock *self)
{
  g_return_val_if_fail (TILL_IS_CLOCK (self), NULL);

  return TILL_CLOCK_GET_CLASS (self)->get_boot_id (self);
}

guint
till_clock_add_timeout (TillClock   *self,
                        guint        ms,
                        GSourceFunc  func,
                        gpointer     data)
{
  g_return_val_if_fail (TILL_IS_CLOCK (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  return TILL_CLOCK_GET_CLASS (self)->add_timeout (self, ms, func, data);
}

void
till_clock_remove (TillClock *self,
                   guint      id)
{
  g_return_if_fail (TILL_IS_CLOCK (self));
  g_return_if_fail (id > 0);

  TILL_CLOCK_GET_CLASS (self)->remove (self, id);
}
