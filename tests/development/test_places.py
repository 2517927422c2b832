import os
import stat

import pytest

from grandest_portal.development.browser import chromium
from grandest_portal.development.demo import bind
from grandest_portal.development.places import ROOT, Refusal, data_folder, reachable, temporary_folder
from grandest_portal.development.state import State


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_data_folder_follows_the_variable(own_data):
    assert data_folder() == own_data
    assert own_data.is_dir()


def test_data_folder_that_cannot_be_made_says_which_variable_helps(own_data):
    own_data.write_text("a file stands there")
    with pytest.raises(Refusal, match="PORTAL_DATA_DIR"):
        data_folder()


def test_data_folder_is_outside_the_checkout_for_root(monkeypatch):
    monkeypatch.delenv("PORTAL_DATA_DIR", raising=False)
    assert (ROOT in data_folder().parents) == (os.geteuid() != 0)


def test_temporary_folder_is_reachable_by_the_user_of_postgresql(open_folder):
    assert reachable(open_folder)
    assert stat.S_IMODE(open_folder.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)


def test_temporary_folder_has_room_for_a_socket(tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 80)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    folder = temporary_folder()
    folder.rmdir()
    assert len(str(folder / "socket" / ".s.PGSQL.5432")) < 100


def test_state_is_taken_once_and_free_after(own_data):
    first, second = State(), State()
    assert first.take()
    assert not second.take()
    first.lock_file.close()
    second.lock_file.close()
    assert second.take()
    second.lock_file.close()


def test_state_keeps_its_secrets_private(own_data):
    state = State()
    key = state.secret_key()
    state.announce({"url": "http://localhost:8000", "environment": {"SECRET_KEY": key}})
    assert State().secret_key() == key
    assert State().running()["environment"] == {"SECRET_KEY": key}
    modes = {
        stat.S_IMODE(path.stat().st_mode) for path in (own_data / "secret-key", own_data / "running.json")
    }
    assert modes == {0o600}


def test_bind_takes_one_port_on_every_loopback_address():
    sockets = bind(0)
    ports = {listener.getsockname()[1] for listener in sockets}
    hosts = [listener.getsockname()[0] for listener in sockets]
    for listener in sockets:
        listener.close()
    assert len(ports) == 1
    assert hosts in (["127.0.0.1"], ["127.0.0.1", "::1"])


def test_bind_refuses_a_port_that_somebody_listens_on():
    (listener, *others) = bind(0)
    listener.listen()
    port = listener.getsockname()[1]
    with pytest.raises(Refusal, match=f"Le port {port} est déjà pris"):
        bind(port)
    for each in (listener, *others):
        each.close()


def test_chromium_is_the_one_that_is_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    assert chromium() is None
