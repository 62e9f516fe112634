/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-card.h"

#define FEWEST_DIGITS 15
#define MOST_DIGITS   16

/* How the numbers of each scheme begin, as their first four digits. */
static const struct
{
  int   first;
  int   last;
  guint n_digits;
} schemes[] = {
  { 3400, 3499, 15 },   /* American Express */
  { 3700, 3799, 15 },
  { 2200, 2204, 16 },   /* Mir */
  { 2221, 2720, 16 },   /* Mastercard */
  { 3000, 3059, 16 },   /* Diners Club */
  { 3600, 3699, 16 },
  { 3800, 3999, 16 },
  { 3528, 3589, 16 },   /* JCB */
  { 4000, 4999, 16 },   /* Visa */
  { 5000, 5099, 16 },   /* Maestro, Verve, RuPay */
  { 5100, 5599, 16 },   /* Mastercard */
  { 5600, 5899, 16 },   /* Maestro, girocard */
  { 6011, 6011, 16 },   /* Discover */
  { 6060, 6089, 16 },   /* RuPay */
  { 6200, 6299, 16 },   /* UnionPay */
  { 6304, 6304, 16 },   /* Maestro */
  { 6390, 6399, 16 },
  { 6440, 6599, 16 },   /* Discover, RuPay, Troy */
  { 6700, 6799, 16 },   /* Maestro */
  { 8100, 8299, 16 },   /* UnionPay, RuPay */
  { 9792, 9792, 16 },   /* Troy */
};

/* A run of digits, and where in it a group begins. */
typedef struct
{
  GByteArray *digits;    /* (owned) values, not characters */
  GByteArray *begins;    /* (owned) %TRUE for the first of a group */
} Run;

static gboolean
begins_as_cards_do (const guint8 *digits,
                    guint         n_digits)
{
  int beginning = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (beginning >= schemes[i].first && beginning <= schemes[i].last && n_digits == schemes[i].n_digits)
        return TRUE;
    }

  return FALSE;
}

static gboolean
passes_luhn (const guint8 *digits,
             guint         n_digits)
{
  int sum = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      int digit = digits[n_digits - 1 - i];

      if (i % 2 == 1)
        digit = digit < 5 ? 2 * digit : 2 * digit - 9;
      sum += digit;
    }

  return sum % 10 == 0;
}

/* A number is made of whole groups: what is cut out of the middle of a longer one is none. */
static gboolean
holds_card (const Run *run)
{
  for (guint first = 0; first + FEWEST_DIGITS <= run->digits->len; first++)
    {
      if (!run->begins->data[first])
        continue;

      for (guint n = FEWEST_DIGITS; n <= MOST_DIGITS && first + n <= run->digits->len; n++)
        {
          const guint8 *digits = run->digits->data + first;

          if ((first + n == run->digits->len || run->begins->data[first + n])
              && begins_as_cards_do (digits, n) && passes_luhn (digits, n))
            return TRUE;
        }
    }

  return FALSE;
}

static gboolean
is_separator (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION;
}

static void
add_digit (Run    *run,
           guint8  digit,
           guint8  begins)
{
  g_byte_array_append (run->digits, &digit, 1);
  g_byte_array_append (run->begins, &begins, 1);
}

gboolean
till_card_looks_like_one (const char *text)
{
  Run run = { g_byte_array_new (), g_byte_array_new () };
  gunichar before = 0;
  gboolean found = FALSE;

  for (const char *p = text; !found; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        add_digit (&run, g_unichar_digit_value (c), !g_unichar_isdigit (before));
      else if (!is_separator (c) || !g_unichar_isdigit (before))
        {
          found = holds_card (&run);
          g_byte_array_set_size (run.digits, 0);
          g_byte_array_set_size (run.begins, 0);
        }

      before = c;
      if (c == 0)
        break;
    }

  g_byte_array_unref (run.digits);
  g_byte_array_unref (run.begins);

  return found;
}
