"""What awaits each person; every number leads to the list that equals it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.enums import Side
from grandest_portal.pages.desk.parts import Counter
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting
from needs.enums import NeedStatus
from suppliers.enums import SolutionStatus
from tests.factories import (
    CompanyFactory,
    MatchFactory,
    MembershipFactory,
    NeedFactory,
    OrganisationFactory,
    PublicBuyerFactory,
    SolutionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

pytestmark = pytest.mark.django_db
AT = timezone.now()


def buyer_of(user):
    return user.memberships.get().organisation.buyer


def company_of(user):
    return user.memberships.get().organisation.company


def sections(client, user):
    client.force_login(user)
    response = client.get(reverse("pages:dashboard"))
    assert response.status_code == 200
    return response.context["sections"]


def labels(section):
    return [str(task.label) for task in section.tasks]


def numbers(section):
    return {str(counter.label): counter.value for counter in section.counters}


def meeting(buyer, company, *, status=MeetingStatus.PROPOSED, awaiting=MeetingSide.BUYER, **fields):
    start = timezone.now() + timedelta(days=2)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
    return Meeting.objects.create(
        need=fields.pop("need", None) or NeedFactory(buyer=buyer, published=True),
        buyer=buyer,
        company=company,
        status=status,
        started_by=MeetingSide.COMPANY,
        awaiting=awaiting,
        expires_at=timezone.now() + timedelta(days=3),
        reason="Une raison." if status in {"cancelled", "declined"} else "",
        **(times if status == MeetingStatus.CONFIRMED else {}),
        **fields,
    )


def scene_of_buyer():
    """A buyer's agent with a thing in every state; returns the person."""
    user = buyer_user()
    buyer = buyer_of(user)
    dated = {"published_at": timezone.now(), "consultation_url": "https://profil.example/1"}
    for status in [NeedStatus.DRAFT, NeedStatus.DRAFT, NeedStatus.SUBMITTED, NeedStatus.REJECTED]:
        NeedFactory(buyer=buyer, status=status)
    NeedFactory(buyer=buyer, status=NeedStatus.RETURNED, moderation_reason="Retirez la marque citée.")
    for status in [NeedStatus.CLOSED, NeedStatus.CONSULTATION]:
        NeedFactory(buyer=buyer, status=status, **dated)
    need = NeedFactory(buyer=buyer, published=True)
    MatchFactory(need=need)
    MatchFactory(need=need, solution=SolutionFactory(status=SolutionStatus.ARCHIVED))
    company = CompanyFactory()
    meeting(buyer, company)
    meeting(buyer, company, awaiting=MeetingSide.COMPANY)
    meeting(buyer, company, status=MeetingStatus.CONFIRMED)
    meeting(buyer, company, status=MeetingStatus.CANCELLED)
    NeedFactory(published=True)
    return user


def scene_of_company():
    user = company_user()
    company = company_of(user)
    for status in [SolutionStatus.DRAFT, SolutionStatus.SUBMITTED, SolutionStatus.ARCHIVED]:
        SolutionFactory(company=company, status=status)
    SolutionFactory(company=company, status=SolutionStatus.RETURNED, moderation_reason="Précisez le TRL.")
    MatchFactory(solution=SolutionFactory(company=company, published=True))
    buyer = PublicBuyerFactory()
    meeting(buyer, company, awaiting=MeetingSide.COMPANY)
    meeting(buyer, company, status=MeetingStatus.CONFIRMED)
    SolutionFactory(published=True)
    return user


def scene_of_partner():
    NeedFactory(published=True)
    SolutionFactory(published=True)
    return partner_user()


def scene_of_moderator():
    MembershipFactory(waiting=True)
    NeedFactory(submitted=True)
    SolutionFactory(submitted=True)
    SolutionFactory(submitted=True)
    return UserFactory(moderator=True)


SCENES = {
    "buyer": scene_of_buyer,
    "company": scene_of_company,
    "partner": scene_of_partner,
    "moderator": scene_of_moderator,
}


def rows_at(client, url):
    """How many rows the page of a counter lists: its whole list, or the part that the address names."""
    response, part = client.get(url), urlsplit(url).fragment
    assert response.status_code == 200
    context = response.context
    if part == "a-venir":
        return sum(len(day["rows"]) for week in context["upcoming"] for day in week["days"])
    if part == "a-repondre":
        return {"mine": len(context["mine"]), "theirs": len(context["theirs"])}
    return (context.get("cl").result_count) if "cl" in context else context["page_obj"].paginator.count


@pytest.mark.parametrize("scene", SCENES)
def test_every_number_equals_the_list_it_leads_to(client, dated_data, scene):
    user = SCENES[scene]()
    counters = [counter for section in sections(client, user) for counter in section.counters]
    assert counters and any(counter.value for counter in counters)
    for counter in counters:
        listed = rows_at(client, counter.url)
        if isinstance(listed, dict):
            listed = listed["mine" if "votre réponse" in str(counter.label) else "theirs"]
        assert listed == counter.value, counter


def test_buyer_sees_what_to_do_the_most_urgent_first(client, dated_data):
    user = scene_of_buyer()
    (section,) = sections(client, user)
    statuses = [str(task.status) for task in section.tasks]
    assert statuses == ["Réponse attendue", "À reprendre", "Brouillon", "Brouillon", "Suite à dire"]
    assert section.tasks[1].note == "Retirez la marque citée."
    assert numbers(section) == {
        "Besoins de votre organisation": 12,
        "À reprendre": 1,
        "Brouillon": 2,
        "En relecture": 1,
        "Échanges ouverts": 5,
        "Échanges clos": 1,
        "Consultation lancée": 1,
        "Rendez-vous : votre réponse est attendue": 1,
        "Rendez-vous : réponse de l'autre attendue": 1,
        "Rendez-vous à venir": 1,
    }


def test_matches_of_an_open_need_equal_their_page(client, dated_data):
    user = scene_of_buyer()
    (section,) = sections(client, user)
    rows = next(listing for listing in section.listings if "ouverts" in str(listing.title)).rows
    for row in rows:
        count = client.get(row.url).context["page_obj"].paginator.count
        assert row.meta == f"Solutions proches : {count}"
    assert any(row.meta.endswith(" : 1") for row in rows)


def test_matches_of_a_published_solution_equal_their_page(client, dated_data):
    user = scene_of_company()
    (section,) = sections(client, user)
    (row,) = next(listing for listing in section.listings if "publiées" in str(listing.title)).rows
    assert row.meta == "Besoins ouverts proches : 1"
    assert client.get(row.url).context["page_obj"].paginator.count == 1


def test_company_sees_what_to_do(client, dated_data):
    (section,) = sections(client, scene_of_company())
    assert [str(task.status) for task in section.tasks] == [
        "Réponse attendue",
        "À reprendre",
        "Brouillon",
        "À compléter",
    ]


def test_need_that_closes_soon_is_said(client, dated_data):
    user = buyer_user()
    NeedFactory(
        buyer=buyer_of(user), published=True, sourcing_open_until=timezone.localdate() + timedelta(days=6)
    )
    NeedFactory(buyer=buyer_of(user), published=True)
    (section,) = sections(client, user)
    assert [str(task.status) for task in section.tasks] == ["clôture dans 6 jours"]


@pytest.mark.parametrize(
    ("make", "label"),
    [(buyer_user, "Déposer un premier besoin"), (company_user, "Décrire une première solution")],
)
def test_first_text_is_proposed_until_it_is_begun(client, dated_data, make, label):
    user = make()
    (section,) = sections(client, user)
    assert label in labels(section)
    if make is buyer_user:
        NeedFactory(buyer=buyer_of(user))
    else:
        SolutionFactory(company=company_of(user))
    (section,) = sections(client, user)
    assert label not in labels(section)


@pytest.mark.parametrize(
    ("side", "names"),
    [
        (Side.BUYER, ["buyers:register"]),
        (Side.COMPANY, ["suppliers:register"]),
        ("", ["buyers:register", "suppliers:register"]),
    ],
)
def test_newcomer_registers_on_the_side_said_or_chooses(client, dated_data, side, names):
    (section,) = sections(client, UserFactory(side=side))
    assert [task.url for task in section.tasks if task.url] == [reverse(name) for name in names]
    assert "2 jours ouvrés" in str(section.tasks[-1].note)


def test_newcomer_reads_why_a_request_was_refused(client, dated_data):
    refused = MembershipFactory(status="refused", decision_reason="Pièce illisible.")
    (section,) = sections(client, refused.user)
    assert str(section.lead) == (
        f"Votre demande pour {refused.organisation} n'a pas été acceptée : Pièce illisible."
    )


def test_promise_without_loaded_delay_names_no_number(client):
    (section,) = sections(client, UserFactory(side=Side.BUYER))
    assert str(section.tasks[-1].note) == "Une personne de la modération vous répond par courriel."


@pytest.mark.parametrize("make", [buyer_user, company_user])
def test_waiting_person_reads_the_promised_delay_and_may_prepare(client, dated_data, make):
    user = make(waiting=True)
    waiting, role = sections(client, user)
    assert [str(task.status) for task in waiting.tasks] == ["Fait", "Fait", "En attente"]
    assert "2 jours ouvrés" in str(waiting.tasks[-1].note)
    assert role.button_url in {reverse("needs:create"), reverse("suppliers:solution_create")}


def test_waiting_person_counts_only_what_they_wrote(client, dated_data):
    user = buyer_user(waiting=True)
    buyer = buyer_of(user)
    NeedFactory(buyer=buyer, title="Brouillon d'un collègue")
    NeedFactory(buyer=buyer, author=user, title="Le mien")
    meeting(buyer, CompanyFactory())
    _waiting, role = sections(client, user)
    assert numbers(role) == {"Besoins de votre organisation": 1, "Brouillon": 1}
    assert "collègue" not in client.get(reverse("pages:dashboard")).content.decode()


def test_nothing_of_others_is_shown(client, dated_data):
    user = buyer_user()
    other = PublicBuyerFactory()
    NeedFactory(buyer=other, title="Canari brouillon")
    meeting(other, CompanyFactory(organisation__name="Canari SARL"))
    (section,) = sections(client, user)
    assert "Canari" not in client.get(reverse("pages:dashboard")).content.decode()
    assert set(numbers(section).values()) <= {0}


def test_organisation_with_two_roles_has_two_sections(client, dated_data):
    user = buyer_user()
    CompanyFactory(organisation=buyer_of(user).organisation)
    titles = [str(section.title).split(" : ")[0] for section in sections(client, user)]
    assert titles == ["Acheteur public", "Entreprise"]


def test_moderator_of_an_organisation_has_both(client, dated_data):
    user = buyer_user(user__is_staff=True)
    assert [str(section.title).split(" : ")[0] for section in sections(client, user)] == [
        "Modération",
        "Acheteur public",
    ]


def test_organisation_without_role_is_asked_to_write(client, dated_data):
    (section,) = sections(client, MembershipFactory(organisation=OrganisationFactory()).user)
    assert section.button_url == reverse("pages:contact")


def test_dashboard_asks_to_sign_in(client):
    response = client.get(reverse("pages:dashboard"))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("times", [1, 3])
def test_dashboard_takes_twenty_queries_at_most_whatever_the_rows(
    client, dated_data, django_assert_max_num_queries, scene, times
):
    user = SCENES[scene]()
    for _each in range(times - 1):
        SCENES[scene]()
    client.force_login(user)
    with django_assert_max_num_queries(20):
        assert client.get(reverse("pages:dashboard")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_dashboard_of_a_buyer_keeps_its_number_of_queries(
    client, dated_data, django_assert_num_queries, count
):
    user = buyer_user()
    company = CompanyFactory()
    for _each in range(count):
        NeedFactory(buyer=buyer_of(user))
        MatchFactory(need=NeedFactory(buyer=buyer_of(user), published=True))
        meeting(buyer_of(user), company)
        meeting(buyer_of(user), company, status=MeetingStatus.CONFIRMED)
    client.force_login(user)
    with django_assert_num_queries(11):
        client.get(reverse("pages:dashboard"))


def test_counter_is_a_link_whose_words_hold_the_number(client, dated_data):
    scene = scene_of_buyer()
    client.force_login(scene)
    page = client.get(reverse("pages:dashboard")).content.decode()
    drawn = re.findall(
        r'<li><a href="([^"]+)"><span class="figure-value">(\d+)</span> ([^<]+)</a></li>', page
    )
    (section,) = sections(client, scene)
    assert [Counter(int(value), label.replace("&#x27;", "'"), url) for url, value, label in drawn] == [
        Counter(counter.value, str(counter.label), counter.url) for counter in section.counters
    ]
