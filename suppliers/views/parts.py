"""The rows of a company's profile: sites, contacts, labels; one set of pages for the three."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions, typed_version
from suppliers.actions import (
    add_part,
    change_label,
    change_part,
    remove_label,
    remove_part,
    state_label,
)
from suppliers.forms import ContactForm, LabelForm, SiteForm
from suppliers.label_pages import clue_sentence, kinds_of_labels, label_row
from suppliers.models import CompanyContact, CompanyLabel, CompanySite
from suppliers.permissions import can_edit_company, company_of
from suppliers.views.companies import go_register
from suppliers.views.profile import crumbs_of


@dataclass(frozen=True)
class Part:
    """One list: `add(company, data, by)`, `change(row, data, by, request)`, `remove(row, by)`; `after(row)` is where a
    new row leads; `line(row)` is what the list says of it."""

    slug: str
    model: type
    form_class: type
    title: Any
    intro: Any
    new: Any
    add: Callable
    change: Callable
    remove: Callable
    mark: Callable
    line: Callable
    after: Callable = lambda row: reverse("suppliers:company_parts", args=[PART_OF[type(row)]])

    def rows(self, company):
        rows = self.model.objects.filter(company=company)
        return rows.for_list() if hasattr(rows, "for_list") else rows.order_by("pk")


def mark_by_answers(form_class):
    return lambda row: mark_of(row, form_class.base_fields)


def simple(slug, model, form_class, line, **texts):
    return Part(
        slug=slug,
        model=model,
        form_class=form_class,
        add=lambda company, data, by: add_part(model, company, data=data, by=by),
        change=lambda row, data, by, request: change_part(row, data=data, by=by, seen=mark_on(request)),
        remove=remove_part,
        mark=mark_by_answers(form_class),
        line=line,
        **texts,
    )


def site_line(site):
    place = f"{site.postal_code} {site.city}".strip()
    return {"text": ", ".join(filter(None, [site.street, place]))}


def contact_line(contact):
    return {"text": " · ".join(filter(None, [contact.email, contact.phone, contact.link]))}


PARTS = {
    part.slug: part
    for part in (
        simple(
            "etablissements",
            CompanySite,
            SiteForm,
            site_line,
            title=gettext_lazy("Autres établissements"),
            intro=gettext_lazy(
                "Montrés sur votre page, pour information : aucun filtre, aucun ordre et aucun score ne les lit."
            ),
            new=gettext_lazy("Ajouter un établissement"),
        ),
        simple(
            "contacts",
            CompanyContact,
            ContactForm,
            contact_line,
            title=gettext_lazy("Contacts publics"),
            intro=gettext_lazy(
                "Des services, pas des personnes. Les adresses électroniques sont montrées aux personnes connectées "
                "seulement."
            ),
            new=gettext_lazy("Ajouter un contact"),
        ),
        Part(
            slug="labels",
            model=CompanyLabel,
            form_class=LabelForm,
            title=gettext_lazy("Labels et preuves"),
            intro=gettext_lazy(
                "Ce que d'autres ont reconnu à l'entreprise. Chaque ligne est montrée dès son ajout, avec son état : "
                "déclarée, puis vérifiée par la modération."
            ),
            new=gettext_lazy("Ajouter un label"),
            add=lambda company, data, by: state_label(company, data=data, by=by),
            change=lambda row, data, by, request: change_label(
                row, data=data, by=by, version=typed_version(request) or 0
            ),
            remove=remove_label,
            mark=lambda row: row.version,
            line=lambda row: label_row(row, timezone.localdate()),
            after=lambda row: reverse("suppliers:label_evidence", args=[row.pk]),
        ),
    )
}
PART_OF = {part.model: slug for slug, part in PARTS.items()}


def entered(request, slug):
    """(Part, the person's company) once the door is open; (Part, None) for a person without one."""
    if slug not in PARTS:
        raise Http404
    company = company_of(request.user)
    if company is not None:
        require(can_edit_company(request.user, company))
    return PARTS[slug], company


def explained(part):
    """What is said of labels wherever they are typed."""
    if part.model is not CompanyLabel:
        return {"clue": "", "kinds": []}
    return {"clue": clue_sentence(), "kinds": kinds_of_labels(timezone.localdate())}


def list_url(part):
    return reverse("suppliers:company_parts", args=[part.slug])


@require_safe
def company_parts(request, part):
    part, company = entered(request, part)
    if company is None:
        return go_register(request)
    context = {
        "part": part,
        "organisation": company.organisation,
        "rows": [{"row": row, **part.line(row)} for row in part.rows(company)],
        "crumbs": crumbs_of(str(part.title)),
        **explained(part),
    }
    return render(request, "suppliers/company_parts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def company_part_add(request, part):
    part, company = entered(request, part)
    if company is None:
        return go_register(request)
    form = part.form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = part.add(company, form.cleaned_data, request.user)
            messages.success(request, _("« %(name)s » est ajouté.") % {"name": row})
            return redirect(part.after(row))
        except DomainError as error:
            form.refuse(error)
    return part_page(request, part, company, form, title=part.new)


@require_http_methods(["GET", "HEAD", "POST"])
def company_part(request, part, pk):
    part, company = entered(request, part)
    if company is None:
        return go_register(request)
    row = get_object_or_404(part.model, company=company, pk=pk)
    title, version, conflict = str(row), request.POST.get("version") or part.mark(row), []
    form = part.form_class(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            row = part.change(row, form.cleaned_data, request.user, request)
            messages.success(request, _("« %(name)s » est enregistré.") % {"name": row})
            return redirect(list_url(part))
        except Conflict as error:
            conflict = both_versions(form, part.form_class(instance=error.current))
            version = part.mark(error.current)
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    return part_page(request, part, company, form, title=title, version=version, conflict=conflict, row=row)


def part_page(request, part, company, form, *, title, version="", conflict=(), row=None):
    context = {
        "part": part,
        "form": form,
        "title": title,
        "version": version,
        "conflict": conflict,
        "row": row,
        "organisation": company.organisation,
        "crumbs": crumbs_of((str(part.title), list_url(part)), str(title)),
        **explained(part),
    }
    return render(
        request,
        "suppliers/company_part.html",
        context,
        status=409 if conflict else 422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def company_part_remove(request, part, pk):
    """A page that asks once more; only its button removes."""
    part, company = entered(request, part)
    if company is None:
        return go_register(request)
    row = get_object_or_404(part.model, company=company, pk=pk)
    if request.method == "POST":
        part.remove(row, by=request.user)
        messages.success(request, _("« %(name)s » est retiré.") % {"name": row})
        return redirect(list_url(part))
    context = {
        "title": _("Retirer cette ligne ?"),
        "name": str(row),
        "text": _("Elle disparaît de votre page ; le journal garde la date du retrait."),
        "button": _("Retirer"),
        "back": list_url(part),
        "crumbs": crumbs_of((str(part.title), list_url(part)), _("Retirer")),
    }
    return render(request, "suppliers/company_remove.html", context)
