"""A directory on loopback that answers as told: right, wrong, slow, endless."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SIRET = "51076150500013"
REAL = json.loads((Path(__file__).parent / "data" / "carrefour_2025-11.json").read_text(encoding="utf-8"))


def real_with(unit=(), place=()):
    """The real answer with other values of the legal unit and of its establishment."""
    answer = json.loads(json.dumps(REAL))
    found = answer["results"][0]
    for each in [found["siege"], *found["matching_etablissements"]]:
        each.update(dict(place))
    found.update(dict(unit))
    return answer


def send(handler, status=200, body=b"", content_type="application/json", **headers):
    handler.send_response(status)
    handler.send_header("Content-Type", content_type)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def says(answer):
    return lambda handler: send(handler, body=json.dumps(answer).encode())


def is_slow(handler):
    handler.server.stopped.wait(10)


def drips(handler):
    """One byte of the headers every tenth of a second, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.stopped.wait(0.1):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def drips_body(handler):
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n"
    )
    while not handler.server.stopped.wait(0.1):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def streams(announced):
    """10 GB, announced or not; counts what the client took."""

    def answer(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
        handler.wfile.write(b"Content-Length: 10000000000\r\n\r\n" if announced else b"\r\n")
        piece = b" " * 65536
        while handler.server.sent < 10_000_000_000 and not handler.server.stopped.is_set():
            handler.wfile.write(piece)
            handler.server.sent += len(piece)

    return answer


def redirects(handler):
    send(handler, 302, Location=f"http://127.0.0.1:{handler.server.server_port}/landed")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.close_connection = True
        self.server.calls.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
        try:
            self.server.answer(self)
        except OSError:
            self.server.left.append(time.monotonic())

    def log_message(self, *words):
        pass


class Directory(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.stopped = threading.Event()
        self.answer, self.calls, self.agents, self.left, self.sent = says(REAL), [], [], [], 0
        self.url = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def running():
    server = Directory()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
