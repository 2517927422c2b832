"""The first steps of a person, for components/tasks.html: they leave the dashboard once all are done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.pages.desk.parts import Task
from needs.enums import NeedStatus
from suppliers.enums import SolutionStatus


def done(label):
    return Task(label=label, url="", status=_("Fait"), tone="fir")


def to_do(label, url, note=""):
    return Task(label=label, url=url, status=_("À faire"), tone="mirabelle", note=note)


def later(label, note=""):
    return Task(label=label, url="", status=_("Ensuite"), tone="grey", note=note)


def step(label, is_done, url, note=""):
    return done(label) if is_done else to_do(label, url, note)


def until_done(*steps):
    return steps if any(each.url or each.tone != "fir" for each in steps) else ()


def sending(counts, draft, url):
    """The last step of both sides: `counts` is {status: number of texts}, drafts under `draft`."""
    label, written = _("L'envoyer en relecture"), sum(counts.values())
    if not written:
        return later(label)
    return step(
        label, written > counts.get(draft, 0), url, _("Vous relisez toutes vos réponses avant l'envoi.")
    )


def buyer_steps(counts):
    return until_done(
        step(
            _("Déposer un premier besoin"),
            bool(counts),
            reverse("needs:create"),
            _("Cinq étapes courtes, enregistrées au fur et à mesure."),
        ),
        sending(counts, NeedStatus.DRAFT, reverse("needs:mine")),
    )


def company_steps(company, counts, approved):
    """Presenting the company is for approved people: its page is public."""
    presented = step(
        _("Présenter votre entreprise"),
        bool(company.presentation),
        reverse("suppliers:company_section", args=["presentation"]),
        _("Quelques phrases que les acheteurs lisent à côté de vos solutions."),
    )
    return until_done(
        *([presented] if approved else []),
        step(
            _("Décrire une première solution"),
            bool(counts),
            reverse("suppliers:solution_create"),
            _("Trois étapes courtes, enregistrées au fur et à mesure."),
        ),
        sending(counts, SolutionStatus.DRAFT, reverse("suppliers:mine")),
    )
