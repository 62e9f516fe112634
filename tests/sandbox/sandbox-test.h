/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "connect-signer.h"
#include "sandbox.h"

G_BEGIN_DECLS

/**
 * SandboxTest:
 *
 * A sandbox in the process and a client that speaks to it, call by call.
 */
typedef struct
{
  Sandbox       *sandbox;   /* (owned) */
  SoupSession   *session;   /* (owned) */
  ConnectSigner *signer;    /* (owned) */
} SandboxTest;

/** SandboxReply: what came back; @error when the connection broke. */
typedef struct
{
  guint               status;
  SoupMessageHeaders *headers;   /* (owned) */
  char               *text;      /* (owned) the body, NUL-terminated */
  gsize               length;
  JsonNode           *json;      /* (nullable) (owned) of a body of application/json that can be parsed */
  GError             *error;     /* (nullable) (owned) */
} SandboxReply;

/** SandboxRequest: a request that need not be right. What is %NULL is made as it should be. */
typedef struct
{
  const char *method;
  const char *path;            /* after /v1/{merchantId}/ */
  const char *body;            /* (nullable) */
  const char *key;             /* (nullable) X-GCS-Idempotence-Key */
  const char *merchant;        /* (nullable) */
  const char *key_id;          /* (nullable) */
  const char *secret;          /* (nullable) */
  const char *content_type;    /* (nullable) application/json with a body, none without one */
  const char *date;            /* (nullable) "" for none */
  gint64      seconds;         /* by which the Date is off */
  const char *authorization;   /* (nullable) "" for none */
  gboolean    raw_query;       /* signed as it is sent, not decoded */
  guint       timeout;         /* ms; 0: 10 s */
} SandboxRequest;

SandboxTest  *sandbox_test_new       (const char           *state_file,
                                      const char           *script_file);
void          sandbox_test_free      (SandboxTest          *self);

/** sandbox_test_send: a request of the API, whatever is in it. */
SandboxReply *sandbox_test_send      (SandboxTest          *self,
                                      const SandboxRequest *request);
/** sandbox_test_call: a request as it should be. @body and @key may be %NULL. */
SandboxReply *sandbox_test_call      (SandboxTest          *self,
                                      const char           *method,
                                      const char           *path,
                                      const char           *body,
                                      const char           *key);
/** sandbox_test_plain: an unsigned request of "/…". */
SandboxReply *sandbox_test_plain     (SandboxTest          *self,
                                      const char           *method,
                                      const char           *path,
                                      const char           *body);
/** sandbox_test_control: a request of /_control/… that has to end with 200 or 204. */
SandboxReply *sandbox_test_control   (SandboxTest          *self,
                                      const char           *method,
                                      const char           *path,
                                      const char           *body);
/** sandbox_test_set: a POST of /_control/… whose answer does not matter beyond that. */
void          sandbox_test_set       (SandboxTest          *self,
                                      const char           *path,
                                      const char           *body);
/** sandbox_test_add_fault: @format: JSON with single quotes for double ones. */
void          sandbox_test_add_fault (SandboxTest          *self,
                                      const char           *json);

/** sandbox_test_create: (return) (transfer full): the id of a new payment of @type with @reference. */
char         *sandbox_test_create    (SandboxTest          *self,
                                      const char           *type,
                                      const char           *reference);
/** sandbox_test_status: (return) (transfer full): a payment's status word. */
char         *sandbox_test_status    (SandboxTest          *self,
                                      const char           *payment_id);
/** sandbox_test_count: payments that the sandbox holds. */
guint         sandbox_test_count     (SandboxTest          *self);

/** sandbox_test_payment_body: (return) (transfer full): a good body for POST /payments, of which more in its tests. */
char         *sandbox_test_payment_body  (const char       *type,
                                          const char       *reference);
char         *sandbox_test_checkout_body (const char       *reference);
/** sandbox_test_edit: (return) (transfer full): @json with the member at the dotted @path set to @value (JSON, single quotes for double), or removed by %NULL. */
char         *sandbox_test_edit      (const char           *json,
                                      const char           *path,
                                      const char           *value);

void          sandbox_reply_free     (SandboxReply         *self);
/** sandbox_reply_get: (return) (nullable): the value at the dotted path; numbers of lists count from 0. */
JsonNode     *sandbox_reply_get      (SandboxReply         *self,
                                      const char           *path);
const char   *sandbox_reply_string   (SandboxReply         *self,
                                      const char           *path);
gint64        sandbox_reply_integer  (SandboxReply         *self,
                                      const char           *path);
gboolean      sandbox_reply_boolean  (SandboxReply         *self,
                                      const char           *path);
const char   *sandbox_reply_header   (SandboxReply         *self,
                                      const char           *name);

/** sandbox_assert_error: an answer in Connect JSON, with this code and property (nullable) in one of its errors. */
void          sandbox_assert_error   (SandboxReply         *self,
                                      guint                 status,
                                      const char           *code,
                                      const char           *property);
void          sandbox_assert_html    (SandboxReply         *self,
                                      guint                 status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxTest, sandbox_test_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxReply, sandbox_reply_free)

G_END_DECLS
