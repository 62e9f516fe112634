/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-error.h"
#include "fuzz.h"

#define MAX_VALUE (64 * 1024)

/* Bad input is expected here, by the thousand a second. */
static GLogWriterOutput
write_nothing (GLogLevelFlags   level,
               const GLogField *fields,
               gsize            n_fields,
               gpointer         user_data)
{
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0)
    return g_log_writer_standard_streams (level, fields, n_fields, NULL);

  return G_LOG_WRITER_HANDLED;
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (write_nothing, NULL, NULL);

  return 0;
}

char *
fuzz_take_line (FuzzInput *input)
{
  const char *end = input->left > 0 ? memchr (input->at, '\n', input->left) : NULL;
  gsize length = end != NULL ? (gsize) (end - input->at) : input->left;
  char *line = g_strndup (input->at, length);

  if (end != NULL)
    length++;
  input->at += length;
  input->left -= length;

  return line;
}

guint8
fuzz_take_byte (FuzzInput *input)
{
  if (input->left == 0)
    return 0;

  input->left--;

  return (guint8) *input->at++;
}

char *
fuzz_take_text (FuzzInput *input)
{
  char *text = g_strndup (input->at, input->left);

  input->at += input->left;
  input->left = 0;

  return text;
}

void
fuzz_assert_text (const char *text,
                  gsize       max_chars)
{
  if (text == NULL)
    return;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (g_utf8_strlen (text, -1), <=, max_chars);
}

static void
assert_picture (ConnectMerchantAction *action)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) picture = connect_merchant_action_get_picture (action, &error);

  if (picture == NULL)
    g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
  else
    g_assert_cmpuint (g_bytes_get_size (picture), <=, MAX_VALUE);
}

void
fuzz_assert_action (ConnectMerchantAction *action)
{
  g_autofree char *text = connect_merchant_action_to_text (action);
  g_autoptr(GError) error = NULL;
  g_autoptr(ConnectMerchantAction) again = connect_merchant_action_from_text (text, &error);
  guint n_pairs = connect_merchant_action_get_n_pairs (action);

  g_assert_no_error (error);
  g_assert_cmpuint (connect_merchant_action_get_n_pairs (again), ==, n_pairs);
  g_assert_cmpint (connect_merchant_action_get_action_type (again), ==, connect_merchant_action_get_action_type (action));
  g_assert_cmpstr (connect_merchant_action_get_wechat_payment_id (again), ==,
                   connect_merchant_action_get_wechat_payment_id (action));
  fuzz_assert_text (connect_merchant_action_get_type_word (action), 64);
  for (guint i = 0; i < n_pairs; i++)
    {
      const char *key, *value, *key_again, *value_again;

      connect_merchant_action_get_pair (action, i, &key, &value);
      connect_merchant_action_get_pair (again, i, &key_again, &value_again);
      g_assert_cmpstr (key, ==, key_again);
      g_assert_cmpstr (value, ==, value_again);
      fuzz_assert_text (value, MAX_VALUE);
    }
  assert_picture (action);
}
