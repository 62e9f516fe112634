/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "bench-journal.h"
#include "till-journal-private.h"

#define A_TRANSACTION 20000

typedef struct
{
  TillStore  *store;
  TillStamp   stamp;
  TillRecord *record;   /* (nullable) (owned) of the payment in the making */
  char       *body;     /* (nullable) (owned) what was sent for it */
  guint       i;
} Maker;

static const char *const people[] = { "Anna", "Jonas", "Mei" };
static const char *const goods[] = {
  "Cappuccino", "Espresso", "Beans 1 kg", "Lunch, table 5", "2 tea", "Birthday cake", "Catering deposit", "Sandwich",
  "Latte", "2 sandwich, 1 juice", "",
};

static void
check (gboolean      fine,
       const GError *error)
{
  if (!fine)
    g_error ("making a journal: %s", error->message);
}

/* @...: pairs of fact and value, NULL at the end; @after: µs since the event before. */
static void G_GNUC_NULL_TERMINATED
tell (Maker         *maker,
      gint64         after,
      TillEventKind  kind,
      ...)
{
  g_autoptr(TillEvent) event = till_event_new (kind, maker->record->id);
  g_autoptr(TillRecord) before = g_steal_pointer (&maker->record);
  GError *error = NULL;
  const char *fact;
  va_list args;

  va_start (args, kind);
  while ((fact = va_arg (args, const char *)) != NULL)
    till_event_set (event, fact, va_arg (args, const char *));
  va_end (args);

  maker->stamp.wall_time += after;
  maker->stamp.boot_time += after / 1000;
  till_stamp_event (&maker->stamp, event);
  check (till_store_add_event (maker->store, event, &error), error);
  maker->record = till_record_apply (before, event, &error);
  check (maker->record != NULL, error);
}

static TillEvent *
make_request (Maker      *maker,
              const char *currency)
{
  TillRandom *random = maker->store->random;
  g_autofree char *id = till_random_uuid (random);
  g_autofree char *order = till_random_uuid (random);
  g_autofree char *key = till_random_uuid (random);
  g_autofree char *request_id = till_random_uuid (random);
  g_autofree char *reference = g_strdup_printf ("%s-%06u", maker->store->till, maker->i + 1);
  g_autofree char *suffix = till_make_suffix (maker->store);
  g_autofree char *wire = till_reference_to_wire (reference, suffix);
  TillEvent *event = till_event_new (TILL_EVENT_REQUESTED, id);
  gboolean is_link = maker->i % 13 == 5;
  g_autofree char *hash = NULL;

  g_free (maker->body);
  maker->body = g_strdup_printf ("{\"payment\":%u}", maker->i + 1);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, maker->body, -1);

  till_event_set (event, TILL_FACT_REFERENCE, reference);
  till_event_set (event, TILL_FACT_REFERENCE_GIVEN, "0");
  till_event_set_int (event, TILL_FACT_COUNTER, maker->i + 1);
  till_event_set (event, TILL_FACT_MERCHANT_REFERENCE, wire);
  till_event_set (event, TILL_FACT_STATE, "requested");
  till_event_set (event, TILL_FACT_ORDER, order);
  till_event_set (event, TILL_FACT_REQUEST_ID, request_id);
  till_event_set (event, TILL_FACT_TYPE, is_link ? "urlIntent" : "desktopQRCode");
  till_event_set_int (event, TILL_FACT_AMOUNT, 120 + (gint64) (maker->i * 7919u % 4880u));
  till_event_set (event, TILL_FACT_CURRENCY, currency);
  till_event_set (event, TILL_FACT_DESCRIPTION, goods[maker->i % G_N_ELEMENTS (goods)]);
  till_event_set (event, TILL_FACT_KEY, key);
  till_event_set (event, TILL_FACT_BODY_HASH, hash);
  till_event_set (event, TILL_FACT_ENDPOINT, "https://platform.example");
  till_event_set (event, TILL_FACT_MERCHANT, "1000");
  till_event_set (event, TILL_FACT_KEY_ID, "key-1");
  till_event_set (event, TILL_FACT_TILL, maker->store->till);
  till_event_set (event, TILL_FACT_WAITED_FOR, "1");
  till_event_set (event, TILL_FACT_MAYBE_SENT, "1");
  till_stamp_event (&maker->stamp, event);

  return event;
}

static void
begin (Maker      *maker,
       const char *currency)
{
  g_autoptr(TillEvent) event = make_request (maker, currency);
  GError *error = NULL;

  check (till_store_add_event (maker->store, event, &error), error);
  maker->record = till_record_apply (NULL, event, &error);
  check (maker->record != NULL, error);
  maker->record->row = maker->i + 1;
}

static void
give_back (Maker *maker)
{
  g_autofree char *amount = g_strdup_printf ("%" G_GINT64_FORMAT, maker->record->money.amount / 4);
  g_autofree char *id = till_random_uuid (maker->store->random);

  tell (maker, 20 * G_USEC_PER_SEC, TILL_EVENT_REFUND, TILL_FACT_REFUND, id, TILL_FACT_REFUND_STATE, "unknown",
        TILL_FACT_REFUND_AMOUNT, amount, TILL_FACT_REFUND_REFERENCE, id, TILL_FACT_REFUND_KEY, id,
        TILL_FACT_REFUND_REASON, "Sold out", NULL);
  tell (maker, G_USEC_PER_SEC, TILL_EVENT_REFUND, TILL_FACT_REFUND, id, TILL_FACT_REFUND_STATE, "done", NULL);
}

/* What became of it: of a hundred some are no plain sale. */
static void
end (Maker    *maker,
     gboolean  may_be_open)
{
  const gint64 second = G_USEC_PER_SEC;

  switch (maker->i * 37 % 100)
    {
    case 0: case 1: case 2: case 3: case 4:
      tell (maker, 9 * second, TILL_EVENT_STATUS, "state", "refused", "error", "declined", "platform-code", "430330", NULL);
      break;
    case 10: case 11: case 12:
      tell (maker, 30 * second, TILL_EVENT_ABANDONED, "abandoned", "1", NULL);
      tell (maker, second, TILL_EVENT_STATUS, "state", "cancelled", "status", "CANCELLED", NULL);
      break;
    case 20:
      tell (maker, 60 * second, TILL_EVENT_ABANDONED, "abandoned", "1", NULL);
      if (!may_be_open)
        tell (maker, 8100 * second, TILL_EVENT_STATUS, "state", "expired", NULL);
      break;
    case 30:
      tell (maker, 60 * second, TILL_EVENT_ABANDONED, "abandoned", "1", NULL);
      tell (maker, 500 * second, TILL_EVENT_STATUS, "state", "confirming", "status", "PENDING_PAYMENT", NULL);
      tell (maker, second, TILL_EVENT_STATUS, "state", "paid", "status", "CAPTURED", "late", "1",
            "attention", may_be_open ? "paid-late" : "", NULL);
      break;
    case 40: case 41: case 42:
      tell (maker, 12 * second, TILL_EVENT_STATUS, "state", "paid", "status", "CAPTURED", NULL);
      give_back (maker);
      break;
    default:
      tell (maker, 11 * second, TILL_EVENT_STATUS, "state", "confirming", "status", "PENDING_PAYMENT", NULL);
      tell (maker, second, TILL_EVENT_STATUS, "state", "paid", "status", "CAPTURED", NULL);
      break;
    }
}

/* What may still be sent again is kept. */
static void
keep_body (Maker *maker)
{
  g_autoptr(TillStatement) statement = NULL;
  GError *error = NULL;

  if (!till_record_is_open (maker->record))
    return;
  statement = till_store_prepare (maker->store, "INSERT INTO outbound (payment, refund, body) VALUES (?, '', ?)", &error);
  check (statement != NULL, error);
  sqlite3_bind_int64 (statement, 1, maker->record->row);
  sqlite3_bind_blob (statement, 2, maker->body, (int) strlen (maker->body), SQLITE_TRANSIENT);
  check (till_store_step (maker->store, statement, NULL, &error), error);
}

static void
make_payment (Maker    *maker,
              guint     n,
              gint64    time,
              gboolean  in_euros)
{
  g_autofree char *payment_id = g_strdup_printf ("00000085001000018818%010u", maker->i + 1);
  g_autofree char *wechat_id = g_strdup_printf ("42000019882026112%011u", maker->i + 1);
  GError *error = NULL;

  maker->stamp.wall_time = time;
  maker->stamp.boot_time = time / 1000;
  g_free (maker->stamp.who);
  maker->stamp.who = g_strdup (people[maker->i / 5 % G_N_ELEMENTS (people)]);
  begin (maker, in_euros || maker->i % 20 != 0 ? "EUR" : maker->i % 40 == 0 ? "JPY" : "CHF");
  tell (maker, 600 * G_TIME_SPAN_MILLISECOND, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, payment_id,
        TILL_FACT_WECHAT_ID, wechat_id, TILL_FACT_STATUS, "REDIRECTED", NULL);
  tell (maker, 5 * G_TIME_SPAN_MILLISECOND, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  end (maker, n - maker->i < 400);
  check (till_store_insert_record (maker->store, maker->record, &error), error);
  keep_body (maker);
  g_clear_pointer (&maker->record, till_record_unref);
}

void
bench_journal_make (const char *path,
                    guint       n,
                    gint64      now,
                    gint64      step,
                    gboolean    in_euros)
{
  g_autoptr(TillRandom) random = till_random_new ();
  g_autoptr(TillStore) store = till_store_new (path, "T1", random);
  Maker maker = { .store = store };
  GError *error = NULL;

  maker.stamp.program = g_strdup ("till");
  maker.stamp.who = g_strdup ("");
  maker.stamp.boot_id = till_random_uuid (random);
  maker.stamp.wall_time = now - step * n;
  maker.stamp.boot_time = maker.stamp.wall_time / 1000;
  check (till_store_open (store, &maker.stamp, &error), error);
  /* No power cut is to be survived here, and no disk waited for. */
  check (till_store_exec (store, "PRAGMA synchronous=OFF; PRAGMA cache_size=-400000", &error), error);

  for (maker.i = 0; maker.i < n; maker.i++)
    {
      if (maker.i % A_TRANSACTION == 0)
        check (till_store_begin (store, &error), error);
      make_payment (&maker, n, now - step * (n - maker.i), in_euros);
      if (maker.i % A_TRANSACTION == A_TRANSACTION - 1 || maker.i == n - 1)
        check (till_store_commit (store, &error), error);
    }
  till_stamp_clear (&maker.stamp);
  g_free (maker.body);
}
