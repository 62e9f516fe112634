/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-find.h"
#include "ctl-output.h"

int
ctl_find_all (CtlContext  *context,
              const char  *id,
              GPtrArray  **found)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_register_find_async (context->reg, id, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  *found = till_register_find_finish (context->reg, result, &error);
  if (*found == NULL)
    return ctl_complain (error);

  if ((*found)->len == 0)
    {
      g_clear_pointer (found, g_ptr_array_unref);
      return ctl_complain_code (TILL_ERROR_NO_SUCH_PAYMENT);
    }

  return CTL_GO_ON;
}

int
ctl_find_one (CtlContext   *context,
              const char   *id,
              TillPayment **payment)
{
  g_autoptr(GPtrArray) found = NULL;
  int status;

  status = ctl_find_all (context, id, &found);
  if (status != CTL_GO_ON)
    return status;

  if (found->len > 1)
    {
      status = ctl_complain_code (TILL_ERROR_AMBIGUOUS);
      for (guint i = 0; i < found->len; i++)
        {
          g_autofree char *line = ctl_describe_record (till_payment_get_record (found->pdata[i]));

          ctl_say (line);
        }
      return status;
    }

  *payment = g_object_ref (found->pdata[0]);

  return CTL_GO_ON;
}
