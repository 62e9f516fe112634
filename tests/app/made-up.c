/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "made-up.h"
#include "till-record-private.h"

/* 23 November 2026, 12:09:32 UTC */
#define CREATED (G_GINT64_CONSTANT (1795435772) * G_USEC_PER_SEC)

#define CODE_TEXT "weixin://wxpay/bizpayurl?pr=7f3KaQzpzz1"

static const MadeUp all[] =
{
  { "asking", TILL_PAYMENT_REQUESTED },
  { "asking-offline", TILL_PAYMENT_REQUESTED, .never_left = TRUE, .trouble = TILL_ERROR_NO_CONNECTION + 1, .silence = -1 },
  { "asking-unsure", TILL_PAYMENT_REQUESTED, .trouble = TILL_ERROR_NO_ANSWER + 1, .silence = -1 },
  { "waiting", TILL_PAYMENT_WAITING, .shown = TRUE, .silence = 2 },
  { "waiting-picture", TILL_PAYMENT_WAITING, .shown = TRUE, .silence = 2, .picture = TRUE },
  { "waiting-late-answer", TILL_PAYMENT_WAITING, .shown = TRUE, .silence = 9 },
  { "waiting-offline", TILL_PAYMENT_WAITING, .shown = TRUE, .trouble = TILL_ERROR_NO_CONNECTION + 1, .silence = 27 },
  { "waiting-key-refused", TILL_PAYMENT_WAITING, .shown = TRUE, .trouble = TILL_ERROR_KEY_REFUSED + 1, .silence = 3 },
  { "confirming", TILL_PAYMENT_CONFIRMING, .shown = TRUE, .silence = 1 },
  { "paid", TILL_PAYMENT_PAID, .shown = TRUE },
  { "paid-late", TILL_PAYMENT_PAID, .shown = TRUE, .abandoned = TRUE, .late = TRUE, .attention = TILL_ATTENTION_PAID_LATE },
  { "paid-twice", TILL_PAYMENT_PAID, .shown = TRUE, .attention = TILL_ATTENTION_PAID_TWICE },
  { "refund-failed", TILL_PAYMENT_PAID, .shown = TRUE, .attention = TILL_ATTENTION_REFUND_FAILED },
  { "refused", TILL_PAYMENT_REFUSED, .shown = TRUE, .error = "declined" },
  { "refused-request", TILL_PAYMENT_REFUSED, .error = "invalid-request", .platform_code = "21000120" },
  { "refused-not-offered", TILL_PAYMENT_REFUSED, .error = "declined", .platform_code = "430900" },
  { "cancelled", TILL_PAYMENT_CANCELLED, .shown = TRUE, .abandoned = TRUE },
  { "not-paid", TILL_PAYMENT_EXPIRED, .shown = TRUE, .abandoned = TRUE },
  { "nothing", TILL_PAYMENT_VOID },
  { "nothing-offline", TILL_PAYMENT_VOID, .never_left = TRUE, .error = "no-connection" },
  { "nothing-key", TILL_PAYMENT_VOID, .error = "key-refused" },
  { "nothing-clock", TILL_PAYMENT_VOID, .error = "clock-wrong" },
  { "no-code", TILL_PAYMENT_REQUESTED, .error = "bad-answer", .wait_end = TILL_WAIT_NO_CODE, .trouble = TILL_ERROR_BAD_ANSWER + 1 },
  { "left-early", TILL_PAYMENT_REQUESTED, .abandoned = TRUE, .wait_end = TILL_WAIT_LEFT, .silence = -1 },
  { "left", TILL_PAYMENT_WAITING, .shown = TRUE, .abandoned = TRUE, .wait_end = TILL_WAIT_LEFT, .silence = 12 },
  { "timed-out", TILL_PAYMENT_WAITING, .shown = TRUE, .abandoned = TRUE, .wait_end = TILL_WAIT_TIMED_OUT, .trouble = TILL_ERROR_NO_CONNECTION + 1, .silence = 140 },
  { "left-confirming", TILL_PAYMENT_CONFIRMING, .shown = TRUE, .abandoned = TRUE, .wait_end = TILL_WAIT_LEFT, .silence = 4 },
  { "amount-differs", TILL_PAYMENT_CONFIRMING, .shown = TRUE, .attention = TILL_ATTENTION_AMOUNT_DIFFERS, .platform_amount = 125, .wait_end = TILL_WAIT_ATTENTION },
  { "reversed", TILL_PAYMENT_PAID, .shown = TRUE, .reversed = TRUE, .attention = TILL_ATTENTION_REVERSED },
  { "other-account", TILL_PAYMENT_WAITING, .shown = TRUE, .abandoned = TRUE, .attention = TILL_ATTENTION_OTHER_ACCOUNT },
  { "stuck", TILL_PAYMENT_CONFIRMING, .shown = TRUE, .abandoned = TRUE, .attention = TILL_ATTENTION_STUCK },
  { NULL },
};

static void
set (char       **field,
     const char  *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

TillRecord *
made_up_record (const MadeUp *made_up)
{
  TillRecord *record = till_record_new_empty ();

  set (&record->id, "6a1f7d5e-2f0c-4b7d-9a39-6f0a2a9b1c11");
  set (&record->reference, "T1-000042");
  set (&record->merchant_reference, "T1-000042-7KQ2M9X");
  set (&record->description, "2 flat white, 1 croissant");
  set (&record->endpoint, "https://api.connect.worldline-solutions.com");
  set (&record->merchant, "corner-coffee-1");
  set (&record->till, "T1");
  set (&record->error, made_up->error);
  set (&record->platform_code, made_up->platform_code);

  record->money = (TillMoney) { 1250, "EUR" };
  record->state = made_up->state;
  record->shown = made_up->shown;
  record->maybe_sent = !made_up->never_left;
  record->abandoned = made_up->abandoned;
  record->late = made_up->late;
  record->reversed = made_up->reversed;
  record->attention = made_up->attention;
  record->created = record->updated = CREATED;

  if (made_up->platform_amount != 0)
    record->platform_amount = made_up->platform_amount;

  if (made_up->shown)
    {
      set (&record->payment_id, "000000850010000188180000200001");
      set (&record->wechat_id, "4200001988202611237704101234");
      set (&record->status, made_up->state == TILL_PAYMENT_PAID ? "CAPTURED" : "REDIRECTED");
      record->status_code = made_up->state == TILL_PAYMENT_PAID ? 800 : 50;
    }

  if (made_up->state == TILL_PAYMENT_PAID)
    record->paid_time = CREATED;

  return record;
}

/* As it would come from a platform that scales its pictures: soft edges, and no whole pixels a module. */
static TillCode *
soften (TillCode *code)
{
  g_autoptr(GBytes) png = till_code_to_png (code, 5, NULL);
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (png);
  g_autoptr(GdkPixbuf) sharp = gdk_pixbuf_new_from_stream (stream, NULL, NULL);
  g_autoptr(GdkPixbuf) soft = NULL;
  g_autoptr(GBytes) soft_png = NULL;
  TillCode *softened;
  char *data;
  gsize size;

  soft = gdk_pixbuf_scale_simple (sharp, 203, 203, GDK_INTERP_BILINEAR);
  gdk_pixbuf_save_to_buffer (soft, &data, &size, "png", NULL, NULL);
  soft_png = g_bytes_new_take (data, size);
  softened = till_code_new_from_png (soft_png, NULL);
  g_assert_nonnull (softened);
  g_assert_cmpuint (till_code_get_size (softened), ==, 0);

  return softened;
}

TillPayment *
made_up_payment (const MadeUp *made_up)
{
  g_autoptr(TillRecord) record = made_up_record (made_up);
  TillPayment *payment = till_payment_new (record);

  if (till_record_can_be_paid (record) && made_up->state == TILL_PAYMENT_WAITING)
    {
      g_autoptr(TillCode) code = till_code_new_from_text (CODE_TEXT, NULL);
      g_autoptr(TillCode) soft = made_up->picture ? soften (code) : NULL;

      till_payment_set_offer (payment, NULL, NULL, soft != NULL ? soft : code);
    }

  till_payment_set_wait_end (payment, made_up->wait_end);
  till_payment_set_waiting (payment, made_up->wait_end == TILL_WAIT_NONE && !till_payment_state_is_final (made_up->state));
  till_payment_set_trouble (payment, made_up->trouble - 1);
  till_payment_set_deadline (payment, MADE_UP_NOW + 292 * 1000);
  till_payment_set_last_answer (payment, made_up->silence >= 0 ? MADE_UP_NOW - 1000 * made_up->silence : -1);

  return payment;
}

const MadeUp *
made_up_all (void)
{
  return all;
}

const MadeUp *
made_up_find (const char *name)
{
  for (const MadeUp *made_up = all; made_up->name != NULL; made_up++)
    {
      if (g_str_equal (made_up->name, name))
        return made_up;
    }

  return NULL;
}

#define MADE_UP_TYPE_CLOCK (made_up_clock_get_type ())

G_DECLARE_FINAL_TYPE (MadeUpClock, made_up_clock, MADE_UP, CLOCK, TillClock)

typedef struct
{
  guint       id;
  guint       ms;
  gint64      due;
  GSourceFunc func;
  gpointer    data;
} MadeUpTimeout;

struct _MadeUpClock
{
  TillClock  parent_instance;

  gint64     boot_time;
  GArray    *timeouts;   /* (owned) (element-type MadeUpTimeout) */
  guint      last_id;
};

G_DEFINE_FINAL_TYPE (MadeUpClock, made_up_clock, TILL_TYPE_CLOCK)

static gint64
get_boot_time (TillClock *clock)
{
  return MADE_UP_CLOCK (clock)->boot_time;
}

static gint64
get_wall_time (TillClock *clock)
{
  return CREATED;
}

static guint
add_timeout (TillClock   *clock,
             guint        ms,
             GSourceFunc  func,
             gpointer     data)
{
  MadeUpClock *self = MADE_UP_CLOCK (clock);
  MadeUpTimeout timeout = { ++self->last_id, ms, self->boot_time + ms, func, data };

  g_array_append_val (self->timeouts, timeout);

  return timeout.id;
}

static void
remove_timeout (TillClock *clock,
                guint      id)
{
  MadeUpClock *self = MADE_UP_CLOCK (clock);

  for (guint i = 0; i < self->timeouts->len; i++)
    {
      if (g_array_index (self->timeouts, MadeUpTimeout, i).id == id)
        {
          g_array_remove_index (self->timeouts, i);
          return;
        }
    }

  g_error ("there is no timeout %u", id);
}

static void
made_up_clock_finalize (GObject *object)
{
  g_array_unref (MADE_UP_CLOCK (object)->timeouts);

  G_OBJECT_CLASS (made_up_clock_parent_class)->finalize (object);
}

static void
made_up_clock_class_init (MadeUpClockClass *klass)
{
  TillClockClass *clock_class = TILL_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = made_up_clock_finalize;
  clock_class->get_boot_time = get_boot_time;
  clock_class->get_wall_time = get_wall_time;
  clock_class->add_timeout = add_timeout;
  clock_class->remove = remove_timeout;
}

static void
made_up_clock_init (MadeUpClock *self)
{
  self->timeouts = g_array_new (FALSE, FALSE, sizeof (MadeUpTimeout));
}

TillClock *
made_up_clock (gint64 boot_time)
{
  MadeUpClock *self = g_object_new (MADE_UP_TYPE_CLOCK, NULL);

  self->boot_time = boot_time;

  return TILL_CLOCK (self);
}

void
made_up_clock_set (TillClock *clock,
                   gint64     boot_time)
{
  MadeUpClock *self = MADE_UP_CLOCK (clock);
  g_autoptr(GArray) now = g_array_copy (self->timeouts);

  self->boot_time = boot_time;

  for (guint i = 0; i < now->len; i++)
    {
      MadeUpTimeout *timeout = &g_array_index (now, MadeUpTimeout, i);

      if (timeout->due > boot_time)
        continue;

      /* GLib takes a source away by itself when its function says so. */
      if (timeout->func (timeout->data) == G_SOURCE_REMOVE)
        remove_timeout (clock, timeout->id);
    }
}

guint
made_up_clock_count (TillClock *clock)
{
  return MADE_UP_CLOCK (clock)->timeouts->len;
}
