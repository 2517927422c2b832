"""Forms in steps over a saved draft: each step is one short form, the last page shows every answer.

The draft is a database row, so Back keeps the answers and a closed tab loses nothing that was sent. Where a flow
allows it, the browser also stores what is typed, without leaving the page (`X-Autosave: 1`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.errors import Conflict, DomainError

OTHER_HAT = gettext_lazy(
    "Vous n'agissez plus pour la même organisation qu'à l'ouverture de cette page : rien n'est enregistré. "
    "Vérifiez pour qui vous agissez dans votre menu, puis envoyez de nouveau."
)

# Where the page shows what was read of the stored step.
BESIDE = "verifications"
# The name of the buttons that put a proposal in an answer: « name:proposal:what it replaces » (`proposal_for`).
ADD = "add"
# In the address of a step that « Relire » has just stored.
REREAD = "relu"


@dataclass(frozen=True)
class Step:
    """One page of a form: `slug` in the URL, French `title`, the ModelForm class, a short `intro`.

    What is asked for ends before the first `optional` step: the check page comes next, and leads to the others.
    """

    slug: str
    title: Any
    form_class: type
    intro: Any = ""
    optional: bool = False


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
    `acting` names for whom the person acts: a page opened under another hat stores nothing. `token` (a UUID) comes
    back with a new draft's first step, so that sending it twice makes one draft. With `autosave` the browser stores
    what is typed by itself; `beside_url(draft, slug)` is then the address of what follows what is stored, beside the
    form. « Relire » (`reread`) stores a step as it is and shows it again; so does
    a button ADD. Before anything is stored, `look_first(data)` may ask to show the step again with what was typed
    (`looked` in the context). `answered(draft, step)` says whether a person
    gave the answers of a step; without it, a step that holds something was answered. `check_label` names the last page.
    """

    steps: Steps
    save: Callable
    edit_url: Callable
    check_url: Callable
    quit_url: str
    template: str
    crumbs: list
    acting: str = ""
    token: str = ""
    autosave: bool = False
    beside_url: Callable | None = None
    answered: Callable | None = None
    look_first: Callable | None = None
    check_label: Any = ""


def step_page(request, flow, draft, slug):
    """Show or store one step. « Enregistrer et quitter » stores an unfinished step as it is."""
    number, step = flow.steps.at(slug)
    form = step.form_class(request.POST if request.method == "POST" else None, instance=draft)
    if "quit" in request.POST or rereading(request, flow) or autosaving(request):
        ask_nothing(form)
    if autosaving(request):
        return autosaved(request, flow, step, form)
    conflict = []
    sent = request.method == "POST" and form.is_valid() and same_hat(request, flow.acting, form)
    looked = bool(sent and flow.look_first and flow.look_first(form.cleaned_data))
    if sent and not looked:
        try:
            return onward(request, flow, step, flow.save(form.cleaned_data, typed_version(request)))
        except Conflict as error:
            draft, conflict = error.current, both_versions(form, step.form_class(instance=error.current))
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    context = {
        "form": form,
        "draft": draft,
        "step": step,
        "number": number,
        "total": len(flow.steps) + 1,
        "trail": trail(flow, draft, step),
        "acting": flow.acting,
        "token": request.POST.get("form_token", flow.token) if draft is None else "",
        "autosave": flow.autosave,
        "version": draft.version
        if conflict
        else request.POST.get("version") or getattr(draft, "version", ""),
        "returning": is_returning(request),
        "reread": request.method != "POST" and REREAD in request.GET,
        "conflict": conflict,
        "looked": looked,
        "crumbs": flow.crumbs,
    }
    return render(request, flow.template, context, status=409 if conflict else 422 if form.errors else 200)


def ask_nothing(form):
    for field in form.fields.values():
        field.required = False


def is_returning(request):
    return "returning" in request.GET or "returning" in request.POST


def rereading(request, flow):
    """« Relire » was pressed, or a proposal taken: on a draft alone, whose answers may still be missing."""
    return flow.autosave and ("reread" in request.POST or ADD in request.POST)


def proposal_for(data, name):
    """(what the pressed button ADD proposes for the field `name`, what it replaces); two "" for another field."""
    field, _colon, rest = data.get(ADD, "").partition(":")
    proposal, _colon, replaced = rest.partition(":")
    return (proposal, replaced) if field == name else ("", "")


def onward(request, flow, step, draft):
    """Where a stored step leads."""
    following = flow.steps.after(step)
    if "quit" in request.POST:
        return redirect(flow.quit_url)
    if rereading(request, flow):
        again = "&returning=1" if is_returning(request) else ""
        place = f"id_{request.POST[ADD].partition(':')[0]}" if ADD in request.POST else BESIDE
        return redirect(f"{flow.edit_url(draft, step.slug)}?{REREAD}=1{again}#{place}")
    if is_returning(request) or following is None or (following.optional and not step.optional):
        return redirect(flow.check_url(draft))
    return redirect(flow.edit_url(draft, following.slug))


def beside_url(flow, draft, step):
    stored = draft is not None and draft.pk is not None
    return flow.beside_url(draft, step.slug) if flow.beside_url and stored else ""


def both_versions(form, stored):
    """[{label, stored}] of each answer that differs from what somebody stored meanwhile: `stored` is a form that
    shows it, `form` holds the other."""
    return [
        {"label": bound.label, "stored": shown_value(stored[bound.name])}
        for bound in form
        if not bound.is_hidden and form[bound.name].field.has_changed(stored[bound.name].value(), bound.data)
    ]


def autosaving(request):
    return request.method == "POST" and request.headers.get("X-Autosave") == "1"


def autosaved(request, flow, step, form):
    """Store what can be read of a step and answer the script: 409 or 422 {message}, or {saved_at, version, url, left,
    beside}: `left` names the answers that were not stored, `beside` is where the fragment beside the form is read.

    An answer that cannot be read yet (half a date) is left out: `left` says which one and why.
    """
    if not flow.autosave:
        return JsonResponse({"message": _("Cette page ne s'enregistre qu'à l'envoi.")}, status=422)
    form.is_valid()
    data = {name: value for name, value in form.cleaned_data.items() if name not in form.errors}
    if request.POST.get("acting", flow.acting) != flow.acting:
        return JsonResponse({"message": str(OTHER_HAT)}, status=409)
    try:
        draft = flow.save(data, typed_version(request))
    except DomainError as error:
        status = 409 if isinstance(error, Conflict) else 422
        return JsonResponse({"message": str(error.message)}, status=status)
    saved_at = date_format(timezone.localtime(), r"G \h i")
    return JsonResponse(
        {
            "saved_at": saved_at,
            "version": draft.version,
            "url": flow.edit_url(draft, step.slug),
            "left": left_out(form),
            "beside": beside_url(flow, draft, step),
        }
    )


def left_out(form):
    """[{label, message}] of the answers that were not stored; without a label, what several of them say together."""
    return [
        {"label": str(form[name].label) if name in form.fields else "", "message": str(errors[0])}
        for name, errors in form.errors.items()
    ]


def same_hat(request, acting, form):
    """False, said in the form, when the page was opened while the person acted for somebody else."""
    if request.POST.get("acting", acting) == acting:
        return True
    form.add_error(None, OTHER_HAT)
    return False


def typed_version(request):
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def trail(flow, draft, current=None):
    """[{label, url, state}] of every step and the check page, for components/step_header.html."""
    stored = draft is not None and draft.pk is not None
    entries = [
        {
            "label": step.title,
            "url": flow.edit_url(draft, step.slug) if stored else "",
            "state": "current" if step is current else state_of(flow, step, draft if stored else None),
        }
        for step in flow.steps
    ]
    return [
        *entries,
        {
            "label": flow.check_label or _("Vérifier et envoyer"),
            "url": flow.check_url(draft) if stored else "",
            "state": "current" if current is None else "todo",
        },
    ]


def state_of(flow, step, draft):
    """« done » for a step that somebody answered and that holds what it requires; else « optional » when it requires
    nothing, « todo » otherwise. What stands there by default is nobody's answer."""
    fields = visible_fields(step, draft)
    required = [bound for bound in fields if bound.field.required]
    if draft is None or not was_answered(flow, step, draft, fields):
        return "todo" if required else "optional"
    return "done" if all(holds_answer(bound) for bound in required) else "todo"


def was_answered(flow, step, draft, fields):
    return flow.answered(draft, step) if flow.answered else any(holds_answer(bound) for bound in fields)


def holds_answer(bound):
    return bound.value() not in (None, "", [], (), False)


def is_begun(step, draft):
    return any(bound.value() not in (None, "", [], (), False) for bound in visible_fields(step, draft))


def visible_fields(step, instance):
    """The bound fields of a step, drawn from what the draft holds; what only tells about an answer (`about`) is said
    with that answer."""
    return [
        bound
        for bound in step.form_class(instance=instance)
        if not bound.is_hidden and not getattr(bound.field, "about", "")
    ]


def note_of(bound):
    """What the form says beside an answer (`note_of(name)`), or ""."""
    say = getattr(bound.form, "note_of", None)
    return say(bound.name) if say else ""


def answer_url(flow, draft, step, bound):
    """The page of one answer, at its field; of radios and boxes, at the first one."""
    anchor = bound.id_for_label or f"{bound.auto_id}_0"
    return f"{flow.edit_url(draft, step.slug)}?returning=1#{anchor}"


def answers_of(flow, draft):
    """[{title, optional, begun, url, answers: [{label, value, note, url, change}]}], one entry per step, for
    components/summary_list.html."""
    return [
        {
            "title": step.title,
            "optional": step.optional,
            "begun": is_begun(step, draft),
            "url": flow.edit_url(draft, step.slug),
            "answers": [
                {
                    "label": bound.label,
                    "value": shown_value(bound),
                    "note": note_of(bound),
                    "url": answer_url(flow, draft, step, bound),
                    "change": bound.label,
                }
                for bound in visible_fields(step, draft)
            ],
        }
        for step in flow.steps
    ]


def shown_value(bound):
    """What a person reads for a stored answer; without one, what the field's `unanswered` says, else that."""
    value = bound.value()
    if value in (None, "", [], ()):
        return str(getattr(bound.field, "unanswered", _("Pas de réponse")))
    show = getattr(bound.field, "shown_value", None)
    if show is not None:
        return show(value)
    if isinstance(bound.field, forms.BooleanField):
        return _("Oui") if value else _("Non")
    if isinstance(bound.field, forms.ModelMultipleChoiceField):
        return ", ".join(
            str(row) for row in bound.field.queryset.filter(pk__in=[getattr(v, "pk", v) for v in value])
        )
    if isinstance(bound.field, forms.MultipleChoiceField):
        labels = dict(bound.field.choices)
        return ", ".join(str(labels.get(each, each)) for each in value)
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
        if bound.field.required and not holds_answer(bound)
    ]
