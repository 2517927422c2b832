"""The findings beside a step follow what is stored: a fragment for the script, a button for everybody."""

from html import unescape

import pytest
from django.urls import reverse

from needs.models import Need
from tests.factories import MembershipFactory, buyer_user

QUIET = {"X-Autosave": "1"}
FRAGMENT = {"X-Fragment": "1"}
STANDARD = "Conformité NF EN 15189 exigée."


@pytest.fixture
def need(make_need, practice_checks):
    return make_need(expected_result="Être prévenus en 2 heures.", budget_band="40k_100k")


@pytest.fixture
def buyer(client, agent):
    client.force_login(agent)
    return client


def edit(need, step="resultat"):
    return reverse("needs:edit", args=[need.pk, step])


def beside(need, step="resultat"):
    return reverse("needs:step_findings", args=[need.pk, step])


def test_save_tells_where_the_findings_are_and_they_follow_it(buyer, need):
    before = buyer.get(beside(need), headers=FRAGMENT).text
    answer = buyer.post(
        edit(need), {"expected_result": STANDARD, "constraints": "", "version": "1"}, headers=QUIET
    )
    assert answer.json()["beside"] == beside(need)
    after = buyer.get(beside(need), headers=FRAGMENT).text
    assert "<mark>NF EN 15189</mark>" in after and "<mark>" not in before
    assert "remarque" in after and "<html" not in after and "<script" not in after


def test_fragment_is_the_one_of_the_page(buyer, need):
    Need.objects.update(expected_result=STANDARD)
    fragment = " ".join(buyer.get(beside(need), headers=FRAGMENT).text.split())
    assert fragment in " ".join(buyer.get(edit(need)).text.split())


def test_fragment_holds_its_own_step_alone(buyer, need):
    Need.objects.update(expected_result=STANDARD)
    assert "Aucune remarque sur cette étape." in buyer.get(beside(need, "besoin"), headers=FRAGMENT).text
    assert buyer.get(beside(need, "inconnue"), headers=FRAGMENT).status_code == 404


def test_whoever_opens_the_address_of_the_fragment_reads_the_page(buyer, need):
    assert buyer.get(beside(need)).url == edit(need)


def test_rights_are_those_of_the_page(client, agent, need):
    reader = MembershipFactory(organisation=agent.buyer.organisation, role="reader").user
    for user, code in [(reader, 403), (buyer_user(), 404)]:
        client.force_login(user)
        assert client.get(beside(need), headers=FRAGMENT).status_code == code


def test_button_stores_the_unfinished_step_and_shows_it_again(buyer, need):
    page = buyer.get(edit(need)).text
    assert "Relire ma saisie" in page and 'form="etape"' in page
    typed = {"expected_result": "", "constraints": STANDARD, "version": "1", "reread": "1"}
    unsaved = "pas encore enregistré"
    assert unsaved in page and "Votre saisie est enregistrée." not in page
    answer = buyer.post(edit(need), typed)
    assert answer.url == edit(need) + "?relu=1#verifications"
    after = buyer.get(answer.url).text
    assert after.count("Votre saisie est enregistrée.") == 2 and unsaved not in after
    # What is refused afterwards, sent from that address, is not said to be stored.
    refused = buyer.post(answer.url.split("#")[0], {"expected_result": "", "version": "2"})
    assert refused.status_code == 422 and "Votre saisie est enregistrée." not in refused.text
    need.refresh_from_db()
    assert (need.expected_result, need.constraints) == ("", STANDARD)
    assert "<mark>NF EN 15189</mark>" in buyer.get(edit(need)).text


def test_button_on_a_new_draft_makes_it(buyer, practice_checks):
    answer = buyer.post("/besoins/nouveau/", {"title": "", "summary": "Un début", "reread": "1"})
    need = Need.objects.get()
    assert answer.url == edit(need, "besoin") + "?relu=1#verifications"
    assert need.summary == "Un début"


def test_button_comes_back_to_the_summary_when_one_came_from_it(buyer, need):
    typed = {"expected_result": STANDARD, "version": "1", "reread": "1", "returning": "1"}
    assert buyer.post(edit(need), typed).url == edit(need) + "?relu=1&returning=1#verifications"


def test_published_need_keeps_its_needed_answers(buyer, make_need, practice_checks):
    """The button stores nothing of a published text, on which an answer that is needed stays so."""
    need = make_need(published=True, expected_result="Avant")
    address = reverse("needs:amend_step", args=[need.pk, "resultat"])
    answer = buyer.post(address, {"expected_result": "", "version": "1", "reread": "1"})
    assert answer.status_code == 422
    need.refresh_from_db()
    assert need.expected_result == "Avant"
    assert "Relire ma saisie" in buyer.get(address).text


def test_a_public_text_shows_its_remarks_before_they_are_public(buyer, make_need, practice_checks):
    need = make_need(published=True, expected_result="Avant")
    address = reverse("needs:amend_step", args=[need.pk, "resultat"])
    typed = {"current_situation": "Rien n'est mesuré.", "expected_result": STANDARD, "version": "1"}

    def stored():
        need.refresh_from_db()
        return need.expected_result

    looked = buyer.post(address, typed)
    assert looked.status_code == 200 and stored() == "Avant"
    for words in ["Rien n'est encore publié", STANDARD, "Publier la modification"]:
        assert words in unescape(looked.text), words
    marks = looked.context["marks"]
    assert marks and f'name="remarks" value="{marks}" form="etape"' in looked.text
    # Another text brings remarks of its own: what was read of the first does not stand for them.
    other = STANDARD.replace("15189", "14604")
    again = buyer.post(address, typed | {"expected_result": other, "remarks": marks})
    assert again.status_code == 200 and stored() == "Avant"
    # Read, then sent again: published as it is.
    assert buyer.post(address, typed | {"remarks": marks}).status_code == 302
    assert stored() == STANDARD
    # What stands beside the stored text was read there.
    kept = typed | {"current_situation": "Rien n'est encore mesuré.", "version": str(need.version)}
    assert buyer.post(address, kept).status_code == 302


def test_a_public_text_is_read_again_without_being_stored(buyer, make_need, practice_checks):
    need = make_need(published=True, expected_result="Avant")
    address = reverse("needs:amend_step", args=[need.pk, "besoin"])
    looked = buyer.post(address, {"title": "Fuites", "summary": "", "version": "1", "reread": "1"})
    assert looked.status_code == 200 and "n'est pas encore publiée" in unescape(looked.text)
    assert 'value="Fuites"' in looked.text
    need.refresh_from_db()
    assert need.title != "Fuites"
