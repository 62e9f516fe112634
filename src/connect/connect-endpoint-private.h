/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-endpoint.h"

G_BEGIN_DECLS

/** connect_host_is_loopback: @host: (nullable): in lower case, without brackets. */
gboolean connect_host_is_loopback     (const char *host);

/** connect_endpoint_is_loopback: @endpoint: as connect_endpoint_normalize() gives it. */
gboolean connect_endpoint_is_loopback (const char *endpoint);

G_END_DECLS
