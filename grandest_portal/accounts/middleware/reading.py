"""Who reads the answer, for the words that depend on their clock."""

from grandest_portal.core.reader import read_by


class ReaderMiddleware:
    """Asks for the person only where such words are written: an answer without them reads no session for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with read_by(lambda: request.user):
            return self.get_response(request)
