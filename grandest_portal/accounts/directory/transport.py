"""One GET to the address of the settings, bounded in time and in size, wherever the server may stall.

The standard library's client is used on a socket of ours: the time limit of other clients starts again with each
piece received, so that a server which drips would hold a visitor for ever. No proxy, no redirect, no cookie.
"""

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings

# With what the page itself takes, a person waits three seconds.
TIME_LIMIT = 2.5
LARGEST_ANSWER = 1_000_000
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Unavailable(Exception):
    """The directory gave no answer that can be used. The text is for logs and holds nothing that a person typed."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: `retry_after` and `content_type` are the headers' texts, "" when absent."""

    status: int
    content_type: str
    retry_after: str
    body: bytes


class Deadline:
    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def left(self):
        """Seconds left; TimeoutError when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time limit is over")
        return left


class BoundedReader(io.RawIOBase):
    """Reads a socket; each wait ends at the deadline of the whole exchange."""

    def __init__(self, sock, deadline):
        super().__init__()
        self.sock, self.deadline = sock, deadline

    def readable(self):
        return True

    def readinto(self, buffer):
        self.sock.settimeout(self.deadline.left())
        return self.sock.recv_into(buffer)


class BoundedSocket:
    """The three methods that http.client asks of a socket."""

    def __init__(self, sock, deadline):
        self.sock, self.deadline = sock, deadline

    def sendall(self, data):
        self.sock.settimeout(self.deadline.left())
        self.sock.sendall(data)

    def makefile(self, _mode):
        return io.BufferedReader(BoundedReader(self.sock, self.deadline))

    def close(self):
        """Called before the body is read when its length is not announced; `exchange` closes the socket."""


def addresses(host, port, deadline):
    """What getaddrinfo says; in a thread, because name servers have time limits of their own."""
    answers = queue.SimpleQueue()

    def ask():
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise TimeoutError("no answer of the name server") from None
    if isinstance(found, OSError):
        raise found
    return found


def connect(host, port, deadline):
    failure = OSError("no address")
    for family, kind, protocol, _name, address in addresses(host, port, deadline):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left())
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            failure = error
    raise failure


def secured(sock, host, deadline):
    sock.settimeout(deadline.left())
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except OSError:
        sock.close()
        raise


def get(path, query, *, seconds=TIME_LIMIT):
    """GET `path` with `query` (a dict) below settings.DIRECTORY_URL; returns the Answer, whatever its status.

    Raises Unavailable when there is none within `seconds` or when it is larger than LARGEST_ANSWER.
    """
    base = urlsplit(settings.DIRECTORY_URL)
    if base.scheme != "https" and base.hostname not in LOOPBACK:
        raise Unavailable("the address is not https")
    deadline = Deadline(seconds)
    try:
        return exchange(base, f"{base.path.rstrip('/')}{path}?{urlencode(query)}", deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unavailable(type(error).__name__) from error


def exchange(base, target, deadline):
    port = base.port or (443 if base.scheme == "https" else 80)
    sock = connect(base.hostname, port, deadline)
    if base.scheme == "https":
        sock = secured(sock, base.hostname, deadline)
    connection = http.client.HTTPConnection(base.hostname, port)
    connection.sock = BoundedSocket(sock, deadline)
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": f"{settings.SERVICE_NAME} (+{settings.SITE_URL})",
    }
    try:
        connection.request("GET", target, headers=headers)
        with connection.getresponse() as response:
            return read(response)
    finally:
        sock.close()


def read(response):
    """The Answer; its body is read for a success only, up to the limit."""
    body = b""
    if response.status == 200:
        if (response.length or 0) > LARGEST_ANSWER:
            raise Unavailable("the answer is too large")
        body = response.read(LARGEST_ANSWER + 1)
        if len(body) > LARGEST_ANSWER:
            raise Unavailable("the answer is too large")
        if response.length:
            raise Unavailable("the answer is cut short")
    return Answer(
        response.status,
        response.getheader("Content-Type", ""),
        response.getheader("Retry-After", ""),
        body,
    )
