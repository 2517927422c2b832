"""The optional answers of a sheet: who reads each, references one by one, keywords of the vocabulary."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.models import AuditValue
from grandest_portal.reference.models import Keyword
from suppliers.actions import REQUIRED_ANSWERS
from suppliers.audience import RESTRICTABLE
from suppliers.enums import Audience, SolutionStatus
from suppliers.forms import SOLUTION_STEPS, DeploymentForm, ReferenceForm, WhereForm
from suppliers.models import Solution, SolutionReference
from tests.screens import typed_on
from tests.suppliers.helpers import code, member, solution_in, terms

pytestmark = pytest.mark.django_db

REFERENCE = {"who": "Ville de Valbrune", "when": "2024", "result": "Un tiers de fuites en moins."}
CONTACT = {
    "contact_name": "Camille Essai",
    "contact_email": "camille@valbrune.example",
    "consent_by": "Camille Essai, cheffe de service",
    "consent_on": "2026-01-15",
}


def url(name, solution, *args):
    return reverse(f"suppliers:{name}", args=[solution.pk, *args])


@pytest.fixture
def draft():
    return solution_in(SolutionStatus.DRAFT)


@pytest.fixture
def own_client(client, draft):
    client.force_login(member(draft.company))
    return client


@pytest.fixture
def vocabulary():
    terms("eau potable", "détection de fuites", "réemploi")
    Keyword.objects.create(
        key="ancien", label="ancien terme", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )


def test_only_the_first_steps_ask_for_something():
    for step in SOLUTION_STEPS:
        required = {name for name, field in step.form_class().fields.items() if field.required}
        assert required == set() if step.optional else required <= set(REQUIRED_ANSWERS)
    assert [step.optional for step in SOLUTION_STEPS] == [False] * 3 + [True] * 3


def test_the_last_required_step_leads_to_the_check_which_offers_the_others(own_client, draft):
    code()
    answers = {"version": 1, "cpv": "38420000", "keywords": "", "link": ""}
    response = own_client.post(url("solution_edit", draft, "classement"), answers)
    assert response.url == url("solution_check", draft)
    page = own_client.get(response.url).content.decode()
    assert "Envoyer en relecture" in page
    for slug in ["mise-en-oeuvre", "engagements", "references"]:
        assert f'href="{url("solution_edit", draft, slug)}"' in page


def test_who_reads_an_answer_is_stored_beside_those_of_the_other_steps(own_client, draft):
    Solution.objects.update(audiences={"environment": "buyers"})
    typed = {"version": 1, "deployment": "Deux jours.", "security": "Hébergé en France."}
    typed |= {"audience_deployment": "everyone", "audience_security": "request", "price_models": ["licence"]}
    response = own_client.post(url("solution_edit", draft, "mise-en-oeuvre"), typed)
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.audiences == {"environment": "buyers", "security": "request"}
    assert draft.price_models == ["licence"]
    page = own_client.get(url("solution_check", draft)).content.decode()
    assert "Qui la lit : sur demande, acceptée par l&#x27;entreprise" in page


def test_a_choice_that_does_not_arrive_opens_nothing(draft):
    draft.audiences = {"security": "request"}
    form = DeploymentForm({"security": "Texte"}, instance=draft)
    assert form.is_valid() and form.cleaned_data["audiences"] == {"security": "request"}


def test_an_unknown_audience_is_refused(draft):
    form = DeploymentForm({"security": "Texte", "audience_security": "friends"}, instance=draft)
    assert form.errors == {"audience_security": ["Choisissez qui lit cette réponse."]}


def test_every_restrictable_answer_has_its_choice(draft):
    offered = [
        field.about
        for step in SOLUTION_STEPS
        for field in step.form_class(instance=draft).fields.values()
        if hasattr(field, "about")
    ]
    assert sorted(offered) == sorted(RESTRICTABLE)


def test_who_reads_is_one_line_under_the_answer(draft):
    page = str(DeploymentForm(instance=draft))
    assert 'Qui lit cette réponse ?<span class="visually-hidden"> Conditions de déploiement</span>' in page
    assert page.count('class="field field-about"') == 4


def test_price_models_have_no_place_for_an_amount():
    assert {type(DeploymentForm.base_fields["price_models"]).__name__} == {"MultipleChoiceField"}
    assert not DeploymentForm({"price_models": ["12 000 €"]}).is_valid()


def autosave(client, address, **answers):
    return client.post(address, answers, headers={"X-Autosave": "1"})


def test_what_is_typed_is_stored_while_it_is_typed(own_client, draft):
    response = autosave(
        own_client, url("solution_edit", draft, "engagements"), version=1, accessibility="RGAA"
    )
    assert (response.status_code, response.json()["version"]) == (200, 2)
    assert Solution.objects.get().accessibility == "RGAA"


def test_a_new_draft_stored_twice_is_one(own_client):
    Solution.objects.all().delete()
    token = "0b7e4a52-9d4c-4a5a-8d16-2f3b3ad6a111"
    for title in ["Un", "Deux"]:
        response = autosave(own_client, "/solutions/nouvelle/", title=title, form_token=token)
        assert response.status_code == 200
    assert list(Solution.objects.values_list("title", flat=True)) == ["Deux"]
    own_client.force_login(member(solution_in(SolutionStatus.DRAFT).company))
    assert autosave(own_client, "/solutions/nouvelle/", title="Trois", form_token=token).status_code == 422


def test_keywords_are_written_as_the_vocabulary_writes_them(vocabulary):
    code()
    form = WhereForm({"cpv": "38420000", "keywords": "EAU POTABLE, Detection de fuites,, eau potable"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["keywords"] == "eau potable, détection de fuites"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "eau potables",
            "« eau potables » n'est pas dans la liste. Peut-être : eau potable. Sinon, proposez ce terme.",
        ),
        ("zzz", "« zzz » n'est pas dans la liste : retirez ce terme, ou proposez-le."),
        ("ancien terme", "« ancien terme » n'est pas dans la liste : retirez ce terme, ou proposez-le."),
    ],
)
def test_unknown_keyword_is_refused_with_the_nearest(vocabulary, typed, sentence):
    code()
    assert WhereForm({"cpv": "38420000", "keywords": typed}).errors["keywords"] == [sentence]


def test_keyword_that_the_sheet_holds_stays(vocabulary, draft):
    draft.keywords = "mot d'avant"
    form = WhereForm({"cpv": "38420000", "keywords": "Mot d'avant, réemploi"}, instance=draft)
    assert form.is_valid() and form.cleaned_data["keywords"] == "mot d'avant, réemploi"


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [("2024", (2024, None), "2024"), ("5/3/2024", (2024, date(2024, 3, 5)), "05/03/2024")],
)
def test_reference_takes_a_year_or_a_day(own_client, draft, typed, stored, shown):
    own_client.post(url("reference_add", draft), REFERENCE | {"when": typed})
    row = SolutionReference.objects.get()
    assert ((row.year, row.day), row.when) == (stored, shown)


@pytest.mark.parametrize("typed", ["demain", "1800", "31/02/2024", "2999", "01/01/2999"])
def test_reference_refuses_other_dates(typed):
    assert "when" in ReferenceForm(REFERENCE | {"when": typed}).errors


def test_contact_needs_its_consent(own_client, draft):
    lonely = REFERENCE | {"contact_name": "Camille Essai", "contact_email": "camille@valbrune.example"}
    response = own_client.post(url("reference_add", draft), lonely)
    assert response.status_code == 422
    assert "qui a donné son accord et quand" in response.content.decode()
    late = REFERENCE | CONTACT | {"consent_on": "2999-01-01"}
    assert own_client.post(url("reference_add", draft), late).status_code == 422
    assert own_client.post(url("reference_add", draft), REFERENCE | CONTACT).status_code == 302
    assert SolutionReference.objects.get().consent_on == date(2026, 1, 15)


def test_reference_is_changed_and_taken_out(own_client, draft):
    own_client.post(url("reference_add", draft), REFERENCE | CONTACT)
    row = SolutionReference.objects.get()
    page = url("reference_edit", draft, row.pk)
    own_client.post(page, typed_on(own_client, page, **REFERENCE | {"result": "Moitié moins."}))
    row.refresh_from_db()
    assert (row.result, row.contact_name, row.consent_on) == ("Moitié moins.", "", None)
    response = own_client.post(url("reference_edit", draft, row.pk), REFERENCE | {"version": "0" * 16})
    assert response.status_code == 409 and "Deux versions de ce texte" in response.content.decode()
    own_client.post(url("reference_remove", draft, row.pk))
    assert not SolutionReference.objects.exists()


def test_nothing_hangs_from_a_sheet_that_is_read(client, draft):
    Solution.objects.update(status=SolutionStatus.SUBMITTED, submitted_at=timezone.now())
    client.force_login(member(draft.company))
    assert client.get(url("references", draft)).status_code == 200
    assert client.post(url("reference_add", draft), REFERENCE).status_code == 403
    assert client.get(url("document_add", draft, "document")).status_code == 403


def test_trail_never_names_the_contact(own_client, draft):
    own_client.post(url("reference_add", draft), REFERENCE | CONTACT)
    kept = [str(value.payload) for value in AuditValue.objects.all()]
    assert any("Ville de Valbrune" in text for text in kept)
    assert not any("Camille" in text or "camille@" in text for text in kept)


def test_audience_words_are_one_list():
    assert set(Audience.values) == {"everyone", "buyers", "request"}
