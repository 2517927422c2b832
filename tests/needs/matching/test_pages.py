"""The matching pages: one row read by both sides, few queries whatever the rows."""

import pytest
from django.test import Client
from django.utils import timezone

from needs.matching.definition import definition
from needs.matching.engine import score_of
from needs.models import Match
from tests.factories import MembershipFactory, NeedFactory, SolutionFactory, UserFactory
from tests.needs.matching.engines import refresh_need

pytestmark = pytest.mark.usefixtures("dated_data")


def logged_in(organisation):
    client = Client()
    client.force_login(MembershipFactory(organisation=organisation).user)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_matches_of_a_need_ask_constant_queries(rows, django_assert_num_queries):
    need = NeedFactory(published=True)
    for _each in range(rows):
        SolutionFactory(published=True)
    refresh_need(need.pk, timezone.now())
    client = logged_in(need.buyer.organisation)
    with django_assert_num_queries(10):
        response = client.get(f"/besoins/{need.pk}/correspondances/")
    assert len(response.context["page_obj"].object_list) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_matches_of_a_solution_ask_constant_queries(rows, django_assert_num_queries):
    solution = SolutionFactory(published=True)
    for _each in range(rows):
        refresh_need(NeedFactory(published=True).pk, timezone.now())
    client = logged_in(solution.company.organisation)
    with django_assert_num_queries(9):
        response = client.get(f"/solutions/{solution.pk}/correspondances/")
    assert len(response.context["page_obj"].object_list) == rows


@pytest.fixture
def match():
    need, _solution = NeedFactory(published=True), SolutionFactory(published=True)
    refresh_need(need.pk, timezone.now())
    return Match.objects.get()


def test_both_sides_read_the_same_score_and_reasons(match):
    url = f"/besoins/{match.need_id}/correspondances/{match.solution_id}/"
    organisations = [match.need.buyer.organisation, match.solution.company.organisation]
    pages = [logged_in(organisation).get(url) for organisation in organisations]
    shown = [(page.context["match"].score, page.context["explanation"]) for page in pages]
    assert shown[0] == shown[1]
    whys = [page.text[page.text.index('class="why"') : page.text.index("</section>")] for page in pages]
    assert whys[0] == whys[1]


def test_shared_words_are_marked_in_both_texts(match):
    page = logged_in(match.need.buyer.organisation).get(
        f"/besoins/{match.need_id}/correspondances/{match.solution_id}/"
    )
    first, second = page.text.split('class="why"')
    assert "<mark>fuite" in first and "<mark>fuite" in second


def test_hostile_text_stays_text(match):
    type(match.solution).objects.filter(pk=match.solution_id).update(description="<script>fuite</script> eau")
    page = logged_in(match.need.buyer.organisation).get(
        f"/besoins/{match.need_id}/correspondances/{match.solution_id}/"
    )
    assert "<script>fuite" not in page.text
    assert "&lt;script&gt;<mark>fuite</mark>&lt;/script&gt;" in page.text


def test_little_text_is_said():
    need = NeedFactory(
        published=True, title="Fuites", summary="", current_situation="fuite eau", expected_result=""
    )
    SolutionFactory(published=True, title="Fuite eau", problem_solved="fuites", description="eau", novelty="")
    refresh_need(need.pk, timezone.now())
    match = Match.objects.get()
    page = logged_in(need.buyer.organisation).get(f"/besoins/{need.pk}/correspondances/{match.solution_id}/")
    assert "Peu de texte, correspondance incertaine" in page.text


def test_an_empty_list_promises_only_what_will_happen():
    need, solution = NeedFactory(published=True), SolutionFactory()
    buyer, company = logged_in(need.buyer.organisation), logged_in(solution.company.organisation)
    page = buyer.get(f"/besoins/{need.pk}/correspondances/")
    assert "est prévenu dès" in page.text and "à juger" not in page.text
    need.status = "closed"
    need.save()
    page = buyer.get(f"/besoins/{need.pk}/correspondances/")
    assert "est prévenu dès" not in page.text and "tant que les échanges" in page.text
    page = company.get(f"/solutions/{solution.pk}/correspondances/")
    assert "est prévenue dès" not in page.text and "tant que la solution est publiée" in page.text


def test_a_moderator_reads_no_word_that_is_said_to_the_company(match):
    url = f"/solutions/{match.solution_id}/correspondances/"
    moderator = Client()
    moderator.force_login(UserFactory(moderator=True))
    assert "de votre solution" in logged_in(match.solution.company.organisation).get(url).text
    assert "de votre solution" not in moderator.get(url).text


def test_readers_are_not_sent_to_judge(match):
    url = f"/besoins/{match.need_id}/correspondances/"
    reader = Client()
    reader.force_login(MembershipFactory(organisation=match.need.buyer.organisation, role="reader").user)
    assert "à juger" not in reader.get(url).text
    assert "à juger" in logged_in(match.need.buyer.organisation).get(url).text


def test_the_score_is_told_in_figures_where_meaning_counts(match):
    url = f"/besoins/{match.need_id}/correspondances/{match.solution_id}/"
    client = logged_in(match.need.buyer.organisation)
    assert client.get(url).context["explanation"].sum is None
    score = score_of(0.8 + 1.5 * 0.1, definition("semantic-1"))
    Match.objects.filter(pk=match.pk).update(engine="semantic-1", semantic=0.8, score=score)
    page = client.get(url).text.replace("\u00a0", " ")
    assert "Sens 0,80 + 1,50 × mots 0,10 = 0,95" in page and "ramène à 0,81 sur 1" in page
    assert "le sens est compté à part" in page
    Match.objects.filter(pk=match.pk).update(engine="semantic-0")
    assert client.get(url).context["explanation"].sum is None
