/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TILL_TYPE_RANDOM (till_random_get_type ())

/** TillRandom: where randomness comes from; the kernel's, unless a test derives its own. Safe from any thread. */
G_DECLARE_DERIVABLE_TYPE (TillRandom, till_random, TILL, RANDOM, GObject)

struct _TillRandomClass
{
  GObjectClass parent_class;

  void (*fill) (TillRandom *self,
                guint8     *bytes,
                gsize       n_bytes);
};

TillRandom *till_random_new  (void);
void        till_random_fill (TillRandom *self,
                              guint8     *bytes,
                              gsize       n_bytes);
/** till_random_uuid: (return) (transfer full): a version 4 UUID, 36 characters. */
char       *till_random_uuid (TillRandom *self);
/** till_random_text: (return) (transfer full): @length characters drawn evenly from @alphabet (ASCII). */
char       *till_random_text (TillRandom *self,
                              const char *alphabet,
                              gsize       length);

G_END_DECLS
