"""« Garder en favori » on the pages, « Mes favoris », and the two texts of a note that two people write."""

import pytest

from grandest_portal.follow import actions
from grandest_portal.follow.models import Favourite, FavouriteList
from tests.factories import (
    MatchFactory,
    NeedFactory,
    SolutionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.follow.helpers import colleague, kept, organisation_of
from tests.follow.test_views import TOKEN, text_of
from tests.screens import typed_on

pytestmark = pytest.mark.usefixtures("dated_data")
URL = "/mes-favoris/"


@pytest.fixture
def user(client, db):
    user = buyer_user()
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("kind", "make", "page"), [("need", NeedFactory, "besoins"), ("solution", SolutionFactory, "solutions")]
)
def test_button_keeps_then_the_page_shows_the_note(client, user, kind, make, page):
    thing = make(published=True)
    here = f"/{page}/{thing.pk}/"
    assert f'action="{URL}{kind}/{thing.pk}/ajouter/"' in client.get(here).text
    response = client.post(f"{URL}{kind}/{thing.pk}/ajouter/", follow=True)
    assert response.redirect_chain == [(here, 302)]
    assert f"Dans les favoris : {organisation_of(user)}." in text_of(response)
    favourite = Favourite.objects.get()
    answer = {"note": "À voir\navec Zoé", "list": "", "version": "1"}
    assert client.post(f"{URL}{favourite.pk}/", answer).url == URL
    shown = client.get(here).text
    assert "À voir<br>avec Zoé" in shown and "note écrite par " in shown


@pytest.mark.parametrize(
    ("make", "button", "note"),
    [
        (lambda owner: None, False, False),
        (lambda owner: UserFactory(), False, False),
        (lambda owner: UserFactory(moderator=True), False, False),
        (lambda owner: company_user(), True, False),
        (lambda owner: partner_user(), True, False),
        (lambda owner: colleague(owner, waiting=True), False, False),
        (lambda owner: colleague(owner, role="reader"), False, True),
        (lambda owner: colleague(owner, role="editor"), False, True),
    ],
)
def test_who_sees_the_note_and_who_the_button(client, db, make, button, note):
    owner, need = buyer_user(), NeedFactory(published=True)
    kept(owner, need, note="Canari gardé")
    reader = make(owner)
    if reader is not None:
        client.force_login(reader)
    page = client.get(f"/besoins/{need.pk}/").text
    assert ("/ajouter/" in page, "Canari gardé" in page) == (button, note)


def test_reader_sees_and_changes_nothing(client, user):
    favourite = kept(user, NeedFactory(published=True), note="Partagée")
    client.force_login(colleague(user, role="reader"))
    page = client.get(URL).text
    assert "Partagée" in page and "Modifier la note" not in page and "Ouvrir une liste" not in page
    assert client.post(f"{URL}{favourite.pk}/retirer/").status_code == 403
    assert Favourite.objects.count() == 1


def test_page_opened_under_another_hat_adds_nothing(client, user):
    need = NeedFactory(published=True)
    response = client.post(f"{URL}need/{need.pk}/ajouter/", {"acting": "0"}, follow=True)
    assert "rien n'a été ajouté" in text_of(response)
    assert Favourite.objects.count() == 0


def test_conflict_shows_both_texts_and_the_next_answer_is_kept(client, user):
    favourite = kept(user, NeedFactory(published=True), note="Avant")
    page = client.get(f"{URL}{favourite.pk}/").text
    assert 'name="version" value="2"' in page
    actions.write_favourite(favourite, note="Texte de Zoé", chosen=None, by=colleague(user), version=2)
    response = client.post(f"{URL}{favourite.pk}/", {"note": "Mon texte", "list": "", "version": "2"})
    page = text_of(response)
    assert response.status_code == 422
    assert "Texte de Zoé" in page and "Mon texte" in page and 'name="version" value="3"' in page
    client.post(f"{URL}{favourite.pk}/", {"note": "Les deux", "list": "", "version": "3"})
    assert Favourite.objects.get().note == "Les deux"


def test_note_written_for_a_favourite_that_is_gone_is_given_back(client, user):
    favourite = kept(user, NeedFactory(published=True))
    actions.remove_favourite(favourite)
    response = client.post(f"{URL}{favourite.pk}/", {"note": "Trois heures de <b>travail</b>"})
    assert response.status_code == 404
    assert "Trois heures de &lt;b&gt;travail&lt;/b&gt;" in response.text
    assert client.post(f"{URL}{favourite.pk}/", {"note": " "}).status_code == 404


@pytest.mark.parametrize("note", ["x" * 2001, "x\x00" * 5000])
def test_note_too_long_is_refused_with_what_was_typed(client, user, note):
    favourite = kept(user, NeedFactory(published=True))
    response = client.post(f"{URL}{favourite.pk}/", {"note": note, "list": "zzz", "version": "9" * 30})
    assert response.status_code == 422
    assert "x" * 100 in response.text.replace("\x00", "")


def test_another_organisation_gets_404_and_no_word(client, user):
    favourite = kept(user, NeedFactory(published=True), note="Canari gardé")
    chosen = actions.create_list(organisation_of(user), name="Canari listé")
    client.force_login(company_user())
    for page in [f"{favourite.pk}/", f"{favourite.pk}/retirer/", f"listes/{chosen.pk}/"]:
        for response in [client.get(URL + page), client.post(URL + page, {"note": "", "name": "x"})]:
            assert (response.status_code, "Canari" in response.text) == (404, False)
    assert client.get(f"{URL}?liste={chosen.pk}").text.count("Canari") == 0
    mine = kept(company_user(), NeedFactory(published=True))
    client.force_login(mine.added_by)
    answer = {"note": "x", "list": chosen.pk, "version": mine.version}
    assert client.post(f"{URL}{mine.pk}/", answer).status_code == 422


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"need", "solution", "listed"}),
        ("?type=need", {"need", "listed"}),
        ("?type=solution", {"solution"}),
        ("?liste=aucune", {"need", "solution"}),
        ("?liste=LISTE", {"listed"}),
        ("?liste=LISTE&type=solution", set()),
        ("?liste=999999&type=meeting", {"need", "solution", "listed"}),
        ("?liste=%00&liste=aucune&type=" + "x" * 10_000, {"need", "solution"}),
    ],
)
def test_filters(client, user, query, expected):
    chosen = actions.create_list(organisation_of(user), name="Eau")
    made = {
        "need": kept(user, NeedFactory(published=True)),
        "solution": kept(user, SolutionFactory(published=True), "solution"),
        "listed": kept(user, NeedFactory(published=True)),
    }
    Favourite.objects.filter(pk=made["listed"].pk).update(list=chosen)
    response = client.get(URL + query.replace("LISTE", str(chosen.pk)))
    found = {row["favourite"].pk for row in response.context["rows"]}
    assert found == {made[name].pk for name in expected}
    assert ("Aucun favori ici" in response.text) == (not expected)


def test_lists_are_opened_renamed_and_deleted(client, user):
    assert client.post(f"{URL}listes/nouvelle/", {"name": "Eau"}).url == URL
    chosen = FavouriteList.objects.get()
    assert client.post(f"{URL}listes/nouvelle/", {"name": "eau"}).status_code == 422
    page = f"{URL}listes/{chosen.pk}/"
    assert client.post(page, typed_on(client, page, name="Fuites")).url == URL
    assert "Fuites" in client.get(URL).text
    assert client.post(f"{URL}listes/{chosen.pk}/supprimer/").url == URL
    assert FavouriteList.objects.count() == 0


def test_what_left_public_view_is_said_without_its_title_and_keeps_its_note(client, user):
    solution = SolutionFactory(published=True)
    favourite = kept(user, solution, "solution", note="Revoir en mars")
    type(solution).objects.filter(pk=solution.pk).update(status="archived", title="Titre secret")
    page = text_of(client.get(URL))
    assert "1 page de vos favoris n'est plus publique." in page and "Revoir en mars" in page
    pages = [page, client.get(f"{URL}{favourite.pk}/").text, client.get(f"{URL}{favourite.pk}/retirer/").text]
    assert ["Titre secret" in each for each in pages] == [False, False, False]
    response = client.post(f"{URL}oublier/", follow=True)
    assert "n'a pas encore de favori" in text_of(response)


@pytest.mark.parametrize(
    ("make", "words"),
    [(UserFactory, "rattaché à aucune"), (lambda: buyer_user(waiting=True), "attend une réponse")],
)
def test_without_organisation_the_page_says_why(client, db, make, words):
    client.force_login(make())
    assert words in text_of(client.get(URL))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, user, django_assert_num_queries, rows):
    for _each in range(rows):
        kept(user, NeedFactory(published=True), note="Note")
        kept(user, SolutionFactory(published=True), "solution", note="Note")
    with django_assert_num_queries(12):
        client.get(URL)


def test_favourites_change_no_page_and_no_order_for_anybody_else(client):
    need, solutions = NeedFactory(published=True), SolutionFactory.create_batch(4, published=True)
    for solution in solutions:
        MatchFactory(need=need, solution=solution)
    pages = ["/besoins/", "/solutions/", f"/besoins/{need.pk}/", f"/solutions/{solutions[3].pk}/"]
    roles = [buyer_user(), company_user(), partner_user(), UserFactory(moderator=True)]

    def seen():
        for role in roles:
            client.force_login(role)
            for page in pages:
                yield TOKEN.sub("", client.get(page).text.partition("<main")[2])

    before = list(seen())
    for owner in [buyer_user(), company_user(), partner_user()]:
        kept(owner, need, note="Canari")
        kept(owner, solutions[3], "solution", note="Canari")
    assert list(seen()) == before
