/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-command.h"

G_BEGIN_DECLS

/**
 * ctl_options_parse:
 * @entries: ends with an empty row; texts (G_OPTION_ARG_STRING) come out as UTF-8 whatever the locale says
 * @n_rest: how many arguments must be there beside the options
 * @rest: (out) (transfer full): those arguments, %NULL-terminated
 *
 * Says on stderr what is wrong.
 *
 * Returns: %CTL_GO_ON or %CTL_EXIT_USAGE; --help prints and ends the program
 */
int  ctl_options_parse (CtlCall             *call,
                        const GOptionEntry  *entries,
                        guint                min_rest,
                        guint                max_rest,
                        char              ***rest);

G_END_DECLS
