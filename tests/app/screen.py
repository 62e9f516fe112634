# SPDX-License-Identifier: GPL-3.0-or-later
"""A private X screen, and the gallery of pages on it."""

import os
import select
import shutil
import subprocess

DEADLINE = 60   # seconds; only a broken page or a very slow machine gets there

NEEDED = ['Xvfb', 'import', 'convert', 'zbarimg']


def missing():
    return [tool for tool in NEEDED if shutil.which(tool) is None]


def read_line(stream, what):
    """A line of @stream, waited for as a fact and not for a time."""
    if not select.select([stream], [], [], DEADLINE)[0]:
        raise TimeoutError(f'{what} did not come')
    return stream.readline().decode().strip()


class Screen:
    """Xvfb on a display of its own; ends with the block."""

    def __init__(self, width, height):
        self.size = f'{width}x{height}x24'

    def __enter__(self):
        readable, writable = os.pipe()
        self.server = subprocess.Popen(['Xvfb', '-displayfd', str(writable), '-wr', '-screen', '0', self.size,
                                        '-nolisten', 'tcp'],
                                       pass_fds=[writable], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writable)
        with os.fdopen(readable, 'rb') as pipe:
            self.display = ':' + read_line(pipe, 'the display')
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()

    def shoot(self, path):
        subprocess.run(['import', '-display', self.display, '-window', 'root', path], check=True, timeout=DEADLINE)


class Gallery:
    """One page in one made-up situation; drawn when the block begins, gone when it ends. No screen: that of the environment."""

    def __init__(self, screen, program, *args, scale=1, accessible=False):
        self.command = [program, *map(str, args)]
        self.env = dict(os.environ, DISPLAY=screen.display if screen else os.environ['DISPLAY'], GDK_BACKEND='x11', GDK_SCALE=str(scale),
                        GSK_RENDERER='cairo', GDK_DEBUG='gl-disable', TZ='UTC')
        if not accessible:
            self.env['GTK_A11Y'] = 'none'

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.env, stdout=subprocess.PIPE)
        line = read_line(self.process.stdout, 'the page')
        if line != 'ready':
            raise RuntimeError(f'{self.command} ended')
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Tap:
    """Test Anything Protocol."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, name, problem):
        self.count += 1
        self.failed += problem is not None
        print(f'{"ok" if problem is None else "not ok"} {self.count} {name}')
        if problem is not None:
            print(f'# {problem}')

    def end(self):
        print(f'1..{self.count}')
        return 1 if self.failed else 0
