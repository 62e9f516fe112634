/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>
#include <glib/gi18n.h>

#include "till-application.h"
#include "till-process.h"

/* Asked before anything else reads the command line: by then libraries have read the environment. */
static gboolean
is_training (int    argc,
             char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    {
      if (strcmp (argv[i], "--training") == 0)
        return TRUE;
    }

  return FALSE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(TillApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!till_process_guard (TILL_PROCESS_WINDOW, is_training (argc, argv)))
    return 1;

  /* A till draws flat surfaces that stand still: cairo starts twice as fast as GL on the machines that tills
   * run on, and takes a fifth of the memory.  Who knows better sets these; the application takes them back out
   * of the environment before anything could inherit them. */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);

  application = till_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
