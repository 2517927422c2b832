"""The promised delay, in words, or silence."""

from datetime import date

from grandest_portal.reference.delays import moderation_delay, moderation_promise
from grandest_portal.reference.models import Parameter

DAY = date(2026, 10, 3)


def test_delay_is_read_from_the_parameter(dated_data):
    assert moderation_delay(DAY) == "2 jours ouvrés"
    assert moderation_promise(DAY).endswith("au plus tard dans 2 jours ouvrés.")


def test_delay_of_one_day_is_singular(db):
    Parameter.objects.create(
        key="moderation_delay_working_days", label="Délai", value=1, starts_on=date(2026, 1, 1)
    )
    assert moderation_delay(DAY) == "1 jour ouvré"


def test_nothing_is_promised_without_the_parameter(db):
    assert moderation_delay(DAY) == ""
    assert moderation_promise(DAY) == "Une personne de la modération vous répond par courriel."
