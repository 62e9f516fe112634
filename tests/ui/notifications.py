# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's notification service on the session bus (org.freedesktop.Notifications), told what to do by lines.

Prints "ready".  Then "list" prints title and body of each notification that is up, as JSON; "click" clicks on the last.
"""
import json
import sys
import threading

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib   # noqa: E402

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
INTERFACE = """
<node><interface name='org.freedesktop.Notifications'>
  <method name='GetCapabilities'><arg type='as' direction='out'/></method>
  <method name='GetServerInformation'>
    <arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>
  </method>
  <method name='Notify'>
    <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>
    <arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>
    <arg type='u' direction='out'/>
  </method>
  <method name='CloseNotification'><arg type='u' direction='in'/></method>
  <signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>
  <signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>
</interface></node>"""

up, ids = {}, iter(range(1, 10000))


def called(_connection, _sender, _path, _interface, method, parameters, invocation):
    arguments, answer = parameters.unpack(), None
    if method == "GetCapabilities":
        answer = GLib.Variant("(as)", (["actions", "body", "persistence"],))
    elif method == "GetServerInformation":
        answer = GLib.Variant("(ssss)", ("stand-in", "till", "1", "1.2"))
    elif method == "Notify":
        number = arguments[1] or next(ids)
        up[number] = [arguments[3], arguments[4]]
        answer = GLib.Variant("(u)", (number,))
    elif method == "CloseNotification":
        up.pop(arguments[0], None)
    invocation.return_value(answer)


def obey(connection, word):
    if word == "click" and up:
        number = list(up)[-1]
        connection.emit_signal(None, PATH, NAME, "ActionInvoked", GLib.Variant("(us)", (number, "default")))
        up.pop(number)      # as desktops do
        connection.emit_signal(None, PATH, NAME, "NotificationClosed", GLib.Variant("(uu)", (number, 2)))
    print(json.dumps(list(up.values())), flush=True)


def read(connection):
    for line in sys.stdin:
        GLib.idle_add(lambda word=line.strip(): obey(connection, word))


def main():
    connection = Gio.bus_get_sync(Gio.BusType.SESSION)
    connection.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], called)
    Gio.bus_own_name_on_connection(connection, NAME, Gio.BusNameOwnerFlags.REPLACE,
                                   lambda *_: print("ready", flush=True), None)
    threading.Thread(target=read, args=(connection,), daemon=True).start()
    GLib.MainLoop().run()


main()
