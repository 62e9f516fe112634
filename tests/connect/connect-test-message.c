/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "connect-test-message.h"

void
connect_test_request_free (gpointer data)
{
  ConnectTestRequest *self = data;

  g_free (self->method);
  g_free (self->target);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self->body);
  g_free (self);
}

const char *
connect_test_request_get (const ConnectTestRequest *self,
                          const char               *name)
{
  const char *value = NULL;

  for (guint i = 0; i < self->names->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->names, i), name) == 0)
      {
        g_assert_null (value);
        value = g_ptr_array_index (self->values, i);
      }

  return value;
}

ConnectTestRequest *
connect_test_request_parse (const char *head)
{
  g_auto(GStrv) lines = g_strsplit (head, "\r\n", -1);
  g_auto(GStrv) words = g_strsplit (lines[0], " ", 3);
  ConnectTestRequest *self = g_new0 (ConnectTestRequest, 1);

  g_assert_cmpuint (g_strv_length (words), ==, 3);
  g_assert_cmpstr (words[2], ==, "HTTP/1.1");
  self->method = g_strdup (words[0]);
  self->target = g_strdup (words[1]);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      char *colon = strchr (lines[i], ':');

      g_assert_nonnull (colon);
      g_ptr_array_add (self->names, g_strndup (lines[i], colon - lines[i]));
      g_ptr_array_add (self->values, g_strdup (g_str_has_prefix (colon, ": ") ? colon + 2 : colon + 1));
    }

  return self;
}

static void
append_body (GString                 *text,
             const ConnectTestAnswer *answer)
{
  gsize length = answer->body_length > 0 ? answer->body_length : answer->body != NULL ? strlen (answer->body) : 0;

  if (answer->chunked)
    g_string_append_printf (text, "%" G_GSIZE_MODIFIER "x\r\n", length);
  g_string_append_len (text, answer->body, (gssize) length);
  if (answer->chunked)
    g_string_append (text, "\r\n0\r\n\r\n");
}

GString *
connect_test_answer_write (const ConnectTestAnswer *answer)
{
  GString *text = g_string_new (NULL);
  gsize length = answer->body_length > 0 ? answer->body_length : answer->body != NULL ? strlen (answer->body) : 0;

  g_string_append_printf (text, "HTTP/1.1 %u Whatever\r\n", answer->status);
  if (answer->date == NULL)
    {
      g_autofree char *date = connect_date_format (CONNECT_TEST_NOW + answer->date_skew);

      g_string_append_printf (text, "Date: %s\r\n", date);
    }
  else if (*answer->date != '\0')
    {
      g_string_append_printf (text, "Date: %s\r\n", answer->date);
    }
  if (answer->content_type != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\n", answer->content_type);
  if (answer->headers != NULL)
    g_string_append (text, answer->headers);
  if (answer->chunked)
    g_string_append (text, "Transfer-Encoding: chunked\r\n");
  else if (!answer->no_length)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", length + answer->filler);
  g_string_append (text, "\r\n");
  append_body (text, answer);

  return text;
}
