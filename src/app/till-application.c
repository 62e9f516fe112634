/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <unistd.h>
#include <glib-unix.h>
#include <glib/gi18n.h>

#include "till-application-private.h"

#define APPLICATION_ID          "org.tillpay.Till"
#define TRAINING_APPLICATION_ID "org.tillpay.Till.Training"
#define RESOURCE_PATH           "/org/tillpay/Till"

/* Who is told to go is gone by then, whatever hangs: what is written down is taken up at the next start. */
#define GONE_SECONDS 2

G_DEFINE_FINAL_TYPE (TillApplication, till_application, ADW_TYPE_APPLICATION)

static gboolean
refuse_debugging (GtkWindow *window,
                  gboolean   toggle)
{
  return TRUE;
}

/* GTK's inspector opens by a key and can rewrite "Not paid" into "Paid".  The class that the key asks is
 * GtkWindow's, so this has to be there before the first class is derived from it. */
static void
shut_inspector (void)
{
  GtkWindowClass *window_class = g_type_class_ref (GTK_TYPE_WINDOW);

  window_class->enable_debugging = refuse_debugging;
}

/* Who is told to go by a signal cannot be asked anything. */
static gboolean
signal_cb (gpointer user_data)
{
  TillWindow *window = till_application_get_window (TILL_APPLICATION (user_data));

  alarm (GONE_SECONDS);
  if (window != NULL)
    till_window_leave (window);
  else
    g_application_quit (G_APPLICATION (user_data));

  return G_SOURCE_CONTINUE;
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkWindow *window = GTK_WINDOW (till_application_get_window (TILL_APPLICATION (user_data)));

  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (G_APPLICATION (user_data));
}

/* What was in the way may be gone. */
static void
reopen_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TillApplication *self = TILL_APPLICATION (user_data);
  TillWindow *window = till_application_get_window (self);

  if (self->reg != NULL || window == NULL)
    return;

  till_application_close_register (self);
  till_application_open_register (self, window);
}

/* What is damaged is not written to any more. */
static void
close_journal_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  TillApplication *self = TILL_APPLICATION (user_data);
  TillWindow *window = till_application_get_window (self);

  if (self->reg != NULL && window != NULL)
    till_application_close_journal (self, window);
}

static void
set_journal_aside_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  TILL_APPLICATION (user_data)->set_aside = TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "reopen", NULL);
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  TillApplication *self = TILL_APPLICATION (user_data);

  adw_show_about_window (GTK_WINDOW (till_application_get_window (self)),
                         "application-name", _("Till"),
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Takes WeChat Pay at a shop counter, and says for certain what became of the money."),
                         NULL);
}

/* From a notification of the desktop. */
static void
show_payment_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  TillApplication *self = TILL_APPLICATION (user_data);
  TillWindow *window = till_application_get_window (self);

  if (window == NULL)
    return;

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-payment", "s", g_variant_get_string (parameter, NULL));
}

/* A process of its own, so that play money and money never meet. */
static void
train_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) training = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error,
                                                      "/proc/self/exe", "--training", NULL);

  if (training == NULL)
    g_warning ("starting training: %s", error->message);
}

static const GActionEntry actions[] = {
  { "quit", quit_action },
  { "reopen", reopen_action },
  { "about", about_action },
  { "close-journal", close_journal_action },
  { "set-journal-aside", set_journal_aside_action },
  { "show-payment", show_payment_action, "s" },
};

static const GActionEntry real_money_actions[] = {
  { "train", train_action },
};

static int
till_application_handle_local_options (GApplication *application,
                                       GVariantDict *options)
{
  TillApplication *self = TILL_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("till %s\n", PACKAGE_VERSION);
      return 0;
    }

  if (g_variant_dict_contains (options, "training"))
    {
      self->training = TRUE;
      g_application_set_application_id (application, TRAINING_APPLICATION_ID);
    }

  return -1;
}

static void
till_application_startup (GApplication *application)
{
  TillApplication *self = TILL_APPLICATION (application);
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };

  G_APPLICATION_CLASS (till_application_parent_class)->startup (application);

  /* Read by now; what is started from here is not to inherit it. */
  g_unsetenv ("GDK_DEBUG");

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "win.show-preferences",
                                         (const char *[]) { "<Control>comma", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "win.show-payments",
                                         (const char *[]) { "<Control>l", NULL });
  if (!self->training)
    {
      shut_inspector ();
      g_action_map_add_action_entries (G_ACTION_MAP (self), real_money_actions, G_N_ELEMENTS (real_money_actions),
                                       self);
    }

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_unix_signal_add (signals[i], signal_cb, self);
}

static void
till_application_activate (GApplication *application)
{
  TillApplication *self = TILL_APPLICATION (application);
  TillWindow *window = till_application_get_window (self);

  if (window != NULL)
    {
      gtk_window_present (GTK_WINDOW (window));
      return;
    }

  window = g_object_new (TILL_TYPE_WINDOW, "application", self, "training", self->training, NULL);
  till_application_open_register (self, window);
  gtk_window_present (GTK_WINDOW (window));

  /* The renderer is chosen when the first window is realized. */
  g_unsetenv ("GSK_RENDERER");
}

static void
till_application_shutdown (GApplication *application)
{
  till_application_close_register (TILL_APPLICATION (application));

  G_APPLICATION_CLASS (till_application_parent_class)->shutdown (application);
}

static void
till_application_class_init (TillApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->handle_local_options = till_application_handle_local_options;
  application_class->startup = till_application_startup;
  application_class->activate = till_application_activate;
  application_class->shutdown = till_application_shutdown;
}

static void
till_application_init (TillApplication *self)
{
  const GOptionEntry options[] = {
    { "training", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
      N_("Play money: a platform inside this computer, and a journal of its own"), NULL },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
      N_("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("Takes WeChat Pay at a shop counter."));
}

TillApplication *
till_application_new (void)
{
  return g_object_new (TILL_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", RESOURCE_PATH,
                       NULL);
}

gboolean
till_application_is_training (TillApplication *self)
{
  g_return_val_if_fail (TILL_IS_APPLICATION (self), FALSE);

  return self->training;
}

TillWindow *
till_application_get_window (TillApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (TILL_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}
