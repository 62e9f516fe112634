/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-output.h"
#include "ctl-pay-wait.h"
#include "ctl-payment.h"
#include "ctl-progress.h"
#include "ctl-signals.h"
#include "ctl-terminal.h"
#include "till-code-file.h"
#include "till-skew.h"

struct _CtlPayWait
{
  CtlContext          *context;       /* (not owned) */
  const CtlPayOptions *options;       /* (not owned) */
  CtlQrFile           *qr_file;       /* (nullable) (not owned) */
  CtlTerminal         *terminal;      /* (owned) */
  CtlProgress         *progress;      /* (nullable) (owned) while it runs and lines can change */
  TillPayment         *payment;       /* (nullable) (owned) while it runs */

  TillRecord          *said;          /* (nullable) (owned) what was last printed … */
  gboolean             said_data;     /* … and whether its data was with it */
  gboolean             drawn;         /* the code, or the data, for people */
  TillSkew             said_skew;     /* the worst that was said of the clock */
  gboolean             signalled;
  gboolean             leaving;       /* the commit of "abandoned" is under way */
  gboolean             over;
  guint                review_id;
};

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  CtlPayWait *self = user_data;
  g_autoptr(GError) error = NULL;

  self->leaving = FALSE;
  if (!till_register_leave_finish (self->context->reg, result, &error))
    ctl_complain (error);
  self->over = TRUE;
}

static void
leave (CtlPayWait *self)
{
  if (self->payment == NULL || self->over || self->leaving)
    return;

  self->leaving = TRUE;
  till_register_leave_async (self->context->reg, self->payment, NULL, left_cb, self);
}

static gboolean
signal_cb (gpointer user_data)
{
  CtlPayWait *self = user_data;

  self->signalled = TRUE;
  leave (self);

  return G_SOURCE_REMOVE;
}

/* FALSE: the code could not be handed over; nobody can pay, so nobody need wait. */
static gboolean
write_qr_file (CtlPayWait *self)
{
  TillCode *code = till_payment_get_code (self->payment);
  g_autoptr(GError) error = NULL;

  if (self->qr_file == NULL || ctl_qr_file_is_written (self->qr_file) || !ctl_payment_has_data (self->payment))
    return TRUE;

  /* The address of a page may be too long for a code. */
  if (code != NULL
      && ctl_qr_file_write (self->qr_file, self->context->directory,
                            till_payment_get_record (self->payment)->id, code, &error))
    return TRUE;

  if (error != NULL)
    g_debug ("%s", error->message);
  ctl_say (_("The file for the code could not be written."));

  return FALSE;
}

static gboolean
print_change (CtlPayWait *self)
{
  TillRecord *record = till_payment_get_record (self->payment);
  gboolean data = ctl_payment_has_data (self->payment);

  if (self->said != NULL && till_record_equal (self->said, record) && self->said_data == data)
    return TRUE;

  g_clear_pointer (&self->said, till_record_unref);
  self->said = till_record_ref (record);
  self->said_data = data;

  return ctl_payment_print_json (self->payment);
}

/* For people the code comes once; what changes is in the line under it. */
static gboolean
draw (CtlPayWait *self)
{
  if (!ctl_payment_has_data (self->payment))
    {
      if (self->drawn)
        ctl_terminal_clear (self->terminal);
      return TRUE;
    }
  if (self->drawn)
    return TRUE;

  self->drawn = TRUE;
  if (!ctl_pay_options_has_screen (self->options))
    return ctl_print_action (till_payment_get_action (self->payment), till_payment_get_url (self->payment));
  if (self->qr_file == NULL)
    ctl_terminal_show_code (self->terminal, till_payment_get_code (self->payment));

  return TRUE;
}

static void
review (CtlPayWait *self)
{
  gboolean handed_over;

  if (self->over)
    return;

  handed_over = write_qr_file (self)
                && (self->options->json ? print_change (self) : draw (self));

  if (till_payment_get_wait_end (self->payment) != TILL_WAIT_NONE
      || till_payment_state_is_final (till_payment_get_state (self->payment)))
    self->over = TRUE;
  else if (!handed_over)
    leave (self);
}

static gboolean
review_cb (gpointer user_data)
{
  CtlPayWait *self = user_data;

  self->review_id = 0;
  review (self);

  return G_SOURCE_REMOVE;
}

/* One step of the payment changes several properties: the record, then what can be paid with.  They are looked
 * at together, before anything else happens. */
static void
changed_cb (CtlPayWait *self)
{
  if (self->review_id == 0)
    self->review_id = g_idle_add_full (G_PRIORITY_HIGH, review_cb, self, NULL);
}

/* A clock that is in the way is found by the first answer, and said before the code is drawn; one that goes wrong,
 * by several.  Each is said once. */
static void
clock_cb (CtlPayWait *self)
{
  ctl_terminal_clear (self->terminal);
  ctl_say_clock (self->context->reg, &self->said_skew);
}

/* A picture that nobody waits with stays until the payment cannot be paid any more: see ctl_qr_file_sweep(). */
static void
drop_picture (CtlPayWait *self)
{
  TillRecord *record = till_payment_get_record (self->payment);

  if (self->qr_file != NULL && (ctl_pay_options_waits (self->options) || !till_record_can_be_paid (record)))
    till_code_file_drop (self->context->directory, record->id);
}

static void
take_away (CtlPayWait *self)
{
  g_clear_pointer (&self->progress, ctl_progress_free);
  drop_picture (self);
  if (!ctl_pay_options_waits (self->options))
    ctl_terminal_keep_code (self->terminal);
  ctl_terminal_clear (self->terminal);
}

CtlPayWait *
ctl_pay_wait_new (CtlContext          *context,
                  const CtlPayOptions *options,
                  CtlQrFile           *qr_file)
{
  CtlPayWait *self = g_new0 (CtlPayWait, 1);

  self->context = context;
  self->options = options;
  self->qr_file = qr_file;
  self->terminal = ctl_terminal_new ();
  ctl_signals_watch (signal_cb, self);
  g_signal_connect_swapped (context->reg, "notify::clock-skew", G_CALLBACK (clock_cb), self);

  return self;
}

void
ctl_pay_wait_free (CtlPayWait *self)
{
  g_signal_handlers_disconnect_by_data (self->context->reg, self);
  g_clear_handle_id (&self->review_id, g_source_remove);
  g_clear_pointer (&self->said, till_record_unref);
  ctl_terminal_free (self->terminal);
  g_free (self);
}

int
ctl_pay_wait_run (CtlPayWait  *self,
                  TillPayment *payment)
{
  gulong handler = g_signal_connect_swapped (payment, "notify", G_CALLBACK (changed_cb), self);
  int status;

  self->payment = payment;
  if (!self->options->json && ctl_terminal_is_live (self->terminal))
    self->progress = ctl_progress_new (self->terminal, self->context->reg, payment);
  review (self);
  if (self->signalled)
    leave (self);

  while (!self->over || self->leaving)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handler_disconnect (payment, handler);
  take_away (self);
  if (self->options->json)
    print_change (self);
  else
    ctl_print_line (till_payment_get_record (payment));
  status = ctl_payment_get_status (payment);
  ctl_payment_explain (payment, status);

  return status;
}
