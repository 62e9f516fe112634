/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "connect-date.h"
#include "fuzz.h"
#include "sandbox-server.h"

/* A request to the stand-in platform: bytes as they come; or, when the first line is "sign METHOD PATH", a signed
 * one with the rest as its body.  It is answered, or the connection is closed; the next is served all the same. */

#define PATIENCE_US (20 * 1000)   /* a script may hold an answer back: then it is not waited for */
#define LIFE        500            /* requests after which the platform begins anew, with all that they have done */

static SandboxServer *server;
static guint          served;

static GSocket *
connect_to_server (void)
{
  g_autoptr(GSocketAddress) nowhere = g_inet_socket_address_new_from_string ("127.0.0.1", 1);
  g_autoptr(GSocket) near = NULL;
  g_autoptr(GSocketConnection) connection = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  near = g_socket_new_from_fd (ends[0], NULL);
  connection = g_socket_connection_factory_create_connection (near);
  g_assert_true (soup_server_accept_iostream (server->soup, G_IO_STREAM (connection), nowhere, nowhere, NULL));

  return g_socket_new_from_fd (ends[1], NULL);
}

static GString *
sign (const char *method,
      const char *path,
      const char *body,
      gsize       length)
{
  g_autofree char *target = g_strdup_printf ("/v1/%s/%s", server->account->merchant_id, path);
  g_autofree char *date = connect_date_format (g_get_real_time () / G_USEC_PER_SEC);
  const char *type = length > 0 ? "application/json" : NULL;
  const ConnectHeader key = { "X-GCS-Idempotence-Key", "3f1c2a44-0d55-4b0a-9f0e-5a1f6f5f0001" };
  g_autofree char *signature = connect_signer_sign (server->signer, method, type, date, &key, 1, target);
  g_autofree char *authorization = connect_signer_authorize (server->signer, signature);
  GString *request = g_string_new (NULL);

  g_string_printf (request, "%s %s HTTP/1.1\r\nHost: x\r\nDate: %s\r\nAuthorization: %s\r\n%s: %s\r\n",
                   method, target, date, authorization, key.name, key.value);
  if (type != NULL)
    g_string_append_printf (request, "Content-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", type, length);
  g_string_append (request, "\r\n");
  g_string_append_len (request, body, (gssize) length);

  return request;
}

/* What would break the request's own first line is not for this way in. */
static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;

  return TRUE;
}

static GString *
make_request (FuzzInput *input)
{
  FuzzInput whole = *input;
  g_autofree char *line = fuzz_take_line (input);
  g_auto(GStrv) words = g_strsplit (line, " ", -1);

  if (g_strv_length (words) == 3 && strcmp (words[0], "sign") == 0 && is_plain (words[1]) && is_plain (words[2])
      && words[1][0] != '\0' && words[2][0] != '\0')
    return sign (words[1], words[2], input->at, input->left);

  return g_string_new_len (whole.at, (gssize) whole.left);
}

static void
send_request (GSocket       *socket,
              const GString *request)
{
  for (gsize at = 0; at < request->len; )
    {
      gssize n = g_socket_send_with_blocking (socket, request->str + at, request->len - at, FALSE, NULL, NULL);

      if (n > 0)
        at += (gsize) n;
      else if (!g_main_context_iteration (NULL, FALSE))
        break;
    }
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
}

/* Both ends are in this process: when there is nothing more to do, and no request is without its answer, all has
 * been said.
 */
static void
await_end (GSocket *socket)
{
  gint64 give_up = g_get_monotonic_time () + PATIENCE_US;
  char buffer[16384];
  guint idle = 0;

  while (idle < 3 && g_get_monotonic_time () < give_up)
    {
      gssize n = g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, NULL);

      if (n == 0)
        break;
      if (g_main_context_iteration (NULL, FALSE) || n > 0 || g_hash_table_size (server->calls) > 0)
        idle = 0;
      else
        idle++;
    }
}

static void
ask (const GString *request)
{
  g_autoptr(GSocket) socket = connect_to_server ();

  send_request (socket, request);
  await_end (socket);
  g_socket_close (socket, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { (const char *) data, size };
  g_autoptr(GError) error = NULL;
  GString *request;

  if (server == NULL)
    server = sandbox_server_new (0, NULL, NULL, &error);
  g_assert_no_error (error);

  request = make_request (&input);
  ask (request);
  g_string_free (request, TRUE);
  if (++served % LIFE == 0)
    g_clear_pointer (&server, sandbox_server_free);

  return 0;
}
