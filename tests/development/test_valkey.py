"""A Valkey of the test's own: it starts and ends with its guard (the control: test_guard.py)."""

import pytest
import redis

from grandest_portal.development.valkey import Valkey

pytestmark = pytest.mark.fault


@pytest.fixture
def server(guard, tmp_path):
    return Valkey(tmp_path, guard, tmp_path / "log").start()


def ping(url):
    with redis.Redis.from_url(url) as client:
        return client.ping()


def test_valkey_wants_its_password(server):
    assert ping(server.url())
    with pytest.raises(redis.AuthenticationError):
        ping(f"redis://127.0.0.1:{server.port}/0")


def test_valkey_does_not_show_its_password_in_the_process_list(server):
    with open(f"/proc/{server.child.process.pid}/cmdline", encoding="utf-8") as file:
        assert server.password not in file.read()


def test_valkey_comes_back_on_the_same_port(server):
    url = server.url()
    server.stop()
    with pytest.raises(redis.ConnectionError):
        ping(url)
    server.start()
    assert server.url() == url
    assert ping(url)
