"""The steps of a draft: which ones are done, and the proposals of a step."""

import pytest

from needs.models import Need
from tests.needs.test_views_drafting import CREATE, edit


@pytest.fixture
def writer(client, agent):
    client.force_login(agent)
    return client


def test_a_proposed_code_takes_the_place_of_what_was_typed(writer, make_need, codes, places):
    """One button each, without a script; nothing else that was typed is lost, nor does the key « Entrée » press it."""
    need = make_need()
    typed = {"cpv": "38420001 Mesure\n45259900", "territories": [places["57"].pk], "version": need.version}
    page = writer.post(edit(need, "domaine"), typed)
    assert page.status_code == 422
    proposals = page.context["form"]["cpv"].proposals
    assert proposals[0]["value"] == "cpv:38420000-5:38420001 Mesure"
    assert proposals[0]["label"] == "38420000-5 Instruments de mesure du débit"
    assert page.text.index("<button hidden>") < page.text.index('name="add"')
    again = writer.post(edit(need, "domaine"), typed | {"add": proposals[0]["value"]})
    assert again.url == f"{edit(need, 'domaine')}?relu=1#id_cpv"
    need.refresh_from_db()
    assert {code.code for code in need.cpv.all()} == {"38420000", "45259900"}
    assert [place.code for place in need.territories.all()] == ["57"]
    # Of two errors, one stays: the page holds what was taken and what was typed.
    page = writer.post(
        edit(need, "domaine"),
        typed | {"cpv": "rien du tout\n38420001", "add": "cpv:38420000-5:38420001", "version": need.version},
    )
    assert page.status_code == 422
    assert page.context["form"]["cpv"].value() == "rien du tout\n38420000-5"


def test_a_step_is_done_once_somebody_answered_it(writer, agent, codes, places, dated_data):
    """What a new draft begins with (a duration, a contact, a budget not chosen) is nobody's answer."""
    writer.post(CREATE, {"title": "Fuites d'eau", "summary": ""})
    need = Need.objects.get()

    def states(step):
        return [entry["state"] for entry in writer.get(edit(need, step)).context["trail"]]

    assert states("contact") == ["done", "todo", "todo", "todo", "current", "todo"]
    # « Continuer » without a change: the defaults are an answer now, and stay one when the person goes back.
    answers = {"budget_band": "unknown", "procedure": "undecided", "maturity": "any", "sourcing_days": "30"}
    writer.post(edit(need, "calendrier"), {**answers, "planned_on": "", "version": 1})
    need.refresh_from_db()
    assert states("besoin") == ["current", "todo", "todo", "done", "todo", "todo"]
    # Left half way, a step is not done.
    writer.post(edit(need, "resultat"), {"current_situation": "Rien.", "quit": "1", "version": need.version})
    page = writer.get(edit(need, "calendrier"))
    assert [entry["state"] for entry in page.context["trail"]][:2] == ["done", "todo"]
    assert page.text.count('<span class="life-note">à faire</span>') == 4
    assert page.text.count('<span class="life-note">fait</span>') == 1
