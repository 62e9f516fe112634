/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-notice.h"
#include "till-payment-page.h"
#include "till-payments-page.h"
#include "till-preferences.h"
#include "till-result-page.h"
#include "till-sale-page.h"
#include "till-setup-page.h"
#include "till-story-page.h"
#include "till-trouble-page.h"
#include "till-unresolved-page.h"
#include "till-widget.h"
#include "till-window-private.h"

/* Gives a page what the window has, for each of these properties that the page knows. */
static void
bind_page (TillWindow *self,
           GtkWidget  *page)
{
  static const struct
  {
    const char *of_window;
    const char *of_page;
  } bound[] = {
    { "size-class", "size-class" },
    { "shop-title", "title" },
    { "till-title", "subtitle" },
  };
  GObjectClass *page_class = G_OBJECT_GET_CLASS (page);

  for (guint i = 0; i < G_N_ELEMENTS (bound); i++)
    if (g_object_class_find_property (page_class, bound[i].of_page) != NULL)
      g_object_bind_property (self, bound[i].of_window, page, bound[i].of_page, G_BINDING_SYNC_CREATE);

  if (g_object_class_find_property (page_class, "settings") != NULL)
    g_object_set (page, "settings", self->settings, NULL);
  if (g_object_class_find_property (page_class, "register") != NULL)
    g_object_set (page, "register", self->reg, NULL);
}

/* A new account, or the first one. */
static void
account_ready_cb (TillWindow    *self,
                  ConnectClient *client)
{
  till_register_set_client (self->reg, client);
  till_window_show_sale (self);
}

static void
try_training_cb (TillWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.train", NULL);
}

/* Pages that say something once are connected here; all the others activate actions. */
static void
connect_page (TillWindow *self,
              GtkWidget  *page)
{
  if (TILL_IS_SALE_PAGE (page))
    g_signal_connect_object (page, "charged", G_CALLBACK (till_window_show_payment), self, G_CONNECT_SWAPPED);

  if (TILL_IS_SETUP_PAGE (page))
    {
      g_signal_connect_object (page, "account-ready", G_CALLBACK (account_ready_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "try-training", G_CALLBACK (try_training_cb), self, G_CONNECT_SWAPPED);
    }
}

GtkWidget *
till_window_get_page (TillWindow *self,
                      GType       type)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, g_type_name (type));

  if (page != NULL)
    return page;

  page = g_object_new (type, NULL);
  bind_page (self, page);
  connect_page (self, page);
  gtk_stack_add_named (self->pages, page, g_type_name (type));
  till_widget_hide_other_pages (self->pages);

  return page;
}

static gboolean
foresee_cb (gpointer user_data)
{
  TillWindow *self = TILL_WINDOW (user_data);
  const GType types[] = { TILL_TYPE_PAYMENT_PAGE, TILL_TYPE_RESULT_PAGE };

  /* One a time: between two of them a key may be pressed. */
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (gtk_stack_get_child_by_name (self->pages, g_type_name (types[i])) == NULL)
      {
        till_window_get_page (self, types[i]);
        return G_SOURCE_CONTINUE;
      }

  self->foresee_id = 0;

  return G_SOURCE_REMOVE;
}

void
till_window_foresee_pages (TillWindow *self)
{
  if (self->foresee_id == 0)
    self->foresee_id = g_idle_add_full (G_PRIORITY_LOW, foresee_cb, self, NULL);
}

void
till_window_switch_to (TillWindow *self,
                       GtkWidget  *page,
                       gboolean    at_once)
{
  gtk_stack_set_visible_child_full (self->pages, gtk_stack_page_get_name (gtk_stack_get_page (self->pages, page)),
                                    at_once ? GTK_STACK_TRANSITION_TYPE_NONE : GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_widget_grab_focus (page);
}

GtkWidget *
till_window_show_page (TillWindow *self,
                       GType       type)
{
  GtkWidget *page = till_window_get_page (self, type);

  till_window_switch_to (self, page, FALSE);

  return page;
}

void
till_window_show_sale (TillWindow *self)
{
  till_window_drop_payment (self);
  till_sale_page_resume (TILL_SALE_PAGE (till_window_show_page (self, TILL_TYPE_SALE_PAGE)));
}

void
till_window_show_trouble (TillWindow   *self,
                          const GError *error)
{
  GtkWidget *page = till_window_show_page (self, TILL_TYPE_TROUBLE_PAGE);
  TillError code = error->domain == TILL_ERROR ? (TillError) error->code : TILL_ERROR_INTERNAL;

  till_trouble_page_set_error (TILL_TROUBLE_PAGE (page), code, error->message);
}

static void
new_sale_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);

  /* A wait is left on purpose, never by a key that was meant for something else. */
  if (self->reg == NULL || till_window_is_waiting (self))
    return;

  till_window_show_sale (self);
}

/* Instead of the sale or the result of one; a wait is not left for it. */
static void
show_instead (TillWindow *self,
              GType       type)
{
  if (self->reg == NULL || till_window_is_waiting (self))
    return;

  till_window_drop_payment (self);
  till_window_show_page (self, type);
}

static void
show_unresolved_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  show_instead (TILL_WINDOW (widget), TILL_TYPE_UNRESOLVED_PAGE);
}

static void
show_payments_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  show_instead (TILL_WINDOW (widget), TILL_TYPE_PAYMENTS_PAGE);
}

static void
found_to_tell_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(TillWindow) self = user_data;
  g_autoptr(TillPayment) payment = till_window_take_found (self, source, result);
  GtkWidget *before = gtk_stack_get_visible_child (self->pages);

  if (payment == NULL)
    return;

  if (!TILL_IS_STORY_PAGE (before))
    g_set_weak_pointer (&self->before_story, before);
  till_story_page_set_payment (TILL_STORY_PAGE (till_window_get_page (self, TILL_TYPE_STORY_PAGE)), payment);
  till_window_show_page (self, TILL_TYPE_STORY_PAGE);
}

/* Whatever was on the screen waits behind it. */
static void
show_story_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);

  if (self->reg != NULL && !till_window_is_waiting (self))
    till_register_find_async (self->reg, g_variant_get_string (parameter, NULL), NULL, found_to_tell_cb,
                              g_object_ref (self));
}

static void
leave_story_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  if (self->reg == NULL || !TILL_IS_STORY_PAGE (page))
    return;

  till_story_page_set_payment (TILL_STORY_PAGE (page), NULL);
  if (self->before_story != NULL && !TILL_IS_SALE_PAGE (self->before_story))
    till_window_switch_to (self, self->before_story, FALSE);
  else
    till_window_show_sale (self);
}

/* Open: among the unresolved ones.  Else its notice, before all others.  A wait is not left for it: its notice
 * stands there when the next sale begins. */
static void
show_payment_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *attention = self->reg != NULL ? till_register_get_attention (self->reg) : NULL;

  if (attention == NULL || till_window_is_waiting (self))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (attention); i++)
    {
      g_autoptr(TillPayment) payment = g_list_model_get_item (attention, i);
      TillRecord *record = till_payment_get_record (payment);

      if (!g_str_equal (record->id, id))
        continue;

      if (!till_notice_is_for (record))
        {
          gtk_widget_activate_action (widget, "win.show-unresolved", NULL);
          return;
        }

      till_window_show_sale (self);
      till_sale_page_show_notice (TILL_SALE_PAGE (till_window_get_page (self, TILL_TYPE_SALE_PAGE)), payment);
      return;
    }
}

static void
show_setup_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);

  /* Training has an account of its own. */
  if (self->reg == NULL || self->training || till_window_is_waiting (self))
    return;

  till_window_drop_payment (self);
  till_window_show_page (self, TILL_TYPE_SETUP_PAGE);
}

static void
show_preferences_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);

  /* Nothing stands before a code that a customer is to scan. */
  if (self->settings == NULL || till_window_is_waiting (self))
    return;

  till_preferences_present (GTK_WINDOW (self), self->settings, !self->training);
}

void
till_window_install_page_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-sale", NULL, new_sale_action);
  gtk_widget_class_install_action (widget_class, "win.show-unresolved", NULL, show_unresolved_action);
  gtk_widget_class_install_action (widget_class, "win.show-payments", NULL, show_payments_action);
  gtk_widget_class_install_action (widget_class, "win.show-story", "s", show_story_action);
  gtk_widget_class_install_action (widget_class, "win.leave-story", NULL, leave_story_action);
  gtk_widget_class_install_action (widget_class, "win.show-payment", "s", show_payment_action);
  gtk_widget_class_install_action (widget_class, "win.show-setup", NULL, show_setup_action);
  gtk_widget_class_install_action (widget_class, "win.show-preferences", NULL, show_preferences_action);
}
