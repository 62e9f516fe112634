/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl-table.h"

struct _CtlTable
{
  GPtrArray *rows;                      /* (owned) (element-type GStrv) headings first */
  gsize      widths[CTL_TABLE_COLUMNS];
  gboolean   right[CTL_TABLE_COLUMNS];
};

/* Cells of a terminal: Chinese characters take two, what combines takes none. */
static gsize
measure (const char *text)
{
  gsize width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

static void
add_row (CtlTable   *self,
         const char *first,
         va_list     more)
{
  char **row = g_new0 (char *, CTL_TABLE_COLUMNS + 1);

  for (guint i = 0; i < CTL_TABLE_COLUMNS; i++)
    {
      row[i] = g_strdup (i == 0 ? first : va_arg (more, const char *));
      self->widths[i] = MAX (self->widths[i], measure (row[i]));
    }
  g_ptr_array_add (self->rows, row);
}

static void
append_cell (CtlTable   *self,
             GString    *line,
             guint       column,
             const char *text)
{
  int pad = self->widths[column] - measure (text);

  if (self->right[column])
    g_string_append_printf (line, "%*s%s", pad, "", text);
  else if (column + 1 < CTL_TABLE_COLUMNS)
    g_string_append_printf (line, "%s%*s", text, pad, "");
  else
    g_string_append (line, text);

  g_string_append (line, column + 1 < CTL_TABLE_COLUMNS ? "  " : "\n");
}

CtlTable *
ctl_table_new (const char *first,
               ...)
{
  CtlTable *self = g_new0 (CtlTable, 1);
  va_list more;

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  va_start (more, first);
  add_row (self, first, more);
  va_end (more);

  return self;
}

void
ctl_table_free (CtlTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

void
ctl_table_align_right (CtlTable *self,
                       guint     column)
{
  self->right[column] = TRUE;
}

void
ctl_table_add (CtlTable   *self,
               const char *first,
               ...)
{
  va_list more;

  va_start (more, first);
  add_row (self, first, more);
  va_end (more);
}

char *
ctl_table_format (CtlTable *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      char **row = self->rows->pdata[i];

      for (guint column = 0; column < CTL_TABLE_COLUMNS; column++)
        append_cell (self, text, column, row[column]);
    }

  return g_string_free (text, FALSE);
}

void
ctl_table_print (CtlTable *self)
{
  g_autofree char *text = ctl_table_format (self);

  g_print ("%s", text);
}
