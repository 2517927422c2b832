"""Solutions may be followed: how the list of follows shows one, and what its followers are told."""

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import date_words
from grandest_portal.follow.actions import hold
from grandest_portal.follow.enums import Topic
from grandest_portal.follow.kinds import Kind, register
from grandest_portal.follow.messages import FollowedGone, FollowedNews
from grandest_portal.follow.permissions import followers_of
from suppliers.models import Solution
from suppliers.permissions import readers_of

KIND = "solution"
GONE = gettext_lazy("L'entreprise a retiré cette fiche du recensement, pour la reprendre ou pour de bon.")
AMENDED = gettext_lazy("Le texte de cette fiche a changé. Sa page dit quand et en quoi.")
BACK = gettext_lazy("Cette fiche est de nouveau publiée, après une mise à jour. Relisez sa page.")


def page_of_solution(pk):
    return reverse("suppliers:solution_detail", args=[pk])


def row_of(solution, on):
    """What components/row.html shows of a published solution."""
    published = _("Publiée le %(day)s") % {"day": date_words(localtime(solution.published_at))}
    return {
        "title": str(solution),
        "url": page_of_solution(solution.pk),
        "label": solution.get_status_display(),
        "tone": solution.tone,
        "line": str(solution.company),
        "meta": " · ".join(filter(None, [published, f"TRL {solution.trl}" if solution.trl else ""])),
    }


def others_who_follow(solution):
    """Its followers, the company's own people excepted."""
    own = [user.pk for user in readers_of(solution)]
    return followers_of(KIND, solution.pk).exclude(pk__in=own)


def tell_back(solution):
    """Tell those who followed an earlier publication of the solution that it stands in the census again."""
    tell_later(solution, FollowedNews(str(solution), BACK, page_of_solution(solution.pk)))


def tell_gone(solution):
    tell_later(solution, FollowedGone(str(solution), GONE, ""))


def tell_amended_followers(solution):
    """Its published text changed."""
    news = FollowedNews(str(solution), AMENDED, page_of_solution(solution.pk))
    tell_later(solution, news, Topic.TEXT)


def tell_new_holder(solution):
    """Another company holds it from now on."""
    event = _("Cette fiche est maintenant tenue par %(company)s.") % {"company": solution.company}
    tell_later(solution, FollowedNews(str(solution), event, page_of_solution(solution.pk)))


def tell_later(solution, news, topic=Topic.STATE):
    """It waits for the one mail of each person's window; of a leave and a return, the last is told."""
    hold(others_who_follow(solution), KIND, solution.pk, topic, news, at=timezone.now())


register(
    Kind(
        key=KIND,
        label=gettext_lazy("solution"),
        visible=lambda user: Solution.objects.published().for_list(),
        url=page_of_solution,
        row=row_of,
    )
)
