"""What a test leaves of an answer that is a file."""


def let_go(response):
    """Close the file of an answer that nobody reads to its end: closing the answer would close the database too."""
    for close in getattr(response, "_resource_closers", ()):
        if getattr(close, "__name__", "") == "close" and hasattr(getattr(close, "__self__", None), "read"):
            close()
    return response
