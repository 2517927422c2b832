"""What a person had on screen, for texts without a number of version: their mark travels in the page (`version`)."""

import hashlib

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.core.audit import canonical
from grandest_portal.core.errors import Conflict

SAVED_MEANWHILE = _(
    "Quelqu'un a enregistré une autre version de ce texte entre-temps. Les deux versions sont ci-dessous : "
    "rien n'est perdu, choisissez ce que vous gardez, puis envoyez de nouveau."
)
UNREAD = _("Le texte a pu changer depuis que vous l'avez lu. Le voici : relisez-le, puis envoyez de nouveau.")
CHANGED = ngettext_lazy(
    "Une réponse a changé depuis que vous avez ouvert cette page : %(names)s. Le texte est ci-dessous tel qu'il est "
    "maintenant : relisez-le, puis envoyez de nouveau.",
    "%(count)d réponses ont changé depuis que vous avez ouvert cette page : %(names)s. Le texte est ci-dessous tel "
    "qu'il est maintenant : relisez-le, puis envoyez de nouveau.",
    "count",
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


def marks_of(content):
    """The marks of a text of many parts ({name: JSON value}): a page that sends or confirms it carries them, so that
    who presses after a change reads which parts changed."""
    return " ".join(f"{name}:{short_mark(value)}" for name, value in sorted(content.items()))


def short_mark(value):
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:12]


def check_read(marks, content, labels, *, current):
    """Raise Conflict when the parts of the `content` are not those of the `marks`; without marks, nothing was read.
    None: nobody asks. `labels` names the parts ({name: label})."""
    if marks is None:
        return
    seen = dict(each.split(":", 1) for each in marks.split() if ":" in each)
    changed = [str(labels[name]) for name, value in content.items() if seen.get(name) != short_mark(value)]
    if changed and not seen:
        raise Conflict(UNREAD, current=current)
    if changed:
        raise Conflict(CHANGED % {"count": len(changed), "names": ", ".join(changed)}, current=current)
