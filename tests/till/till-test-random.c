/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-random.h"

struct _TillTestRandom
{
  TillRandom  parent_instance;

  GMutex      mutex;
  GRand      *rand;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (TillTestRandom, till_test_random, TILL_TYPE_RANDOM)

static void
fill (TillRandom *random,
      guint8     *bytes,
      gsize       n_bytes)
{
  TillTestRandom *self = TILL_TEST_RANDOM (random);

  g_mutex_lock (&self->mutex);
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = g_rand_int (self->rand) & 0xff;
  g_mutex_unlock (&self->mutex);
}

static void
till_test_random_finalize (GObject *object)
{
  TillTestRandom *self = TILL_TEST_RANDOM (object);

  g_mutex_clear (&self->mutex);
  g_rand_free (self->rand);

  G_OBJECT_CLASS (till_test_random_parent_class)->finalize (object);
}

static void
till_test_random_class_init (TillTestRandomClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = till_test_random_finalize;
  TILL_RANDOM_CLASS (klass)->fill = fill;
}

static void
till_test_random_init (TillTestRandom *self)
{
  g_mutex_init (&self->mutex);
  self->rand = g_rand_new_with_seed (0);
}

TillTestRandom *
till_test_random_new (guint32 seed)
{
  TillTestRandom *self = g_object_new (TILL_TYPE_TEST_RANDOM, NULL);

  g_rand_set_seed (self->rand, seed);

  return self;
}
