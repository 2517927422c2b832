"""Precision per band with its interval, and the folder that the evaluation really reads."""

import io
import zipfile
from datetime import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.audit import history_of
from needs.actions import ensure_engine, withdraw_judgement
from needs.matching.evaluation import read_folder
from needs.matching.folder import write_folder
from needs.matching.precision import precision, wilson
from needs.models import Judgement, Need
from suppliers.models import Solution
from tests.factories import JudgementFactory, SolutionFactory, UserFactory
from tests.needs.judgements.conftest import NOTE, logged_in, organisation_of

BANDS = ["strong", "good", "review"]


@pytest.mark.parametrize(
    "count, of, low, high",
    [(0, 0, 0, 1), (0, 10, 0, 0.278), (10, 10, 0.722, 1), (5, 10, 0.237, 0.763), (81, 263, 0.255, 0.366)],
)
def test_wilson_as_published(count, of, low, high):
    assert wilson(count, of) == (pytest.approx(low, abs=0.0006), pytest.approx(high, abs=0.0006))


def judged(pair, count, right, **fields):
    """`count` judgements of other pairs of the same need, the first `right` of them relevant."""
    for index in range(count):
        JudgementFactory(need=pair.need, relevant=index < right, **fields)


def test_shares_are_said_from_ten_on(pair):
    judged(pair, 9, 9, band="strong")
    judged(pair, 10, 7, band="good")
    whole, monthly = precision(BANDS, 10)
    strong, good, review = whole[0].cells
    assert (strong.judged, strong.share) == (9, None)
    assert (good.judged, good.share, good.low, good.high) == (10, 70, 40, 89)
    assert (review.judged, review.share) == (0, None)
    assert [cell.judged for cell in monthly[0].cells] == [9, 10, 0]


def test_months_and_versions_stand_apart(pair):
    zone = timezone.get_current_timezone()
    judged(pair, 1, 1, made_at=datetime(2026, 9, 30, 23, 30, tzinfo=zone), engine="lexical-1")
    judged(pair, 2, 1, made_at=datetime(2026, 10, 1, 0, 30, tzinfo=zone), engine="lexical-1")
    judged(pair, 3, 1, made_at=datetime(2026, 10, 2, tzinfo=zone), engine="semantic-1")
    whole, monthly = precision(BANDS, 1)
    assert [(line.month.month, line.engine, line.cells[1].judged) for line in monthly] == [
        (10, "semantic-1", 3),
        (10, "lexical-1", 2),
        (9, "lexical-1", 1),
    ]
    assert {line.engine: line.cells[1].judged for line in whole} == {"semantic-1": 3, "lexical-1": 3}


def test_what_was_replaced_or_withdrawn_counts_no_more(pair):
    withdraw_judgement(pair.judge(), by=pair.buyer)
    pair.judge(pair.company)
    pair.judge(pair.company, relevant=False, reason_key="autre_sujet")
    _whole, monthly = precision(BANDS, 1)
    assert [sum(cell.judged for cell in line.cells) for line in monthly] == [1]
    assert precision(BANDS, 1, "buyer") == ([], [])


def test_moderators_read_shares_and_administrators_the_folder(pair):
    judged(pair, 12, 6, band="good", note=NOTE)
    url, folder = reverse("admin:needs_precision"), reverse("admin:needs_judgements_folder")
    moderator, admin = logged_in(UserFactory(moderator=True)), logged_in(UserFactory(admin=True))
    page = moderator.get(url)
    assert "50 % [25 ; 75]" in page.text.replace("\xa0", " ") and "zip" not in page.text
    assert moderator.post(folder).status_code == 403
    assert moderator.get(reverse("admin:needs_judgement_changelist")).status_code == 403
    assert logged_in(pair.buyer).get(url).status_code == 302
    assert "zip" in admin.get(url, {"cote": "company"}).text
    row = Judgement.objects.order_by("pk").first()
    for page in ["changelist", "change"]:
        args = [row.pk] if page == "change" else []
        text = admin.get(reverse(f"admin:needs_judgement_{page}", args=args)).text
        assert NOTE not in text and row.reference in text


def test_the_list_speaks_in_words(pair):
    judged(pair, 3, 1, band="review", reason_key="autre_sujet")
    admin, url = logged_in(UserFactory(admin=True)), reverse("admin:needs_judgement_changelist")
    page = admin.get(url, {"niveau": "review", "raison": "autre_sujet"})
    assert page.context["cl"].result_count == 3
    assert "C&#x27;est un autre sujet" in page.text and "Correspondance à examiner" in page.text
    assert ">review<" not in page.text and ">autre_sujet<" not in page.text
    assert admin.get(url, {"niveau": "strong"}).context["cl"].result_count == 0


def test_the_page_counts_in_constant_queries(pair, django_assert_max_num_queries):
    judged(pair, 3, 1)
    client = logged_in(UserFactory(moderator=True))
    with django_assert_max_num_queries(14):
        client.get(reverse("admin:needs_precision"))


def unzipped(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def test_the_command_measures_the_folder_that_the_admin_gives(pair, tmp_path, capsys):
    far = SolutionFactory(
        published=True, title="Logiciel de paie", problem_solved="Payer", description="Bulletins"
    )
    Solution.objects.filter(pk=pair.solution.pk).update(novelty="Fin\u2028de ligne")
    recomputed(pair)
    pair.judge()
    pair.judge(pair.company)
    version = ensure_engine(timezone.now())
    answer = logged_in(UserFactory(admin=True)).post(reverse("admin:needs_judgements_folder"))
    folder = unzipped(b"".join(answer.streaming_content), tmp_path)
    call_command("evaluate_matching", str(folder), engine="lexical-1")
    text = capsys.readouterr().out
    assert "1 requêtes jugées, 2 textes" in text and "MRR        1.000" in text
    read = read_folder(folder)
    assert read.judged == {pair.need.reference: {pair.solution.reference: 1}}
    assert set(read.corpus) == {pair.solution.reference, far.reference}
    assert history_of(version)[0].verb == "judgement.exported"


def recomputed(pair):
    from tests.needs.matching.engines import refresh_need

    refresh_need(pair.need.pk)


def folder_of(tmp_path):
    file = io.BytesIO()
    write_folder(file, timezone.now())
    folder = unzipped(file.getvalue(), tmp_path)
    answers = (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]
    return answers, (folder / "LISEZ-MOI.txt").read_text(), folder


def test_who_judged_and_why_is_not_in_it(pair, tmp_path):
    pair.judge()
    _answers, _readme, folder = folder_of(tmp_path)
    whole = "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    names = [
        pair.buyer.full_name,
        pair.buyer.email,
        str(organisation_of(pair.buyer)),
        NOTE,
        "repond_au_besoin",
    ]
    assert [name for name in names if name in whole] == []


def test_not_relevant_is_a_zero(pair, tmp_path):
    pair.judge(relevant=False, reason_key="autre_sujet")
    answers, readme, _folder = folder_of(tmp_path)
    assert answers == [f"{pair.need.reference}\t{pair.solution.reference}\t0"]
    assert "Paires : 1, dont 0 dites pertinentes." in readme and "Licence : aucune." in readme


def test_a_text_that_changed_is_left_out_and_counted(pair, tmp_path):
    pair.judge()
    Need.objects.filter(pk=pair.need.pk).update(summary="Un tout autre texte.")
    answers, readme, _folder = folder_of(tmp_path)
    assert answers == [] and "Avis laissés de côté : 1," in readme


def test_a_solution_that_is_no_longer_public_is_left_out(pair, tmp_path):
    pair.judge()
    Solution.objects.filter(pk=pair.solution.pk).update(status="archived")
    answers, _readme, folder = folder_of(tmp_path)
    assert answers == [] and pair.solution.title not in (folder / "corpus.jsonl").read_text()


def test_the_two_sides_who_say_the_contrary_are_left_out_and_counted(pair, tmp_path):
    pair.judge()
    pair.judge(pair.company, relevant=False, reason_key="autre_sujet")
    answers, readme, _folder = folder_of(tmp_path)
    assert answers == [] and "Paires laissées de côté : 1," in readme
