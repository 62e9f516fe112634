/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-progress.h"
#include "till-words.h"

/* A younger answer is no news. */
#define OLD_ANSWER_MS 6000

struct _CtlProgress
{
  CtlTerminal  *terminal;   /* (not owned) */
  TillRegister *reg;        /* (not owned) */
  TillPayment  *payment;    /* (not owned) */
  guint         tick_id;
};

static void
append_time_left (GString *line,
                  gint64   ms)
{
  guint seconds = MAX (ms, 0) / 1000;

  /* Translators: minutes and seconds that are left of a wait */
  g_string_append_printf (line, _(" · %u:%02u left"), seconds / 60, seconds % 60);
}

static gboolean
tick (gpointer user_data)
{
  CtlProgress *self = user_data;
  gint64 now = till_clock_get_boot_time (till_register_get_clock (self->reg));
  gint64 deadline = till_payment_get_deadline (self->payment);
  gint64 answer = till_payment_get_last_answer (self->payment);
  g_autoptr(GString) line = NULL;

  line = g_string_new (till_standing_to_text (till_standing_of (till_payment_get_record (self->payment),
                                                                till_payment_is_waiting (self->payment))));
  if (deadline >= 0)
    append_time_left (line, deadline - now);
  if (answer >= 0 && now - answer > OLD_ANSWER_MS)
    /* Translators: how old the platform's last answer is */
    g_string_append_printf (line, _(" · last answer %u s ago"), (guint) ((now - answer) / 1000));

  ctl_terminal_set_line (self->terminal, line->str);

  return G_SOURCE_CONTINUE;
}

CtlProgress *
ctl_progress_new (CtlTerminal  *terminal,
                  TillRegister *reg,
                  TillPayment  *payment)
{
  CtlProgress *self = g_new0 (CtlProgress, 1);

  self->terminal = terminal;
  self->reg = reg;
  self->payment = payment;
  self->tick_id = g_timeout_add_seconds (1, tick, self);
  g_signal_connect_swapped (payment, "notify::record", G_CALLBACK (tick), self);
  tick (self);

  return self;
}

void
ctl_progress_free (CtlProgress *self)
{
  g_signal_handlers_disconnect_by_data (self->payment, self);
  g_source_remove (self->tick_id);
  g_free (self);
}
