"""Interests that still bind a company by one of its sheets."""

from django.utils.translation import gettext as _

from needs.enums import ENDED_NEED
from needs.models import Interest
from suppliers.engagements import register


def open_interest(solution):
    live = Interest.objects.live().filter(solution=solution).exclude(need__status__in=ENDED_NEED)
    interest = live.select_related("need").order_by("pk").first()
    if interest is None:
        return ""
    return _(
        "Un intérêt déclaré avec cette fiche est en cours pour le besoin « %(need)s » : retirez-le, ou attendez "
        "que l'acheteur ait dit la suite."
    ) % {"need": interest.need}


register(open_interest)
