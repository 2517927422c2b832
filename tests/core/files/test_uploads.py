"""A file that is too heavy is refused while it arrives, the rest of the form kept; a huge request is not read."""

import io

import pytest
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from grandest_portal.core.files.uploads import UploadLimitMiddleware, too_heavy

LIMIT = 100_000


class Watched(FileUploadHandler):
    """What reaches the handlers behind ours: the bytes that would be kept."""

    kept = 0

    def receive_data_chunk(self, raw_data, start):
        Watched.kept += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        return None


@pytest.fixture
def small(settings):
    settings.UPLOAD_MAX_BYTES = LIMIT
    settings.REQUEST_MAX_BYTES = 3_000_000
    Watched.kept = 0
    settings.FILE_UPLOAD_HANDLERS = [
        settings.FILE_UPLOAD_HANDLERS[0],
        f"{__name__}.Watched",
        *settings.FILE_UPLOAD_HANDLERS[1:],
    ]


def posted(size, *, announced=None):
    file = io.BytesIO(bytes(size))
    file.name = "gros.pdf"
    body = encode_multipart(BOUNDARY, {"before": "tapé", "file": file, "after": "aussi"})
    request = RequestFactory().generic("POST", "/", body, content_type=MULTIPART_CONTENT)
    if announced is not None:
        request.META["CONTENT_LENGTH"] = str(announced)
    return request


def test_file_within_the_limit_arrives(small):
    request = posted(LIMIT)
    assert (too_heavy(request), request.FILES["file"].size, Watched.kept) == (False, LIMIT, LIMIT)


def test_file_beyond_the_limit_is_left_out_and_the_typed_fields_are_kept(small):
    request = posted(LIMIT * 5)
    assert too_heavy(request) and dict(request.FILES) == {}
    assert (request.POST["before"], request.POST["after"]) == ("tapé", "aussi")
    assert Watched.kept <= LIMIT


def test_file_announced_as_too_heavy_keeps_no_byte(small):
    request = posted(LIMIT * 20)
    assert too_heavy(request) and Watched.kept == 0
    assert request.POST["after"] == "aussi"


def test_without_our_handler_everything_is_kept(small, settings):
    """The control: it is our handler that acts."""
    settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[1:]
    request = posted(LIMIT * 5)
    assert (too_heavy(request), Watched.kept) == (False, LIMIT * 5)


class Unread(io.RawIOBase):
    """A body that must not be read."""

    def read(self, size=-1):
        raise AssertionError("the body was read")


def test_huge_request_is_answered_before_its_body_is_read(db, small):
    client = Client()
    response = client.generic(
        "POST",
        "/besoins/1/documents/ajouter/public/",
        b"",
        content_type=MULTIPART_CONTENT,
        CONTENT_LENGTH="10000000000",
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert "trop volumineux" in response.text
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize("announced", ["", "0", "3000000", "abc", "-5"])
def test_other_requests_pass(small, announced):
    request = posted(1, announced=announced)
    assert UploadLimitMiddleware(lambda request: HttpResponse("passed"))(request).content == b"passed"
