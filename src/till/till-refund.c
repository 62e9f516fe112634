/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "till-refund.h"

/* Words of a line: id, state, amount, reference, then the members below. */
#define N_FIRST 4

#define ABSENT "-"

typedef enum
{
  MEMBER_TEXT,     /* char *, NULL when not known */
  MEMBER_NUMBER,   /* gint64 */
  MEMBER_DATE,     /* gint64, CONNECT_DATE_UNKNOWN when not known */
} MemberKind;

#define AT(member) G_STRUCT_OFFSET (TillRefund, member)

/* The one list of what a refund holds beside the first four: the fold, copying and the line go by it. */
static const struct
{
  MemberKind  kind;
  gsize       offset;
  const char *fact;     /* (nullable) events change it by this fact */
} members[] = {
  { MEMBER_TEXT, AT (key), TILL_FACT_REFUND_KEY },
  { MEMBER_TEXT, AT (body_hash), TILL_FACT_REFUND_BODY_HASH },
  { MEMBER_TEXT, AT (refund_id), TILL_FACT_REFUND_ID },
  { MEMBER_TEXT, AT (status), TILL_FACT_REFUND_STATUS },
  { MEMBER_TEXT, AT (reason), TILL_FACT_REFUND_REASON },
  { MEMBER_TEXT, AT (who), NULL },
  { MEMBER_TEXT, AT (error), TILL_FACT_REFUND_ERROR },
  { MEMBER_TEXT, AT (error_message), TILL_FACT_REFUND_ERROR_MESSAGE },
  { MEMBER_TEXT, AT (platform_code), TILL_FACT_REFUND_PLATFORM_CODE },
  { MEMBER_NUMBER, AT (created), NULL },
  { MEMBER_DATE, AT (asked_date), NULL },
  { MEMBER_TEXT, AT (asked_boot_id), NULL },
  { MEMBER_NUMBER, AT (asked_boot_time), NULL },
  { MEMBER_DATE, AT (sent_date), NULL },
  { MEMBER_TEXT, AT (sent_boot_id), NULL },
  { MEMBER_NUMBER, AT (sent_boot_time), NULL },
};

static char **
text_at (const TillRefund *self,
         gsize             index)
{
  return (char **) G_STRUCT_MEMBER_P (self, members[index].offset);
}

static gint64 *
number_at (const TillRefund *self,
           gsize             index)
{
  return (gint64 *) G_STRUCT_MEMBER_P (self, members[index].offset);
}

TillRefund *
till_refund_new (const char *id,
                 const char *reference,
                 gint64      amount)
{
  TillRefund *self = g_new0 (TillRefund, 1);

  self->id = g_strdup (id);
  self->reference = g_strdup (reference);
  self->state = g_strdup ("unknown");
  self->amount = amount;
  self->asked_date = CONNECT_DATE_UNKNOWN;
  self->sent_date = CONNECT_DATE_UNKNOWN;

  return self;
}

TillRefund *
till_refund_copy (const TillRefund *self)
{
  TillRefund *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->reference = g_strdup (self->reference);
  copy->state = g_strdup (self->state);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (members[i].kind == MEMBER_TEXT)
        *text_at (copy, i) = g_strdup (*text_at (self, i));
    }

  return copy;
}

void
till_refund_free (TillRefund *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (members[i].kind == MEMBER_TEXT)
        g_free (*text_at (self, i));
    }
  g_free (self->id);
  g_free (self->reference);
  g_free (self->state);
  g_free (self);
}

gboolean
till_refund_state_is_known (const char *word)
{
  static const char *const states[] = { "unknown", "requested", "done", "refused", "cancelled", "void", NULL };

  return g_strv_contains (states, word);
}

gboolean
till_refund_is_unknown (const TillRefund *self)
{
  return g_str_equal (self->state, "unknown");
}

gboolean
till_refund_is_open (const TillRefund *self)
{
  return till_refund_is_unknown (self) || g_str_equal (self->state, "requested");
}

gboolean
till_refund_has_failed (const TillRefund *self)
{
  return !till_refund_is_open (self) && !g_str_equal (self->state, "done");
}

/* What has an answer is never unknown again, and void only what never had one.  What the platform refused and
 * then did all the same is believed; what is done stays done. */
static gboolean
can_move (const TillRefund *self,
          const char       *to)
{
  if (g_str_equal (self->state, to))
    return TRUE;
  if (g_str_equal (to, "void"))
    return till_refund_is_unknown (self);

  return !g_str_equal (to, "unknown") && !g_str_equal (self->state, "done");
}

static void
set_text (char       **at,
          const char  *value)
{
  g_free (*at);
  *at = value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

static void
keep_sent (TillRefund *self,
           TillEvent  *event)
{
  set_text (&self->sent_boot_id, event->boot_id);
  self->sent_boot_time = event->boot_time;
  self->sent_date = event->platform_date;
}

static void
apply_times (TillRefund *self,
             TillEvent  *event,
             gboolean    is_first)
{
  if (is_first)
    {
      set_text (&self->who, event->who);
      set_text (&self->asked_boot_id, event->boot_id);
      self->asked_boot_time = event->boot_time;
      self->asked_date = event->platform_date;
      self->created = event->wall_time;
    }

  /* A try has no Date of its own: the first answer after it is later, so nothing ends too early. */
  if (is_first || till_event_get (event, TILL_FACT_REFUND_TRIED) != NULL)
    keep_sent (self, event);
  else if (self->sent_date == CONNECT_DATE_UNKNOWN)
    self->sent_date = event->platform_date;
}

const char *
till_refund_apply (TillRefund *self,
                   TillEvent  *event,
                   gboolean    is_first)
{
  const char *state = till_event_get (event, TILL_FACT_REFUND_STATE);

  if (state != NULL && (!till_refund_state_is_known (state) || (!is_first && !can_move (self, state))))
    return TILL_FACT_REFUND_STATE;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *value = members[i].fact != NULL ? till_event_get (event, members[i].fact) : NULL;

      if (value != NULL)
        set_text (text_at (self, i), value);
    }
  if (state != NULL)
    set_text (&self->state, state);
  apply_times (self, event, is_first);

  return NULL;
}

/* A reason or a name may hold anything that people write. */
static void
append_text (GString    *text,
             const char *value)
{
  g_autofree char *escaped = value != NULL ? g_uri_escape_string (value, NULL, TRUE) : NULL;

  if (escaped == NULL)
    g_string_append (text, ABSENT);
  else
    g_string_append (text, g_str_equal (escaped, ABSENT) ? "%2D" : escaped);
}

void
till_refund_append (const TillRefund *self,
                    GString          *text)
{
  g_string_append_printf (text, "%s %s %" G_GINT64_FORMAT " %s", self->id, self->state, self->amount, self->reference);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_string_append_c (text, ' ');
      if (members[i].kind == MEMBER_TEXT)
        append_text (text, *text_at (self, i));
      else if (members[i].kind == MEMBER_DATE && *number_at (self, i) == CONNECT_DATE_UNKNOWN)
        g_string_append (text, ABSENT);
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, *number_at (self, i));
    }
  g_string_append_c (text, '\n');
}

static gboolean
read_member (TillRefund *self,
             gsize       index,
             const char *word)
{
  gboolean absent = g_str_equal (word, ABSENT);

  if (members[index].kind == MEMBER_TEXT)
    {
      *text_at (self, index) = absent ? NULL : g_uri_unescape_string (word, NULL);
      return absent || *text_at (self, index) != NULL;
    }
  if (members[index].kind == MEMBER_DATE && absent)
    {
      *number_at (self, index) = CONNECT_DATE_UNKNOWN;
      return TRUE;
    }

  return g_ascii_string_to_signed (word, 10, G_MININT64 + 1, G_MAXINT64, number_at (self, index), NULL);
}

TillRefund *
till_refund_from_line (const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  guint n_words = g_strv_length (words);
  g_autoptr(TillRefund) self = NULL;
  gint64 amount;

  if (n_words != N_FIRST + G_N_ELEMENTS (members)
      || !till_refund_state_is_known (words[1])
      || !g_ascii_string_to_signed (words[2], 10, 1, G_MAXINT64, &amount, NULL))
    return NULL;

  self = till_refund_new (words[0], words[3], amount);
  set_text (&self->state, words[1]);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (!read_member (self, i, words[N_FIRST + i]))
        return NULL;
    }

  return g_steal_pointer (&self);
}
