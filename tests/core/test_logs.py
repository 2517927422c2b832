"""What is written in the log: one line per record, nobody's address, no link that opens an account."""

import io
import logging

import pytest

from grandest_portal.core.logs import SafeFormatter, without_personal_data


def logged(message, *args, exc_info=None, formatter=None):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter or SafeFormatter("{levelname} {message}", style="{"))
    handler.handle(logging.LogRecord("essai", logging.INFO, "", 0, message, args, exc_info))
    return stream.getvalue()


@pytest.mark.parametrize(
    "forged", ["a\r\nINFO faux", "a\nINFO faux", "a\u2028INFO faux", "a\x85INFO faux", "\x1b[2Ja"]
)
def test_logged_value_cannot_forge_a_line(forged):
    assert len(logged("vu : %s", forged).splitlines()) == 1
    assert "\x1b" not in logged("vu : %s", forged)


def test_stock_formatter_would_be_forged():
    """The control."""
    assert (
        len(logged("vu : %s", "a\r\nINFO faux", formatter=logging.Formatter("%(message)s")).splitlines()) == 2
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("écrit à zoe.canari+x@test.example, vu", "écrit à …@…, vu"),
        ("GET /compte/mot-de-passe/nouveau/1-c3k8m5x2ab-93fa66e2/", "GET /compte/mot-de-passe/nouveau/…/"),
        ("GET /compte/adresse/confirmer/MQ:1tZ3kR:aB3dE5fG7/", "GET /compte/adresse/confirmer/…/"),
        ("GET /besoins/?q=ma+recherche vu", "GET /besoins/?… vu"),
        ("POST /compte/confirmer-identite/", "POST /compte/confirmer-identite/"),
        (
            'File "/srv/app/test_import_approch_12345.py", line 3',
            'File "/srv/app/test_import_approch_12345.py", line 3',
        ),
        ("refus\nDETAIL: Key (email)=(Zoé)\nfin", "refus\nDETAIL: …\nfin"),
        ("besoin 42", "besoin 42"),
    ],
)
def test_log_keeps_what_helps_and_nobody(text, kept):
    assert without_personal_data(text) == kept


def test_traceback_tells_no_address():
    try:
        raise ValueError("zoe@test.example refusée")
    except ValueError as error:
        text = logged("échec", exc_info=(type(error), error, error.__traceback__))
    assert "ValueError: …@… refusée" in text and "zoe" not in text.replace('zoe@test.example refusée")', "")
