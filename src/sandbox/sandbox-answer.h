/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * SandboxAnswer:
 *
 * An answer before it is sent: handlers make it, faults may change it.
 */
typedef struct
{
  guint               status;
  char               *content_type;   /* (nullable) (owned) NULL when there is no body */
  GBytes             *body;           /* (owned) */
  SoupMessageHeaders *headers;        /* (owned) further ones */
} SandboxAnswer;

/** sandbox_answer_new: @body is taken. */
SandboxAnswer *sandbox_answer_new          (guint          status,
                                            const char    *content_type,
                                            GBytes        *body);
/** sandbox_answer_new_empty: without body and Content-Type. */
SandboxAnswer *sandbox_answer_new_empty    (guint          status);
/** sandbox_answer_new_json: @root is taken. */
SandboxAnswer *sandbox_answer_new_json     (guint          status,
                                            JsonObject    *root);
/** sandbox_answer_new_html: as a gateway in front of the platform answers; @text is escaped. */
SandboxAnswer *sandbox_answer_new_html     (guint          status,
                                            const char    *text);
/** sandbox_answer_new_errors: @errors and @result (nullable) are taken; @result_name: "paymentResult", "refundResult". */
SandboxAnswer *sandbox_answer_new_errors   (guint          status,
                                            JsonArray     *errors,
                                            const char    *result_name,
                                            JsonObject    *result);
/** sandbox_answer_new_error: an answer with one error. @id and @property may be %NULL. */
SandboxAnswer *sandbox_answer_new_error    (guint          status,
                                            const char    *code,
                                            const char    *id,
                                            const char    *property,
                                            const char    *message);
void           sandbox_answer_free         (SandboxAnswer *self);

void           sandbox_answer_set_header   (SandboxAnswer *self,
                                            const char    *name,
                                            const char    *value);
/** sandbox_answer_set_body: @body is taken. */
void           sandbox_answer_set_body     (SandboxAnswer *self,
                                            GBytes        *body);

/** sandbox_errors_add: appends one of the platform's errors (connect-api.md 9). @id and @property may be %NULL. */
void           sandbox_errors_add          (JsonArray     *errors,
                                            guint          status,
                                            const char    *code,
                                            const char    *id,
                                            const char    *property,
                                            const char    *message);

/** sandbox_json_to_text: (return) (transfer full) */
char          *sandbox_json_to_text        (JsonObject    *root);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxAnswer, sandbox_answer_free)

G_END_DECLS
