"""Two people sign the same draft at the same moment: the lock decides. The control shows what happens without it."""

import pytest
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from suppliers.actions import sign_assessment
from suppliers.enums import AssessmentStatus
from suppliers.models import Assessment
from tests.suppliers.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def unguarded_sign(draft, position):
    """The same steps without the lock."""
    row = Assessment.objects.get(pk=draft.pk)
    if row.status != AssessmentStatus.DRAFT:
        raise DomainError("déjà signée")
    row.status, row.signed_at, row.seal = AssessmentStatus.SIGNED, timezone.now(), "0" * 64
    row.signer_position = position
    row.save()


def test_a_draft_is_signed_once(draft, speaker):
    def sign(position):
        return lambda: sign_assessment(draft, by=speaker, position=position, audience="everyone")

    first, second = at_once(sign("Présidente"), sign("Comptable"))
    assert first is None and isinstance(second, DomainError)
    assert Assessment.objects.get().signer_position == "Présidente"


def test_control_without_the_lock_the_second_signature_takes_the_place_of_the_first(draft):
    outcomes = at_once(
        lambda: unguarded_sign(draft, "Présidente"), lambda: unguarded_sign(draft, "Comptable")
    )
    assert outcomes == [None, None]
    assert Assessment.objects.get().signer_position == "Comptable"
