"""The pages on which the people of a thing manage its documents: listed, added, read, removed.

A room gives what is its own (who may, the sections, the way back) as a DocumentPages; its views are one line each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.attachments.actions import add_attachment, remove_attachment
from grandest_portal.attachments.forms import FORMS
from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.presentation import row_of, scanner_sentence
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.uploads import too_heavy


@dataclass(frozen=True)
class Section:
    """Documents of one sort: `slug` in the address, what is said of them, the form that adds one, which they are."""

    slug: str
    title: Any
    intro: Any
    add: Any
    form_class: type
    holds: Callable


def section(slug, purpose, title, intro, add):
    """The documents of a purpose."""
    return Section(slug, title, intro, add, FORMS[purpose], lambda attachment: attachment.purpose == purpose)


@dataclass(frozen=True)
class DocumentPages:
    """`kind` is the key of the Kind; `find(request, pk)` gives the thing, or 404; `names` are the names of the
    addresses « documents », « document_add », « document_remove » under `namespace`; `mine` is the list of the person's
    own things: (label, name of its address). `notices(user, thing)` are dicts for components/notice.html above the
    list; `removal(thing, attachment)` says what a removal does; `back(request, thing)` is where an added document
    leads, and `before(user, thing)` a link {label, url} above the list: both may be "" or None.
    """

    kind: str
    namespace: str
    title: Any
    sections: tuple
    find: Callable
    mine: tuple
    changes: Callable
    notices: Callable
    removal: Callable
    back: Callable = lambda request, thing: ""
    before: Callable = lambda user, thing: None

    def url(self, name, *args):
        return reverse(f"{self.namespace}:{name}", args=args)

    def section_of(self, slug):
        found = next((each for each in self.sections if each.slug == slug), None)
        if found is None:
            raise Http404
        return found

    def document(self, thing, pk):
        return get_object_or_404(documents_of(self.kind, thing.pk), pk=pk)

    def crumbs(self, thing, label=""):
        """To the thing, its documents and, with a `label`, one page below."""
        here = {"label": _("Documents"), "url": self.url("documents", thing.pk)}
        mine, name = self.mine
        trail = [
            {"label": mine, "url": reverse(name)},
            {"label": str(thing), "url": KINDS[self.kind].page(thing.pk)},
            here,
        ]
        return [*trail, {"label": label}] if label else [*trail[:2], {"label": here["label"]}]

    def check_may_change(self, user, thing):
        kind = KINDS[self.kind]
        require(kind.writes(user, thing, None))
        kind.check_open(thing)

    def show(self, request, pk):
        """Every document of the thing, by sort."""
        thing = self.find(request, pk)
        rows = [row_of(each) for each in documents_of(self.kind, thing.pk)]
        changes = self.changes(request.user, thing)
        for row in rows:
            removal = self.url("document_remove", thing.pk, row["attachment"].pk)
            row["remove_url"] = removal if changes else ""
        sections = [
            {
                "title": each.title,
                "intro": each.intro,
                "add": each.add,
                "add_url": self.url("document_add", thing.pk, each.slug),
                "rows": [row for row in rows if each.holds(row["attachment"])],
            }
            for each in self.sections
        ]
        context = {
            "thing": thing,
            "title": self.title,
            "sections": sections,
            "can_change": changes,
            "notices": self.notices(request.user, thing),
            "scanner": scanner_sentence(),
            "before": self.before(request.user, thing),
            "crumbs": self.crumbs(thing),
        }
        return render(request, "attachments/documents.html", context)

    def add(self, request, pk, slug):
        """One form per sort; an error leaves what was typed, the file alone must be chosen again."""
        thing, chosen = self.find(request, pk), self.section_of(slug)
        self.check_may_change(request.user, thing)
        back = self.back(request, thing) or self.url("documents", thing.pk)
        typed = (request.POST, request.FILES) if request.method == "POST" else ()
        form = chosen.form_class(*typed, left_out=too_heavy(request))
        if form.is_valid() and self.stored(request, thing, form):
            return redirect(back)
        context = {
            "thing": thing,
            "title": chosen.add,
            "form": form,
            "back": back,
            "scanner": scanner_sentence(),
            "crumbs": self.crumbs(thing, chosen.add),
        }
        return render(request, "attachments/add.html", context, status=422 if form.errors else 200)

    def stored(self, request, thing, form):
        """True when the file is kept; what the action refuses is said in the form."""
        upload = form.cleaned_data["file"]
        try:
            attachment = add_attachment(
                self.kind, thing.pk, purpose=form.purpose, upload=upload, by=request.user, **form.answers()
            )
        except DomainError as error:
            form.refuse(error)
            return False
        messages.success(request, _("« %(name)s » est ajouté.") % {"name": attachment.name})
        return True

    def remove(self, request, pk, document):
        """A page that asks once more; only its button removes."""
        thing = self.find(request, pk)
        attachment = self.document(thing, document)
        self.check_may_change(request.user, thing)
        here = self.url("documents", thing.pk)
        if request.method == "POST":
            remove_attachment(attachment, by=request.user)
            messages.success(request, _("« %(name)s » est retiré.") % {"name": attachment.name})
            return redirect(here)
        context = {
            "row": row_of(attachment),
            "removal": self.removal(thing, attachment),
            "back": here,
            "crumbs": self.crumbs(thing, _("Retirer un document")),
        }
        return render(request, "attachments/remove.html", context)
