/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SandboxFaults:
 *
 * The list of faults to play, from a script or from /_control/faults.  Each counts the requests that it fits
 * by itself, from when it was added.
 */
typedef struct _SandboxFaults SandboxFaults;
typedef struct _SandboxFault SandboxFault;

SandboxFaults *sandbox_faults_new         (void);
void           sandbox_faults_free        (SandboxFaults  *self);

/** sandbox_faults_add: @error: %G_IO_ERROR_INVALID_ARGUMENT: says which member is wrong. */
gboolean       sandbox_faults_add         (SandboxFaults  *self,
                                           JsonObject     *spec,
                                           GError        **error);
void           sandbox_faults_clear       (SandboxFaults  *self);

/**
 * sandbox_faults_take:
 * @call: the operation's word
 * @merchant_reference: (nullable): of the payment that the request is about, where it says
 *
 * Counts the request.
 *
 * Returns: (transfer full) (nullable) (element-type SandboxFault): the faults that it meets, in the order of the list
 */
GPtrArray     *sandbox_faults_take        (SandboxFaults  *self,
                                           const char     *call,
                                           const char     *merchant_reference);
/** sandbox_faults_to_json: (return) (transfer full): each as it was given, with "seen" and "played". */
JsonArray     *sandbox_faults_to_json     (SandboxFaults  *self);

/* One fault.  @call is a SandboxCall. */

const char    *sandbox_fault_get_word     (SandboxFault   *self);
/** sandbox_fault_prepare: before the request is executed. */
void           sandbox_fault_prepare      (SandboxFault   *self,
                                           gpointer        call);
/** sandbox_fault_change: to the answer, or (unexecuted) instead of one. */
void           sandbox_fault_change       (SandboxFault   *self,
                                           gpointer        call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxFaults, sandbox_faults_free)

G_END_DECLS
