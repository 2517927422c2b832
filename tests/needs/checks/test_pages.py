"""The assistant on its pages: beside a step, before sending, on the moderation desk, and the consultation."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import PracticeCheck, Threshold
from needs.actions import answer_checks
from needs.checks import findings_of
from needs.checks.preparation import questions_of
from needs.enums import CheckAnswerValue, NeedStatus
from needs.models import CheckAnswer, CheckJustification
from tests.factories import MembershipFactory, NeedFactory
from tests.screens import seen_on, typed_on

TODAY = timezone.localdate()
ASKED = (
    "Être prévenus en 2 heures. L'entreprise doit être implantée à moins de 50 km. Conformité NF EN 15189."
)


@pytest.fixture
def need(make_need, practice_checks):
    return make_need(expected_result=ASKED, budget_band="40k_100k")


@pytest.fixture
def buyer(client, agent):
    client.force_login(agent)
    return client


@pytest.fixture
def published(make_need, practice_checks):
    return make_need(published=True, status=NeedStatus.PUBLISHED)


def at(name, *args):
    return reverse(f"needs:{name}", args=args)


def text_of(response):
    return response.content.decode()


def finding(need, code):
    return next(each for each in findings_of(need, TODAY) if each.code == code)


def read(client, need, code):
    """What the page of the justification sends by itself."""
    return typed_on(client, justify_url(need, code))


def justify_url(need, code):
    return at("justify", need.pk, code, finding(need, code).digest)


def test_a_step_shows_what_concerns_its_own_fields(buyer, need):
    result, subject = (text_of(buyer.get(at("edit", need.pk, slug))) for slug in ("resultat", "besoin"))
    assert "<mark>implantée à moins de 50 km</mark>" in result and "<mark>NF EN 15189</mark>" in result
    assert "ne réécrivent jamais votre texte" in result
    assert "<mark>" not in subject


def test_a_new_draft_shows_no_remark(buyer, practice_checks):
    page = text_of(buyer.get(at("create")))
    assert "Rien n'est encore enregistré" in page.replace("&#x27;", "'")
    assert 'class="check' not in page


def test_the_page_that_sends_shows_everything_by_severity(buyer, need):
    page = text_of(buyer.get(at("check", need.pk)))
    for words in [
        "À lever ou à justifier avant l'envoi".replace("'", "&#x27;"),
        "<mark>implantée à moins de 50 km</mark>",
        "Préférer une entreprise parce qu&#x27;elle est d&#x27;ici est illégal.",
        "CJUE C-234/03",
        "Comment faire :",
        f"{at('edit', need.pk, 'resultat')}?returning=1#id_expected_result",
        justify_url(need, "SPE-04"),
    ]:
        assert words in page, words


def test_a_public_need_is_not_said_to_wait_for_its_sending(buyer, published):
    type(published).objects.update(expected_result=ASKED)
    page = html.unescape(text_of(buyer.get(at("amend", published.pk))))
    assert "À corriger ou à justifier : ce texte est déjà public" in page
    assert "avant l'envoi" not in page and "implantée à moins de 50 km" in page


def test_budget_that_is_not_estimated_is_said_so_and_may_be_justified(buyer, make_need, practice_checks):
    need = make_need(budget_band="unknown")
    page = html.unescape(text_of(buyer.get(at("check", need.pk))))
    assert "L'ordre de grandeur du budget n'est pas estimé." in page and "n'est pas choisi" not in page
    assert "si vous gardez « Pas encore estimé », justifiez-le" in page
    done = buyer.post(
        justify_url(need, "BES-02"),
        read(buyer, need, "BES-02") | {"text": "Les échanges servent à estimer, sans achat comparable."},
    )
    assert done.status_code == 302
    assert not finding(need, "BES-02").is_open


def test_sending_is_refused_then_passes_once_justified(buyer, need):
    refused = buyer.post(at("check", need.pk))
    assert refused.status_code == 422
    assert "À lever ou à justifier" in text_of(refused)
    for code in ("SPE-04", "SPE-02"):
        done = buyer.post(
            justify_url(need, code),
            read(buyer, need, code) | {"text": "Le <seul> accès est par ce quai."},
            follow=True,
        )
        assert "Votre justification est enregistrée." in text_of(done)
    assert "Le &lt;seul&gt; accès" in text_of(buyer.get(at("check", need.pk)))
    assert buyer.post(at("check", need.pk), seen_on(buyer, at("check", need.pk))).status_code == 302
    need.refresh_from_db()
    assert need.status == NeedStatus.SUBMITTED


def test_an_empty_justification_keeps_the_page_and_what_was_typed(buyer, need):
    answer = buyer.post(justify_url(need, "SPE-04"), read(buyer, need, "SPE-04") | {"text": " "})
    assert answer.status_code == 422
    assert "Écrivez pourquoi cette phrase est nécessaire." in text_of(answer)
    long = "mot " * 600
    answer = buyer.post(justify_url(need, "SPE-04"), read(buyer, need, "SPE-04") | {"text": long})
    assert answer.status_code == 422
    assert "mot mot mot" in text_of(answer)
    assert not CheckJustification.objects.exists()


def test_a_brand_is_asked_whether_it_is_already_there(buyer, make_need, practice_checks):
    need = make_need(constraints="Des pompes Grundfos sont livrées.", budget_band="lt_40k")
    url = justify_url(need, "SPE-01")
    assert "déjà en place ?" in text_of(buyer.get(url))
    assert buyer.post(url, {"text": "Parc en place de la ville."}).status_code == 422
    assert (
        buyer.post(url, {"text": "Parc en place de la ville.", "existing_equipment": "autre"}).status_code
        == 422
    )
    assert (
        buyer.post(
            url, typed_on(buyer, url, text="Parc en place de la ville.", existing_equipment="yes")
        ).status_code
        == 302
    )
    assert CheckJustification.objects.get().existing_equipment is True
    assert 'value="yes"' in text_of(buyer.get(url))


def test_the_address_of_a_sentence_that_changed_is_gone(buyer, need):
    url = justify_url(need, "SPE-04")
    type(need).objects.filter(pk=need.pk).update(expected_result="Être prévenus en 2 heures.")
    assert buyer.get(url).status_code == 404
    assert buyer.post(url, {"text": "Oui."}).status_code == 404


def test_moderators_read_findings_and_justifications_beside_the_text(client, buyer, need, moderator):
    buyer.post(
        justify_url(need, "SPE-04"), read(buyer, need, "SPE-04") | {"text": "Le quai est bien étroit."}
    )
    type(need).objects.filter(pk=need.pk).update(status=NeedStatus.SUBMITTED, submitted_at=timezone.now())
    client.force_login(moderator)
    page = text_of(client.get(reverse("admin:needs_need_change", args=[need.pk])))
    assert "<mark>implantée à moins de 50 km</mark>" in page
    assert "Le quai est bien étroit." in page
    assert at("justify", need.pk, "SPE-04", "x").rsplit("/", 3)[0] not in page


def test_justifications_of_drafts_are_not_on_the_desk(client, buyer, need, moderator):
    buyer.post(
        justify_url(need, "SPE-04"), read(buyer, need, "SPE-04") | {"text": "Le quai est bien étroit."}
    )
    client.force_login(moderator)
    url = reverse("admin:needs_checkjustification_changelist")
    assert "Le quai est bien étroit." not in text_of(client.get(url))
    type(need).objects.filter(pk=need.pk).update(status=NeedStatus.SUBMITTED, submitted_at=timezone.now())
    assert "Le quai est bien étroit." in text_of(client.get(url))


def test_the_way_to_the_questions_is_for_the_buyer_s_people(client, buyer, published):
    url, page = at("prepare_consultation", published.pk), at("detail", published.pk)
    assert url in text_of(buyer.get(page))
    client.logout()
    assert url not in text_of(client.get(page))


def test_the_questions_are_shown_by_theme_with_the_figures_of_the_day(buyer, published):
    page = text_of(buyer.get(at("prepare_consultation", published.pk)))
    for words in [
        "Lots",
        "Critères",
        "Finances",
        "1,5\u00a0fois le montant estimé",
        "50\u202f000\u00a0€\u00a0HT (",
        "Il faut aussi que la durée dépasse deux mois.",
        "R2142-7",
        "taux minimal : 30\u00a0%",
        "0 sur 20",
    ]:
        assert words in page, words
    assert "Aucune marque" not in page
    notes = Threshold.objects.exclude(note="").values_list("note", flat=True)
    assert len(notes) > 10 and not [note for note in notes if note in page]


def test_figures_are_those_of_the_planned_day_and_say_when_they_stop_being_known(published):
    early = published.planned_on
    assert early is None
    Threshold.objects.filter(key="delai_paiement_jours").update(ends_on=TODAY)
    published.planned_on = TODAY.replace(year=TODAY.year + 2)
    figures = {each.check.key: each.figures for each in questions_of(published, TODAY)}
    assert "à relire" in figures["FIN-03"][0]
    assert "à relire" not in figures["FIN-02"][0]


def test_answers_are_kept_together_or_one_by_one_and_change_nothing_else(buyer, published):
    url = at("prepare_consultation", published.pk)
    done = buyer.post(url, {"LOT-01": "no", "LOT-01-note": "À <voir>.", "FIN-02": "yes"}, follow=True)
    assert "2 réponses enregistrées." in text_of(done)
    assert "2 sur 20" in text_of(done) and "À &lt;voir&gt;." in text_of(done)
    assert 'href="#q-LOT-01"' in text_of(done)
    again = buyer.post(
        url, {"LOT-01": "no", "LOT-01-note": "À <voir>.", "FIN-02": "not_applicable"}, follow=True
    )
    assert "1 réponse enregistrée." in text_of(again)
    published.refresh_from_db()
    assert published.status == NeedStatus.PUBLISHED
    assert dict(CheckAnswer.objects.values_list("check_code", "answer")) == {
        "LOT-01": "no",
        "FIN-02": "not_applicable",
    }
    verbs = [entry.verb for entry in history_of(published)]
    assert verbs == ["need.check_answered"] * 3


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"LOT-01-note": "Sans réponse."}, "Choisissez une réponse"),
        ({"LOT-01": "peut-être"}, "Sélectionnez un choix valide"),
        ({"LOT-01": "yes", "LOT-01-note": "x" * 1001}, "1000 caractères"),
    ],
)
def test_a_wrong_answer_is_told_and_what_was_typed_stays(buyer, published, data, sentence):
    answer = buyer.post(at("prepare_consultation", published.pk), data)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert data.get("LOT-01-note", "peut")[:12] in text_of(answer) or "LOT-01" in data
    assert not CheckAnswer.objects.exists()


def test_unknown_codes_nul_and_repeated_answers_are_no_fault(buyer, published):
    url = at("prepare_consultation", published.pk)
    assert buyer.post(
        url, {"ZZZ-99": "yes", "LOT-01": ["no", "yes"], "LOT-01-note": "a\x00b"}
    ).status_code in {302, 422}
    assert set(CheckAnswer.objects.values_list("check_code", flat=True)) <= {"LOT-01"}


def open_groups(response):
    return [group["theme"] for group in response.context["groups"] if group["open"]]


def test_only_the_first_theme_with_a_question_left_is_open(buyer, published):
    url = at("prepare_consultation", published.pk)
    first, second = (group["theme"] for group in buyer.get(url).context["groups"][:2])
    page = buyer.get(url)
    assert open_groups(page) == [first]
    assert text_of(page).count('<details class="group"') == len(page.context["groups"])
    codes = [each.check.key for each in questions_of(published, TODAY) if each.check.theme == first]
    done = buyer.post(url, dict.fromkeys(codes, "yes"), follow=True)
    assert open_groups(done) == [second]
    assert f"{len(codes)} questions répondues sur {len(codes)}" in text_of(done)
    group = done.context["groups"][0]
    assert (group["label"], group["tone"]) == ("complet", "fir")


def test_theme_says_in_words_how_far_it_is(buyer, published):
    url = at("prepare_consultation", published.pk)
    group = buyer.get(url).context["groups"][0]
    total = len(group["rows"])
    assert (group["progress"], group["label"]) == (f"{total} questions", f"restent {total}")
    codes = [question.check.key for question, *_fields in group["rows"]]
    done = buyer.post(url, dict.fromkeys(codes, "no"), follow=True)
    assert done.context["groups"][0]["label"] == f"{total} à traiter"
    assert f'href="#{group["id"]}"' in text_of(done)


def test_each_theme_has_one_button_and_saves_what_was_typed_elsewhere(buyer, published):
    page = buyer.get(at("prepare_consultation", published.pk))
    assert text_of(page).count("Enregistrer les réponses") == len(page.context["groups"])
    last = [each.check.key for each in questions_of(published, TODAY)][-1]
    buyer.post(at("prepare_consultation", published.pk), {"LOT-01": "yes", last: "no"})
    assert CheckAnswer.objects.count() == 2


def test_theme_with_an_error_is_open(buyer, published):
    last = buyer.get(at("prepare_consultation", published.pk)).context["groups"][-1]
    code = last["rows"][0][0].check.key
    answer = buyer.post(at("prepare_consultation", published.pk), {f"{code}-note": "Sans réponse."})
    assert open_groups(answer)[-1] == last["theme"]


def test_all_is_folded_once_all_is_answered(buyer, published):
    url = at("prepare_consultation", published.pk)
    codes = [each.check.key for each in questions_of(published, TODAY)]
    assert open_groups(buyer.post(url, dict.fromkeys(codes, "not_applicable"), follow=True)) == []


def test_readers_read_and_do_not_answer(client, published, agent):
    organisation = agent.buyer.organisation
    reader = MembershipFactory(organisation=organisation, role="reader").user
    CheckAnswer.objects.create(
        need=published, check_code="LOT-01", answer="no", note="À voir.", answered_at=timezone.now()
    )
    client.force_login(reader)
    page = text_of(client.get(at("prepare_consultation", published.pk)))
    assert "À voir." in page and "<textarea" not in page
    assert client.post(at("prepare_consultation", published.pk), {"LOT-01": "yes"}).status_code == 403


@pytest.mark.parametrize("status", [NeedStatus.CONSULTATION, NeedStatus.AWARDED, NeedStatus.DRAFT])
def test_answers_no_longer_change_once_the_consultation_is_out(published, agent, status):
    type(published).objects.filter(pk=published.pk).update(
        status=status, consultation_url="https://x.example/1"
    )
    with pytest.raises(DomainError, match="plus en préparation"):
        answer_checks(published, answers={"LOT-01": (CheckAnswerValue.YES, "")}, by=agent)


def test_a_check_moved_to_the_consultation_shows_what_the_program_reads(buyer, make_need, practice_checks):
    PracticeCheck.objects.filter(key="SPE-02").update(stage="consultation")
    need = make_need(expected_result=ASKED, published=True, status=NeedStatus.PUBLISHED)
    page = text_of(buyer.get(at("prepare_consultation", need.pk)))
    assert "Lu dans votre texte" in page and "<mark>NF EN 15189</mark>" in page


def test_the_page_asks_the_same_number_of_queries_with_one_or_twenty_answers(
    buyer, published, django_assert_num_queries, agent
):
    url = at("prepare_consultation", published.pk)
    buyer.get(url)
    CheckAnswer.objects.create(need=published, check_code="LOT-01", answer="yes", answered_at=timezone.now())
    with django_assert_num_queries(8):
        buyer.get(url)
    unanswered = [each for each in questions_of(published, TODAY) if each.answer is None]
    assert len(unanswered) == 19
    for question in unanswered:
        CheckAnswer.objects.create(
            need=published,
            check_code=question.check.key,
            answer="yes",
            author=agent,
            answered_at=timezone.now(),
        )
    with django_assert_num_queries(8):
        buyer.get(url)


def test_another_buyer_s_need_gives_no_question(buyer, practice_checks):
    other = NeedFactory(published=True)
    assert buyer.get(at("prepare_consultation", other.pk)).status_code == 403


def test_the_form_says_how_long_the_justification_of_a_blocking_finding_is(buyer, need):
    url = justify_url(need, "SPE-04")
    assert "Une phrase, de 5 mots différents au moins." in text_of(buyer.get(url))
    answer = buyer.post(url, {"text": "Oui."})
    assert answer.status_code == 422
    assert "justifiez-la par une phrase, de 5 mots différents au moins" in text_of(answer)
