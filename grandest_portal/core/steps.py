"""Forms in steps over a saved draft: each step is one short form, the last page shows every answer.

The draft is a database row, so Back keeps the answers and a closed tab loses nothing that was sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError


@dataclass(frozen=True)
class Step:
    """One page of a form: `slug` in the URL, French `title`, the ModelForm class, a short `intro`."""

    slug: str
    title: Any
    form_class: type
    intro: Any = ""


class Steps(tuple):
    """The ordered steps of one form."""

    def at(self, slug):
        """(number from 1, Step) for a slug; 404 when unknown."""
        for number, step in enumerate(self, start=1):
            if step.slug == slug:
                return number, step
        raise Http404

    def after(self, step):
        """The next Step, or None after the last."""
        position = self.index(step) + 1
        return self[position] if position < len(self) else None


@dataclass(frozen=True)
class StepFlow:
    """How one kind of draft goes through its steps.

    `save(data, version)` stores the cleaned data of a step and returns the draft; `version` is what the person
    had on screen (int, or None for a new draft). `edit_url(draft, slug)`, `check_url(draft)` and `quit_url` say
    where to go. `template` draws the page with: form, draft, step, number, total, trail, version, returning, acting.
    `acting` names for whom the person acts: a page opened under another hat stores nothing.
    """

    steps: Steps
    save: Callable
    edit_url: Callable
    check_url: Callable
    quit_url: str
    template: str
    crumbs: list
    acting: str = ""


def step_page(request, flow, draft, slug):
    """Show or store one step. « Enregistrer et quitter » stores an unfinished step as it is."""
    number, step = flow.steps.at(slug)
    quitting, returning = "quit" in request.POST, "returning" in request.GET or "returning" in request.POST
    form = step.form_class(request.POST if request.method == "POST" else None, instance=draft)
    if quitting:
        for field in form.fields.values():
            field.required = False
    if request.method == "POST" and form.is_valid() and same_hat(request, flow.acting, form):
        try:
            draft = flow.save(form.cleaned_data, typed_version(request))
        except DomainError as error:
            form.refuse(error)
        else:
            following = flow.steps.after(step)
            if quitting:
                return redirect(flow.quit_url)
            if returning or following is None:
                return redirect(flow.check_url(draft))
            return redirect(flow.edit_url(draft, following.slug))
    context = {
        "form": form,
        "draft": draft,
        "step": step,
        "number": number,
        "total": len(flow.steps) + 1,
        "trail": trail(flow, draft, step),
        "acting": flow.acting,
        "version": request.POST.get("version") or getattr(draft, "version", ""),
        "returning": returning,
        "crumbs": flow.crumbs,
    }
    return render(request, flow.template, context, status=422 if form.errors else 200)


def same_hat(request, acting, form):
    """False, said in the form, when the page was opened while the person acted for somebody else."""
    if request.POST.get("acting", acting) == acting:
        return True
    form.add_error(
        None,
        _(
            "Vous n'agissez plus pour la même organisation qu'à l'ouverture de cette page : rien n'est enregistré. "
            "Vérifiez pour qui vous agissez dans votre menu, puis envoyez de nouveau."
        ),
    )
    return False


def typed_version(request):
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def trail(flow, draft, current=None):
    """[{label, url, state}] of every step and the check page, for components/step_header.html."""
    stored = draft is not None and draft.pk is not None
    reached = len(flow.steps) if current is None else flow.steps.index(current)
    entries = [
        {
            "label": step.title,
            "url": flow.edit_url(draft, step.slug) if stored else "",
            "state": "current" if position == reached else "done" if position < reached else "todo",
        }
        for position, step in enumerate(flow.steps)
    ]
    return [
        *entries,
        {
            "label": _("Vérifier et envoyer"),
            "url": flow.check_url(draft) if stored else "",
            "state": "current" if current is None else "todo",
        },
    ]


def visible_fields(step, instance):
    """The bound fields of a step, drawn from what the draft holds."""
    return [bound for bound in step.form_class(instance=instance) if not bound.is_hidden]


def answer_url(flow, draft, step, bound):
    """The page of one answer, at its field; of radios and boxes, at the first one."""
    anchor = bound.id_for_label or f"{bound.auto_id}_0"
    return f"{flow.edit_url(draft, step.slug)}?returning=1#{anchor}"


def answers_of(flow, draft):
    """[{title, answers: [{label, value, url, change}]}], one entry per step, for components/summary_list.html."""
    return [
        {
            "title": step.title,
            "answers": [
                {
                    "label": bound.label,
                    "value": shown_value(bound),
                    "url": answer_url(flow, draft, step, bound),
                    "change": bound.label,
                }
                for bound in visible_fields(step, draft)
            ],
        }
        for step in flow.steps
    ]


def shown_value(bound):
    """What a person reads for a stored answer; a dash of words when there is none."""
    value = bound.value()
    if value in (None, "", [], ()):
        return _("Pas de réponse")
    show = getattr(bound.field, "shown_value", None)
    if show is not None:
        return show(value)
    if isinstance(bound.field, forms.ModelMultipleChoiceField):
        return ", ".join(
            str(row) for row in bound.field.queryset.filter(pk__in=[getattr(v, "pk", v) for v in value])
        )
    if isinstance(bound.field, forms.ChoiceField):
        return str(dict(bound.field.choices).get(str(value), value))
    if isinstance(bound.field, forms.DateField):
        return bound.field.widget.format_value(value) or str(value)
    return str(value)


def missing_answers(flow, draft):
    """[{label, url}] for each required answer that the draft does not hold yet."""
    return [
        {"label": bound.label, "url": answer_url(flow, draft, step, bound)}
        for step in flow.steps
        for bound in visible_fields(step, draft)
        if bound.field.required and bound.value() in (None, "", [], ())
    ]
