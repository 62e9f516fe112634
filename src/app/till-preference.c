/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <gio/gio.h>
#include <glib/gi18n.h>

#include "till-account.h"
#include "till-error.h"
#include "till-money.h"
#include "till-preference.h"

#define SHOP_NAME_MAX  40
#define DESCRIPTOR_MAX 32
#define TILL_ID_MAX    8

#define ALPHANUMERIC "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

typedef const char *(* CheckFunc) (const char *text,
                                   const char *currency);

static const char *
check_shop_name (const char *text,
                 const char *currency)
{
  return g_utf8_strlen (text, -1) <= SHOP_NAME_MAX ? NULL : _("At most 40 characters");
}

static const char *
check_till_id (const char *text,
               const char *currency)
{
  gsize length = strlen (text);

  if (length >= 1 && length <= TILL_ID_MAX && strspn (text, ALPHANUMERIC) == length)
    return NULL;

  return _("1 to 8 letters A to Z and digits");
}

static const char *
check_descriptor (const char *text,
                  const char *currency)
{
  return g_utf8_strlen (text, -1) <= DESCRIPTOR_MAX ? NULL : _("At most 32 characters");
}

static const char *
check_confirm_above (const char *text,
                     const char *currency)
{
  TillMoney money;

  if (*text == '\0' || till_money_parse (text, currency, ".", &money, NULL))
    return NULL;

  return _("An amount with a dot, such as 499.99");
}

static const char *
check_address (const char *text,
               const char *currency)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);

  return *text == '\0' || address != NULL ? NULL : _("An address in numbers, such as 192.0.2.7");
}

static const char *
check_proxy (const char *text,
             const char *currency)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  if (*text == '\0' || (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'))
    return NULL;

  return _("An address such as http://proxy.example.com:3128");
}

static const char *
check_file (const char *text,
            const char *currency)
{
  return *text == '\0' || g_file_test (text, G_FILE_TEST_IS_REGULAR) ? NULL : _("There is no such file");
}

static const char *
check_secret_file (const char *text,
                   const char *currency)
{
  if (*text == '\0' || till_account_check_secret_file (text, NULL))
    return NULL;

  return _("The file must be there, belong to this user, and be closed to everybody else");
}

static const char *
check_locale (const char *text,
              const char *currency)
{
  static const char shape[] = "aa_AA";
  gsize length = strlen (text);

  if (length != 0 && length != 2 && length != 5)
    return _("Two small letters, or a form such as en_GB");

  for (gsize i = 0; i < length; i++)
    {
      if (shape[i] == 'a' ? !g_ascii_islower (text[i]) : shape[i] == 'A' ? !g_ascii_isupper (text[i]) : text[i] != '_')
        return _("Two small letters, or a form such as en_GB");
    }

  return NULL;
}

static const struct
{
  const char *key;
  CheckFunc   check;
} checks[] =
{
  { "shop-name", check_shop_name },
  { "till-id", check_till_id },
  { "descriptor", check_descriptor },
  { "confirm-above", check_confirm_above },
  { "customer-ip-address", check_address },
  { "proxy", check_proxy },
  { "ca-file", check_file },
  { "secret-file", check_secret_file },
  { "locale", check_locale },
};

const char *
till_preference_check (const char *key,
                       const char *text,
                       const char *currency)
{
  g_return_val_if_fail (key != NULL && text != NULL && currency != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    return _("Some of it is no text");

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return _("No line breaks or other invisible characters");
    }

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (g_str_equal (checks[i].key, key))
        return checks[i].check (text, currency);
    }

  g_return_val_if_reached (NULL);
}
