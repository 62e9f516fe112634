/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "sandbox-html.h"

static const char style[] =
  ":root{color-scheme:light dark;--paper:#fff;--ink:#1d1d1f;--soft:#6b6b70;--line:#d8d8dc;--back:#f2f2f4;"
  "--good:#0a7d3c;--bad:#b3261e}"
  "@media(prefers-color-scheme:dark){:root{--paper:#242427;--ink:#f2f2f4;--soft:#a5a5ab;--line:#44444a;"
  "--back:#161618;--good:#57c785;--bad:#ff8a80}}"
  "*{box-sizing:border-box}"
  "body{margin:0;padding:1.5rem;background:var(--back);color:var(--ink);font:1rem/1.45 system-ui,sans-serif}"
  "main{max-width:26rem;margin:auto;padding:1.75rem;background:var(--paper);border:1px solid var(--line);"
  "border-radius:1.25rem;text-align:center}"
  "main.wide{max-width:70rem;text-align:left;overflow-x:auto}"
  "h1{font-size:1.1rem;font-weight:600;margin:0 0 1rem}"
  ".amount{font-size:2.4rem;font-weight:700;margin:.5rem 0}"
  ".soft{color:var(--soft);overflow-wrap:anywhere}"
  ".word{font-size:1.15rem;font-weight:600;margin:1rem 0}.word.good{color:var(--good)}.word.bad{color:var(--bad)}"
  "form{margin:.6rem 0}"
  "button{width:100%;min-height:3rem;border-radius:.75rem;border:1px solid var(--line);background:none;"
  "color:inherit;font:inherit;font-weight:600;cursor:pointer}"
  "button.good{background:var(--good);border-color:var(--good);color:var(--paper)}"
  "button.bad{color:var(--bad);border-color:var(--bad)}"
  "button:focus-visible,a:focus-visible{outline:3px solid var(--good);outline-offset:2px}"
  "table{border-collapse:collapse;width:100%}"
  "th,td{padding:.5rem .75rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}"
  "td.number{text-align:right;font-variant-numeric:tabular-nums}"
  "a{color:inherit}";

void
sandbox_html_append (GString    *html,
                     const char *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_markup_vprintf_escaped (format, args);
  va_end (args);

  g_string_append (html, text);
}

void
sandbox_html_append_button (GString    *html,
                            const char *target,
                            const char *style_class,
                            const char *label)
{
  sandbox_html_append (html, "<form method=\"post\" action=\"%s\"><button class=\"%s\">%s</button></form>\n",
                       target, style_class, label);
}

SandboxAnswer *
sandbox_html_answer (guint       status,
                     const char *title,
                     gboolean    is_live,
                     const char *body)
{
  GString *html = g_string_new ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                                "<meta name=\"viewport\" content=\"width=device-width\">");
  SandboxAnswer *answer;

  if (is_live)
    g_string_append (html, "<meta http-equiv=\"refresh\" content=\"3\">");
  sandbox_html_append (html, "<title>%s</title>", title);
  g_string_append_printf (html, "<style>%s</style></head>\n<body>\n%s</body></html>\n", style, body);

  answer = sandbox_answer_new (status, "text/html; charset=utf-8", g_string_free_to_bytes (html));
  sandbox_answer_set_header (answer, "Cache-Control", "no-store");
  sandbox_answer_set_header (answer, "Content-Security-Policy",
                             "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
                             "frame-ancestors 'none'; base-uri 'none'");

  return answer;
}

SandboxAnswer *
sandbox_html_see (const char *target)
{
  SandboxAnswer *answer = sandbox_answer_new_empty (303);

  sandbox_answer_set_header (answer, "Location", target);

  return answer;
}
