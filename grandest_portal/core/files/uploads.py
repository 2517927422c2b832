"""A file that is too heavy is refused while it arrives: nothing beyond the limit is kept, in memory or on disk."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.shortcuts import render

# Around the file: its form, and what separates the parts.
FORM_BYTES = 1_100_000


class LimitedUploadHandler(FileUploadHandler):
    """First of the handlers. The other fields of the form are still read, so that nothing typed is lost."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.announced = content_length

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0
        if self.announced > settings.UPLOAD_MAX_BYTES + FORM_BYTES:
            self.refuse()

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            self.refuse()
        return raw_data

    def refuse(self):
        self.request.upload_too_heavy = True
        raise SkipFile

    def file_complete(self, file_size):
        return None


def too_heavy(request):
    """Whether a file of this request was left out for its size."""
    _read = request.POST
    return getattr(request, "upload_too_heavy", False)


class UploadLimitMiddleware:
    """A request that announces far more than any form holds is answered before its body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > settings.REQUEST_MAX_BYTES:
            return render(request, "413.html", {"limit": settings.UPLOAD_MAX_BYTES // 1_000_000}, status=413)
        return self.get_response(request)
