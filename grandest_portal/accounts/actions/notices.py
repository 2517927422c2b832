"""Recording which version of a notice a person was shown."""

from django.db import transaction
from django.utils import timezone

from grandest_portal.accounts.models import NoticeAcceptance
from grandest_portal.accounts.notices import in_force


@transaction.atomic
def acknowledge(user, *, at, keys=None):
    """Record the versions in force at `at` as shown to the person (all, or those of `keys`); a second time
    changes nothing. Returns the keys recorded."""
    shown = [row for row in in_force(timezone.localdate(at)) if keys is None or row.key in keys]
    NoticeAcceptance.objects.bulk_create(
        [NoticeAcceptance(user=user, key=row.key, version=row.starts_on, accepted_at=at) for row in shown],
        ignore_conflicts=True,
    )
    return [row.key for row in shown]
