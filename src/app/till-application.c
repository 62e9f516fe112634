/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-application.h"
#include "till-window.h"

#define APPLICATION_ID          "org.tillpay.Till"
#define TRAINING_APPLICATION_ID "org.tillpay.Till.Training"
#define RESOURCE_PATH           "/org/tillpay/Till"

struct _TillApplication
{
  AdwApplication  parent_instance;

  gboolean        training;
};

G_DEFINE_FINAL_TYPE (TillApplication, till_application, ADW_TYPE_APPLICATION)

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TillApplication *self = TILL_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (G_APPLICATION (self));
}

static const GActionEntry actions[] = {
  { "quit", quit_action },
};

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

  G_APPLICATION_CLASS (till_application_parent_class)->startup (application);

  g_unsetenv ("GDK_DEBUG");
  if (!self->training)
    shut_inspector ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
}

static void
till_application_activate (GApplication *application)
{
  TillApplication *self = TILL_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = g_object_new (TILL_TYPE_WINDOW,
                           "application", self,
                           "training", self->training,
                           NULL);

  gtk_window_present (window);

  /* The renderer is chosen when the first window is realized. */
  g_unsetenv ("GSK_RENDERER");
}

static void
till_application_class_init (TillApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->handle_local_options = till_application_handle_local_options;
  application_class->startup = till_application_startup;
  application_class->activate = till_application_activate;
}

static void
till_application_init (TillApplication *self)
{
  const GOptionEntry options[] = {
    { "training", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
      N_("Play money: a platform inside this computer, and a journal of its own"), NULL },
    { "version", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
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
