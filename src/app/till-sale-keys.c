/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-sale-page-private.h"

#define COMMAND_MODIFIERS (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)

/* What the fields held before a burst that may turn out to be a scanner's. */
static void
remember_fields (TillSalePage *self)
{
  g_clear_pointer (&self->amount_before, till_amount_free);
  g_free (self->reference_before);
  g_free (self->description_before);

  self->amount_before = till_amount_copy (till_amount_entry_get_amount (self->amount));
  self->reference_before = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reference)));
  self->description_before = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->description)));
}

/* The burst typed itself into whatever had the focus: that is taken back, and it becomes the reference. */
static void
take_scanned (TillSalePage *self)
{
  till_amount_entry_set_amount (self->amount, self->amount_before);
  gtk_editable_set_text (GTK_EDITABLE (self->description), self->description_before);
  gtk_editable_set_text (GTK_EDITABLE (self->reference), till_scanner_get_text (&self->scanner));
  gtk_widget_grab_focus (GTK_WIDGET (self->amount));
}

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter
         || keyval == GDK_KEY_Linefeed;   /* how some scanners end */
}

static gboolean
is_modifier (guint keyval)
{
  return (keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R)
         || keyval == GDK_KEY_ISO_Level3_Shift || keyval == GDK_KEY_Num_Lock;
}

static gboolean
is_in (GtkWidget *focus,
       gpointer   widget)
{
  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, GTK_WIDGET (widget)));
}

static GtkWidget *
get_focus (TillSalePage *self)
{
  return gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* Whether a key is this page's business: it is up, and no menu is, which has keys of its own. */
static gboolean
is_ours (TillSalePage *self,
         GtkWidget    *focus)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_STACK (parent) && gtk_stack_get_visible_child (GTK_STACK (parent)) != GTK_WIDGET (self))
    return FALSE;

  return focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) == NULL;
}

static gboolean
press_enter (TillSalePage *self,
             GtkWidget    *focus,
             guint32       time)
{
  switch (till_scanner_enter (&self->scanner, time))
    {
    case TILL_KEYS_SCANNED:
      take_scanned (self);
      return GDK_EVENT_STOP;

    case TILL_KEYS_BOUNCED:
      return GDK_EVENT_STOP;

    case TILL_KEYS_BEGIN:
    case TILL_KEYS_TYPED:
    default:
      break;
    }

  /* A button or a row that has the focus is what Enter means. */
  if ((GTK_IS_BUTTON (focus) && !is_in (focus, self->keypad)) || GTK_IS_LIST_BOX_ROW (focus))
    return GDK_EVENT_PROPAGATE;
  if (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON) != NULL)
    return GDK_EVENT_PROPAGATE;

  if (self->list_shown)
    return GDK_EVENT_PROPAGATE;

  till_sale_charge_press (self);

  return GDK_EVENT_STOP;
}

/* The amount's keys work from anywhere on the page but the two other fields. */
static gboolean
press_amount_key (TillSalePage *self,
                  guint         keyval,
                  gunichar      character)
{
  const char *point = till_money_decimal_point ();
  char utf8[7] = { 0 };

  if (keyval == GDK_KEY_plus || keyval == GDK_KEY_KP_Add)
    till_amount_entry_add (self->amount);
  else if (keyval == GDK_KEY_BackSpace && !till_amount_entry_has_selection (self->amount))
    till_amount_entry_backspace (self->amount);
  else if (keyval == GDK_KEY_KP_Decimal || keyval == GDK_KEY_KP_Separator)
    till_amount_entry_type (self->amount, point);
  else if (character != 0
           && !till_amount_entry_has_selection (self->amount)
           && (g_unichar_isdigit (character) || character == '.' || character == g_utf8_get_char (point)))
    {
      g_unichar_to_utf8 (character, utf8);
      till_amount_entry_type (self->amount, utf8);
    }
  else
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (GTK_WIDGET (self->amount));

  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                TillSalePage          *self)
{
  guint32 time = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *focus = get_focus (self);
  gunichar character = gdk_keyval_to_unicode (keyval);

  if (is_modifier (keyval) || (state & COMMAND_MODIFIERS) != 0 || !is_ours (self, focus))
    return GDK_EVENT_PROPAGATE;

  /* From the press until the page changes nothing is typed any more. */
  if (self->charging)
    {
      if (keyval == GDK_KEY_Escape)
        till_sale_charge_stop_looking (self);
      return GDK_EVENT_STOP;
    }

  if (is_enter (keyval))
    return press_enter (self, focus, time);

  if (till_scanner_key (&self->scanner, time, g_unichar_isprint (character) ? character : 0) == TILL_KEYS_BEGIN)
    remember_fields (self);

  if (keyval == GDK_KEY_Escape)
    {
      if (self->list_shown)
        till_sale_layout_show_sale (self);
      else
        till_sale_page_begin (self);
      return GDK_EVENT_STOP;
    }

  if (self->list_shown)
    return GDK_EVENT_PROPAGATE;

  if (is_in (focus, self->reference) || is_in (focus, self->description))
    return GDK_EVENT_PROPAGATE;

  return press_amount_key (self, keyval, character);
}

void
till_sale_keys_init (TillSalePage *self)
{
  till_scanner_init (&self->scanner);
}

/* At the window, so that typing works wherever the focus is, and when it is nowhere. */
void
till_sale_keys_root (TillSalePage *self)
{
  self->key_controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->key_controller, GTK_PHASE_CAPTURE);
  g_signal_connect (self->key_controller, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), self->key_controller);
}

void
till_sale_keys_unroot (TillSalePage *self)
{
  gtk_widget_remove_controller (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), self->key_controller);
  self->key_controller = NULL;
}

void
till_sale_keys_clear (TillSalePage *self)
{
  till_scanner_clear (&self->scanner);
  g_clear_pointer (&self->amount_before, till_amount_free);
  g_clear_pointer (&self->reference_before, g_free);
  g_clear_pointer (&self->description_before, g_free);
}
