"""Who decides about reports, appeals and sensitive things: moderators, never about their own organisation."""

from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import can_moderate, is_moderator
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.models import SecondLook


def is_at_distance(user, about):
    """A moderator whose organisations, present or lately left, are none of those of the thing of `about`."""
    thing = about.thing
    organisations = KINDS[about.kind].organisations(thing) if thing is not None else []
    return is_moderator(user) and all(can_moderate(user, each) for each in organisations)


def is_alone(user):
    """True when nobody else moderates: what wants two people cannot be had."""
    return not User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk).exists()


def can_decide_case(user, case):
    """Moderators at a distance, except about what they reported themselves."""
    return is_at_distance(user, case) and not case.reports.filter(reporter=user).exists()


def can_decide_appeal(user, appeal):
    """Moderators at a distance who neither rejected nor gave an opinion; an administrator when nobody else can."""
    if not is_at_distance(user, appeal) or appeal.author_id == user.pk:
        return False
    looked = SecondLook.objects.filter(kind=appeal.kind, object_pk=appeal.object_pk, by=user).exists()
    return (appeal.rejected_by_id != user.pk and not looked) or (user.is_superuser and is_alone(user))


def gave_first_look(user, kind, thing):
    """True for who gave the first opinion on this version: somebody else decides."""
    return SecondLook.objects.of_version(kind, thing.pk, thing.version).filter(by=user).exists()
