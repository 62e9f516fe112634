/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>
#include <glib.h>

G_BEGIN_DECLS

/* A picture of a code that was written for another program (tillctl --qr-file) must go once the payment cannot
 * be paid any more, also when the program that wrote it has gone: whoever follows the payment takes it away.
 * A note beside the journal, one file a payment, says where it is and which file it is, so that a later
 * picture at the same path is let be. */

/**
 * till_code_file_note:
 * @directory: the journal's
 * @id: Till's own id of the payment
 * @path: absolute
 * @info: device and inode of the picture
 * @error: of %G_FILE_ERROR
 */
gboolean  till_code_file_note (const char         *directory,
                               const char         *id,
                               const char         *path,
                               const struct stat  *info,
                               GError            **error);
/** till_code_file_drop: removes the picture of @id if it is still that file, then the note. Nothing noted: does nothing. */
void      till_code_file_drop (const char         *directory,
                               const char         *id);
/** till_code_file_list: (return) (transfer full): the ids of payments that have a picture. */
char    **till_code_file_list (const char         *directory);

G_END_DECLS
