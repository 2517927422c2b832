"""The public list bears whatever stands in its address."""

import pytest

LIST = "/besoins/"


@pytest.mark.parametrize(
    "query",
    [
        {"page": "1000000000"},
        {"page": "-1"},
        {"page": "x"},
        {"q": "a" * 10_000},
        {"q": "\x00"},
        {"q": "'; DROP TABLE needs_need; --"},
        {"q": "!!! & | ( :*"},
        {"etat": "nulle-part"},
        {"secteur": "nulle-part"},
        {"secteur": ["", "\x00"]},
        {"secteur": "9" * 10_000},
        {"secteur[]": "numerique"},
        {"departement": "2A"},
        {"budget": "beaucoup"},
        {"jusqu_au": "hier"},
        {"jusqu_au": "9999-99-99"},
        {"inconnu": "1"},
    ],
)
def test_need_list_bears_whatever_stands_in_the_address(client, make_need, query):
    make_need(published=True)
    assert client.get(LIST, query, follow=True).status_code == 200
