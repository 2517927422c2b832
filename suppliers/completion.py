"""What a company has filled in and what it could add: a list of tasks, never a condition of anything."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suppliers.enums import LabelStatus


@dataclass(frozen=True)
class Entry:
    """A row of components/tasks.html."""

    label: Any
    url: str
    status: Any
    tone: str
    note: Any = ""


FILLED, OPEN = gettext_lazy("Renseigné"), gettext_lazy("À ajouter si vous voulez")


def entry(label, url, is_filled, why, count=0):
    status = FILLED if is_filled else OPEN
    return Entry(label, url, f"{status} ({count})" if count else status, "fir" if is_filled else "grey", why)


def section(slug):
    return reverse("suppliers:company_section", args=[slug])


def rows(slug):
    return reverse("suppliers:company_parts", args=[slug])


def completion_of(company, facts):
    """[Entry] of a profile; `facts` are those that its page shows, the directory's included."""
    said = {fact.name for fact in facts}
    return [*who_it_is(company, said), *where_it_is(company), *what_it_can(company)]


def who_it_is(company, said):
    return [
        entry(
            _("Présentation"),
            section("presentation"),
            bool(company.presentation),
            _("Quelques phrases que les acheteurs lisent à côté de vos solutions."),
        ),
        entry(
            _("Forme, effectif, année de création"),
            section("presentation"),
            {"legal_form", "headcount"} <= said and bool({"founded", "created_on"} & said),
            _("Un acheteur sait à qui il parle ; ce que dit l'annuaire public est déjà repris."),
        ),
        entry(
            _("Activité, secteurs servis, langues"),
            section("activite"),
            "activity" in said and company.sectors.exists() and bool(company.languages),
            _("Dites chez qui vous travaillez déjà, et dans quelles langues un échange est possible."),
        ),
    ]


def where_it_is(company):
    sites, contacts = company.sites.count(), company.contacts.count()
    return [
        entry(
            _("Contacts"),
            rows("contacts"),
            contacts > 0,
            _("Un service à joindre, sans passer par une personne qui peut changer."),
            contacts,
        ),
        entry(
            _("Autres établissements"),
            rows("etablissements"),
            sites > 0,
            _("Montrés pour information : ni filtre, ni ordre, ni score."),
            sites,
        ),
    ]


def what_it_can(company):
    labels = company.labels.exclude(status=LabelStatus.REFUSED).count()
    return [
        entry(
            _("Équipe et taille"),
            section("capacite"),
            bool(company.team or company.turnover),
            _("Facultatif : rien ne le demande. L'acheteur comprend ce que vous pouvez prendre en charge."),
        ),
        entry(
            _("Engagements d'accessibilité et d'environnement"),
            section("engagements"),
            bool(company.accessibility and company.environment),
            _(
                "Des acheteurs les demandent plus tard, dans leurs consultations : ils se lisent ici d'avance."
            ),
        ),
        entry(
            _("Labels et preuves"),
            rows("labels"),
            labels > 0,
            _("Des indices, vérifiés par la modération et datés ; ils n'entrent dans aucun ordre."),
            labels,
        ),
    ]
