"""What a page open to everybody says of itself to search engines and to those who share it."""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.utils.text import Truncator

LONGEST_DESCRIPTION = 200
PICTURE = "img/partage.png"


@dataclass(frozen=True)
class Shared:
    """`url` is the one address under which the page is known: without the marks that links carry around."""

    url: str
    title: str
    description: str
    kind: str
    picture: str


def shared(path, title, description="", kind="website"):
    """The `share` of a template's context: the tags of components/share.html."""
    text = " ".join(str(description).split())
    return Shared(
        settings.SITE_URL + path,
        str(title),
        Truncator(text).chars(LONGEST_DESCRIPTION),
        kind,
        settings.SITE_URL + static(PICTURE),
    )
