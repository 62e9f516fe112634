/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-find.h"
#include "ctl-options.h"
#include "ctl-output.h"

#define REASON_MAX 100

/* close and acknowledge differ in one option and one call. */
typedef struct
{
  void     (*start)  (TillRegister         *reg,
                      TillPayment          *payment,
                      const char           *text,
                      GCancellable         *cancellable,
                      GAsyncReadyCallback   callback,
                      gpointer              user_data);
  gboolean (*finish) (TillRegister         *reg,
                      GAsyncResult         *result,
                      GError              **error);
} Settling;

static int
settle (CtlCall        *call,
        const Settling *settling,
        const char     *id,
        const char     *text,
        gboolean        json)
{
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if ((status = ctl_context_open (call->training, &context)) != CTL_GO_ON
      || (status = ctl_find_one (context, id, &payment)) != CTL_GO_ON)
    return status;

  settling->start (context->reg, payment, text, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  if (!settling->finish (context->reg, result, &error))
    return ctl_complain (error);

  ctl_print_record (till_payment_get_record (payment), json);

  return CTL_EXIT_DONE;
}

int
ctl_close (CtlCall *call)
{
  static const Settling closing = { till_register_close_async, till_register_close_finish };
  g_autofree char *reason = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "reason", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &reason, N_("Why it is settled (required)"), N_("REASON") },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  int status;

  status = ctl_options_parse (call, entries, 1, 1, &rest);
  if (status != CTL_GO_ON)
    return status;
  if (reason == NULL || *reason == '\0' || g_utf8_strlen (reason, -1) > REASON_MAX)
    return ctl_usage (call, _("Give a reason of 1 to 100 characters with --reason."));

  return settle (call, &closing, rest[0], reason, json);
}

int
ctl_acknowledge (CtlCall *call)
{
  static const Settling acknowledging = { till_register_acknowledge_async, till_register_acknowledge_finish };
  static const char * const ways[] = { "handed-over", "refunded", "other", NULL };
  g_autofree char *as = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "as", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &as, N_("What was done: handed-over, refunded or other (required)"), N_("WORD") },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  int status;

  status = ctl_options_parse (call, entries, 1, 1, &rest);
  if (status != CTL_GO_ON)
    return status;
  if (as == NULL || !g_strv_contains (ways, as))
    return ctl_usage (call, _("Say with --as what was done: handed-over, refunded or other."));

  return settle (call, &acknowledging, rest[0], as, json);
}
