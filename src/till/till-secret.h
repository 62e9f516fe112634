/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TillSecret:
 *
 * An API secret on its way to the signer or to its keeper, in memory of its own: never written to swap, left out
 * of core dumps, wiped when it is freed.
 */
typedef struct
{
  char  *text;     /* (owned) pages of its own */
  gsize  length;   /* bytes of the secret in @text, without the NUL behind it */

  /*< private >*/
  gsize  size;     /* of the pages */
} TillSecret;

/** till_secret_new: an empty one, with room for @n_bytes and a NUL behind them. */
TillSecret *till_secret_new           (gsize       n_bytes);
/** till_secret_new_from_text: copies; the caller wipes its own. */
TillSecret *till_secret_new_from_text (const char *text);
/** till_secret_free: wipes it first. */
void        till_secret_free          (TillSecret *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillSecret, till_secret_free)

G_END_DECLS
