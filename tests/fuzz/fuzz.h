/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "connect-merchant-action.h"

G_BEGIN_DECLS

/* What the fuzz targets share.  A target is one file: it is given bytes, and may not crash, leak, take more than
 * it should, or say what is not so.  Inputs are texts where that is possible, so that a corpus can be read. */

/** LLVMFuzzerTestOneInput: the target itself; libFuzzer calls it. */
int     LLVMFuzzerTestOneInput (const guint8  *data,
                                gsize          size);
/** LLVMFuzzerInitialize: the same for all targets: quiet, and a GLib critical is a crash. */
int     LLVMFuzzerInitialize   (int           *argc,
                                char        ***argv);

/** FuzzInput: what is left of an input. */
typedef struct
{
  const char *at;
  gsize       left;
} FuzzInput;

/** fuzz_take_line: (return) (transfer full): up to the line's end, which is passed over; cut at a NUL. */
char   *fuzz_take_line         (FuzzInput     *input);
/** fuzz_take_byte: 0 at the end. */
guint8  fuzz_take_byte         (FuzzInput     *input);
/** fuzz_take_text: (return) (transfer full): the rest; cut at a NUL. */
char   *fuzz_take_text         (FuzzInput     *input);

/** fuzz_assert_text: @text (nullable) is UTF-8 of at most @max_chars characters. */
void    fuzz_assert_text       (const char    *text,
                                gsize          max_chars);
/** fuzz_assert_action: what a merchant action promises; also that it reads back as it was written. */
void    fuzz_assert_action     (ConnectMerchantAction *action);

G_END_DECLS
