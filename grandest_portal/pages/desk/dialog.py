"""Questions and interests on the dashboards: what a buyer owes, what a company declared."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.dates import day
from grandest_portal.pages.desk.parts import LONGEST, Counter, Group, Task
from needs.models import Interest, InterestPartner, Question

# The page of joint interests is not parted by state: the dashboard draws all that wait for a yes or a no.
MOST_INVITATIONS = 100


def questions_due(buyer):
    """The Group of the questions that wait for an answer to all, the oldest first."""
    rows = Question.objects.due_from(buyer)
    count = rows.count()
    tasks = tuple(
        Task(
            label=Truncator(row.text).chars(90),
            url=reverse("needs:questions_answer", args=[row.need_id]) + f"#q-{row.pk}",
            status=_("Réponse attendue"),
            tone="mirabelle",
            note=_("posée le %(day)s · besoin : %(need)s") % {"day": day(row.asked_at), "need": row.need},
        )
        for row in (rows.for_waiting()[:LONGEST] if count else [])
    )
    title = ngettext("%(count)d question à répondre", "%(count)d questions à répondre", count)
    return Group(
        "questions-a-repondre",
        title % {"count": count},
        tasks,
        count,
        _("Chaque réponse est publiée pour tous."),
        reverse("needs:questions_due"),
    )


def interests_due(buyer):
    """The Group of the companies that wait for an answer to their interest, the oldest first."""
    rows = Interest.objects.due_from(buyer)
    count = rows.count()
    tasks = tuple(
        Task(
            label=_("Répondre à %(name)s") % {"name": row.company},
            url=reverse("needs:interests", args=[row.need_id]) + f"#interet-{row.pk}",
            status=_("Réponse due"),
            tone="mirabelle",
            note=_("intéressée depuis le %(day)s · besoin : %(need)s")
            % {"day": day(row.created_at), "need": row.need},
        )
        for row in (rows.for_buyer()[:LONGEST] if count else [])
    )
    title = ngettext(
        "%(count)d réponse due à une entreprise intéressée",
        "%(count)d réponses dues aux entreprises intéressées",
        count,
    )
    return Group(
        "reponses-dues",
        title % {"count": count},
        tasks,
        count,
        _("Une même réponse peut servir à toutes. Elles restent dues après la fin des échanges."),
        reverse("needs:interests_due"),
    )


def joint_interests(company):
    """The Group of the invitations to a joint interest, to confirm or to decline."""
    rows = InterestPartner.objects.to_confirm_by(company).for_list()[:MOST_INVITATIONS]
    tasks = tuple(
        Task(
            label=_("Groupement avec %(name)s") % {"name": row.interest.company},
            url=reverse("needs:interest", args=[row.interest_id]),
            status=row.get_status_display(),
            tone="mirabelle",
            note=_("besoin : %(need)s") % {"need": row.interest.need},
        )
        for row in rows
    )
    title = ngettext(
        "%(count)d invitation à un groupement", "%(count)d invitations à un groupement", len(tasks)
    )
    return Group("groupements", title % {"count": len(tasks)}, tasks, len(tasks))


def interest_counters(company):
    """How many interests the company declared or shares; nothing before the first."""
    count = Interest.objects.of_company(company).count()
    if not count:
        return ()
    return (Counter(count, _("Intérêts déclarés par votre entreprise"), reverse("needs:my_interests")),)
