/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-test-message.h"

G_BEGIN_DECLS

/**
 * ConnectTestServer:
 *
 * An HTTP/1.1 server on a free port of 127.0.0.1, in threads of its own, that misbehaves byte by byte as told.
 * The main context is woken whenever something has happened.
 */
typedef struct _ConnectTestServer ConnectTestServer;

/** connect_test_server_new: @certificate: (nullable): speak TLS; "h2" is offered too, and preferred. */
ConnectTestServer        *connect_test_server_new            (GTlsCertificate         *certificate);
void                      connect_test_server_free           (ConnectTestServer       *self);
const char               *connect_test_server_get_endpoint   (ConnectTestServer       *self);

/**
 * connect_test_server_script:
 *
 * The n-th request from now on gets the n-th answer, all further ones get the last.  What was seen is forgotten.
 * The texts must stay until they are sent.
 */
void                      connect_test_server_script         (ConnectTestServer       *self,
                                                              const ConnectTestAnswer *answers,
                                                              guint                    n_answers);

guint                     connect_test_server_n_requests     (ConnectTestServer       *self);
guint                     connect_test_server_n_connections  (ConnectTestServer       *self);
/** connect_test_server_get_request: valid until the next script. */
const ConnectTestRequest *connect_test_server_get_request    (ConnectTestServer       *self,
                                                              guint                    index);
/** connect_test_server_dup_protocol: (return) (nullable) (transfer full): what TLS negotiated last. */
char                     *connect_test_server_dup_protocol   (ConnectTestServer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectTestServer, connect_test_server_free)

G_END_DECLS
