"""The places of a need in its form: boxes, typed EPCI, and what stands there when the page comes back."""

import pytest

from needs.display import place_text
from needs.fields import NeedPlacesField, TypedNames
from tests.needs.places_scene import METZ, OUEST_VOSGIEN, add_epcis


@pytest.fixture
def need(client, agent, make_need, places):
    add_epcis(places)
    client.force_login(agent)
    return make_need()


def post(client, need, boxes=(), names="", **more):
    data = {"cpv": "38420000", "territories": list(boxes), "territories_epci": names, **more}
    return client.post(f"/besoins/{need.pk}/modifier/domaine/", data)


def page(client, need):
    return client.get(f"/besoins/{need.pk}/modifier/domaine/").text


def places_of(need):
    return {place.code for place in need.territories.all()}


@pytest.mark.parametrize(
    ("boxes", "names", "stored", "shown"),
    [
        ([], "metz", {METZ}, "Metz Métropole"),
        (["57"], "ouest vosgien", {"57", OUEST_VOSGIEN}, "Moselle, CC de l'Ouest Vosgien"),
        (["57"], "", {"57"}, "Moselle"),
        (["region"], "metz", {"44"}, "Toute la région"),
    ],
)
def test_boxes_and_names_are_stored_together(client, need, places, boxes, names, stored, shown):
    keys = [places[each].pk if each in places else each for each in boxes]
    assert post(client, need, keys, names).status_code == 302
    assert places_of(need) == stored
    check = client.get(f"/besoins/{need.pk}/verifier/").text
    assert shown.replace("'", "&#x27;") in check or shown in check


def test_stored_names_stand_in_the_text_area_and_save_again_unchanged(client, need, places):
    post(client, need, [places["57"].pk], "metz\nouest vosgien")
    text = page(client, need)
    assert "CC de l&#x27;Ouest Vosgien\nMetz Métropole</textarea>" in text.replace("&#39;", "&#x27;")
    assert text.count(" checked") == 1
    need.refresh_from_db()
    version = need.version
    names = "\n".join(sorted(place.name for place in need.territories.all() if place.kind == "epci"))
    post(client, need, [places["57"].pk], names, version=version)
    need.refresh_from_db()
    assert (places_of(need), need.version) == ({"57", METZ, OUEST_VOSGIEN}, version)


def test_a_refused_name_stays_as_typed_with_the_ticked_boxes(client, need, places):
    answer = post(client, need, [places["88"].pk], "Atlantide <b>\nmetz")
    assert answer.status_code == 422
    assert "« Atlantide" in answer.context["form"].errors["territories"][0]
    assert "Atlantide &lt;b&gt;\nmetz</textarea>" in answer.text
    assert answer.text.count(" checked") == 1
    assert places_of(need) == {"57"}


def test_neither_a_box_nor_a_name_is_refused(client, need):
    answer = post(client, need, [], "  ")
    assert answer.status_code == 422
    assert answer.context["form"].errors["territories"] == [
        "Cochez au moins un département, ou nommez une intercommunalité."
    ]


@pytest.mark.parametrize("names", ["\x00", "x" * 10_000, "\n" * 50, "'; DROP"])
def test_hostile_names_are_refused_or_ignored(client, need, places, names):
    assert post(client, need, [places["57"].pk], names).status_code in {302, 422}


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ([METZ], "Metz Métropole"),
        ([METZ, "57"], "Metz Métropole, Moselle"),
        ([METZ, "57", "88", "08"], "4 territoires"),
        ([METZ, OUEST_VOSGIEN, "44"], "toute la région"),
    ],
)
def test_place_text_names_epcis(need, places, wanted, text):
    need.territories.set([places[code] for code in wanted])
    assert place_text(need) == text


@pytest.mark.parametrize(
    ("stored", "boxes", "names", "changed"),
    [
        (["57"], ["57"], "", False),
        (["57", METZ], ["57"], "metz metropole", False),
        (["44"], ["region"], "", False),
        (["57"], ["57"], "metz", True),
        (["57", METZ], ["57"], "", True),
        (["57"], ["region"], "", True),
        ([], [], "", False),
    ],
)
def test_what_stands_in_the_page_is_compared_with_what_is_stored(places, stored, boxes, names, changed):
    add_epcis(places)
    data = [str(places[each].pk) if each in places else each for each in boxes]
    data += [TypedNames(names)] if names else []
    assert NeedPlacesField().has_changed([places[code] for code in stored], data) is changed
