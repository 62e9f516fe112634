/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "fault-table.h"
#include "till-code.h"

char *
fault_words_error (const char *code)
{
  return g_strdup_printf ("{\"errorId\":\"e-1\",\"errors\":[{\"code\":\"%s\",\"message\":\"no\"}]}", code);
}

static FaultShape
get_shape (const FaultRow *row)
{
  return row != NULL ? row->shape : FAULT_GOOD;
}

static char *
get_status (const FaultEntry *entry,
            const FaultRow   *row)
{
  const char *status = row != NULL && row->says_paid ? "CAPTURED" : entry->status;

  if (get_shape (row) == FAULT_NO_STATUS)
    return g_strdup ("");
  if (get_shape (row) == FAULT_ODD_STATUS)
    status = "PENDING_SURPRISE";

  return g_strdup_printf ("\"status\":\"%s\",", status);
}

static char *
get_amount_paid (const FaultEntry *entry,
                 const FaultRow   *row,
                 gint64            amount)
{
  if (!entry->captured && !(row != NULL && row->says_paid))
    return g_strdup ("");

  return g_strdup_printf ("\"amountPaid\":%" G_GINT64_FORMAT ",", amount);
}

char *
fault_words_payment (const FaultEntry *entry,
                     const FaultRow   *row)
{
  FaultShape shape = get_shape (row);
  gint64 amount = entry->amount + (shape == FAULT_OTHER_AMOUNT ? 100 : 0);
  g_autofree char *status = get_status (entry, row);
  g_autofree char *paid = get_amount_paid (entry, row, amount);
  g_autofree char *id = NULL;

  if (shape != FAULT_NO_ID)
    id = g_strdup_printf ("\"id\":\"%s%s\",", entry->id, shape == FAULT_OTHER_ID ? "9" : "");

  return g_strdup_printf ("{%s%s\"paymentOutput\":{%s\"amountOfMoney\":"
                          "{\"amount\":%" G_GINT64_FORMAT ",\"currencyCode\":\"%s\"},"
                          "\"references\":{\"merchantReference\":\"%s%s\"}},"
                          "\"statusOutput\":{\"isCancellable\":%s,\"statusCode\":50}}",
                          id != NULL ? id : "", status, paid, amount,
                          shape == FAULT_OTHER_CURRENCY ? "CNY" : entry->currency,
                          entry->reference, shape == FAULT_OTHER_REFERENCE ? "9" : "",
                          entry->is_cancellable ? "true" : "false");
}

static char *
encode (GBytes *png)
{
  return g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
}

/* Drawn once for each text: a platform's first payment has the same id in every history. */
static const char *
get_picture (const char *text)
{
  static GHashTable *pictures;
  g_autoptr(TillCode) code = NULL;
  g_autoptr(GBytes) png = NULL;
  char *picture;

  if (pictures == NULL)
    pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  picture = g_hash_table_lookup (pictures, text);
  if (picture != NULL)
    return picture;

  code = till_code_new_from_text (text, NULL);
  png = till_code_to_png (code, 2, NULL);
  picture = encode (png);
  g_hash_table_insert (pictures, g_strdup (text), picture);

  return picture;
}

static char *
make_blank_picture (void)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 64, 64);
  g_autofree char *data = NULL;
  g_autoptr(GBytes) png = NULL;
  gsize length;

  gdk_pixbuf_fill (pixbuf, 0xffffffff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "png", NULL, NULL));
  png = g_bytes_new (data, length);

  return encode (png);
}

static char *
make_action (const FaultEntry *entry,
             FaultShape        shape)
{
  gboolean is_link = g_str_equal (entry->type, "urlIntent");
  g_autofree char *value = NULL;

  if (shape == FAULT_BLANK_PICTURE)
    value = make_blank_picture ();
  else if (shape == FAULT_BAD_PICTURE)
    value = g_strdup ("iVBORw0KGgo=");
  else if (is_link)
    value = g_strdup_printf ("weixin://wxpay/bizpayurl?pr=%s", entry->id);
  else if (g_str_equal (entry->type, "desktopQRCode"))
    value = g_strdup (get_picture (entry->id));
  else
    return g_strdup_printf ("{\"actionType\":\"CALL_THIRD_PARTY\",\"thirdPartyData\":{\"paymentProduct863\":"
                            "{\"appId\":\"wx1\",\"prepayId\":\"wx%s\"}}}", entry->id);

  return g_strdup_printf ("{\"actionType\":\"SHOW_FORM\",\"showData\":[{\"key\":\"%s\",\"value\":\"%s\"},"
                          "{\"key\":\"WECHAT_PAYMENTID\",\"value\":\"wx%s\"}]}",
                          is_link && shape == FAULT_GOOD ? "URLINTENT" : "QRCODE", value, entry->id);
}

char *
fault_words_created (const FaultEntry *entry,
                     const FaultRow   *row)
{
  FaultShape shape = get_shape (row);
  g_autofree char *payment = fault_words_payment (entry, row);
  g_autofree char *action = NULL;

  if (shape == FAULT_NO_ACTION)
    return g_strdup_printf ("{\"payment\":%s}", payment);
  action = make_action (entry, shape == FAULT_BLANK_PICTURE || shape == FAULT_BAD_PICTURE ? shape : FAULT_GOOD);

  return g_strdup_printf ("{\"payment\":%s,\"merchantAction\":%s}", payment, action);
}

char *
fault_words_declined (const FaultEntry *entry)
{
  g_autofree char *payment = fault_words_payment (entry, NULL);

  return g_strdup_printf ("{\"errorId\":\"e-1\",\"errors\":[{\"code\":\"430330\",\"message\":\"declined\"}],"
                          "\"paymentResult\":{\"payment\":%s}}", payment);
}
