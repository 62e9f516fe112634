/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "till-test-faults.h"
#include "till-test-journal.h"

/* A journal's file: bytes as they are when they begin as SQLite's do; else what is done to a good one, in steps
 * of an operation, a place (three bytes), and a length or a byte.  What is opened and found whole tells of every
 * payment as it was told before, or had its end cut off.
 */

#define PAGE  4096
#define MAGIC "SQLite format 3"

static TillTestJournal base;
static char           *original;
static gsize           original_length;
static GPtrArray      *stories;   /* (element-type utf8) of each payment, what its events say */

static char *
tell_story (TillJournal *journal,
            const char  *id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = till_test_events (journal, id, &error);
  GString *story = g_string_new (NULL);

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      TillEvent *event = g_ptr_array_index (events, i);

      g_string_append_printf (story, "%s:%s;", till_event_kind_to_string (event->kind),
                              till_event_get (event, TILL_FACT_STATE));
    }

  return g_string_free (story, FALSE);
}

static GPtrArray *
tell_stories (TillJournal *journal)
{
  const TillListFilter all = { FALSE };
  g_autoptr(GPtrArray) records = till_test_list (journal, &all);
  GPtrArray *told = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (told, tell_story (journal, ((TillRecord *) g_ptr_array_index (records, i))->id));

  return told;
}

static void
make_original (void)
{
  static const char * const states[] = { "refused", "paid", "expired", "waiting" };

  till_test_faults_install ();
  till_test_journal_set_up (&base, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *reference = g_strdup_printf ("A-%u", i);
      g_autoptr(TillRecord) record = till_test_request (base.journal, 1250, reference);

      till_test_append (base.journal, &record, TILL_EVENT_ANSWERED, "payment-id", reference, "state", "waiting",
                        "shown", "1", NULL);
      till_test_append (base.journal, &record, TILL_EVENT_STATUS, "state", states[i], NULL);
    }
  stories = tell_stories (base.journal);
  till_test_journal_close (&base);
  g_assert_true (g_file_get_contents (base.path, &original, &original_length, NULL));
}

static void
change (FuzzInput  *input,
        GByteArray *file)
{
  guint8 operation = fuzz_take_byte (input);
  gsize at = (gsize) fuzz_take_byte (input) << 16 | (gsize) fuzz_take_byte (input) << 8 | fuzz_take_byte (input);
  guint8 value = fuzz_take_byte (input);
  gsize pages = file->len / PAGE;

  if (file->len == 0)
    return;
  at %= file->len;
  switch (operation % 5)
    {
    case 0:
      file->data[at] = value;
      break;
    case 1:
      file->data[at] ^= (guint8) (1 << value % 8);
      break;
    case 2:
      g_byte_array_set_size (file, (guint) at);
      break;
    case 3:
      if (pages > 0)
        memmove (file->data + at / PAGE % pages * PAGE, file->data + value % pages * PAGE, PAGE);
      break;
    default:
      memset (file->data + at, 0, MIN ((gsize) value * 16, file->len - at));
    }
}

static void
put_file (FuzzInput *input)
{
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(GError) error = NULL;

  if (input->left > strlen (MAGIC) && memcmp (input->at, MAGIC, strlen (MAGIC)) == 0)
    g_byte_array_append (file, (const guint8 *) input->at, (guint) input->left);
  else
    {
      g_byte_array_append (file, (const guint8 *) original, (guint) original_length);
      while (input->left > 0)
        change (input, file);
    }

  /* No leftovers of the last input, a lock file aside. */
  g_file_set_contents_full (base.path, (const char *) file->data, file->len, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* (newest first) */
static void
assert_stories (TillJournal *journal)
{
  g_autoptr(GPtrArray) told = tell_stories (journal);
  guint missing;

  g_assert_cmpuint (told->len, <=, stories->len);
  missing = stories->len - told->len;
  for (guint i = 0; i < told->len; i++)
    {
      const char *now = g_ptr_array_index (told, i);
      const char *then = g_ptr_array_index (stories, i + missing);

      g_assert_true (i == 0 ? g_str_has_prefix (then, now) : g_str_equal (then, now));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { (const char *) data, size };
  g_autoptr(GError) error = NULL;
  gint64 bad_seq = 0;

  if (original == NULL)
    make_original ();

  put_file (&input);
  base.journal = till_test_open (base.path, base.clock, base.random, "T1", &error);
  if (base.journal == NULL)
    {
      g_assert_true (error->domain == TILL_ERROR);
      return 0;
    }
  if (till_test_verify (base.journal, &bad_seq, &error))
    assert_stories (base.journal);
  else
    g_assert_true (error->domain == TILL_ERROR);
  till_test_journal_close (&base);

  return 0;
}
