"""The pages of a team: who sees what, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.models import Invitation, Membership
from needs.models import Need
from tests.accounts.teams import administrator, delegate, member, verified, verified_buyer
from tests.factories import PASSWORD, NeedFactory, UserFactory, company_user

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.fixture
def boss(db):
    return administrator(verified_buyer())


def page(client, name, *args):
    return client.get(reverse(f"organisation:{name}", args=args))


def post(client, page_name, *args, **data):
    return client.post(reverse(f"organisation:{page_name}", args=args), data)


def text_of(response):
    return response.content.decode().replace("&#x27;", "'")


def test_team_shows_people_requests_and_invitations_to_the_administrator(client, boss):
    organisation = boss.organisation
    asking = member(organisation, waiting=True)
    granted = delegate(organisation, ends_on=timezone.localdate() + timedelta(days=9))
    client.force_login(boss.user)
    post(client, "invite", email="nouvelle@exemple.fr", role="reader")
    text = text_of(page(client, "team"))
    for expected in [asking.user.email, granted.user.email, "Cabinet Exemple", "nouvelle@exemple.fr"]:
        assert expected in text


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_colleague_sees_the_team_without_its_requests(client, boss, role):
    asking, colleague = member(boss.organisation, waiting=True), member(boss.organisation, role)
    client.force_login(colleague.user)
    text = text_of(page(client, "team"))
    assert boss.user.email in text
    assert asking.user.email not in text
    assert reverse("organisation:invite") not in text


def test_waiting_person_sees_no_team_and_may_withdraw(client, boss):
    asking = member(boss.organisation, waiting=True)
    client.force_login(asking.user)
    assert page(client, "team").status_code == 403
    assert page(client, "end", asking.pk).status_code == 200
    assert post(client, "end", asking.pk).status_code == 302
    asking.refresh_from_db()
    assert asking.status == "ended"


@pytest.mark.parametrize("name", ["member", "end", "refuse"])
def test_membership_of_another_team_is_not_found(client, boss, name):
    stranger = administrator(verified())
    client.force_login(boss.user)
    assert page(client, name, stranger.pk).status_code == 404


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_colleague_is_refused_the_verbs_of_the_administration(client, boss, role):
    colleague, asking = member(boss.organisation, role), member(boss.organisation, waiting=True)
    client.force_login(colleague.user)
    answers = [
        page(client, "invite"),
        page(client, "delegate"),
        page(client, "member", boss.pk),
        page(client, "end", boss.pk),
        page(client, "refuse", asking.pk),
        post(client, "approve", asking.pk),
        post(client, "transfer", boss.pk),
        post(client, "department_open", name="Voirie"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 8


def test_refused_invitation_keeps_what_was_typed(client, boss):
    client.force_login(boss.user)
    response = post(client, "invite", email="pas une adresse", role="reader")
    assert response.status_code == 422
    assert 'value="pas une adresse"' in text_of(response)


def test_delegation_page_asks_for_its_last_day(client, boss):
    client.force_login(boss.user)
    response = post(client, "delegate", email="c@exemple.fr", role="editor", agency="Cabinet Exemple")
    assert "donnez son dernier jour" in text_of(response)
    assert not Invitation.objects.exists()


def test_guest_reads_and_accepts_the_invitation(client, boss):
    client.force_login(boss.user)
    post(client, "invite", email="nouvelle@exemple.fr", role="reader")
    invitation, guest = Invitation.objects.get(), UserFactory(email="nouvelle@exemple.fr")
    client.force_login(guest)
    assert str(boss.organisation) in text_of(page(client, "invitation", invitation.pk))
    assert Invitation.objects.get().status == "pending"
    assert post(client, "invitation", invitation.pk, answer="accept").status_code == 302
    assert Membership.objects.get(user=guest).role == "reader"
    assert page(client, "team").status_code == 200


def test_invitation_of_somebody_else_and_none_look_the_same(client, client_b, boss):
    client.force_login(boss.user)
    post(client, "invite", email="nouvelle@exemple.fr", role="reader")
    client_b.force_login(UserFactory())
    answers = [page(client_b, "invitation", pk) for pk in [Invitation.objects.get().pk, 987654]]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Cette invitation n'est pas pour cette adresse" in text_of(answers[0])
    shown = [text_of(answer).split("<main")[1].split("</main>")[0] for answer in answers]
    assert shown[0] == shown[1]


def test_anonymous_guest_is_sent_to_the_login_and_back(client, boss):
    client.force_login(boss.user)
    post(client, "invite", email="nouvelle@exemple.fr", role="reader")
    client.logout()
    path = reverse("organisation:invitation", args=[Invitation.objects.get().pk])
    assert client.get(path).url == f"{reverse('account_login')}?next={path}"


def test_reader_reads_drafts_and_writes_nothing(client, boss):
    need = NeedFactory(buyer=boss.organisation.buyer, author=boss.user)
    client.force_login(member(boss.organisation, "reader").user)
    assert client.get(reverse("needs:detail", args=[need.pk])).status_code == 200
    mine = text_of(client.get(reverse("needs:mine")))
    assert need.title in mine and reverse("needs:create") not in mine
    for name, args in [("create", []), ("check", [need.pk]), ("delete", [need.pk])]:
        assert client.get(reverse(f"needs:{name}", args=args)).status_code == 403
    dashboard = text_of(client.get(reverse("pages:dashboard")))
    assert reverse("needs:create") not in dashboard


def test_reader_of_a_company_writes_nothing(client):
    organisation = company_user().memberships.get().organisation
    client.force_login(member(organisation, "reader").user)
    assert client.get(reverse("suppliers:mine")).status_code == 200
    assert client.get(reverse("suppliers:solution_create")).status_code == 403
    assert client.get(reverse("suppliers:company_edit")).status_code == 403


def test_delegate_chooses_for_whom_to_act_and_every_page_says_so(client, boss):
    own = administrator(verified_buyer())
    granted = delegate(boss.organisation, user=own.user)
    need = NeedFactory(buyer=boss.organisation.buyer, author=boss.user)
    client.force_login(own.user)
    address = reverse("needs:check", args=[need.pk])
    assert client.get(address).status_code == 404
    assert post(client, "act", granted.pk).status_code == 302
    response = client.get(address)
    assert response.status_code == 200
    assert "par délégation jusqu'au" in text_of(response)
    assert post(client, "act", own.pk).status_code == 302
    assert client.get(address).status_code == 404


def test_hat_of_an_ended_delegation_falls_off(client, boss):
    own = administrator(verified_buyer())
    granted = delegate(boss.organisation, user=own.user)
    client.force_login(own.user)
    post(client, "act", granted.pk)
    Membership.objects.filter(pk=granted.pk).update(status="ended")
    response = client.get(reverse("organisation:team"))
    assert "par délégation jusqu'au" not in text_of(response)
    assert own.user.email in text_of(response) and boss.user.email not in text_of(response)


def test_hat_of_somebody_else_is_not_found(client, boss):
    client.force_login(member(verified()).user)
    assert post(client, "act", boss.pk).status_code == 404


def test_page_not_found_tells_people_of_several_hats_to_change(client, boss):
    own = administrator(verified_buyer())
    delegate(boss.organisation, user=own.user)
    client.force_login(own.user)
    assert "changez dans votre menu" in text_of(client.get(reverse("needs:detail", args=[987654])))


@pytest.mark.parametrize("count", [1, 3])
def test_team_page_asks_the_same_number_of_questions(client, boss, count, django_assert_num_queries):
    for _each in range(count):
        member(boss.organisation, waiting=True)
        member(boss.organisation)
        delegate(boss.organisation)
    client.force_login(boss.user)
    page(client, "team")
    with django_assert_num_queries(8):
        page(client, "team")


def test_administration_is_given_away_on_a_page_that_asks_once_more(client, boss):
    colleague = member(boss.organisation)
    client.force_login(boss.user)
    assert page(client, "transfer", colleague.pk).status_code == 200
    boss.refresh_from_db()
    assert boss.role == "administrator"
    assert post(client, "transfer", colleague.pk).status_code == 302
    boss.refresh_from_db()
    assert boss.role == "editor"


def test_invitation_waits_on_the_dashboard_of_its_guest_and_after_the_login(client, client_b, boss):
    client.force_login(boss.user)
    post(client, "invite", email="Nouvelle@exemple.fr", role="reader")
    path = reverse("organisation:invitation", args=[Invitation.objects.get().pk])
    guest, other = UserFactory(email="nouvelle@exemple.fr"), UserFactory()
    answer = client_b.post(reverse("account_login"), {"login": guest.email, "password": PASSWORD})
    assert answer.url == path
    assert path in text_of(client_b.get(reverse("pages:dashboard")))
    client_b.force_login(other)
    assert path not in text_of(client_b.get(reverse("pages:dashboard")))


def test_form_opened_under_another_hat_stores_nothing_and_keeps_the_text(client, boss):
    """The control is the same form sent again as the page now shows it: it is stored."""
    own = administrator(verified_buyer())
    granted = delegate(boss.organisation, user=own.user)
    client.force_login(own.user)
    typed = {"title": "Trouver les fuites", "acting": str(own.pk), "quit": "1"}
    post(client, "act", granted.pk)
    answer = client.post(reverse("needs:create"), typed)
    assert (answer.status_code, Need.objects.count()) == (422, 0)
    assert "Vous n'agissez plus pour la même organisation" in text_of(answer)
    assert "Trouver les fuites" in text_of(answer) and f'name="acting" value="{granted.pk}"' in text_of(
        answer
    )
    assert client.post(reverse("needs:create"), {**typed, "acting": str(granted.pk)}).status_code == 302
    assert Need.objects.get().buyer.organisation == boss.organisation


def test_form_opened_before_a_delegation_ended_is_not_stored_for_the_own_organisation(client, boss):
    own = administrator(verified_buyer())
    granted = delegate(boss.organisation, user=own.user)
    client.force_login(own.user)
    post(client, "act", granted.pk)
    Membership.objects.filter(pk=granted.pk).update(status="ended")
    typed = {"title": "Trouver les fuites", "acting": str(granted.pk), "quit": "1"}
    assert client.post(reverse("needs:create"), typed).status_code == 422
    assert not Need.objects.exists()


def test_last_administrator_reads_why_before_any_form(client, boss):
    client.force_login(boss.user)
    text = text_of(page(client, "end", boss.pk))
    assert "n'aurait plus d'administrateur" in text and "Ne rien changer" not in text
    administrator(boss.organisation)
    assert "Ne rien changer" in text_of(page(client, "end", boss.pk))
