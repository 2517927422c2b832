"""Forms in steps over a saved draft: Back keeps the answers, an error keeps what was typed."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404

from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import PortalModelForm
from grandest_portal.core.steps import (
    Step,
    StepFlow,
    Steps,
    answers_of,
    missing_answers,
    step_page,
    trail,
    typed_version,
)
from suppliers.models import Solution
from tests.factories import SolutionFactory


class TitleForm(PortalModelForm):
    class Meta:
        model = Solution
        fields = ["title", "problem_solved"]


class MaturityForm(PortalModelForm):
    class Meta:
        model = Solution
        fields = ["trl"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trl"].required = True


STEPS = Steps(
    [Step("titre", "Le problème", TitleForm, intro="Court."), Step("maturite", "La maturité", MaturityForm)]
)


class Drafts:
    """Keeps what each step saved; refuses when told to."""

    def __init__(self, draft=None, refusal=""):
        self.draft, self.refusal, self.saved = draft, refusal, []

    def save(self, data, version):
        if self.refusal:
            raise DomainError(self.refusal)
        self.saved.append((data, version))
        return self.draft

    def flow(self):
        return StepFlow(
            steps=STEPS,
            save=self.save,
            edit_url=lambda draft, slug: f"/brouillon/{draft.pk}/{slug}/",
            check_url=lambda draft: f"/brouillon/{draft.pk}/verifier/",
            quit_url="/mes-brouillons/",
            template="components/step_page.html",
            crumbs=[{"label": "Mes brouillons", "url": "/mes-brouillons/"}, {"label": "Nouveau", "url": ""}],
        )


@pytest.fixture
def ask(rf, db):
    """Ask for a step page as a visitor would; POST when there is data."""

    def page(drafts, slug, data=None, query=""):
        request = rf.post(f"/x/{query}", data) if data is not None else rf.get(f"/x/{query}")
        request.user, request.session = AnonymousUser(), {}
        request._messages = FallbackStorage(request)
        return step_page(request, drafts.flow(), drafts.draft, slug)

    return page


@pytest.fixture
def drafts(db):
    return Drafts(SolutionFactory(title="Capteur", trl=None))


def text(response):
    return response.content.decode().replace("&#x27;", "'")


def test_step_shows_what_the_draft_holds(ask, drafts):
    page = text(ask(drafts, "titre"))
    assert 'value="Capteur"' in page and "Étape 1 sur 3" in page and "<h1>Le problème</h1>" in page
    assert page.count('aria-current="step"') == 1 and f'name="version" value="{drafts.draft.version}"' in page


def test_new_draft_begins_empty(ask, db):
    page = text(ask(Drafts(), "titre"))
    assert 'name="version" value=""' in page


def test_continue_saves_and_goes_to_the_next_step(ask, drafts):
    response = ask(drafts, "titre", {"title": "Sonde", "problem_solved": "Fuites", "version": "7"})
    assert (response.status_code, response.url) == (302, f"/brouillon/{drafts.draft.pk}/maturite/")
    assert drafts.saved == [({"title": "Sonde", "problem_solved": "Fuites"}, 7)]


def test_last_step_goes_to_the_check_page(ask, drafts):
    assert ask(drafts, "maturite", {"trl": "8"}).url == f"/brouillon/{drafts.draft.pk}/verifier/"


def test_returning_from_the_check_page_goes_back_there(ask, drafts):
    assert 'name="returning" value="1"' in text(ask(drafts, "titre", query="?returning=1"))
    data = {"title": "Sonde", "problem_solved": "x", "returning": "1"}
    assert ask(drafts, "titre", data).url == f"/brouillon/{drafts.draft.pk}/verifier/"


def test_error_keeps_what_was_typed(ask, drafts):
    response = ask(drafts, "maturite", {"trl": "12"})
    page = text(response)
    assert (response.status_code, drafts.saved) == (422, [])
    assert 'value="12"' in page and "<title>Erreur :" in page and 'href="#id_trl"' in page


def test_quitting_saves_an_unfinished_step(ask, drafts):
    response = ask(drafts, "maturite", {"trl": "", "quit": "1"})
    assert (response.url, drafts.saved) == ("/mes-brouillons/", [({"trl": None}, None)])


def test_quitting_does_not_save_what_is_wrong(ask, drafts):
    assert (ask(drafts, "maturite", {"trl": "x", "quit": "1"}).status_code, drafts.saved) == (422, [])


def test_refusal_of_the_action_keeps_what_was_typed(ask, db):
    refusing = Drafts(SolutionFactory(), "Quelqu'un a modifié ce texte entre-temps.")
    response = ask(refusing, "titre", {"title": "Mon texte", "problem_solved": "Fuites"})
    page = text(response)
    assert response.status_code == 422
    assert "Quelqu'un a modifié ce texte entre-temps." in page and 'value="Mon texte"' in page


def test_unknown_step_is_not_found(ask, drafts):
    with pytest.raises(Http404):
        ask(drafts, "ailleurs")


@pytest.mark.parametrize(
    ("typed", "version"),
    [("3", 3), ("", None), ("x", None), ("-1", None), ("9" * 12, None), ("²", None), ("٣", 3)],
)
def test_version_is_a_plain_number(rf, typed, version):
    assert typed_version(rf.post("/", {"version": typed})) == version


def test_trail_says_where_one_is(drafts):
    flow = drafts.flow()
    states = [[entry["state"] for entry in trail(flow, drafts.draft, step)] for step in [*STEPS, None]]
    assert states == [["current", "todo", "todo"], ["done", "current", "todo"], ["done", "todo", "current"]]
    drafts.draft.trl = 8
    assert [entry["state"] for entry in trail(flow, drafts.draft)] == ["done", "done", "current"]


class ReferencesForm(PortalModelForm):
    class Meta:
        model = Solution
        fields = ["references"]


def test_a_step_that_requires_nothing_is_optional_until_it_is_answered(drafts):
    steps = Steps([*STEPS, Step("references", "Les références", ReferencesForm)])
    flow, draft = replace(drafts.flow(), steps=steps), drafts.draft
    draft.references = ""
    assert trail(flow, draft, STEPS[0])[2]["state"] == "optional"
    draft.references = "Une commune."
    assert trail(flow, draft, STEPS[0])[2]["state"] == "done"
    # Where the flow knows what people stored, what a draft begins with counts for nothing.
    never = replace(flow, answered=lambda draft, step: False)
    assert [entry["state"] for entry in trail(never, draft)] == ["todo", "todo", "optional", "current"]


def test_trail_of_a_new_draft_leads_nowhere_yet():
    assert [entry["url"] for entry in trail(Drafts().flow(), None, STEPS[0])] == ["", "", ""]


def test_check_page_shows_every_answer_and_what_is_missing(drafts):
    flow, draft = drafts.flow(), drafts.draft
    answers = [
        (answer["label"], answer["value"]) for step in answers_of(flow, draft) for answer in step["answers"]
    ]
    assert answers == [
        ("Titre", "Capteur"),
        ("Problème résolu", draft.problem_solved),
        ("Maturité (TRL)", "Pas de réponse"),
    ]
    url = f"/brouillon/{draft.pk}/maturite/?returning=1#id_trl"
    assert missing_answers(flow, draft) == [{"label": "Maturité (TRL)", "url": url}]
