# SPDX-License-Identifier: GPL-3.0-or-later
"""A small terminal: what a person sees of a tillctl that runs in one."""
import os
import pty
import re
import select
import struct
import fcntl
import subprocess
import termios
import time

from harness import DEADLINE, TILLCTL

ESCAPE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])")
CELLS = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
LIGHT, DARK = (0, 0, 0), (255, 255, 255)


def xterm_colour(number):
    """Of the palette of 256: the grey ramp and the cube; the first 16 differ from terminal to terminal."""
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    if number >= 16:
        steps = (0, 95, 135, 175, 215, 255)
        return tuple(steps[(number - 16) // place % 6] for place in (36, 6, 1))
    return {0: (0, 0, 0), 7: (192, 192, 192), 15: (255, 255, 255)}.get(number % 16, (128, 128, 128))


class Screen:
    """Lines of cells (character, foreground, background) under the escapes that tillctl uses."""

    def __init__(self, dark=True):
        self.default = ((255, 255, 255), (0, 0, 0)) if dark else ((0, 0, 0), (255, 255, 255))
        self.lines = [[]]
        self.row = self.column = 0
        self.fore, self.back = self.default

    def feed(self, text):
        at = 0
        while at < len(text):
            escape = ESCAPE.match(text, at)
            if escape:
                self._escape(escape.group(1), escape.group(2))
                at = escape.end()
            else:
                self._character(text[at])
                at += 1

    def _character(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row, self.column = self.row + 1, 0
            while len(self.lines) <= self.row:
                self.lines.append([])
        else:
            line = self.lines[self.row]
            line.extend([(" ", *self.default)] * (self.column + 1 - len(line)))
            line[self.column] = (character, self.fore, self.back)
            self.column += 1

    def _escape(self, parameters, letter):
        if letter == "m":
            self._colours([int(p or 0) for p in parameters.split(";")])
        elif letter == "A":
            self.row = max(0, self.row - int(parameters or 1))
        elif letter == "K":
            del self.lines[self.row][self.column:]
        elif letter == "J":
            del self.lines[self.row][self.column:]
            del self.lines[self.row + 1:]

    def _colours(self, numbers):
        while numbers:
            number = numbers.pop(0)
            if number == 0:
                self.fore, self.back = self.default
            elif number in (38, 48):
                kind = numbers.pop(0)
                colour = xterm_colour(numbers.pop(0)) if kind == 5 else tuple(numbers.pop(0) for _ in range(3))
                if number == 38:
                    self.fore = colour
                else:
                    self.back = colour
            elif 30 <= number <= 37:
                self.fore = xterm_colour(number - 30)
            elif 40 <= number <= 47:
                self.back = xterm_colour(number - 40)
            elif 90 <= number <= 97:
                self.fore = xterm_colour(number - 90 + 8)
            elif 100 <= number <= 107:
                self.back = xterm_colour(number - 100 + 8)

    def text(self):
        return "\n".join("".join(cell[0] for cell in line).rstrip() for line in self.lines)

    def save(self, path, scale=4):
        """As a picture of 80 columns, two square pixels high a cell."""
        rows = []
        for line in self.lines:
            cells = line + [(" ", *self.default)] * (80 - len(line))
            for half in (0, 1):
                row = b"".join(bytes(fore if CELLS.get(c, (0, 0))[half] else back) * scale for c, fore, back in cells)
                rows.extend([row] * scale)
        width = max(80, *(len(line) for line in self.lines)) * scale
        rows = [row.ljust(width * 3, b"\0") for row in rows]
        with open(path, "wb") as file:
            file.write(b"P6 %d %d 255\n" % (width, len(rows)))
            file.write(b"".join(rows))


class Terminal:
    """Runs tillctl with a terminal as all three of its streams."""

    def __init__(self, till, *arguments, environment=None):
        self.fd, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 80, 0, 0))
        self.process = subprocess.Popen([TILLCTL, *arguments], stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
                                        env={**till.environment, "TERM": "xterm-256color", **(environment or {})})
        till.processes.append(self.process)
        os.close(slave)
        self.raw = ""
        self.rest = b""

    def _read(self, timeout):
        if not select.select([self.fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return None
        if not data:
            return None
        self.rest += data
        text = self.rest.decode("utf-8", "ignore")
        self.rest = self.rest[len(text.encode()):]
        self.raw += text
        return True

    def screen(self, dark=True):
        screen = Screen(dark)
        screen.feed(self.raw)
        return screen

    def until(self, *texts):
        """Until all of them stand on the screen."""
        give_up = time.monotonic() + DEADLINE
        while not all(text in self.screen().text() for text in texts):
            if time.monotonic() > give_up or self._read(1) is None:
                raise AssertionError(f"{texts!r} never came: {self.screen().text()}")

    def type(self, text):
        os.write(self.fd, text.encode())

    def hang_up(self):
        os.close(self.fd)
        return self.process.wait(DEADLINE)

    def end(self):
        while self._read(DEADLINE):
            pass
        status = self.process.wait(DEADLINE)
        os.close(self.fd)
        return status
