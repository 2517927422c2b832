"""Favourites: the organisation's own, one note that two people never overwrite unseen, no trace elsewhere."""

import threading

import pytest
from django.contrib import admin
from django.db import IntegrityError, connections, transaction
from django.http import QueryDict
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.core.personal import Leaver, apply_all
from grandest_portal.follow import actions
from grandest_portal.follow.models import Favourite, FavouriteList, SavedSearch
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter
from tests.factories import NeedFactory, SolutionFactory, UserFactory, buyer_user, company_user
from tests.follow.helpers import colleague, kept, organisation_of

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def user(db):
    return buyer_user()


@pytest.fixture
def favourite(user):
    return kept(user, NeedFactory(published=True), note="Premier texte")


def test_favourite_asked_twice_is_one_row_of_the_organisation(user):
    need, other = NeedFactory(published=True), colleague(user, role="editor")
    first = kept(user, need)
    assert kept(other, need) == first
    assert (first.organisation, first.added_by, first.note) == (organisation_of(user), user, "")
    assert kept(company_user(), need) != first


@pytest.mark.parametrize(("kind", "make"), [("need", NeedFactory), ("solution", SolutionFactory)])
def test_what_is_not_public_is_refused_even_to_its_writer(user, kind, make):
    with pytest.raises(DomainError, match="n'est plus publique"):
        kept(user, make(author=user), kind)
    assert Favourite.objects.count() == 0


def test_number_of_favourites_and_lists_has_a_dated_end(user):
    Parameter.objects.filter(key__in=["favourites_max", "favourite_lists_max"]).update(value=1)
    kept(user, NeedFactory(published=True))
    with pytest.raises(DomainError, match="déjà 1 favoris"):
        kept(user, NeedFactory(published=True))
    actions.create_list(organisation_of(user), name="Eau")
    with pytest.raises(DomainError, match="déjà 1 listes"):
        actions.create_list(organisation_of(user), name="Énergie")
    assert kept(company_user(), NeedFactory(published=True)).pk


def test_note_bears_its_author_and_a_new_version(user, favourite):
    other, chosen = colleague(user), actions.create_list(organisation_of(user), name="Eau")
    after = actions.write_favourite(favourite, note="Second", chosen=chosen, by=other, version=2)
    assert (after.note, after.list, after.updated_by, after.version) == ("Second", chosen, other, 3)
    moved = actions.write_favourite(after, note="Second", chosen=None, by=user, version=3)
    assert (moved.list, moved.updated_by) == (None, other)


def test_second_saver_is_told_and_nothing_is_overwritten(user, favourite):
    actions.write_favourite(favourite, note="De la collègue", chosen=None, by=colleague(user), version=2)
    with pytest.raises(actions.NoteChanged) as caught:
        actions.write_favourite(favourite, note="De moi", chosen=None, by=user, version=2)
    assert caught.value.favourite.note == "De la collègue"
    assert Favourite.objects.get().note == "De la collègue"
    after = actions.write_favourite(favourite, note="Les deux", chosen=None, by=user, version=3)
    assert after.note == "Les deux"


def test_same_text_again_is_no_conflict(user, favourite):
    same = actions.write_favourite(favourite, note="Premier texte", chosen=None, by=user, version=1)
    assert same.version == favourite.version


@pytest.mark.parametrize(
    ("note", "field", "sentence"), [("x" * 2001, "note", "2000 caractères"), ("x", "list", "pas celle")]
)
def test_refused_notes_say_why(user, favourite, note, field, sentence):
    foreign = (
        actions.create_list(organisation_of(company_user()), name="Ailleurs") if field == "list" else None
    )
    with pytest.raises(DomainError, match=sentence) as caught:
        actions.write_favourite(favourite, note=note, chosen=foreign, by=user, version=2)
    assert (caught.value.field, Favourite.objects.get().note) == (field, "Premier texte")


def test_lists_have_one_name_each_whatever_its_letters(user):
    organisation = organisation_of(user)
    chosen = actions.create_list(organisation, name="Eau")
    for name, sentence in [("EAU", "porte déjà ce nom"), ("", "Donnez un nom")]:
        with pytest.raises(DomainError, match=sentence):
            actions.create_list(organisation, name=name)
    other = actions.create_list(organisation, name="Énergie")
    with pytest.raises(DomainError, match="porte déjà ce nom"):
        actions.rename_list(other, name="eau")
    assert actions.rename_list(chosen, name="EAU").name == "EAU"
    assert actions.create_list(organisation_of(company_user()), name="Eau").pk


def test_deleted_list_leaves_its_favourites(user, favourite):
    chosen = actions.create_list(organisation_of(user), name="Eau")
    actions.write_favourite(favourite, note="Premier texte", chosen=chosen, by=user, version=2)
    assert actions.delete_list(chosen) is True
    assert (Favourite.objects.get().list, FavouriteList.objects.count()) == (None, 0)


def test_removing_what_left_public_view_keeps_the_rest_and_the_others(user):
    gone, stays = SolutionFactory.create_batch(2, published=True)
    other = company_user()
    for person in (user, other):
        kept(person, gone, "solution")
        kept(person, stays, "solution")
    type(gone).objects.filter(pk=gone.pk).update(status="archived")
    assert actions.remove_hidden_favourites(user) == 1
    assert list(Favourite.objects.visible_to(user).values_list("object_id", flat=True)) == [stays.pk]
    assert Favourite.objects.of(organisation_of(other)).count() == 2
    assert actions.remove_favourite(Favourite.objects.visible_to(user).get()) is True


def test_favourites_leave_no_trace_that_moderators_read(user, favourite):
    actions.remove_favourite(favourite)
    assert (AuditEntry.objects.count(), Notification.objects.count()) == (0, 0)
    assert {Favourite, FavouriteList, SavedSearch} & set(admin.site._registry) == set()


def test_person_who_leaves_takes_their_name_and_searches_not_the_notes(user, favourite):
    actions.save_search(user, "need", QueryDict("q=eau"))
    other = colleague(user)
    actions.save_search(other, "need", QueryDict("q=eau"))
    theirs = kept(other, NeedFactory(published=True), note="De l'autre")
    apply_all(Leaver(user, user.full_name, (user.email,), "Personne effacée"))
    row = Favourite.objects.get(pk=favourite.pk)
    assert (row.added_by, row.updated_by, row.note) == (None, None, "Premier texte")
    assert Favourite.objects.get(pk=theirs.pk).added_by == other
    assert list(SavedSearch.objects.values_list("user", flat=True)) == [other.pk]


def test_organisation_whose_last_person_leaves_keeps_its_favourites(user, favourite):
    user.memberships.update(status="ended", decided_at=timezone.now())
    assert list(Favourite.objects.visible_to(type(user).objects.get(pk=user.pk))) == []
    assert list(Favourite.objects.visible_to(colleague(user))) == [favourite]


def together(*calls):
    """What each call returned or raised, all begun at once."""
    barrier, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            barrier.wait(10)
            found[place] = call()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_notes_at_once_lose_none():
    user = buyer_user()
    favourite = kept(user, NeedFactory(published=True))

    def write(text):
        return lambda: actions.write_favourite(favourite, note=text, chosen=None, by=user, version=1)

    found = together(write("Un"), write("Deux"))
    (refused,) = [each for each in found if isinstance(each, actions.NoteChanged)]
    assert refused.favourite.note == Favourite.objects.get().note


@pytest.mark.django_db(transaction=True)
def test_control_without_version_the_second_note_covers_the_first():
    """The control: both texts are stored one after the other, and one is gone unseen."""
    user = buyer_user()
    favourite = kept(user, NeedFactory(published=True))
    found = together(
        *(
            lambda text=text: Favourite.objects.filter(pk=favourite.pk).update(note=text)
            for text in ["Un", "Deux"]
        )
    )
    assert found == [1, 1]
    assert Favourite.objects.get().note in {"Un", "Deux"}


@pytest.mark.django_db(transaction=True)
def test_same_thing_added_twice_at_once_is_one_favourite():
    user, need = buyer_user(), NeedFactory(published=True)
    found = together(lambda: kept(user, need), lambda: kept(user, need))
    assert found[0] == found[1] and Favourite.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_rows_written_blindly_are_refused_by_the_constraint():
    user, need = buyer_user(), NeedFactory(published=True)
    row = {"organisation": organisation_of(user), "kind": "need", "object_id": need.pk}
    found = together(*[lambda: Favourite.objects.create(**row)] * 2)
    assert sorted(type(each).__name__ for each in found) == ["Favourite", "IntegrityError"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Favourite.objects.create(**row)


def test_unnamed_people_show_no_address(user, client):
    type(user).objects.filter(pk=user.pk).update(full_name="")
    favourite = kept(user, NeedFactory(published=True), note="Texte")
    client.force_login(UserFactory())
    client.force_login(colleague(user))
    page = client.get("/mes-favoris/").text.replace("&#x27;", "'")
    assert favourite.note in page and "une personne de l'équipe" in page and user.email not in page
