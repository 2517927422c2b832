"""After an erasure nothing in the database holds the person's name, address or number; the trail verifies."""

import json
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.actions import (
    acknowledge,
    erase_account,
    invite,
    register_organisation,
    request_address_change,
)
from grandest_portal.accounts.enums import MembershipRole, MembershipStatus
from grandest_portal.accounts.models import Membership, User
from grandest_portal.core.audit import record, seal_entries, verify_chain
from grandest_portal.core.errors import DomainError
from grandest_portal.core.history import lines_of
from grandest_portal.core.models import AuditValue
from grandest_portal.core.personal import not_personal, records
from grandest_portal.follow.models import Follow
from grandest_portal.notifications.models import Notification, OutgoingEmail
from meetings.actions import accept_slot, propose_meeting
from meetings.enums import MeetingStatus, PlaceKind
from needs.actions import create_need, update_need
from needs.models import Need
from tests.accounts.teams import administrator, verified
from tests.factories import (
    MembershipFactory,
    NeedFactory,
    PublicBuyerFactory,
    UserFactory,
    company_user,
)

EMAIL, NAME, PHONE = "zoe.canari@test.example", "Zoé Canari", "06 98 76 54 32"
OTHER_EMAIL, PASSWORD = "zoe.autre@test.example", "quatre mots choisis hier"
CANARIES = (EMAIL, NAME, PHONE, OTHER_EMAIL)

pytestmark = pytest.mark.django_db


def everything():
    """The text of every row of every table, sessions and mails opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found[table] = "\n".join(row[0] for row in cursor.fetchall())
    found["sessions, opened"] = json.dumps(
        [SessionStore().decode(row.session_data) for row in Session.objects.all()], ensure_ascii=False
    )
    found["mails, opened"] = "\n".join(
        bytes(row.mime).decode("utf-8", "replace") for row in OutgoingEmail.objects.all()
    )
    return found


def tables_with(text):
    return sorted(name for name, content in everything().items() if text.casefold() in content.casefold())


@pytest.fixture
def person(client, dated_data, smtp, run_jobs):
    """Somebody with a life in the portal: an organisation, a need, a meeting to come, mails, sessions."""
    UserFactory(moderator=True)
    client.post(
        reverse("account_signup"),
        {"email": EMAIL, "full_name": NAME, "side": "buyer", "password1": PASSWORD, "password2": PASSWORD},
    )
    user = User.objects.get(email=EMAIL)
    user.emailaddress_set.update(verified=True)
    data = {
        "name": "Commune d'essai",
        "country": "DE",
        "identifier_kind": "register",
        "identifier": "HRB 1",
        "street": "",
        "postal_code": "66111",
        "city": "Saarbrücken",
        "website": "",
    }
    membership = register_organisation(user, data=data, position=f"Cheffe, {PHONE}", by=user)
    Membership.objects.filter(pk=membership.pk).update(status=MembershipStatus.APPROVED)
    buyer = PublicBuyerFactory(organisation=membership.organisation)
    need = create_need(buyer, data={"title": "Trouver les fuites"}, by=user)
    update_need(need, data={"contact_name": NAME, "contact_role": f"Achats, {PHONE}"}, by=user)
    record(user, "user.created", by=user, after={"email": EMAIL, "full_name": NAME})
    acknowledge(user, at=timezone.now())
    boss = administrator(verified()).user
    invite(boss.memberships.get().organisation, email=EMAIL.upper(), role="editor", by=boss)
    request_address_change(user, new_email=OTHER_EMAIL, by=user)
    Follow.objects.create(user=user, kind="need", object_id=need.pk)
    run_jobs()
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    seal_entries()
    return user


def confirmed_meeting(user):
    """A meeting by telephone to come, with a company; returns (meeting, the other person)."""
    buyer = user.memberships.get().organisation.buyer
    need, other = NeedFactory(buyer=buyer, author=user, published=True), company_user()
    start = (timezone.localtime() + timedelta(days=5)).replace(hour=10, minute=0, second=0, microsecond=0)
    while start.weekday() >= 5:
        start += timedelta(days=1)
    meeting = propose_meeting(
        need,
        other.memberships.get().organisation.company,
        by=user,
        slots=[(start, start + timedelta(minutes=45))],
        place_kind=PlaceKind.PHONE,
        place=PHONE,
    )
    return accept_slot(meeting, meeting.slots.get(), by=other), other


def test_nothing_personal_is_left(person, smtp, run_jobs):
    confirmed_meeting(person)
    assert all(tables_with(text) for text in CANARIES)
    erase_account(person, by=person)
    run_jobs()
    assert {text: tables_with(text) for text in CANARIES} == {text: [] for text in CANARIES}
    seal_entries()
    assert verify_chain().faults == []


def test_dump_finds_every_place(person):
    """The control: before, the canaries are where the register says."""
    confirmed_meeting(person)
    found = {name for text in CANARIES for name in tables_with(text)}
    assert found >= {
        "account_emailaddress",
        "accounts_membership",
        "accounts_user",
        "core_auditvalue",
        "meetings_meeting",
        "needs_need",
        "notifications_notification",
        "notifications_outgoingemail",
        "sessions, opened",
        "mails, opened",
    }
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    declared = {apps.get_model(each)._meta.db_table for each in [record.model for record in records()]}
    loose = {apps.get_model(each)._meta.db_table for each in not_personal()}
    assert tables == declared | loose


def test_pseudonym_stays_and_cannot_enter(person, client):
    erase_account(person, by=person)
    person.refresh_from_db()
    assert (person.full_name, person.is_active, person.has_usable_password()) == (
        f"Compte supprimé n° {person.pk}",
        False,
        False,
    )
    assert re.fullmatch(r"supprime-[0-9a-f]{16}@supprime\.invalid", person.email)
    assert person.erased_at is not None and person.emailaddress_set.count() == 0
    assert person.memberships.get().status == MembershipStatus.ENDED
    assert client.get(reverse("pages:dashboard")).status_code == 302
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_sessions_of_others_stay_open(person, client_b):
    other = UserFactory()
    client_b.force_login(other)
    erase_account(person, by=person)
    assert client_b.get(reverse("pages:account")).status_code == 200


def test_last_mail_is_sent_then_forgotten(person, smtp, run_jobs):
    before = len(smtp.to(EMAIL))
    erase_account(person, by=person)
    run_jobs()
    mails = smtp.to(EMAIL)[before:]
    assert [str(mail["Subject"]) for mail in mails] == ["Votre compte est effacé"]
    assert "dernier message" in mails[0].get_body(("plain",)).get_content()
    (row,) = OutgoingEmail.objects.filter(forgotten_after=True)
    assert (row.recipients, bytes(row.mime), row.status) == ([], b"", "sent")


def test_last_mail_refused_for_good_is_forgotten_too(person, smtp, run_jobs):
    smtp.inbox.refused = {EMAIL: "550 unknown"}
    erase_account(person, by=person)
    run_jobs()
    (row,) = OutgoingEmail.objects.filter(forgotten_after=True)
    assert (row.recipients, bytes(row.mime), row.status) == ([], b"", "failed")


def test_trail_says_when_and_what_under_the_pseudonym(person):
    need = Need.objects.get(title="Trouver les fuites")
    erase_account(person, by=person)
    actors = {line.verb: line.actor for line in lines_of(need, reader=UserFactory(moderator=True))}
    pseudonym = f"Compte supprimé n° {person.pk}"
    assert actors == {
        "Besoin commencé": pseudonym,
        "Besoin modifié": pseudonym,
        "Personne à contacter effacée avec son compte": "le système",
    }
    assert next(line.verb for line in lines_of(person, reader=UserFactory(moderator=True))) == "Compte effacé"


def test_erased_text_changed_afterwards_shows(person):
    """The control: what is called erased but holds a text is no erasure."""
    erase_account(person, by=person)
    seal_entries()
    erased = AuditValue.objects.filter(salt="").order_by("pk").first()
    assert verify_chain().erased > 0 and verify_chain().faults == []
    AuditValue.objects.filter(pk=erased.pk).update(payload={"after": {"status": "autre"}})
    assert len(verify_chain().faults) == 1


def test_coming_meeting_is_cancelled_and_the_other_side_told(person, smtp, run_jobs):
    meeting, other = confirmed_meeting(person)
    erase_account(person, by=person)
    run_jobs()
    meeting.refresh_from_db()
    assert (meeting.status, meeting.place) == (MeetingStatus.CANCELLED, "")
    assert not meeting.occupations.live().exists()
    assert any("annulé" in str(mail["Subject"]) for mail in smtp.to(other.email))


def test_texts_of_the_organisation_stay_without_their_contact(person):
    colleague = MembershipFactory(organisation=person.memberships.get().organisation).user
    erase_account(person, by=person)
    need = Need.objects.get(title="Trouver les fuites")
    assert (need.author, need.contact_name, need.contact_role) == (person, "", "")
    told = Notification.objects.filter(user=colleague, kind="needs.contact_erased")
    assert [notice.path for notice in told] == [reverse("needs:detail", args=[need.pk])]


def test_contact_of_another_name_stays(person):
    Need.objects.update(contact_name="Autre Personne", contact_role="Achats")
    erase_account(person, by=person)
    assert Need.objects.get(title="Trouver les fuites").contact_name == "Autre Personne"


def test_sole_administrator_hands_over_first(person):
    organisation = person.memberships.get().organisation
    colleague = MembershipFactory(organisation=organisation, role=MembershipRole.EDITOR)
    with pytest.raises(DomainError, match="confiez d'abord l'administration"):
        erase_account(person, by=person)
    person.refresh_from_db()
    assert person.erased_at is None and person.email == EMAIL
    Membership.objects.filter(pk=colleague.pk).update(role=MembershipRole.ADMINISTRATOR)
    assert erase_account(person, by=person).erased_at is not None


def test_refusal_undoes_the_cancelled_meetings(person):
    MembershipFactory(organisation=person.memberships.get().organisation, role=MembershipRole.EDITOR)
    meeting, _other = confirmed_meeting(person)
    with pytest.raises(DomainError):
        erase_account(person, by=person)
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.CONFIRMED


def test_last_moderator_names_another_first():
    moderator = UserFactory(moderator=True)
    with pytest.raises(DomainError, match="modération"):
        erase_account(moderator, by=moderator)
    UserFactory(moderator=True)
    assert erase_account(moderator, by=moderator).is_staff is False


def test_account_is_erased_once(person):
    erase_account(person, by=person)
    with pytest.raises(DomainError, match="déjà"):
        erase_account(person, by=person)


def test_name_of_one_word_erases_nothing_of_others(person):
    """Somebody called « published » must not take the trail of others away."""
    record(
        Need.objects.get(title="Trouver les fuites"), "need.published", by=None, after={"status": "published"}
    )
    vandal = UserFactory(full_name="published")
    erase_account(vandal, by=vandal)
    kept = AuditValue.objects.get(entry__verb="need.published")
    assert kept.payload["after"] == {"status": "published"} and kept.salt
