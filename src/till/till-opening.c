/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "till-account.h"
#include "till-code-file.h"
#include "till-opening.h"

#define TRAINING_NAME "training"

typedef struct
{
  /* input */
  TillSettings  *settings;        /* (owned) */
  char          *program;         /* (owned) */
  char          *path;            /* (owned) of the journal */
  char          *till_id;         /* (owned) */
  char          *directory;       /* (nullable) (owned) of the journal */
  char          *who;             /* (owned) the user of this computer, who answers for what is written */
  gboolean       training;

  /* in progress */
  TillClock     *clock;           /* (owned) */
  TillRandom    *random;          /* (owned) */
  TillJournal   *journal;         /* (nullable) (owned) */
  ConnectClient *client;          /* (nullable) (owned) */

  /* result */
  GError        *account_error;   /* (nullable) (owned) */
} Opening;

static void set_aside_cb      (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);
static void journal_opened_cb (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);
static void account_opened_cb (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_clear_object (&self->settings);
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->till_id, g_free);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->who, g_free);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->journal);
  g_clear_object (&self->client);
  g_clear_error (&self->account_error);
  g_free (self);
}

static char *
build_directory (gboolean training)
{
  return g_build_filename (g_get_user_data_dir (), "till", training ? TRAINING_NAME : NULL, NULL);
}

/* It is Till's own, so that nobody else has to look into it; whatever the umask, and who made it. */
static void
make_private (const char *directory)
{
  struct stat there;

  if (stat (directory, &there) == 0 && there.st_uid == geteuid () && (there.st_mode & 07777) != 0700
      && g_chmod (directory, 0700) != 0)
    g_debug ("mode of %s: %s", directory, g_strerror (errno));
}

char *
till_opening_get_journal_path (gboolean training)
{
  g_autofree char *directory = build_directory (training);

  return g_build_filename (directory, "journal.db", NULL);
}

char *
till_opening_get_directory (gboolean   training,
                            GError   **error)
{
  g_autofree char *directory = build_directory (training);

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, TILL_ERROR, code == ENOSPC ? TILL_ERROR_DISK_FULL : TILL_ERROR_JOURNAL,
                   "%s: %s", directory, g_strerror (code));
      return NULL;
    }

  make_private (directory);

  return g_steal_pointer (&directory);
}

/* Play money's account is the program's own sandbox: no proxy, no authority, no secret to be kept. */
static ConnectClient *
open_training_account (const TillOpening  *opening,
                       GError            **error)
{
  g_autoptr(SoupSession) session = connect_session_new (NULL, NULL, error);
  g_autoptr(ConnectSigner) signer = NULL;

  if (session == NULL)
    return NULL;
  if (opening->endpoint == NULL || opening->merchant_id == NULL
      || opening->api_key_id == NULL || opening->secret == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "no training account was given");
      return NULL;
    }

  signer = connect_signer_new (opening->api_key_id, opening->secret, -1);

  return connect_client_new (session, opening->endpoint, opening->merchant_id, signer, NULL, NULL);
}

/* @task: (transfer full) */
static void
open_journal (GTask *task)
{
  Opening *self = g_task_get_task_data (task);

  till_journal_open_async (self->path, self->clock, self->random, self->till_id, self->program,
                           g_task_get_cancellable (task), journal_opened_cb, task);
}

void
till_opening_async (const TillOpening   *opening,
                    TillSettings        *settings,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GError) error = NULL;
  Opening *self = g_new0 (Opening, 1);

  g_task_set_source_tag (task, till_opening_async);
  g_task_set_task_data (task, self, opening_free);
  self->settings = g_object_ref (settings);
  self->program = g_strdup (opening->program);
  self->who = g_filename_display_name (g_get_user_name ());
  self->training = opening->training;
  self->clock = till_clock_new ();
  self->random = till_random_new ();
  if (opening->training)
    self->client = open_training_account (opening, &self->account_error);

  self->directory = till_opening_get_directory (opening->training, &error);
  if (self->directory == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->path = till_opening_get_journal_path (opening->training);
  self->till_id = till_settings_get_string (settings, "till-id");
  if (opening->set_aside)
    till_journal_set_aside_async (self->path, self->clock, self->random, self->till_id, self->who, self->program,
                                  cancellable, set_aside_cb, g_steal_pointer (&task));
  else
    open_journal (g_steal_pointer (&task));
}

static void
set_aside_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autofree char *aside = till_journal_set_aside_finish (result, &error);

  if (aside == NULL)
    g_task_return_error (task, error);
  else
    open_journal (g_steal_pointer (&task));
}

/* A picture of a code outlives the program that wrote it; whoever follows the payment takes it away. */
static void
changed_cb (TillRegister *reg,
            TillPayment  *payment,
            const char   *directory)
{
  TillRecord *record = till_payment_get_record (payment);

  if (!till_record_can_be_paid (record))
    till_code_file_drop (directory, record->id);
}

static void
free_directory (gpointer  directory,
                GClosure *closure)
{
  g_free (directory);
}

static void
return_register (GTask *task)
{
  Opening *self = g_task_get_task_data (task);
  TillRegister *new_register = till_register_new (self->journal, self->client, self->clock, self->random,
                                                  self->training ? TRAINING_NAME : NULL);

  g_signal_connect_data (new_register, "changed", G_CALLBACK (changed_cb), g_steal_pointer (&self->directory),
                         free_directory, 0);
  g_task_return_pointer (task, new_register, g_object_unref);
}

static void
journal_opened_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Opening *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  self->journal = till_journal_open_finish (result, &error);
  if (self->journal == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  till_journal_set_who (self->journal, self->who);
  if (self->training)
    return_register (task);
  else
    till_account_open_async (self->settings, cancellable, account_opened_cb, g_steal_pointer (&task));
}

static void
account_opened_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Opening *self = g_task_get_task_data (task);

  self->client = till_account_open_finish (result, &self->account_error);
  return_register (task);
}

TillRegister *
till_opening_finish (GAsyncResult  *result,
                     GError       **account_error,
                     GError       **error)
{
  Opening *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  self = g_task_get_task_data (G_TASK (result));
  if (account_error != NULL)
    *account_error = g_steal_pointer (&self->account_error);

  return g_task_propagate_pointer (G_TASK (result), error);
}
