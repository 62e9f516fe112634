/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-error.h"
#include "connect-json-private.h"
#include "connect-merchant-action.h"

#define MAX_WORD        64
#define MAX_KEY         64
#define MAX_VALUE       (64 * 1024)
#define MAX_PAIRS       64
#define MAX_TOTAL       (96 * 1024)   /* written out once more and escaped, it still passes the JSON gate */
#define MAX_DATA_PREFIX 64

typedef struct
{
  char *key;     /* (owned) */
  char *value;   /* (owned) */
} Pair;

struct _ConnectMerchantAction
{
  GObject  parent_instance;

  char    *type_word;   /* (not nullable) (owned) */
  GArray  *pairs;       /* (owned) (element-type Pair) in the order of the answer */
  gsize    total;       /* bytes in all pairs */
};

G_DEFINE_FINAL_TYPE (ConnectMerchantAction, connect_merchant_action, G_TYPE_OBJECT)

static void
pair_clear (gpointer data)
{
  Pair *pair = data;

  g_free (pair->key);
  g_free (pair->value);
}

static gboolean
is_bounded (ConnectMerchantAction *self,
            const char            *key,
            const char            *value)
{
  gsize length = strlen (value);

  if (*key == '\0' || g_utf8_strlen (key, -1) > MAX_KEY || length > MAX_VALUE)
    return FALSE;
  for (const char *at = value; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) && strchr ("\t\r\n", *at) == NULL)
      return FALSE;

  return self->pairs->len < MAX_PAIRS && self->total + strlen (key) + length <= MAX_TOTAL;
}

static void
add_pair (ConnectMerchantAction *self,
          const char            *key,
          JsonNode              *node)
{
  g_autofree char *value = NULL;
  Pair pair;

  if (key == NULL || node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return;

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    value = json_node_dup_string (node);
  else if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    value = json_to_string (node, FALSE);
  if (value == NULL || !is_bounded (self, key, value))
    return;

  pair.key = g_strdup (key);
  pair.value = g_steal_pointer (&value);
  self->total += strlen (pair.key) + strlen (pair.value);
  g_array_append_val (self->pairs, pair);
}

static void
read_show_data (ConnectMerchantAction *self,
                JsonArray             *data)
{
  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);
      JsonObject *entry = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (entry != NULL)
        add_pair (self, connect_json_get_string (entry, "key", MAX_KEY),
                  json_object_get_member (entry, "value"));
    }
}

static void
read_third_party_data (ConnectMerchantAction *self,
                       JsonObject            *data)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, data);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    add_pair (self, key, node);
}

/* Blanks are dropped; anything else that is not of the alphabet makes it no Base64, where g_base64_decode()
 * would pass over it.
 */
static char *
strict_base64 (const char *text)
{
  g_autofree char *packed = g_malloc (strlen (text) + 1);
  gsize length = 0;
  gsize letters;

  for (; *text != '\0'; text++)
    if (!g_ascii_isspace (*text))
      packed[length++] = *text;
  packed[length] = '\0';

  letters = strspn (packed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  if (letters == 0 || length % 4 != 0 || length - letters > 2
      || strspn (packed + letters, "=") != length - letters)
    return NULL;

  return g_steal_pointer (&packed);
}

static const char *
skip_data_prefix (const char *text)
{
  const char *comma;

  if (!g_str_has_prefix (text, "data:"))
    return text;

  comma = memchr (text, ',', strnlen (text, MAX_DATA_PREFIX));

  return comma != NULL ? comma + 1 : text;
}

static void
connect_merchant_action_finalize (GObject *object)
{
  ConnectMerchantAction *self = CONNECT_MERCHANT_ACTION (object);

  g_clear_pointer (&self->type_word, g_free);
  g_clear_pointer (&self->pairs, g_array_unref);

  G_OBJECT_CLASS (connect_merchant_action_parent_class)->finalize (object);
}

static void
connect_merchant_action_class_init (ConnectMerchantActionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = connect_merchant_action_finalize;
}

static void
connect_merchant_action_init (ConnectMerchantAction *self)
{
  self->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (self->pairs, pair_clear);
}

ConnectMerchantAction *
connect_merchant_action_from_json (JsonObject *object)
{
  ConnectMerchantAction *self;
  JsonArray *show_data;
  JsonObject *third_party;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_object_new (CONNECT_TYPE_MERCHANT_ACTION, NULL);
  self->type_word = connect_json_dup_word (object, "actionType", MAX_WORD);
  if (self->type_word == NULL)
    self->type_word = g_strdup ("");

  /* Whatever the word says: for nativeInApp the sources disagree about the shape (connect-api.md 6.2). */
  show_data = connect_json_get_array (object, "showData");
  if (show_data != NULL)
    read_show_data (self, show_data);
  third_party = connect_json_get_object (object, "thirdPartyData");
  if (third_party != NULL)
    third_party = connect_json_get_object (third_party, "paymentProduct863");
  if (third_party != NULL)
    read_third_party_data (self, third_party);

  return self;
}

char *
connect_merchant_action_to_text (ConnectMerchantAction *self)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object;
  JsonArray *show_data;

  g_return_val_if_fail (CONNECT_IS_MERCHANT_ACTION (self), NULL);

  show_data = json_array_new ();
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (self->pairs, Pair, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "key", pair->key);
      json_object_set_string_member (entry, "value", pair->value);
      json_array_add_object_element (show_data, entry);
    }
  object = json_object_new ();
  json_object_set_string_member (object, "actionType", self->type_word);
  json_object_set_array_member (object, "showData", show_data);
  root = json_node_alloc ();
  json_node_init_object (root, object);
  json_object_unref (object);

  return json_to_string (root, FALSE);
}

ConnectMerchantAction *
connect_merchant_action_from_text (const char  *text,
                                   GError     **error)
{
  g_autoptr(JsonObject) object = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  object = connect_json_parse (text, strlen (text), error);

  return object != NULL ? connect_merchant_action_from_json (object) : NULL;
}

ConnectActionType
connect_merchant_action_get_action_type (ConnectMerchantAction *self)
{
  g_return_val_if_fail (CONNECT_IS_MERCHANT_ACTION (self), CONNECT_ACTION_OTHER);

  if (g_strcmp0 (self->type_word, "SHOW_FORM") == 0)
    return CONNECT_ACTION_SHOW_FORM;
  if (g_strcmp0 (self->type_word, "CALL_THIRD_PARTY") == 0)
    return CONNECT_ACTION_CALL_THIRD_PARTY;

  return CONNECT_ACTION_OTHER;
}

const char *
connect_merchant_action_get_type_word (ConnectMerchantAction *self)
{
  g_return_val_if_fail (CONNECT_IS_MERCHANT_ACTION (self), NULL);

  return self->type_word;
}

const char *
connect_merchant_action_get (ConnectMerchantAction *self,
                             const char            *key)
{
  g_return_val_if_fail (CONNECT_IS_MERCHANT_ACTION (self), NULL);

  for (guint i = 0; i < self->pairs->len; i++)
    if (g_strcmp0 (g_array_index (self->pairs, Pair, i).key, key) == 0)
      return g_array_index (self->pairs, Pair, i).value;

  return NULL;
}

guint
connect_merchant_action_get_n_pairs (ConnectMerchantAction *self)
{
  g_return_val_if_fail (CONNECT_IS_MERCHANT_ACTION (self), 0);

  return self->pairs->len;
}

void
connect_merchant_action_get_pair (ConnectMerchantAction  *self,
                                  guint                   index,
                                  const char            **key,
                                  const char            **value)
{
  g_return_if_fail (CONNECT_IS_MERCHANT_ACTION (self));
  g_return_if_fail (index < self->pairs->len);

  *key = g_array_index (self->pairs, Pair, index).key;
  *value = g_array_index (self->pairs, Pair, index).value;
}

const char *
connect_merchant_action_get_wechat_payment_id (ConnectMerchantAction *self)
{
  const char *id = connect_merchant_action_get (self, CONNECT_ACTION_WECHAT_PAYMENTID);

  return id != NULL ? id : connect_merchant_action_get (self, CONNECT_ACTION_PREPAY_ID);
}

GBytes *
connect_merchant_action_get_picture (ConnectMerchantAction  *self,
                                     GError                **error)
{
  g_autofree char *packed = NULL;
  const char *text;
  guchar *bytes;
  gsize length;

  g_return_val_if_fail (CONNECT_IS_MERCHANT_ACTION (self), NULL);

  text = connect_merchant_action_get (self, CONNECT_ACTION_QRCODE);
  packed = text != NULL ? strict_base64 (skip_data_prefix (text)) : NULL;
  if (packed == NULL)
    {
      g_set_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER,
                   text != NULL ? "QRCODE is no Base64" : "there is no QRCODE");
      return NULL;
    }
  bytes = g_base64_decode (packed, &length);

  return g_bytes_new_take (bytes, length);
}
