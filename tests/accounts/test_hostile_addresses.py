"""Look-alikes of an address take nothing of its owner; addresses that no mail could reach are refused calmly."""

import pytest
from django.urls import reverse

from grandest_portal.accounts import actions
from grandest_portal.accounts.actions.addresses import is_taken
from grandest_portal.accounts.adapter import is_staff_address
from grandest_portal.accounts.models import Invitation, User
from grandest_portal.accounts.permissions import has_proved
from grandest_portal.accounts.personal import invitations_to
from grandest_portal.accounts.proconnect.actions import sign_up
from grandest_portal.core.errors import DomainError
from grandest_portal.core.mail_addresses import INVALID
from grandest_portal.notifications.models import Notification, OutgoingEmail
from tests.accounts.helpers import log_in, reauthenticate
from tests.accounts.proconnect.conftest import identify, provider  # noqa: F401
from tests.accounts.teams import administrator, verified
from tests.core.test_mail_addresses import TURNED_ROUND, WITHOUT_ASCII_FORM
from tests.factories import UserFactory

OWNER, TWIN = "chef@mairie.example", "chef@maırie.example"
WORDS = "sept girafes bleues au lac"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


@pytest.fixture
def twin():
    return UserFactory(email=TWIN)


@pytest.fixture
def boss():
    return administrator(verified())


def details(email):
    words = {"password1": WORDS, "password2": WORDS}
    return {"email": email, "full_name": "Zoé Adam", "side": "buyer", **words}


def test_look_alike_does_not_answer_the_invitation_of_another(twin, boss):
    invitation = actions.invite(boss.organisation, email=OWNER, role="editor", by=boss.user)
    for answer in [actions.accept_invitation, actions.decline_invitation]:
        with pytest.raises(DomainError, match="autre adresse"):
            answer(invitation, by=twin)
    assert not has_proved(twin, OWNER)
    assert list(invitations_to(twin)) == []


def test_look_alike_does_not_get_the_mail_of_an_invitation(twin, boss, run_jobs):
    actions.invite(boss.organisation, email=OWNER, role="editor", by=boss.user)
    run_jobs()
    assert [mail.recipients for mail in OutgoingEmail.objects.all()] == [[OWNER]]
    assert not Notification.objects.filter(user=twin).exists()


def test_erasing_the_look_alike_leaves_the_invitation(twin, boss):
    actions.invite(boss.organisation, email=OWNER, role="editor", by=boss.user)
    actions.erase_account(twin, by=twin)
    assert Invitation.objects.get().email == OWNER


def test_look_alike_takes_no_address(twin):
    assert not is_taken(OWNER, UserFactory())
    identity = {"issuer": "https://test.example", "subject": "1"}
    user = sign_up(identity, data={"email": OWNER, "full_name": "Zoé Adam", "side": "buyer"})
    assert user.email == OWNER


def test_look_alike_of_the_staff_is_no_staff():
    UserFactory(email=TWIN, moderator=True)
    assert [is_staff_address(each) for each in (OWNER, TWIN, TWIN.replace("c", "C"))] == [False, True, True]


def test_invited_address_is_stored_in_lower_case(boss):
    invitation = actions.invite(boss.organisation, email="Zoe@Mairie.Example", role="editor", by=boss.user)
    assert invitation.email == "zoe@mairie.example"


@pytest.mark.parametrize("address", WITHOUT_ASCII_FORM)
@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_request_login_code"])
def test_entrance_refuses_an_address_that_no_mail_reaches(client, name, address):
    page = client.post(reverse(name), details(address) if name == "account_signup" else {"email": address})
    assert page.context["form"].errors == {"email": [str(INVALID)]}
    assert (User.objects.count(), OutgoingEmail.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_entrance_refuses_an_address_with_an_invisible_turn(client, name):
    page = client.post(reverse(name), {"email": TURNED_ROUND})
    assert page.context["form"].errors == {"email": [str(INVALID)]}


@pytest.mark.parametrize("address", WITHOUT_ASCII_FORM)
def test_account_and_team_refuse_an_address_that_no_mail_reaches(client, boss, address):
    log_in(client, boss.user.email)
    reauthenticate(client)
    before = OutgoingEmail.objects.count()
    for name, more in [
        ("account_email", {}),
        ("organisation:invite", {"role": "editor"}),
        ("organisation:delegate", {"role": "editor", "agency": "Cabinet", "ends_on": "2026-12-31"}),
    ]:
        page = client.post(reverse(name), {"email": address, **more})
        assert page.context["form"].errors.get("email") == [str(INVALID)], name
    assert (Invitation.objects.count(), OutgoingEmail.objects.count()) == (0, before)


@pytest.mark.parametrize("address", WITHOUT_ASCII_FORM)
def test_first_entry_by_proconnect_refuses_an_address_that_no_mail_reaches(client, provider, address):  # noqa: F811
    identify(client, provider)
    page = client.post(
        reverse("proconnect_first"), {"side": "buyer", "full_name": "Zoé Adam", "email": address}
    )
    assert (page.status_code, page.context["form"].errors) == (422, {"email": [str(INVALID)]})
    assert User.objects.count() == 0
