/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "till-event-private.h"

/* Two links of a chain, written down and hashed by other means.  They are what journals out there hold: a test
 * that has to be changed here means that no journal can be verified any more. */
static const char first_text[] =
  "format=1\n"
  "seq=1\n"
  "wall-time=1795420800000000\n"
  "boot-id=boot-1\n"
  "boot-time=3600000\n"
  "platform-date=\n"
  "who=\n"
  "program=till\n"
  "payment=\n"
  "kind=journal-opened\n"
  "format=1\n"
  "journal=7f8bb9a4-5a30-4ad2-9d8b-40b2c2f9ad55\n"
  "till=T1\n"
  "version=0.1.0\n";
static const char first_hash[] = "420f8a676f9ccaf8345dbe93463c40cf3811ce982a9bd9ac4626800a1fa2288d";

static const char second_text[] =
  "format=1\n"
  "seq=2\n"
  "wall-time=1795420800250000\n"
  "boot-id=boot-1\n"
  "boot-time=3600250\n"
  "platform-date=1795420799\n"
  "who=Ana\\\\María\n"
  "program=tillctl\n"
  "payment=0b44cc1c-6c2b-4bb4-9b3c-2f6a5a0e2a10\n"
  "kind=requested\n"
  "amount=1250\n"
  "currency=EUR\n"
  "description=two\\nlines\\rand \\\\n\n"
  "reference=桌 5/2=x\n"
  "state=requested\n";
static const char second_hash[] = "8df5bc22e1f7837fa91899d20b42dd1265db9fdf65e8c193c8d45fccf360f1bb";

static void
set_text (char       **at,
          const char  *text)
{
  g_free (*at);
  *at = g_strdup (text);
}

static TillEvent *
make_first (void)
{
  TillEvent *event = till_event_new (TILL_EVENT_JOURNAL_OPENED, NULL);

  event->seq = 1;
  event->wall_time = G_GINT64_CONSTANT (1795420800000000);
  event->boot_time = 3600000;
  set_text (&event->boot_id, "boot-1");
  set_text (&event->program, "till");
  till_event_set (event, TILL_FACT_VERSION, "0.1.0");
  till_event_set (event, TILL_FACT_TILL, "T1");
  till_event_set (event, TILL_FACT_JOURNAL, "7f8bb9a4-5a30-4ad2-9d8b-40b2c2f9ad55");
  till_event_set_int (event, TILL_FACT_FORMAT, TILL_EVENT_FORMAT);

  return event;
}

static TillEvent *
make_second (void)
{
  TillEvent *event = till_event_new (TILL_EVENT_REQUESTED, "0b44cc1c-6c2b-4bb4-9b3c-2f6a5a0e2a10");

  event->seq = 2;
  event->wall_time = G_GINT64_CONSTANT (1795420800250000);
  event->boot_time = 3600250;
  event->platform_date = 1795420799;
  set_text (&event->boot_id, "boot-1");
  set_text (&event->program, "tillctl");
  set_text (&event->who, "Ana\\María");
  till_event_set (event, TILL_FACT_STATE, "requested");
  till_event_set (event, TILL_FACT_REFERENCE, "桌 5/2=x");
  till_event_set (event, TILL_FACT_DESCRIPTION, "two\nlines\rand \\n");
  till_event_set (event, TILL_FACT_CURRENCY, "EUR");
  till_event_set_int (event, TILL_FACT_AMOUNT, 1250);

  return event;
}

static void
assert_hash (TillEvent  *event,
             const char *expected)
{
  g_autoptr(GString) hex = g_string_new (NULL);

  for (guint i = 0; i < TILL_HASH_BYTES; i++)
    g_string_append_printf (hex, "%02x", event->hash[i]);
  g_assert_cmpstr (hex->str, ==, expected);
}

static void
test_vectors (void)
{
  static const guint8 nothing[TILL_HASH_BYTES];
  g_autoptr(TillEvent) first = make_first ();
  g_autoptr(TillEvent) second = make_second ();
  g_autofree char *text1 = till_event_to_canonical (first);
  g_autofree char *text2 = till_event_to_canonical (second);

  g_assert_cmpstr (text1, ==, first_text);
  g_assert_cmpstr (text2, ==, second_text);

  till_event_chain (first, nothing);
  till_event_chain (second, first->hash);
  assert_hash (first, first_hash);
  assert_hash (second, second_hash);
}

/* Whatever changes in an event, its hash changes. */
static void
test_every_member_counts (void)
{
  static const guint8 nothing[TILL_HASH_BYTES];
  static const guint8 something[TILL_HASH_BYTES] = { 1, };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 13; i++)
    {
      g_autoptr(TillEvent) event = make_second ();

      event->seq += i == 1;
      event->wall_time += i == 2;
      event->boot_time += i == 3;
      event->platform_date += i == 4;
      if (i == 5)
        event->platform_date = CONNECT_DATE_UNKNOWN;
      if (i == 6)
        event->kind = TILL_EVENT_STATUS;
      if (i == 7)
        set_text (&event->boot_id, "boot-2");
      if (i == 8)
        set_text (&event->who, "");
      if (i == 9)
        set_text (&event->program, "till");
      if (i == 10)
        set_text (&event->payment, "0b44cc1c-6c2b-4bb4-9b3c-2f6a5a0e2a11");
      if (i == 11)
        till_event_set_int (event, TILL_FACT_AMOUNT, 1251);

      till_event_chain (event, i == 12 ? something : nothing);
      g_assert_true (g_hash_table_add (seen, g_base64_encode (event->hash, TILL_HASH_BYTES)));
    }
}

static void
test_facts_come_back (void)
{
  g_autoptr(TillEvent) event = make_second ();
  g_autoptr(TillEvent) again = till_event_new (TILL_EVENT_REQUESTED, NULL);
  g_autofree char *text = till_event_facts_to_text (event);
  g_autofree char *text2 = NULL;

  g_assert_true (till_event_facts_from_text (again, text));
  text2 = till_event_facts_to_text (again);
  g_assert_cmpstr (text, ==, text2);
  g_assert_cmpstr (till_event_get (again, TILL_FACT_DESCRIPTION), ==, "two\nlines\rand \\n");
  g_assert_cmpstr (till_event_get (again, TILL_FACT_REFERENCE), ==, "桌 5/2=x");
  g_assert_null (till_event_get (again, TILL_FACT_STATUS));
}

static void
test_bad_facts (void)
{
  static const char *const texts[] = {
    "a",             /* no "=", no line's end */
    "a=b",           /* no line's end */
    "=b\n",
    "A=b\n",
    "a b=c\n",
    "a=b\n\n",
    "a=b\\\n",       /* an escape that is none */
    "a=b\\x\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_STATUS, NULL);

      g_test_message ("%s", texts[i]);
      g_assert_false (till_event_facts_from_text (event, texts[i]));
    }
}

static void
test_kinds (void)
{
  static const char *const words[TILL_N_EVENT_KINDS] = {
    "journal-opened", "till-changed", "requested", "not-sent", "unanswered", "answered", "shown", "status",
    "looked", "abandoned", "attention", "closed", "acknowledged", "cancel-asked", "check-asked", "refund",
    "signing-key",
  };
  TillEventKind kind = TILL_EVENT_REFUND;

  for (guint i = 0; i < TILL_N_EVENT_KINDS; i++)
    {
      g_assert_cmpstr (till_event_kind_to_string (i), ==, words[i]);
      g_assert_true (till_event_kind_from_string (words[i], &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (till_event_kind_from_string ("", &kind));
  g_assert_false (till_event_kind_from_string ("Status", &kind));
}

static void
test_set_nothing (void)
{
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_STATUS, "x");

  till_event_set (event, TILL_FACT_STATUS, "CREATED");
  till_event_set (event, TILL_FACT_STATUS, NULL);
  g_assert_cmpstr (till_event_get (event, TILL_FACT_STATUS), ==, "CREATED");
  till_event_set_int (event, TILL_FACT_STATUS_CODE, -5);
  g_assert_cmpstr (till_event_get (event, TILL_FACT_STATUS_CODE), ==, "-5");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/event/vectors", test_vectors);
  g_test_add_func ("/event/every-member-counts", test_every_member_counts);
  g_test_add_func ("/event/facts-come-back", test_facts_come_back);
  g_test_add_func ("/event/bad-facts", test_bad_facts);
  g_test_add_func ("/event/kinds", test_kinds);
  g_test_add_func ("/event/set-nothing", test_set_nothing);

  return g_test_run ();
}
