"""What a buyer and a company of the demonstration keep in view, with their notes and saved searches; fictional."""

from django.http import QueryDict

from grandest_portal.accounts.permissions import speaking_organisation_of
from grandest_portal.follow.actions import (
    add_favourite,
    change_search,
    create_list,
    save_search,
    write_favourite,
)
from grandest_portal.follow.enums import Frequency

KEPT = {
    "valbrune": {
        "list": "Fuites : à comparer",
        "favourites": [
            (
                "solution",
                "ondine-ecoute",
                "Demander combien de capteurs pour une école de 300 élèves, et qui lit les alertes pendant les "
                "vacances.",
            ),
            ("solution", "lumivesle-pas", ""),
        ],
        "searches": [("solution", "q=fuites", "Fuites d'eau", Frequency.WEEKLY)],
    },
    "ondine": {
        "list": "Eau 2027",
        "favourites": [
            (
                "need",
                "valbrune-eau-ecoles",
                "Proposer d'abord les deux écoles les plus anciennes ; Inès appelle la commune lundi.",
            )
        ],
        "searches": [("need", "q=eau", "Besoins sur l'eau", Frequency.INSTANT)],
    },
}


def load_notebooks(people, needs, solutions):
    """Favourites, a list and a saved search for each organisation of KEPT, through the actions."""
    things = {"need": needs, "solution": solutions}
    for key, kept in KEPT.items():
        user = people[key]
        organisation = speaking_organisation_of(user)
        chosen = create_list(organisation, name=kept["list"])
        for kind, name, note in kept["favourites"]:
            favourite = add_favourite(organisation, kind, things[kind][name].pk, by=user)
            write_favourite(
                favourite, note=note, chosen=chosen if note else None, by=user, version=favourite.version
            )
        for kind, query, name, frequency in kept["searches"]:
            saved, _is_new = save_search(user, kind, QueryDict(query))
            change_search(saved, name=name, frequency=frequency)
