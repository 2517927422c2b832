"""Documents in the stored versions of a thing: how each reads, and what differs between two lists of them."""

from django.utils.translation import gettext as _

from grandest_portal.core.diff import Piece


def document_words(document):
    return _("%(name)s (empreinte %(start)s)") % {
        "name": document["name"],
        "start": document["sha256"][:12],
    }


def documents_compared(before, after, words=document_words):
    """[Piece]: which documents went, which came. A version stored before they were counted says nothing."""
    if before is None or after is None:
        return []
    gone = [each for each in before if each not in after]
    came = [each for each in after if each not in before]
    said = [
        *(("gone", _("retiré : %(document)s") % {"document": words(each)}) for each in gone),
        *(("new", _("ajouté : %(document)s") % {"document": words(each)}) for each in came),
    ]
    last = len(said) - 1
    return [Piece(kind, text if place == last else f"{text}\n") for place, (kind, text) in enumerate(said)]
