"""Writing a need in the browser's terms: steps, check page, confirmation, deletion."""

import pytest

from grandest_portal.reference.models import Parameter
from needs.enums import NeedStatus
from needs.models import Need
from tests.factories import (
    MembershipFactory,
    NeedFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.screens import seen_on

CREATE = "/besoins/nouveau/"


def edit(need, step):
    return f"/besoins/{need.pk}/modifier/{step}/"


@pytest.fixture
def writer(client, agent):
    client.force_login(agent)
    return client


def test_a_need_is_written_in_five_steps_and_sent(writer, agent, codes, places, dated_data):
    page = writer.get(CREATE)
    assert "Étape 1 sur 6" in page.text
    answer = writer.post(CREATE, {"title": "Fuites d'eau", "summary": "Trouver les fuites."})
    need = Need.objects.get()
    assert answer.url == edit(need, "resultat")
    steps = [
        ("resultat", {"current_situation": "Rien n'est mesuré.", "expected_result": "Savoir où."}, "domaine"),
        (
            "domaine",
            {"cpv": "38420000-5, 45259900", "territories": [places["57"].pk, places["88"].pk]},
            "calendrier",
        ),
        (
            "calendrier",
            {
                "budget_band": "lt_40k",
                "procedure": "adapted",
                "maturity": "any",
                "sourcing_days": "30",
                "planned_on": "",
            },
            "contact",
        ),
        ("contact", {"contact_name": "Camille", "contact_role": ""}, None),
    ]
    for step, data, following in steps:
        assert writer.get(edit(need, step)).status_code == 200
        version = Need.objects.get().version
        answer = writer.post(edit(need, step), {**data, "version": version})
        assert answer.url == (edit(need, following) if following else f"/besoins/{need.pk}/verifier/")
    check = writer.get(f"/besoins/{need.pk}/verifier/")
    for shown in [
        "Savoir où.",
        "38420000-5 Instruments de mesure du débit",
        "Moselle, Vosges",
        "Procédure adaptée",
    ]:
        assert shown in check.text
    assert check.context["missing"] == []
    sent = writer.post(f"/besoins/{need.pk}/verifier/", seen_on(writer, f"/besoins/{need.pk}/verifier/"))
    assert sent.url == f"/besoins/{need.pk}/envoye/"
    done = writer.get(sent.url)
    assert f"B-{need.pk}" in done.text
    assert "dans 2 jours ouvrés" in done.text
    need.refresh_from_db()
    assert (need.status, need.author, need.version) == (NeedStatus.SUBMITTED, agent, 5)


def test_a_new_draft_suggests_contact_and_window(writer, agent, db):
    Parameter.objects.create(
        key="need_window_working_days", label="Durée proposée", value=25, starts_on="2020-01-01"
    )
    agent.memberships.update(position="Responsable des achats")
    writer.post(CREATE, {"title": "Fuites", "summary": "Trouver."})
    need = Need.objects.get()
    assert (need.contact_name, need.contact_role) == (agent.full_name, "Responsable des achats")
    assert need.sourcing_days == 25


def test_a_new_draft_suggests_no_window_without_its_parameter(writer, agent):
    writer.post(CREATE, {"title": "Fuites", "summary": "Trouver."})
    assert Need.objects.get().sourcing_days is None


def test_save_and_quit_keeps_an_unfinished_step(writer):
    answer = writer.post(CREATE, {"title": "Fuites", "summary": "", "quit": "1"})
    assert answer.url == "/mes-besoins/"
    need = Need.objects.get()
    assert (need.title, need.summary) == ("Fuites", "")
    for step in ["resultat", "domaine", "calendrier", "contact"]:
        assert writer.post(edit(need, step), {"quit": "1"}).url == "/mes-besoins/"
    need.refresh_from_db()
    assert (need.budget_band, need.procedure) == ("unknown", "undecided")


def test_whole_region_is_one_box_that_stays_ticked(writer, make_need, places):
    need = make_need()
    writer.post(edit(need, "domaine"), {"cpv": "38420000", "territories": ["region"]})
    assert list(need.territories.all()) == [places["44"]]
    page = writer.get(edit(need, "domaine"))
    assert page.context["form"]["territories"].value() == ["region"]
    assert page.text.count(" checked") == 1
    assert "Toute la région" in writer.get(f"/besoins/{need.pk}/verifier/").text
    assert (
        writer.post(edit(need, "domaine"), {"cpv": "38420000", "territories": ["region"]}).status_code == 302
    )
    need.refresh_from_db()
    assert need.version == 2


def test_all_ten_departments_are_the_whole_region(writer, make_need, places):
    need = make_need()
    ten = [row.pk for code, row in places.items() if code != "44"]
    writer.post(edit(need, "domaine"), {"cpv": "38420000", "territories": ten})
    assert list(need.territories.all()) == [places["44"]]


ERRORS = [
    ("besoin", {"title": "", "summary": "Écrit."}, "title", "Donnez un titre au besoin."),
    ("besoin", {"title": "a" * 161, "summary": "Écrit."}, "title", "160 caractères au plus"),
    (
        "besoin",
        {"title": "Écrit", "summary": "a" * 2001},
        "summary",
        "trop long (2001 caractères) : 2000 au plus",
    ),
    (
        "resultat",
        {"current_situation": "", "expected_result": "Écrit."},
        "current_situation",
        "Décrivez la situation",
    ),
    (
        "resultat",
        {"current_situation": "Écrit.", "expected_result": " "},
        "expected_result",
        "Décrivez le résultat",
    ),
    (
        "resultat",
        {"current_situation": "Écrit.", "expected_result": "a" * 20_001},
        "expected_result",
        "20000 au plus",
    ),
    ("domaine", {"cpv": "38420000", "territories": []}, "territories", "Cochez au moins un département"),
    ("domaine", {"cpv": "", "territories": ["region"]}, "cpv", "Donnez au moins un code CPV"),
    ("domaine", {"cpv": "99999999", "territories": ["region"]}, "cpv", "n'existe pas"),
    ("domaine", {"cpv": "38420000", "territories": ["nulle part"]}, "territories", "pas une valeur"),
    ("domaine", {"cpv": "38420000", "territories": ["9" * 30]}, "territories", "choix valide"),
    ("calendrier", {"sourcing_days": "0"}, "sourcing_days", "supérieure ou égale à 1"),
    ("calendrier", {"sourcing_days": ""}, "sourcing_days", "combien de jours"),
    ("calendrier", {"sourcing_days": "un mois"}, "sourcing_days", "nombre entier"),
    ("calendrier", {"sourcing_days": "251"}, "sourcing_days", "250 jours ouvrés au plus"),
    ("calendrier", {"sourcing_days": "9" * 30}, "sourcing_days", "au plus"),
    ("calendrier", {"sourcing_days": "9"}, "short_window_reason", "Moins de 10 jours ouvrés"),
    ("calendrier", {"sourcing_days": "30", "planned_on": "2020-01-01"}, "planned_on", "passée"),
    ("calendrier", {"sourcing_days": "30", "budget_band": "énorme"}, "budget_band", "choix valide"),
    ("calendrier", {"sourcing_days": "30", "maturity": "mûre"}, "maturity", "choix valide"),
    (
        "calendrier",
        {"sourcing_days": "30", "procedure": ""},
        "procedure",
        "Choisissez une procédure",
    ),
    ("contact", {"contact_name": ""}, "contact_name", "Donnez le nom"),
    ("contact", {"contact_name": "a@b.example"}, "contact_name", "N'écrivez pas d'adresse électronique"),
    ("contact", {"contact_name": "Camille", "contact_role": "a@b.example"}, "contact_role", "N'écrivez pas"),
    ("contact", {"contact_name": "Camille", "languages": ["xx"]}, "languages", "choix valide"),
    (
        "contact",
        {"contact_name": "Camille", "foreign_language": "de"},
        "foreign_summary",
        "Écrivez ce résumé",
    ),
    ("contact", {"contact_name": "Camille", "foreign_summary": "Lecks"}, "foreign_language", "quelle langue"),
]


@pytest.mark.parametrize(("step", "data", "field", "sentence"), ERRORS)
def test_a_bad_step_says_why_and_keeps_what_was_typed(
    writer, make_need, dated_data, step, data, field, sentence
):
    need = make_need()
    common = (
        {"budget_band": "lt_40k", "procedure": "adapted", "maturity": "any"} if step == "calendrier" else {}
    )
    answer = writer.post(edit(need, step), {**common, **data})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert sentence in " ".join(form.errors[field])
    assert "<title>Erreur :" in answer.text
    for name, typed in data.items():
        if isinstance(typed, str) and len(typed) < 50:
            assert form[name].value() == typed
    assert Need.objects.get().version == 1


def test_an_old_screen_loses_nothing(writer, make_need):
    need = make_need(title="Avant")
    writer.post(edit(need, "besoin"), {"title": "D'un onglet", "summary": "Écrit.", "version": "1"})
    answer = writer.post(edit(need, "besoin"), {"title": "De l'autre", "summary": "Écrit.", "version": "1"})
    assert answer.status_code == 409
    assert "Quelqu&#x27;un a enregistré une autre version" in answer.text
    assert 'value="De l&#x27;autre"' in answer.text
    assert answer.context["conflict"] == [{"label": "Titre", "stored": "D'un onglet"}]
    assert "D&#x27;un onglet" in answer.text
    assert Need.objects.get().title == "D'un onglet"
    # The page now carries the version that it shows: sent again, the person's own text stands.
    assert answer.context["version"] == 2
    again = {"title": "Des deux", "summary": "Écrit.", "version": "2"}
    assert writer.post(edit(need, "besoin"), again).status_code == 302
    assert Need.objects.get().title == "Des deux"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "\x00"])
def test_a_strange_version_is_no_version(writer, make_need, version):
    need = make_need()
    answer = writer.post(edit(need, "besoin"), {"title": "Écrit", "summary": "Écrit.", "version": version})
    assert answer.status_code == 302


def test_invisible_characters_are_removed(writer, make_need):
    need = make_need()
    writer.post(
        edit(need, "besoin"), {"title": "Fui\x00tes\u202e d'eau\u200b", "summary": "Une\r\nautre\x07."}
    )
    need.refresh_from_db()
    assert (need.title, need.summary) == ("Fuites d'eau", "Une\nautre.")


def test_check_page_links_to_what_is_missing(writer, make_need):
    need = make_need(current_situation="", sourcing_days=None)
    need.cpv.clear()
    page = writer.get(f"/besoins/{need.pk}/verifier/")
    assert [(answer["label"], answer["url"].split("?")[0]) for answer in page.context["missing"]] == [
        ("Situation actuelle", edit(need, "resultat")),
        ("Codes CPV", edit(need, "domaine")),
        ("Durée des échanges, en jours ouvrés", edit(need, "calendrier")),
    ]
    answer = writer.post(f"/besoins/{need.pk}/verifier/")
    assert answer.status_code == 422
    assert "Il manque : situation actuelle, codes CPV, durée des échanges, en jours ouvrés." in answer.text
    assert Need.objects.get().status == NeedStatus.DRAFT


def test_check_page_changes_one_answer_and_comes_back(writer, make_need):
    need = make_need()
    answer = writer.post(edit(need, "besoin"), {"title": "Mieux dit", "summary": "Écrit.", "returning": "1"})
    assert answer.url == f"/besoins/{need.pk}/verifier/"


def test_check_page_shows_dates_in_words(writer, make_need):
    need = make_need(sourcing_days=25, planned_on="2031-01-02")
    page = writer.get(f"/besoins/{need.pk}/verifier/").text
    assert "25 jours ouvrés" in page
    assert "2 janvier 2031" in page


def test_check_page_of_a_returned_need_shows_the_reason(writer, make_need):
    need = make_need(status=NeedStatus.RETURNED, moderation_reason="Combien d'écoles ?")
    assert "Combien d&#x27;écoles ?" in writer.get(f"/besoins/{need.pk}/verifier/").text


def test_confirmation_promises_no_delay_that_is_not_set(writer, make_need):
    need = make_need(submitted=True)
    assert "jours ouvrés" not in writer.get(f"/besoins/{need.pk}/envoye/").text


def test_confirmation_says_that_the_organisation_is_checked_first(writer, make_need, agent):
    agent.buyer.organisation.verified_at = None
    agent.buyer.organisation.save()
    need = make_need(submitted=True)
    page = writer.get(f"/besoins/{need.pk}/envoye/").text
    assert "Nous vérifions d&#x27;abord" in page
    assert f'href="/besoins/{need.pk}/">Voir le besoin envoyé</a>' in page


def test_confirmation_of_a_draft_leads_to_its_check_page(writer, make_need):
    need = make_need()
    assert writer.get(f"/besoins/{need.pk}/envoye/").url == f"/besoins/{need.pk}/verifier/"


@pytest.mark.parametrize("step", ["inconnu", "besoin2", "BESOIN"])
def test_an_unknown_step_is_not_found(writer, make_need, step):
    assert writer.get(edit(make_need(), step)).status_code == 404


PAGES = ["modifier/besoin/", "verifier/", "supprimer/"]
# role: (answer on a draft, answer on a published need)
ANSWERS = {
    "anonymous": (302, 302),
    "own": (200, 403),
    "writer": (200, 403),
    "waiting": (404, 403),
    "other_buyer": (404, 403),
    "company": (404, 403),
    "partner": (404, 403),
    "moderator": (404, 403),
}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_writing_answer_each_role_as_the_table_says(
    client, agent, make_need, dated_data, page, method
):
    organisation = agent.buyer.organisation
    people = {
        "anonymous": None,
        "own": agent,
        "writer": MembershipFactory(organisation=organisation, waiting=True).user,
        "waiting": MembershipFactory(organisation=organisation, waiting=True).user,
        "other_buyer": buyer_user(),
        "company": company_user(),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
    }
    answers = {}
    for role, user in people.items():
        client.logout()
        if user:
            client.force_login(user)
        draft = make_need(title="", author=people["writer"])
        public = make_need(published=True, author=people["writer"])
        answers[role] = tuple(
            getattr(client, method)(f"/besoins/{need.pk}/{page}").status_code for need in (draft, public)
        )
    # What is sent by post is empty: a step is refused, an unfinished need cannot leave, a draft goes.
    allowed = {"get": 200, "post": {"modifier/besoin/": 422, "verifier/": 422, "supprimer/": 302}[page]}[
        method
    ]
    expected = {
        role: tuple(allowed if code == 200 else code for code in codes) for role, codes in ANSWERS.items()
    }
    assert answers == expected


def test_confirmation_is_for_its_own_people(client, make_need):
    need = NeedFactory(submitted=True)
    client.force_login(UserFactory(moderator=True))
    assert client.get(f"/besoins/{need.pk}/envoye/").status_code == 404


@pytest.mark.parametrize("number", [0, 999_999_999, 10**30])
@pytest.mark.parametrize("page", ["", *PAGES, "envoye/", "clore/", "attribuer/"])
def test_a_need_that_does_not_exist_is_not_found(writer, number, page):
    assert writer.get(f"/besoins/{number}/{page}").status_code == 404


def test_short_window_names_the_number_of_the_rule(writer, make_need, dated_data):
    need = make_need()
    page = writer.get(f"/besoins/{need.pk}/modifier/calendrier/").text
    assert "Seulement si les échanges durent moins de 10 jours ouvrés." in page
