/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <glib/gi18n.h>

#include "till-application.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(TillApplication) application = NULL;

  /* A till draws flat surfaces that stand still: cairo starts twice as fast as GL on the machines that tills
   * run on, and takes a fifth of the memory.  Who knows better sets these; the application takes them back out
   * of the environment before anything could inherit them. */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = till_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
