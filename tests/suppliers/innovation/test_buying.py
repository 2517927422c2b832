"""How a solution can be bought: stated, dated, checked; the figures come from the dated table."""

import html
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import mark_of
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import PurchaseRoute, Threshold
from suppliers.actions import change_route, check_route, remove_route, state_route
from suppliers.buying import table_of
from suppliers.enums import SolutionStatus
from suppliers.models import SolutionRoute
from suppliers.models.routes import STATED
from tests.factories import UserFactory
from tests.suppliers.helpers import member, solution_in

pytestmark = pytest.mark.django_db

OFFER = {
    "route": "centrale",
    "holder": "UGAP",
    "reference": "Lot 12",
    "link": "https://centrale.example/12",
    "valid_until": None,
}
DIRECT = {"route": "direct", "holder": "", "reference": "", "link": "", "valid_until": None}


@pytest.fixture
def offer(solution, speaker):
    return state_route(solution, data=OFFER, by=speaker)


def shown(client, solution):
    return html.unescape(client.get(f"/solutions/{solution.pk}/").text)


def test_the_ways_are_there_with_conditions_and_texts(innovation):
    rows = {row.key: row for row in PurchaseRoute.objects.offered(timezone.localdate())}
    assert list(rows) == ["direct", "innovant", "accord_cadre", "centrale", "partenariat"]
    assert all(row.explanation and row.conditions and row.legal_text for row in rows.values())
    keys = {key for row in rows.values() for key in row.threshold_keys}
    assert keys == set(Threshold.objects.filter(key__in=keys).values_list("key", flat=True))


def test_the_page_says_who_stated_what_and_when_it_was_checked(client, solution, offer, speaker):
    page = shown(client, solution)
    for words in [
        "Comment l'acheter",
        "UGAP",
        "Lot 12",
        "Déclaré par l'entreprise le",
        "non vérifié",
        "L2113-2",
    ]:
        assert words in page, words
    moderator = UserFactory(moderator=True)
    check_route(
        offer, result="confirmed", note="Vue au catalogue.", by=moderator, seen=mark_of(offer, STATED)
    )
    page = shown(client, solution)
    assert "par la modération" in page and "non vérifié" not in page


def test_a_changed_statement_is_checked_again(solution, offer, speaker):
    moderator = UserFactory(moderator=True)
    seen = mark_of(offer, STATED)
    check_route(offer, result="confirmed", note="", by=moderator, seen=seen)
    row = change_route(offer, data={**OFFER, "reference": "Lot 13"}, by=speaker, seen=seen)
    assert (row.check_result, row.checked_at, row.checked_by) == ("", None, None)
    with pytest.raises(Conflict):
        check_route(offer, result="confirmed", note="", by=moderator, seen=seen)
    with pytest.raises(Conflict):
        change_route(offer, data=OFFER, by=speaker, seen=seen)


def test_what_is_not_confirmed_is_the_companys_own(client, solution, offer, speaker):
    moderator = UserFactory(moderator=True)
    with pytest.raises(DomainError, match="confirmé"):
        check_route(offer, result="refused", note="", by=moderator)
    check_route(offer, result="refused", note="Ce lot n'existe pas.", by=moderator)
    assert "UGAP" not in shown(client, solution)
    client.force_login(speaker)
    assert "Ce lot n'existe pas." in shown(client, solution)


@pytest.mark.parametrize(
    ("result", "note", "title", "words"),
    [
        ("confirmed", "", "Voie d'achat vérifiée", "La page de la solution le dit maintenant."),
        (
            "refused",
            "Ce lot n'existe pas.",
            "Voie d'achat non confirmée",
            "«\u00a0Ce lot n'existe pas.\u00a0»",
        ),
    ],
)
def test_the_company_is_told_of_a_check(solution, offer, speaker, mailoutbox, result, note, title, words):
    """The control is the person who asked to speak for it and waits."""
    waiting = member(solution.company, waiting=True)
    check_route(offer, result=result, note=note, by=UserFactory(moderator=True))
    told = Notification.objects.get(user=speaker)
    assert (told.title, told.path) == (f"{title} : {solution}", f"/solutions/{solution.pk}/acheter/")
    assert words in told.body and "Lot 12" in told.body
    assert [mail.subject for mail in mailoutbox] == [told.title]
    assert not Notification.objects.filter(user=waiting).exists()


def test_nobody_checks_for_their_own_organisation(solution, offer):
    with pytest.raises(DomainError, match="jamais à une personne de l'entreprise"):
        check_route(offer, result="confirmed", note="", by=member(solution.company, user__moderator=True))


def test_an_offer_that_is_over_says_so(client, solution, offer):
    offer.valid_until = timezone.localdate()
    offer.save()
    assert "Terminée" not in shown(client, solution)
    SolutionRoute.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "Terminée" in shown(client, solution)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**OFFER, "route": "inconnue"}, "route"),
        ({**OFFER, "holder": ""}, "holder"),
        ({**OFFER, "reference": "", "link": ""}, "reference"),
        ({**OFFER, "reference": "4 500 € HT"}, "reference"),
        ({**OFFER, "reference": "300 euros"}, "reference"),
        ({**OFFER, "valid_until": date(2020, 1, 1)}, "valid_until"),
    ],
)
def test_a_statement_without_its_offer_or_with_a_price_is_refused(solution, speaker, data, field):
    with pytest.raises(DomainError) as refusal:
        state_route(solution, data=data, by=speaker)
    assert refusal.value.field == field


def test_the_same_offer_is_stated_once(solution, offer, speaker):
    with pytest.raises(DomainError, match="déjà déclarée"):
        state_route(solution, data=OFFER, by=speaker)
    remove_route(offer, by=speaker)
    assert state_route(solution, data=OFFER, by=speaker).pk


def test_the_thresholds_are_those_of_the_day_with_their_text(solution, speaker):
    state_route(solution, data=DIRECT, by=speaker)
    rows = SolutionRoute.objects.for_list()
    before, after = table_of(rows, date(2026, 11, 30)), table_of(rows, date(2027, 1, 1))
    assert before["figures"] and all(
        row["known"] and row["legal_text"] and row["since"] for row in before["figures"]
    )
    Threshold.objects.filter(key="dispense_travaux", ends_on=None).update(ends_on=date(2026, 12, 31))
    row = Threshold.objects.filter(key="dispense_travaux").order_by("-starts_on").first()
    Threshold.objects.create(
        key=row.key, value=140000, unit=row.unit, starts_on=date(2027, 1, 1), legal_text="Texte d'essai"
    )
    values = [each["value"] for each in table_of(rows, date(2027, 1, 1))["figures"]]
    assert values != [each["value"] for each in after["figures"]] and "140" in values[1]


def test_nothing_there_advises_to_split(client, solution, speaker):
    for key in ["direct", "innovant", "partenariat"]:
        state_route(solution, data={**DIRECT, "route": key}, by=speaker)
    page = shown(client, solution)
    section = page.partition('id="acheter"')[2].partition("</section>")[0]
    assert "un besoin ne se scinde pas" in section
    without = section.replace("un besoin ne se scinde pas pour passer sous un seuil", "")
    assert not re.search(r"scind|fraction|découp|répartir|plusieurs commandes|petits? lots?", without)


def test_the_pages_of_the_company(client, solution, speaker):
    client.force_login(speaker)
    add = f"/solutions/{solution.pk}/acheter/ajouter/"
    assert client.post(add, {**OFFER, "valid_until": "hier"}).status_code == 422
    assert client.post(add, {**OFFER, "valid_until": "31/12/2027", "holder": ""}).status_code == 422
    assert (
        client.post(add, {**OFFER, "valid_until": "31/12/2027"}).url == f"/solutions/{solution.pk}/acheter/"
    )
    row = SolutionRoute.objects.get()
    assert (row.valid_until, row.stated_by) == (date(2027, 12, 31), speaker)
    edit = f"/solutions/{solution.pk}/acheter/{row.pk}/modifier/"
    page = client.get(edit)
    assert 'value="31/12/2027"' in page.text
    SolutionRoute.objects.update(reference="Autre")
    late = client.post(edit, {**OFFER, "valid_until": "", "version": page.context["version"]})
    assert late.status_code == 409 and "Deux versions" in late.text
    assert client.post(f"/solutions/{solution.pk}/acheter/{row.pk}/retirer/").status_code == 302
    assert not SolutionRoute.objects.exists()


ROUTES = "/admin/suppliers/solutionroute/"


def queue_of(client):
    queues = client.get("/admin/").context["queues"]
    return next(each for each in queues if each["url"].startswith(ROUTES))


def test_the_desk_asks_for_a_check_with_its_age(client, solution, offer, speaker):
    """Of a draft nobody asks; what is checked leaves the queue, what is stated again comes back."""
    client.force_login(UserFactory(moderator=True))
    of_draft = solution_in(SolutionStatus.DRAFT)
    SolutionRoute.objects.create(solution=of_draft, route="direct", stated_at=timezone.now())
    queue = queue_of(client)
    assert (queue["count"], queue["oldest"]) == (1, offer.stated_at)
    assert [row.pk for row in client.get(queue["url"]).context["cl"].result_list] == [offer.pk]
    (task,) = [
        task
        for section in client.get("/tableau-de-bord/").context["sections"]
        for group in section.groups
        for task in group.tasks
    ]
    assert task.url == queue["first_url"] and "en attente depuis le" in task.note
    check_route(offer, result="confirmed", note="", by=UserFactory(moderator=True))
    assert queue_of(client)["count"] == 0
    change_route(offer, data={**OFFER, "reference": "Lot 13"}, by=speaker)
    assert queue_of(client)["count"] == 1


def test_a_statement_of_a_draft_waits_from_the_day_its_sheet_is_sent(client, innovation):
    client.force_login(UserFactory(moderator=True))
    sent = solution_in(SolutionStatus.SUBMITTED)
    stated_at = sent.submitted_at - timedelta(days=30)
    SolutionRoute.objects.create(solution=sent, route="direct", stated_at=stated_at)
    assert queue_of(client)["oldest"] == sent.submitted_at


def test_the_desk_names_the_way_and_leads_to_its_check(client, solution, offer):
    client.force_login(UserFactory(moderator=True))
    label = PurchaseRoute.objects.offered(timezone.localdate()).get(key="centrale").label
    listed = html.unescape(client.get(ROUTES).text)
    page = html.unescape(client.get(f"{ROUTES}{offer.pk}/change/").text)
    assert f'<td class="field-way">{label}</td>' in listed and f">{label}</a>" in listed
    assert page.count(label) >= 3 and "centrale\n" not in page and "centrale<" not in page
    address = f"/solutions/{solution.pk}/acheter/{offer.pk}/verifier/"
    assert f'href="{address}">Vérifier' in page and client.get(address).status_code == 200
    assert list(client.get(f"{ROUTES}?route=centrale").context["cl"].result_list) == [offer]
    assert list(client.get(f"{ROUTES}?route=direct").context["cl"].result_list) == []


def test_moderators_of_the_company_are_not_led_to_the_check(client, solution, offer):
    client.force_login(member(solution.company, user__moderator=True))
    page = html.unescape(client.get(f"{ROUTES}{offer.pk}/change/").text)
    assert "une autre personne la vérifie" in page and "/verifier/" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_ways_costs_the_same_whatever_its_length(
    client, innovation, rows, django_assert_num_queries
):
    for _each in range(rows):
        SolutionRoute.objects.create(
            solution=solution_in(SolutionStatus.PUBLISHED), route="direct", stated_at=timezone.now()
        )
    client.force_login(UserFactory(moderator=True))
    with django_assert_num_queries(8):
        client.get(ROUTES)
