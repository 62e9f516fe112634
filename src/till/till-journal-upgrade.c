/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"

/* An older journal becomes one of ours.  Before anything changes there is a copy of it as it was, whole and
 * synced; then all changes are one transaction. */

#define MAX_TRIES 5

/* "journal.db-version-1", or the first such name that is free: a backup of an earlier try is kept as well. */
static char *
find_free_name (TillStore *self)
{
  char *path = g_strdup_printf ("%s-version-%d", self->path, self->version);

  for (int i = 2; g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s-version-%d-%d", self->path, self->version, i);
    }

  return path;
}

/* (nullable): whole, but not in its place yet. */
static TillCopy *
copy_all (TillStore  *self,
          GError    **error)
{
  g_autofree char *path = find_free_name (self);
  g_autoptr(TillCopy) copy = till_copy_begin (self, path, error);
  TillWorkStatus status;

  if (copy == NULL)
    return NULL;
  do
    status = till_copy_page (copy, self, error);
  while (status == TILL_WORK_AGAIN);
  if (status == TILL_WORK_FAILED)
    return NULL;
  do
    status = till_copy_check_page (copy, error);
  while (status == TILL_WORK_AGAIN);

  return status == TILL_WORK_DONE ? g_steal_pointer (&copy) : NULL;
}

static gboolean
change (TillStore        *self,
        const TillStamp  *stamp,
        GError          **error)
{
  g_autoptr(TillEvent) like = till_event_new (TILL_EVENT_SIGNING_KEY, NULL);

  for (int from = self->version; from < TILL_JOURNAL_VERSION; from++)
    if (!till_store_upgrade_tables (self, from, error))
      return FALSE;
  till_stamp_event (stamp, like);

  return till_store_declare_key (self, like, error);
}

/* Inside the transaction.  @done: also when another program was quicker. FALSE without an error: the copy is out
 * of date. */
static gboolean
change_when_copied (TillStore        *self,
                    const TillStamp  *stamp,
                    TillCopy         *copy,
                    gboolean         *done,
                    GError          **error)
{
  gint64 version, last;

  if (!till_store_get_number (self, "PRAGMA user_version", &version, error)
      || !till_store_get_number (self, "SELECT max(seq) FROM events", &last, error))
    return FALSE;
  if (version != self->version)
    {
      *done = TRUE;
      return TRUE;
    }
  if (last != till_copy_get_last_seq (copy))
    return FALSE;

  *done = till_copy_place (copy, error) && change (self, stamp, error);

  return *done;
}

/* What is copied in the older shape while another program upgrades it is no whole copy of either. */
static gboolean
is_upgraded (TillStore *self)
{
  gint64 version;

  return till_store_get_number (self, "PRAGMA user_version", &version, NULL) && version != self->version;
}

/* @done: FALSE: somebody wrote meanwhile: once more. */
static gboolean
try (TillStore        *self,
     const TillStamp  *stamp,
     gboolean         *done,
     GError          **error)
{
  g_autoptr(GError) why = NULL;
  g_autoptr(TillCopy) copy = copy_all (self, &why);

  *done = copy == NULL && is_upgraded (self);
  if (*done)
    return TRUE;
  if (copy == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }

  if (!till_store_begin (self, error))
    return FALSE;
  if (change_when_copied (self, stamp, copy, done, &why))
    return till_store_commit (self, error);

  till_store_roll_back (self);
  if (why == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));

  return FALSE;
}

gboolean
till_store_upgrade (TillStore        *self,
                    const TillStamp  *stamp,
                    GError          **error)
{
  gboolean done = FALSE;

  for (int i = 0; i < MAX_TRIES && !done; i++)
    if (!try (self, stamp, &done, error))
      return FALSE;

  if (!done)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL, "another program writes to the older journal all the time");
  else
    self->version = TILL_JOURNAL_VERSION;

  return done;
}
