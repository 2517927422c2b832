"""The dashboard of those who accompany both sides: what changed in what they follow, what they suggested, what is
open and new; they decide nothing."""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.core.dates import date_words
from grandest_portal.follow.messages import FollowedNews
from grandest_portal.follow.models import Follow
from grandest_portal.notifications.models import Notification
from grandest_portal.pages.desk.parts import LONGEST, Counter, Listing, Row, Section
from needs.display import row_of
from needs.models import Need, Suggestion
from needs.permissions import can_suggest
from needs.suggestions.display import row_of as suggestion_row
from suppliers.models import Solution, SolutionImport
from suppliers.permissions import can_import


def partner_section(user, membership, today):
    follows = Follow.objects.readable(user).count()
    approved = membership.status == MembershipStatus.APPROVED
    counters = [
        (Need.objects.published().count(), _("Besoins ouverts"), "needs:list"),
        (Solution.objects.published().count(), _("Solutions publiées"), "suppliers:solution_list"),
        (follows, _("Pages que vous suivez"), "follow:mine"),
    ]
    if approved:
        suggested = Suggestion.objects.visible_to(user).count()
        counters.append((suggested, _("Suggestions de votre structure"), "needs:suggestions"))
    if can_import(user):
        files = SolutionImport.objects.visible_to(user).count()
        counters.append((files, _("Fichiers de solutions importés"), "suppliers:imports"))
    return Section(
        title=_("Partenaire : %(name)s") % {"name": membership.organisation},
        lead=_(
            "Vous accompagnez acheteurs et entreprises. Vous voyez ce qui est public, comme eux et en même "
            "temps qu'eux : rien de plus. Vous suggérez des rapprochements, lus par les deux parties ; chacun publie "
            "et fixe ses rendez-vous lui-même."
        ),
        counters=tuple(Counter(value, label, reverse(name)) for value, label, name in counters),
        listings=(
            news(user),
            *(suggestions(user) if approved else ()),
            newest_needs(today),
            newest_solutions(),
        ),
        button_url=reverse("needs:list") if can_suggest(user) else "",
        button=_("Chercher un besoin à rapprocher"),
    )


def news(user):
    """What changed in the things that the person follows, the newest first."""
    rows = Notification.objects.visible_to(user).filter(kind=FollowedNews.kind).for_list()[:LONGEST]
    return Listing(
        _("Ce qui a changé dans vos suivis"),
        tuple(
            Row(name, row.path, _("Le %(day)s") % {"day": date_words(localtime(row.created_at))}, event)
            for row in rows
            for name, event, *_rest in [row.body.split("\n\n")]
        ),
        reverse("follow:mine"),
        _("Mes suivis"),
        empty=_("Rien n'a changé. « Suivre » se trouve sur la page de chaque besoin et de chaque solution."),
    )


def suggestions(user):
    """The latest suggestions of the structure, with what became of each."""
    drawn = [suggestion_row(row) for row in Suggestion.objects.visible_to(user).for_list()[:LONGEST]]
    return (
        Listing(
            _("Vos dernières suggestions"),
            tuple(
                Row(
                    row["title"],
                    row["url"],
                    _("Faite le %(day)s") % {"day": row["made"]},
                    row["author"],
                    row["label"],
                    row["tone"],
                )
                for row in drawn
            ),
            reverse("needs:suggestions"),
            _("Toutes vos suggestions"),
            empty=_("Sur la page d'un besoin ou d'une solution, « Suggérer » ouvre un rapprochement."),
        ),
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
