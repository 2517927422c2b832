"""The dashboard of those who accompany both sides: what is open, what is new; they decide nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.pages.desk.parts import LONGEST, Counter, Listing, Row, Section
from needs.display import row_of
from needs.models import Need
from suppliers.models import Solution


def partner_section(membership, today):
    return Section(
        title=_("Partenaire : %(name)s") % {"name": membership.organisation},
        lead=_(
            "Vous accompagnez acheteurs et entreprises. Vous voyez ce qui est public, comme eux et en même "
            "temps qu'eux : rien de plus. Vous aidez à écrire un besoin ou une fiche ; chacun publie et fixe "
            "ses rendez-vous lui-même."
        ),
        counters=(
            Counter(Need.objects.published().count(), _("Besoins ouverts"), reverse("needs:list")),
            Counter(
                Solution.objects.published().count(),
                _("Solutions publiées"),
                reverse("suppliers:solution_list"),
            ),
        ),
        listings=(newest_needs(today), newest_solutions()),
    )


def newest_needs(today):
    rows = Need.objects.published().for_list().prefetch_related("territories")[:LONGEST]
    drawn = [row_of(need, today) for need in rows]
    return Listing(
        _("Derniers besoins ouverts"),
        tuple(
            Row(row["title"], row["url"], row["meta"], row["line"], row["label"], row["tone"])
            for row in drawn
        ),
        reverse("needs:list"),
        _("Tous les besoins ouverts"),
        empty=_("Aucun besoin n'est ouvert en ce moment."),
    )


def newest_solutions():
    rows = Solution.objects.published().for_list()[:LONGEST]
    return Listing(
        _("Dernières solutions publiées"),
        tuple(
            Row(str(row), reverse("suppliers:solution_detail", args=[row.pk]), str(row.company))
            for row in rows
        ),
        reverse("suppliers:solution_list"),
        _("Toutes les solutions"),
        empty=_("Aucune solution n'est publiée pour l'instant."),
    )
