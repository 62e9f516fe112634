/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>
#include <glib/gi18n.h>

#include "ctl-output.h"
#include "ctl-terminal.h"

#define CLEAR_LINE "\r\033[K"
#define CLEAR_BELOW "\033[J"

struct _CtlTerminal
{
  FILE     *out;          /* not owned */
  gboolean  live;
  guint     code_lines;   /* of the code that stands above the line */
  char     *line;         /* (nullable) (owned) what stands under it, in the locale's characters */
};

CtlTerminal *
ctl_terminal_new (void)
{
  CtlTerminal *self = g_new0 (CtlTerminal, 1);
  gboolean live_out = isatty (STDOUT_FILENO);
  gboolean live_err = isatty (STDERR_FILENO);

  self->live = live_out || live_err;
  self->out = live_err && !live_out ? stderr : stdout;

  return self;
}

void
ctl_terminal_free (CtlTerminal *self)
{
  ctl_terminal_clear (self);
  g_free (self->line);
  g_free (self);
}

gboolean
ctl_terminal_is_live (CtlTerminal *self)
{
  return self->live;
}

guint
ctl_terminal_print_code (FILE     *out,
                         TillCode *code)
{
  g_autofree char *blocks = till_code_to_half_blocks (code);
  guint lines = 0;

  if (blocks == NULL)
    {
      ctl_say (_("This code cannot be drawn in a terminal. Use --qr-file."));
      return 0;
    }

  /* Not g_print (): half blocks are UTF-8, which terminals read whatever the locale says. */
  fputs (blocks, out);
  if (!g_str_has_suffix (blocks, "\n"))
    putc ('\n', out);
  fflush (out);

  for (const char *at = blocks; *at != '\0'; at++)
    {
      if (*at == '\n' || at[1] == '\0')
        lines++;
    }

  return lines;
}

static void
draw_line (CtlTerminal *self)
{
  fprintf (self->out, CLEAR_LINE "%s", self->line != NULL ? self->line : "");
  fflush (self->out);
}

void
ctl_terminal_show_code (CtlTerminal *self,
                        TillCode    *code)
{
  g_autofree char *line = g_steal_pointer (&self->line);

  ctl_terminal_clear (self);
  self->code_lines = ctl_terminal_print_code (self->out, code);
  self->line = g_steal_pointer (&line);
  if (self->live)
    draw_line (self);
}

void
ctl_terminal_set_line (CtlTerminal *self,
                       const char  *line)
{
  if (!self->live)
    return;

  g_free (self->line);
  self->line = g_locale_from_utf8 (line, -1, NULL, NULL, NULL);
  draw_line (self);
}

void
ctl_terminal_clear (CtlTerminal *self)
{
  if (!self->live)
    return;

  fputs (CLEAR_LINE, self->out);
  if (self->code_lines > 0)
    fprintf (self->out, "\r\033[%uA" CLEAR_BELOW, self->code_lines);
  fflush (self->out);
  g_clear_pointer (&self->line, g_free);
  self->code_lines = 0;
}

void
ctl_terminal_keep_code (CtlTerminal *self)
{
  self->code_lines = 0;
}
