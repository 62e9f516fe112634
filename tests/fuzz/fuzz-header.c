/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-answer-private.h"
#include "connect-date.h"
#include "fuzz.h"

/* Lines: a Date, a Retry-After, a Content-Type, an X-GCS-Idempotence-Request-Timestamp. */

#define OUR_TIME G_GINT64_CONSTANT (1795420800)

/* What was read means what it says: written out and read again it is the same. */
static void
assert_date (const char *text)
{
  gint64 seconds = connect_date_parse (text);
  g_autofree char *again = NULL;

  if (seconds == CONNECT_DATE_UNKNOWN)
    return;

  again = connect_date_format (seconds);
  g_assert_cmpint (connect_date_parse (again), ==, seconds);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char * const names[] = { "Date", "Retry-After", "Content-Type", "X-GCS-Idempotence-Request-Timestamp" };
  FuzzInput input = { (const char *) data, size };
  g_autoptr(SoupMessage) message = soup_message_new ("GET", "https://payment.example");
  g_autoptr(ConnectCall) call = connect_call_new (NULL);
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr(JsonObject) root = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = fuzz_take_line (&input);

      /* What libsoup itself lets through. */
      if (strpbrk (value, "\r\n") == NULL && value[0] != '\0')
        soup_message_headers_append (soup_message_get_response_headers (message), names[i], value);
      assert_date (value);
    }

  root = connect_answer_read (message, body, OUR_TIME, call);
  g_assert_cmpuint (call->retry_after, <=, 60);
  g_assert_cmpint (call->first_request, >=, -1);
  if (call->platform_date != CONNECT_DATE_UNKNOWN)
    g_assert_cmpint (call->clock_skew, ==, call->platform_date - OUR_TIME);
  else
    g_assert_cmpint (call->clock_skew, ==, 0);

  return 0;
}
