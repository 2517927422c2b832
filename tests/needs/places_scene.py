"""Two EPCI of the reference data for the tests of places: one within the Moselle, one in Haute-Marne and Vosges."""

from grandest_portal.reference.models import Territory

METZ, OUEST_VOSGIEN = "200039865", "200068559"


def add_epcis(places):
    """The same dictionary with both EPCI, by code."""
    for code, name in [(METZ, "Metz Métropole"), (OUEST_VOSGIEN, "CC de l'Ouest Vosgien")]:
        places[code] = Territory.objects.create(kind="epci", code=code, name=name, parent=places["44"])
    return places
