/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <unistd.h>
#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-find.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-qr-file.h"

/* As many questions at once as the session has connections: one that is never answered holds up nobody else. */
#define CHECKS_AT_ONCE 10

typedef struct
{
  TillRegister *reg;        /* (not owned) */
  GPtrArray    *payments;   /* (not owned) (element-type TillPayment) */
  gboolean      json;
  guint         next;
  guint         running;
  int           status;
} Checking;

typedef struct
{
  Checking    *checking;
  TillPayment *payment;     /* (owned) by checking->payments */
} Question;

static void ask_more (Checking *self);

/* What is in the till's own way comes first, then what the user can put right, then what time will tell. */
static int
graver (int a,
        int b)
{
  static const int order[] = { CTL_EXIT_IN_THE_WAY, CTL_EXIT_USAGE, CTL_EXIT_NOT_CERTAIN };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (a == order[i] || b == order[i])
        return order[i];
    }

  return CTL_EXIT_DONE;
}

static int
complain_about (TillPayment  *payment,
                const GError *error)
{
  int status = till_error_exit_status (till_error_from_connect (error));

  /* Translators: a payment's ID, and what is wrong with it */
  g_printerr (_("Payment %s: %s"), till_payment_get_record (payment)->id, till_error_describe (error));
  g_printerr ("\n");
  g_debug ("%s", error->message);

  /* A missing answer says nothing about the payment, whatever it would mean for a new charge. */
  return status == CTL_EXIT_NOT_PAID ? CTL_EXIT_NOT_CERTAIN : status;
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Question *question = user_data;
  Checking *self = question->checking;
  g_autoptr(GError) error = NULL;

  if (!till_register_check_finish (self->reg, result, &error))
    self->status = graver (self->status, complain_about (question->payment, error));
  ctl_print_record (till_payment_get_record (question->payment), self->json);

  self->running--;
  ask_more (self);
}

static void
ask_more (Checking *self)
{
  while (self->running < CHECKS_AT_ONCE && self->next < self->payments->len)
    {
      Question *question = g_new0 (Question, 1);

      question->checking = self;
      question->payment = self->payments->pdata[self->next++];
      self->running++;
      till_register_check_async (self->reg, question->payment, NULL, checked_cb, question);
    }
}

/* Closing takes the words away, so what stood before it is read from the payment's story. */
static gboolean
was_closed_hopeless (CtlContext *context,
                     TillRecord *record)
{
  TillJournal *journal = till_register_get_journal (context->reg);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) events = NULL;
  TillAttention attention = 0;
  gboolean hopeless = FALSE;

  till_journal_events_async (journal, record->id, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  events = till_journal_events_finish (journal, result, NULL);

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      TillEvent *event = g_ptr_array_index (events, i);
      const char *words = till_event_get (event, TILL_FACT_ATTENTION);

      if (event->kind == TILL_EVENT_CLOSED)
        hopeless |= (attention & (TILL_ATTENTION_STUCK | TILL_ATTENTION_OTHER_ACCOUNT)) != 0;
      if (words != NULL)
        till_attention_from_text (words, &attention);
    }

  return hopeless;
}

/* What a person has settled is asked on to the end of its watch; only what no question can move any more is not. */
static void
drop_hopeless (CtlContext *context,
               GPtrArray  *payments)
{
  for (guint i = payments->len; i > 0; i--)
    {
      TillRecord *record = till_payment_get_record (payments->pdata[i - 1]);

      if (record->settled != NULL && was_closed_hopeless (context, record))
        g_ptr_array_remove_index (payments, i - 1);
    }
}

static int
find_open (CtlContext  *context,
           GPtrArray  **payments)
{
  const TillListFilter filter = { .only_open = TRUE };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_register_list_async (context->reg, &filter, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  *payments = till_register_list_finish (context->reg, result, &error);
  if (*payments == NULL)
    return ctl_complain (error);

  drop_hopeless (context, *payments);
  if ((*payments)->len == 0 && isatty (STDOUT_FILENO))
    ctl_say (_("Nothing is unresolved."));

  return CTL_GO_ON;
}

static int
check_all (CtlContext *context,
           GPtrArray  *payments,
           gboolean    json)
{
  Checking checking = { context->reg, payments, json, 0, 0, CTL_EXIT_DONE };
  TillSkew said = TILL_SKEW_FINE;

  if (payments->len > 0 && context->account_error != NULL)
    return ctl_complain (context->account_error);

  ask_more (&checking);
  while (checking.running > 0)
    g_main_context_iteration (NULL, TRUE);
  ctl_say_clock (context->reg, &said);
  ctl_qr_file_sweep (context);

  return checking.status;
}

int
ctl_check (CtlCall *call)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(GPtrArray) payments = NULL;
  int status;

  if ((status = ctl_options_parse (call, entries, 0, 1, &rest)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON)
    return status;

  status = rest[0] != NULL ? ctl_find_all (context, rest[0], &payments) : find_open (context, &payments);
  if (status != CTL_GO_ON)
    return status;

  return check_all (context, payments, json);
}
