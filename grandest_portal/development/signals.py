"""Ctrl-C, SIGTERM and SIGHUP ask to stop; what is being started is never cut in the middle."""

import signal

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked to stop."""


class Signals:
    def __init__(self):
        self.asked = False
        for number in ASKING:
            # Under nohup the end of the terminal is ignored, and stays so.
            if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:
                signal.signal(number, self.note)

    def note(self, number, frame):
        self.asked = True

    def check(self):
        if self.asked:
            raise Stopped
