"""What a person had on screen, for texts without a number of version: their mark travels in the page (`version`)."""

import hashlib

from django.utils.translation import gettext_lazy as _

from grandest_portal.core.errors import Conflict

SAVED_MEANWHILE = _(
    "Quelqu'un a enregistré une autre version de ce texte entre-temps. Les deux versions sont ci-dessous : "
    "rien n'est perdu, choisissez ce que vous gardez, puis envoyez de nouveau."
)


def mark_of(row, names):
    """A short mark of the columns `names` as they stand; `row` is None where nothing is stored yet."""
    values = [(name, getattr(row, name, "")) for name in sorted(names)]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def mark_on(request):
    """The mark that came with a page; "" where none came, which is the mark of nothing: who saw nothing reads first."""
    return request.POST.get("version", "")


def check_seen(mark, row, names, *, current=None):
    """Raise Conflict when the columns are not those of the `mark` that the page carried; None: nobody asks."""
    if mark is not None and mark != mark_of(row, names):
        raise Conflict(SAVED_MEANWHILE, current=row if current is None else current)
