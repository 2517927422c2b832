"""The guard: a small process that outlives who started it, to stop its children and sweep its folders.

Run as a script with the standard library alone. It reads one JSON object per line from its standard input,
until that ends, closed on purpose or by a kill -9 of the other side: clean stop and crash take one road.

    {"watch": pid, "signal": number, "patience": seconds}   stop this process (a session leader) at the end
    {"forget": pid}                                         it has ended already
    {"remove": "/folder"}                                   remove this folder at the end

Processes are stopped in the reverse order of their start; one that is still there after its patience is
killed, with its group.
"""

import contextlib
import json
import os
import shutil
import signal
import sys
import time


def is_running(pid):
    """False for a zombie too: after a crash nobody may be there to collect it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not os.path.exists("/proc/self")


def send(function, pid, number):
    with contextlib.suppress(ProcessLookupError, PermissionError):
        function(pid, number)


def stop(pid, number, patience):
    send(os.kill, pid, number)
    deadline = time.monotonic() + patience
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    send(os.killpg, pid, signal.SIGKILL)


def read_orders(lines):
    """What stands at the end of the input: ({pid: (signal, patience)} in order of start, [folders])."""
    watched, folders = {}, []
    for line in lines:
        try:
            order = json.loads(line)
        except ValueError:
            continue
        if "watch" in order:
            watched[order["watch"]] = (order["signal"], order["patience"])
        elif "forget" in order:
            watched.pop(order["forget"], None)
        elif "remove" in order:
            folders.append(order["remove"])
    return watched, folders


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watched, folders = read_orders(sys.stdin)
    for pid, (number, patience) in reversed(watched.items()):
        stop(pid, number, patience)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
