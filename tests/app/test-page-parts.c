/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "made-up.h"
#include "till-choice.h"
#include "till-code-view.h"
#include "till-details.h"
#include "till-payment-layout.h"
#include "till-preference.h"

static void
test_code_place (void)
{
  static const struct
  {
    int width, height, columns;
    int unit, x, y;
  } places[] = {
    { 704, 705, 29, 19, 76, 77 },
    { 1408, 1410, 29, 38, 153, 154 },
    { 500, 529, 29, 13, 61, 76 },
    { 37, 37, 29, 1, 4, 4 },
    { 36, 37, 29, 0, 18, 18 },
    { 370, 100, 29, 2, 156, 21 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      TillCodePlace place = till_code_place (places[i].width, places[i].height, places[i].columns, places[i].columns, 4);

      g_assert_cmpint (place.unit, ==, places[i].unit);
      g_assert_cmpint (place.x, ==, places[i].x);
      g_assert_cmpint (place.y, ==, places[i].y);
      g_assert_cmpint (place.width, ==, places[i].unit * places[i].columns);
    }
}

/* Four modules stay white on each side, whatever the place and the code. */
static void
test_code_margin (void)
{
  for (int columns = 21; columns <= 177; columns += 4)
    {
      for (int side = columns + 8; side < 1200; side += 7)
        {
          TillCodePlace place = till_code_place (side, side + 31, columns, columns, 4);

          g_assert_cmpint (place.unit, >=, 1);
          g_assert_cmpint (place.x, >=, 4 * place.unit);
          g_assert_cmpint (place.y, >=, 4 * place.unit);
          g_assert_cmpint (place.x + place.width + 4 * place.unit, <=, side);
        }
    }
}

static void
test_card (void)
{
  static const struct
  {
    TillPaymentSpace space;
    int              others;
    int              wide, upright;
  } cards[] = {
    { { 1280, 741, 36, 48, 18, 440 }, 500, 705, 205 },
    { { 800, 554, 12, 18, 12, 270 }, 400, 488, 142 },
    { { 1080, 1861, 36, 48, 18, 440 }, 600, 520, 1008 },
    { { 1000, 940, 36, 48, 18, 440 }, 420, 440, 484 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      g_assert_cmpint (till_payment_space_card (&cards[i].space, FALSE, 0), ==, cards[i].wide);
      g_assert_cmpint (till_payment_space_card (&cards[i].space, TRUE, cards[i].others), ==, cards[i].upright);
    }
}

static void
test_preferences (void)
{
  static const struct
  {
    const char *key;
    const char *good[5];
    const char *bad[6];
  } preferences[] = {
    { "shop-name", { "", "Corner Coffee", "街角咖啡" }, { "12345678901234567890123456789012345678901", "a\nb" } },
    { "till-id", { "T1", "a", "12345678" }, { "", "123456789", "T 1", "T-1", "Ä1", "T\n1" } },
    { "descriptor", { "", "Corner Coffee", "ääääääääääääääääääääääääääääääää" },
      { "123456789012345678901234567890123", "ä\tb" } },
    { "confirm-above", { "", "500", "499.99" }, { "0", "-5", "1,50", "abc", "1.234", "1e3" } },
    { "customer-ip-address", { "", "192.0.2.7", "2001:db8::1" }, { "example.com", "192.0.2", "1.2.3.4:80" } },
    { "proxy", { "", "http://proxy.example.com:3128" }, { "proxy", "http://", "://a" } },
    { "ca-file", { "" }, { "/no/such/file", "/" } },
    { "secret-file", { "" }, { "/no/such/file", "/" } },
    { "locale", { "", "de", "en_GB" }, { "d", "EN", "en-GB", "en_gb", "deutsch", "en_G1" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    {
      for (guint j = 0; preferences[i].good[j] != NULL; j++)
        g_assert_null (till_preference_check (preferences[i].key, preferences[i].good[j], "EUR"));

      for (guint j = 0; j < G_N_ELEMENTS (preferences[i].bad) && preferences[i].bad[j] != NULL; j++)
        {
          if (till_preference_check (preferences[i].key, preferences[i].bad[j], "EUR") == NULL)
            g_error ("%s takes “%s”", preferences[i].key, preferences[i].bad[j]);
        }
    }
}

static void
test_secret_file (void)
{
  g_autofree char *directory = g_dir_make_tmp ("till-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "secret", NULL);

  g_assert_true (g_file_set_contents (path, "secret", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  g_assert_nonnull (till_preference_check ("secret-file", path, "EUR"));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_null (till_preference_check ("secret-file", path, "EUR"));

  g_unlink (path);
  g_rmdir (directory);
}

static gboolean
has_choice (GListModel *choices,
            const char *code,
            const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr(TillChoice) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (till_choice_get_code (choice), code))
        return name == NULL || g_str_equal (till_choice_get_name (choice), name);
    }

  return FALSE;
}

static void
test_choices (void)
{
  g_autoptr(GListModel) countries = till_countries_new ();
  g_autoptr(GListModel) currencies = till_currencies_new ();

  g_assert_true (has_choice (countries, "DE", "Germany"));
  g_assert_true (has_choice (countries, "CN", NULL));
  g_assert_true (has_choice (currencies, "EUR", "EUR – Euro"));
  g_assert_true (has_choice (currencies, "XCG", NULL));
  g_assert_false (has_choice (currencies, "XAU", NULL));
}

static void
test_details (void)
{
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("refused-not-offered"));
  g_autoptr(GPtrArray) details = NULL;
  g_autofree char *text = NULL;

  g_free (record->key);
  record->key = g_strdup ("idempotence-key");
  g_free (record->error_message);
  record->error_message = g_strdup ("no provider\xff");
  details = till_details_new (record);
  text = till_details_to_text (details);

  g_assert_nonnull (strstr (text, "Reference: T1-000042\n"));
  g_assert_nonnull (strstr (text, "State: refused\n"));
  g_assert_nonnull (strstr (text, "Platform’s error code: 430900\n"));
  g_assert_nonnull (strstr (text, "Platform’s message: no provider"));
  g_assert_null (strstr (text, "Payment ID"));
  g_assert_null (strstr (text, "idempotence-key"));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page-parts/code-place", test_code_place);
  g_test_add_func ("/page-parts/code-margin", test_code_margin);
  g_test_add_func ("/page-parts/card", test_card);
  g_test_add_func ("/page-parts/preferences", test_preferences);
  g_test_add_func ("/page-parts/secret-file", test_secret_file);
  g_test_add_func ("/page-parts/choices", test_choices);
  g_test_add_func ("/page-parts/details", test_details);

  return g_test_run ();
}
