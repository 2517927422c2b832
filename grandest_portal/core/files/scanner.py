"""Asking an antivirus: clamd's INSTREAM over a Unix or TCP socket, under one deadline."""

import socket
import struct
import time
from dataclasses import dataclass

CHUNK = 65_536
LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """Nobody answered, or not in the words of clamd: nothing is known of the file."""


@dataclass(frozen=True)
class Verdict:
    """`clean`, or what was found; `refused` when the scanner will not read the file at all."""

    clean: bool
    detail: str = ""
    refused: bool = False


def connect(address, seconds):
    """A socket to « unix:/path », « /path », « tcp://host:port » or « host:port »."""
    path = address.removeprefix("unix:")
    if path.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(seconds)
        try:
            link.connect(path)
        except OSError:
            link.close()
            raise
        return link
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def ask(address, parts, seconds):
    """The answer of clamd to a command, sent in `parts`; whatever fails is ScannerDown."""
    deadline = time.monotonic() + seconds
    try:
        with connect(address, seconds) as link:
            try:
                for part in parts:
                    wait(link, deadline)
                    link.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                pass  # clamd says why before it hangs up
            return answer_of(link, deadline)
    except (OSError, ValueError) as error:
        raise ScannerDown(type(error).__name__) from error


def wait(link, deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    link.settimeout(left)


def answer_of(link, deadline):
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        wait(link, deadline)
        more = link.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\r\n").decode("utf-8", errors="replace")


def pieces(stream):
    yield b"zINSTREAM\0"
    while chunk := stream.read(CHUNK):
        yield struct.pack(">I", len(chunk)) + chunk
    yield struct.pack(">I", 0)


def scan(stream, address, *, seconds):
    """The Verdict of the scanner at `address` on an open binary file."""
    answer = ask(address, pieces(stream), seconds)
    if answer == "stream: OK":
        return Verdict(clean=True)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(clean=False, detail=answer[len("stream: ") : -len(" FOUND")][:200])
    if "size limit exceeded" in answer:
        return Verdict(clean=False, detail=answer[:200], refused=True)
    raise ScannerDown("unexpected answer")


def is_up(address, *, seconds):
    try:
        return ask(address, [b"zPING\0"], seconds) == "PONG"
    except ScannerDown:
        return False
