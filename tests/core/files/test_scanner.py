"""The antivirus over a real socket: its answers, and every way it may fail."""

import io
import tempfile
import time
from pathlib import Path

import pytest

from grandest_portal.core.files.scanner import ScannerDown, is_up, scan
from tests.core.files.corpus import EICAR
from tests.core.files.fake_clamd import FakeClamd, closed_port

SECONDS = 5


def test_clean_file_is_received_whole_and_said_clean():
    content = bytes(range(256)) * 1000
    with FakeClamd() as clamd:
        verdict = scan(io.BytesIO(content), clamd.address, seconds=SECONDS)
    assert (verdict.clean, verdict.detail, clamd.received) == (True, "", [content])
    assert clamd.commands == [b"zINSTREAM"]


def test_virus_of_tests_is_found():
    with FakeClamd() as clamd:
        verdict = scan(io.BytesIO(EICAR), clamd.address, seconds=SECONDS)
    assert (verdict.clean, verdict.detail, verdict.refused) == (False, "Eicar-Test-Signature", False)


def test_unix_socket_is_spoken_to():
    # The address of such a socket holds 107 bytes, fewer than a path of pytest may have.
    with tempfile.TemporaryDirectory() as folder, FakeClamd(path=Path(folder) / "clamd") as clamd:
        assert clamd.address.startswith("unix:/")
        assert scan(io.BytesIO(b"x"), clamd.address, seconds=SECONDS).clean


@pytest.mark.parametrize("prefix", ["", "tcp://"])
def test_tcp_address_has_two_spellings(prefix):
    with FakeClamd() as clamd:
        assert scan(io.BytesIO(b"x"), f"{prefix}{clamd.address}", seconds=SECONDS).clean


def test_file_that_the_scanner_will_not_read_is_refused():
    with FakeClamd("limit") as clamd:
        verdict = scan(io.BytesIO(b"x"), clamd.address, seconds=SECONDS)
    assert (verdict.clean, verdict.refused) == (False, True)


@pytest.mark.parametrize("mode", ["garbage", "hangs_up"])
def test_answer_that_is_no_answer_says_nothing_of_the_file(mode):
    with FakeClamd(mode) as clamd, pytest.raises(ScannerDown):
        scan(io.BytesIO(bytes(500_000)), clamd.address, seconds=SECONDS)


def test_silent_scanner_is_left_at_the_deadline():
    with FakeClamd("silent") as clamd:
        begun = time.monotonic()
        with pytest.raises(ScannerDown):
            scan(io.BytesIO(b"x"), clamd.address, seconds=0.3)
        assert time.monotonic() - begun < 3
        clamd.over.set()


@pytest.mark.parametrize(
    "address", ["unix:/nowhere/clamd", "/nowhere/clamd", "not an address", "127.0.0.1:x"]
)
def test_absent_scanner_is_down(address):
    with pytest.raises(ScannerDown):
        scan(io.BytesIO(b"x"), address, seconds=SECONDS)
    assert not is_up(address, seconds=SECONDS)


def test_nobody_listening_is_down():
    assert not is_up(closed_port(), seconds=SECONDS)


def test_ping_is_answered():
    with FakeClamd() as clamd:
        assert is_up(clamd.address, seconds=SECONDS)
    with FakeClamd("garbage") as clamd:
        assert not is_up(clamd.address, seconds=SECONDS)
