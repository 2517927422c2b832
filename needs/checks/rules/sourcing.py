"""Nothing copied from a company, nothing announced at the last moment."""

from django.utils.translation import gettext as _

from needs.checks.draft import Hit, number
from needs.checks.text import Passage


def copied(draft, settings):
    """SOU-02: as many consecutive words as the check says, found in a document received from a company."""
    size = int(number(settings["SOU-02"], "words") or 0)
    if size < 2:
        return
    public = runs_of(Passage(draft.earlier).words, size)
    for name, text in draft.documents:
        received = runs_of(Passage(text).words, size) - public
        if not received:
            continue
        for field, passage in draft.passages.items():
            for first, last in overlaps(passage.words, received, size):
                start, end = passage.spans[first][0], passage.spans[last][1]
                yield Hit(field, start, end, copied_sentence(name, last - first + 1))


def copied_sentence(name, words):
    return _("%(words)d mots de suite se lisent aussi dans « %(name)s », document reçu d'une entreprise.") % {
        "words": words,
        "name": name,
    }


def runs_of(words, size):
    return set(zip(*(words[step:] for step in range(size)), strict=False))


def overlaps(words, received, size):
    """[(first, last)] of the words copied; runs that touch are one."""
    found = []
    for first, run in enumerate(zip(*(words[step:] for step in range(size)), strict=False)):
        if run not in received:
            continue
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], first + size - 1)
        else:
            found.append((first, first + size - 1))
    return found


def announced_early(draft, settings):
    """SOU-03: enough days between today, when the need may be published, and the consultation."""
    days = number(settings["SOU-03"], "days")
    if days is None or draft.planned_on is None:
        return
    left = (draft.planned_on - draft.announced_on).days
    if left < days:
        detail = _(
            "De la publication à la consultation, il y aurait %(left)d jours : %(days)d sont conseillés."
        )
        yield Hit(
            "planned_on",
            detail=detail % {"left": max(left, 0), "days": days},
            basis=draft.planned_on.isoformat(),
        )
