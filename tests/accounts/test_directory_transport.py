"""Whatever the server does, an exchange ends in time, takes little, and goes nowhere else."""

import socket
import threading
import time
import urllib.request

import pytest

from grandest_portal.accounts.directory import transport
from grandest_portal.accounts.directory.transport import LARGEST_ANSWER, Unavailable
from tests.accounts import directory_server as server_that
from tests.accounts.directory_server import running


@pytest.fixture
def server(settings):
    with running() as server:
        settings.DIRECTORY_URL = server.url
        yield server


def timed(function):
    begun = time.monotonic()
    with pytest.raises(Unavailable) as refusal:
        function()
    return time.monotonic() - begun, str(refusal.value)


def ask(seconds=0.6):
    return transport.get("/search", {"q": "1 é"}, seconds=seconds)


def test_answer_is_read_with_its_headers(server):
    server.answer = lambda handler: server_that.send(handler, body=b"{}", Retry_After="3")
    assert ask() == transport.Answer(200, "application/json", "3", b"{}")
    assert server.calls == ["/search?q=1+%C3%A9"]
    assert server.agents[0].startswith("Rencontre Grand Est (+http")


@pytest.mark.parametrize("answer", [server_that.is_slow, server_that.drips, server_that.drips_body])
def test_stalling_server_is_left_in_time(server, answer):
    server.answer = answer
    took, said = timed(ask)
    assert (said, 0.5 < took < 0.9) == ("TimeoutError", True)


def test_dripping_server_holds_a_client_whose_limit_is_per_piece(server):
    """The control: the standard client with a time limit is still there long after it."""
    server.answer = server_that.drips
    client = threading.Thread(target=lambda: urllib.request.urlopen(server.url, timeout=0.3), daemon=True)
    client.start()
    client.join(1.2)
    assert client.is_alive()


@pytest.mark.parametrize("announced", [True, False])
def test_endless_answer_is_cut(server, announced):
    server.answer = server_that.streams(announced)
    took, said = timed(lambda: ask(seconds=3))
    assert (said, took < 1) == ("the answer is too large", True)
    assert server.sent < 20 * LARGEST_ANSWER


def test_endless_answer_fills_a_client_without_limit(server):
    """The control: the standard client takes as much as it is given."""
    server.answer = server_that.streams(True)
    with urllib.request.urlopen(server.url, timeout=5) as response:
        assert len(response.read(30 * LARGEST_ANSWER)) == 30 * LARGEST_ANSWER


def test_redirection_is_not_followed(server):
    server.answer = server_that.redirects
    assert ask().status == 302
    assert len(server.calls) == 1


def test_redirection_is_followed_by_a_client_that_allows_it(server):
    """The control: the standard client lands where the server sends it."""
    server.answer = lambda handler: (
        server_that.send(handler) if handler.path == "/landed" else server_that.redirects(handler)
    )
    with urllib.request.urlopen(server.url, timeout=5):
        assert server.calls == ["/", "/landed"]


def test_closed_port_is_unavailable(settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.DIRECTORY_URL = f"http://127.0.0.1:{closed.getsockname()[1]}"
        took, said = timed(ask)
    assert (said, took < 0.5) == ("ConnectionRefusedError", True)


@pytest.mark.parametrize(
    "url", ["http://annuaire.example", "http://192.0.2.1:80", "ftp://annuaire.example", ""]
)
def test_address_that_is_not_https_is_never_called(settings, url):
    settings.DIRECTORY_URL = url
    assert timed(ask)[1] == "the address is not https"


def test_https_is_not_spoken_to_a_server_that_cannot(server, settings):
    settings.DIRECTORY_URL = server.url.replace("http:", "https:")
    assert timed(ask)[1] == "SSLError"
    assert server.calls == []


@pytest.mark.parametrize(
    "raw", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"]
)
def test_broken_answer_is_unavailable(server, raw):
    server.answer = lambda handler: handler.wfile.write(raw)
    assert timed(ask)[1] in {"RemoteDisconnected", "BadStatusLine", "the answer is cut short"}


def test_name_server_that_stalls_is_left_in_time(monkeypatch, settings):
    """The system's resolver is not ours: replaced by one that waits."""
    settings.DIRECTORY_URL = "https://annuaire.example"
    waiting = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: waiting.wait(10))
    took, said = timed(ask)
    waiting.set()
    assert (said, 0.5 < took < 0.9) == ("TimeoutError", True)
