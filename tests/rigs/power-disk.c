/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "power-disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_NAMES   256
#define SECTOR      512

typedef struct
{
  unsigned char *data;
  size_t         length;
} Bytes;

typedef struct
{
  int   is_folder;
  Bytes synced;
} Node;

/* Folders come before what is in them. */
typedef struct
{
  char path[256];
  Node *now;       /* NULL: there is nothing of this name */
  Node *synced;    /* the same on the disk */
} Name;

static char disk_root[PATH_MAX];
static Name names[MAX_NAMES];
static int n_names;
static uint64_t random_state;

static void
broken (const char *why)
{
  fprintf (stderr, "power-cut: %s\n", why);
  abort ();
}

static uint64_t
next_random (void)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;

  return random_state;
}

static Name *
find_name (const char *path)
{
  for (int i = 0; i < n_names; i++)
    if (strcmp (names[i].path, path) == 0)
      return &names[i];

  if (n_names == MAX_NAMES || strlen (path) >= sizeof names[0].path)
    broken ("more names than it can follow");
  strcpy (names[n_names].path, path);

  return &names[n_names++];
}

static Bytes
read_all (int fd)
{
  Bytes bytes = { NULL, 0 };
  struct stat info;
  ssize_t got;

  if (fstat (fd, &info) != 0)
    broken ("a file cannot be looked at");
  bytes.data = malloc ((size_t) info.st_size + 1);
  if (bytes.data == NULL)
    broken ("no memory");
  while ((got = pread (fd, bytes.data + bytes.length, (size_t) info.st_size - bytes.length,
                       (off_t) bytes.length)) > 0)
    bytes.length += (size_t) got;
  if (got < 0)
    broken ("a file cannot be read");

  return bytes;
}

static Bytes
read_file (const char *path)
{
  Bytes bytes;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    broken ("a file cannot be opened");
  bytes = read_all (fd);
  close (fd);

  return bytes;
}

static Bytes
read_name (const Name *name)
{
  char full[2 * PATH_MAX];

  snprintf (full, sizeof full, "%s/%s", disk_root, name->path);

  return read_file (full);
}

static void
look_through (const char *folder)
{
  char full[2 * PATH_MAX];
  struct dirent *entry;
  DIR *dir;

  snprintf (full, sizeof full, "%s/%s", disk_root, folder);
  dir = opendir (full);
  if (dir == NULL)
    broken ("the folder cannot be read");
  while ((entry = readdir (dir)) != NULL)
    {
      char path[PATH_MAX];
      struct stat info;
      Name *name;

      if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
        continue;
      snprintf (path, sizeof path, "%s%s%s", folder, *folder != '\0' ? "/" : "", entry->d_name);
      snprintf (full, sizeof full, "%s/%s", disk_root, path);
      if (lstat (full, &info) != 0)
        broken ("a file cannot be looked at");

      power_disk_created (path, S_ISDIR (info.st_mode));
      name = find_name (path);
      name->synced = name->now;
      if (S_ISDIR (info.st_mode))
        look_through (path);
      else if (S_ISREG (info.st_mode))
        name->now->synced = read_file (full);
    }
  closedir (dir);
}

void
power_disk_start (const char *root)
{
  if (realpath (root, disk_root) == NULL)
    broken ("the folder is not there");
  look_through ("");
}

void
power_disk_created (const char *path,
                    int         is_folder)
{
  Name *name = find_name (path);

  name->now = calloc (1, sizeof (Node));
  if (name->now == NULL)
    broken ("no memory");
  name->now->is_folder = is_folder;
}

void
power_disk_removed (const char *path)
{
  find_name (path)->now = NULL;
}

void
power_disk_renamed (const char *from,
                    const char *to)
{
  find_name (to)->now = find_name (from)->now;
  find_name (from)->now = NULL;
}

/* Whether @path stands directly in @folder. */
static int
is_in (const char *path,
       const char *folder)
{
  size_t length = strlen (folder);
  const char *rest = path;

  if (length > 0)
    {
      if (strncmp (path, folder, length) != 0 || path[length] != '/')
        return 0;
      rest = path + length + 1;
    }

  return strchr (rest, '/') == NULL;
}

void
power_disk_synced (const char *path,
                   int         fd)
{
  struct stat info;
  Name *name;

  if (fstat (fd, &info) != 0)
    broken ("a file cannot be looked at");
  if (S_ISDIR (info.st_mode))
    {
      for (int i = 0; i < n_names; i++)
        if (is_in (names[i].path, path))
          names[i].synced = names[i].now;
      return;
    }

  name = find_name (path);
  if (name->now == NULL)
    broken ("a file was synced of which it knows nothing");
  free (name->now->synced.data);
  name->now->synced = (fcntl (fd, F_GETFL) & O_ACCMODE) == O_WRONLY ? read_name (name) : read_all (fd);
}

/* Sector by sector: as synced, as written since, or neither. */
static Bytes
mix (const Bytes *synced,
     const Bytes *written)
{
  size_t longest = synced->length > written->length ? synced->length : written->length;
  Bytes mixed = { calloc (1, longest + 1), 0 };

  if (mixed.data == NULL)
    broken ("no memory");
  mixed.length = next_random () % 2 == 0 ? synced->length : written->length;
  for (size_t at = 0; at < mixed.length; at += SECTOR)
    {
      size_t length = mixed.length - at < SECTOR ? mixed.length - at : SECTOR;
      size_t old = at >= synced->length ? 0 : synced->length - at < length ? synced->length - at : length;
      size_t new = at >= written->length ? 0 : written->length - at < length ? written->length - at : length;
      int same = old == new && (old == 0 || memcmp (synced->data + at, written->data + at, old) == 0);
      uint64_t choice = same ? 0 : next_random () % 3;

      if (choice == 0 && old > 0)
        memcpy (mixed.data + at, synced->data + at, old);
      else if (choice == 1 && new > 0)
        memcpy (mixed.data + at, written->data + at, new);
      else if (choice == 2)
        for (size_t i = 0; i < length; i++)
          mixed.data[at + i] = (unsigned char) next_random ();
    }

  return mixed;
}

static Bytes
content_of (const Name *name,
            const Node *node,
            uint64_t    seed)
{
  Bytes written;

  if (seed == 0 || name->now != node)
    return node->synced;

  written = read_name (name);

  return mix (&node->synced, &written);
}

static void
write_one (const char *to,
           const Name *name,
           const Node *node,
           uint64_t    seed)
{
  char full[2 * PATH_MAX];
  Bytes bytes;
  size_t done = 0;
  int fd;

  snprintf (full, sizeof full, "%s/%s", to, name->path);
  if (node->is_folder)
    {
      mkdir (full, 0700);
      return;
    }

  /* What stood in a folder that is not on the disk is not there, either. */
  fd = open (full, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  bytes = content_of (name, node, seed);
  while (done < bytes.length)
    {
      ssize_t n = write (fd, bytes.data + done, bytes.length - done);

      if (n <= 0)
        broken ("the disk cannot be written out");
      done += (size_t) n;
    }
  close (fd);
}

void
power_disk_write_out (const char *to,
                      uint64_t    seed)
{
  random_state = seed * 0x9e3779b97f4a7c15u + 1;
  for (int i = 0; i < 8; i++)
    next_random ();

  for (int i = 0; i < n_names; i++)
    {
      const Node *node = names[i].synced;

      if (seed != 0 && names[i].now != node && next_random () % 2 == 0)
        node = names[i].now;
      if (node != NULL)
        write_one (to, &names[i], node, seed);
    }
}
