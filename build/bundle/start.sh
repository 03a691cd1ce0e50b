#!/bin/bash
# start.sh ELECTRON [ARGUMENT]...: becomes the application, connected to our relay in place of the message buses. Chromium aborts
# when a bus goes away, even if that is only restarted (OnConnectionDisconnectedFilter in its dbus/bus.cc), and has asked where
# the buses are before anything of ours runs in it. Without a relay it starts as well.
relay=$(dirname "$0")/bus-relay.cjs
# The relay becomes a child of the application, for this process does: it hears of its end, and outlives it by a moment.
exec {lines}< <(ELECTRON_RUN_AS_NODE=1 exec setpriv --pdeathsig USR2 -- "$1" "$relay" $$ < /dev/null)
while read -r -t 5 -u "$lines" line && [[ $line != ready ]]; do export "$line"; done
exec {lines}<&-
exec "$@"
