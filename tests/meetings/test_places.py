"""Each kind of place is checked for what it is."""

import pytest

from grandest_portal.core.errors import DomainError
from meetings.places import checked_place


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("video", " https://visio.example/salle?x=1 ", "https://visio.example/salle?x=1"),
        ("on_site", "Salle  du conseil,\nplace de la Mairie", "Salle du conseil, place de la Mairie"),
        ("phone", "+49 681 0000-12", "+49 681 0000-12"),
        ("phone", "03.00.00.00.00", "03.00.00.00.00"),
        ("on_site", "Bâtiment A\u202e\x00 gauche", "Bâtiment A gauche"),
    ],
)
def test_checked_place_gives_the_cleaned_place(kind, typed, stored):
    assert checked_place(kind, typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("video", "http://visio.example/", "place"),
        ("video", "javascript:alert(1)", "place"),
        ("video", "visio.example/salle", "place"),
        ("video", "", "place"),
        ("video", "https://", "place"),
        ("phone", "appelez-moi", "place"),
        ("phone", "12", "place"),
        ("phone", "0" * 40, "place"),
        ("on_site", "  \x00 ", "place"),
        ("on_site", "a" * 301, "place"),
        ("carrier pigeon", "toit", "place_kind"),
    ],
)
def test_checked_place_refuses_beside_the_field(kind, typed, field):
    with pytest.raises(DomainError) as refusal:
        checked_place(kind, typed)
    assert refusal.value.field == field
