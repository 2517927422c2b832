"""A clamd of a few lines on a real socket: it speaks INSTREAM, and can be taken ill."""

import socket
import struct
import threading

from tests.core.files.corpus import EICAR


class FakeClamd:
    """`mode`: « honest », « found », « limit », « garbage », « silent » (accepts, never answers), « hangs_up »."""

    def __init__(self, mode="honest", path=None):
        self.mode, self.received, self.commands = mode, [], []
        family = socket.AF_UNIX if path else socket.AF_INET
        self.listener = socket.socket(family)
        self.listener.bind(str(path) if path else ("127.0.0.1", 0))
        self.listener.listen(8)
        self.address = f"unix:{path}" if path else f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.over.set()
        # Wakes the accept that waits; closing alone would not.
        with socket.socket(self.listener.family) as knock:
            knock.connect(self.listener.getsockname())
        self.thread.join(5)
        self.listener.close()

    def serve(self):
        while not self.over.is_set():
            link, _address = self.listener.accept()
            with link:
                link.settimeout(5)
                if not self.over.is_set():
                    self.talk(link)

    def talk(self, link):
        if self.mode == "hangs_up":
            return
        command = self.read_until(link)
        self.commands.append(command)
        if self.mode == "silent":
            self.over.wait(5)
        elif self.mode == "garbage":
            link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        elif command == b"zPING":
            link.sendall(b"PONG\0")
        else:
            link.sendall(self.verdict(link) + b"\0")

    def read_until(self, link):
        command = b""
        while not command.endswith(b"\0"):
            more = link.recv(1)
            if not more:
                break
            command += more
        return command.rstrip(b"\0")

    def exactly(self, link, size):
        data = b""
        while len(data) < size:
            more = link.recv(size - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def verdict(self, link):
        data = b""
        while size := struct.unpack(">I", self.exactly(link, 4))[0]:
            data += self.exactly(link, size)
        self.received.append(data)
        if self.mode == "limit":
            return b"INSTREAM size limit exceeded. ERROR"
        if self.mode == "found" or EICAR in data:
            return b"stream: Eicar-Test-Signature FOUND"
        return b"stream: OK"


def closed_port():
    """An address of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"
