/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-json.h"
#include "fuzz.h"

/* "merchantAction": showData or thirdPartyData, and the code in it; also as it is kept in the journal. */

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { (const char *) data, size };
  g_autoptr(JsonObject) root = connect_json_parse (input.at, input.left, NULL);
  g_autofree char *text = fuzz_take_text (&input);
  g_autoptr(ConnectMerchantAction) kept = connect_merchant_action_from_text (text, NULL);

  if (root != NULL)
    {
      g_autoptr(ConnectMerchantAction) action = connect_merchant_action_from_json (root);

      fuzz_assert_action (action);
    }
  if (kept != NULL)
    fuzz_assert_action (kept);

  return 0;
}
