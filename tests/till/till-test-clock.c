/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-clock.h"

#define START_BOOT_TIME (G_GINT64_CONSTANT (3600) * 1000)

typedef struct
{
  guint        id;
  guint        ms;
  gint64       due;     /* on the time line of elapsed */
  GSourceFunc  func;
  gpointer     data;
} Timeout;

struct _TillTestClock
{
  TillClock  parent_instance;

  gint64     elapsed;     /* ms since the clock was made */
  gint64     wall_time;   /* µs */
  gint64     boot_time;   /* ms */
  guint      n_boots;
  char      *boot_id;     /* (owned) */
  guint      last_id;
  GList     *timeouts;    /* (owned) (element-type Timeout) the earliest first */
};

G_DEFINE_FINAL_TYPE (TillTestClock, till_test_clock, TILL_TYPE_CLOCK)

/* One that is due at the same time as another comes behind it. */
static int
compare_due (gconstpointer a,
             gconstpointer b)
{
  const Timeout *added = a, *other = b;

  return added->due < other->due ? -1 : 1;
}

static void
arm (TillTestClock *self,
     Timeout       *timeout)
{
  timeout->due = self->elapsed + timeout->ms;
  self->timeouts = g_list_insert_sorted (self->timeouts, timeout, compare_due);
}

static gint64
get_wall_time (TillClock *clock)
{
  return TILL_TEST_CLOCK (clock)->wall_time;
}

static gint64
get_boot_time (TillClock *clock)
{
  return TILL_TEST_CLOCK (clock)->boot_time;
}

static const char *
get_boot_id (TillClock *clock)
{
  return TILL_TEST_CLOCK (clock)->boot_id;
}

static guint
add_timeout (TillClock   *clock,
             guint        ms,
             GSourceFunc  func,
             gpointer     data)
{
  TillTestClock *self = TILL_TEST_CLOCK (clock);
  Timeout *timeout = g_new0 (Timeout, 1);

  timeout->id = ++self->last_id;
  timeout->ms = ms;
  timeout->func = func;
  timeout->data = data;
  arm (self, timeout);

  return timeout->id;
}

static GList *
find (TillTestClock *self,
      guint          id)
{
  for (GList *l = self->timeouts; l != NULL; l = l->next)
    if (((Timeout *) l->data)->id == id)
      return l;

  return NULL;
}

/* As g_source_remove(): one that is not there is a mistake of the caller's. */
static void
remove_timeout (TillClock *clock,
                guint      id)
{
  TillTestClock *self = TILL_TEST_CLOCK (clock);
  GList *link = find (self, id);

  g_assert_nonnull (link);
  g_free (link->data);
  self->timeouts = g_list_delete_link (self->timeouts, link);
}

static void
till_test_clock_finalize (GObject *object)
{
  TillTestClock *self = TILL_TEST_CLOCK (object);

  g_list_free_full (self->timeouts, g_free);
  g_free (self->boot_id);

  G_OBJECT_CLASS (till_test_clock_parent_class)->finalize (object);
}

static void
till_test_clock_class_init (TillTestClockClass *klass)
{
  TillClockClass *clock_class = TILL_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = till_test_clock_finalize;
  clock_class->get_wall_time = get_wall_time;
  clock_class->get_boot_time = get_boot_time;
  clock_class->get_boot_id = get_boot_id;
  clock_class->add_timeout = add_timeout;
  clock_class->remove = remove_timeout;
}

static void
till_test_clock_init (TillTestClock *self)
{
  self->wall_time = TILL_TEST_CLOCK_START;
  self->boot_time = START_BOOT_TIME;
  self->boot_id = g_strdup ("boot-1");
  self->n_boots = 1;
}

TillTestClock *
till_test_clock_new (void)
{
  return g_object_new (TILL_TYPE_TEST_CLOCK, NULL);
}

static void
pass (TillTestClock *self,
      gint64         ms)
{
  self->elapsed += ms;
  self->boot_time += ms;
  self->wall_time += ms * 1000;
}

/* A callback that wants to go on is armed again only when it did not remove itself. */
static void
fire (TillTestClock *self,
      guint          id)
{
  Timeout *timeout = find (self, id)->data;
  GList *link;

  if (timeout->func (timeout->data) == G_SOURCE_REMOVE)
    {
      if (find (self, id) != NULL)
        remove_timeout (TILL_CLOCK (self), id);
      return;
    }

  link = find (self, id);
  if (link == NULL)
    return;
  self->timeouts = g_list_delete_link (self->timeouts, link);
  arm (self, timeout);
}

void
till_test_clock_advance (TillTestClock *self,
                         gint64         ms)
{
  gint64 end = self->elapsed + ms;

  g_object_ref (self);
  while (self->timeouts != NULL && ((Timeout *) self->timeouts->data)->due <= end)
    {
      Timeout *timeout = self->timeouts->data;

      pass (self, timeout->due - self->elapsed);
      fire (self, timeout->id);
    }
  pass (self, end - self->elapsed);
  g_object_unref (self);
}

void
till_test_clock_skip (TillTestClock *self,
                      gint64         ms)
{
  g_object_ref (self);
  pass (self, ms);
  while (self->timeouts != NULL && ((Timeout *) self->timeouts->data)->due <= self->elapsed)
    fire (self, ((Timeout *) self->timeouts->data)->id);
  g_object_unref (self);
}

void
till_test_clock_sleep (TillTestClock *self,
                       gint64         ms)
{
  self->boot_time += ms;
  self->wall_time += ms * 1000;
}

gint64
till_test_clock_get_next (TillTestClock *self)
{
  return self->timeouts != NULL ? ((Timeout *) self->timeouts->data)->due - self->elapsed : -1;
}

void
till_test_clock_set_wall_time (TillTestClock *self,
                               gint64         wall_time)
{
  self->wall_time = wall_time;
}

void
till_test_clock_reboot (TillTestClock *self)
{
  g_free (self->boot_id);
  self->boot_id = g_strdup_printf ("boot-%u", ++self->n_boots);
  self->boot_time = 0;
}
