/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-context.h"

G_BEGIN_DECLS

/**
 * CtlQrFile:
 *
 * The picture of --qr-file.  Whoever looks at the path sees a whole picture or none.
 */
typedef struct _CtlQrFile CtlQrFile;

/** ctl_qr_file_new: @error: of %G_FILE_ERROR; nothing can be written there. Said before anything is sent. */
CtlQrFile *ctl_qr_file_new    (const char   *path,
                               GError      **error);
/** ctl_qr_file_write: the picture appears at its path, noted beside the journal for whoever follows @id. */
gboolean   ctl_qr_file_write  (CtlQrFile    *self,
                               const char   *directory,
                               const char   *id,
                               TillCode     *code,
                               GError      **error);
gboolean   ctl_qr_file_is_written (CtlQrFile *self);
/** ctl_qr_file_free: what was not written leaves nothing behind; what was written stays until it is dropped. */
void       ctl_qr_file_free   (CtlQrFile    *self);

/** ctl_qr_file_sweep: takes away pictures whose payment cannot be paid any more. */
void       ctl_qr_file_sweep  (CtlContext   *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlQrFile, ctl_qr_file_free)

G_END_DECLS
