"""What the messages about a need say, in the notice and in the mail."""

import pytest
from django.utils import timezone

from grandest_portal.notifications.models import Notification
from needs import messages
from needs.messages import people_of_need
from tests.factories import MembershipFactory, NeedFactory, UserFactory

NAMES = [
    "NeedSubmitted",
    "NeedPublished",
    "NeedReturned",
    "NeedRejected",
    "NeedClosed",
    "NeedConsultationLaunched",
    "NeedDirectPurchaseRecorded",
    "NeedAbandoned",
    "NeedAwarded",
    "NeedContactErased",
    "NeedUnawarded",
    "NeedOutcomeAsked",
    "NeedAmended",
    "NeedRestored",
    "NeedJoined",
]


@pytest.fixture
def need(make_need):
    return make_need(
        published=True,
        title="Réduire les pertes d'eau <des> écoles",
        moderation_reason="Combien d'écoles ?",
        consultation_url="https://profil.example/12?a=1&b=2",
        consultation_deadline=timezone.now(),
        direct_purchase_article="R2122-9-1",
        abandon_reason="Un outil commun existe.",
        no_award_reason="Aucune offre.",
        awarded_to="Ondine Capteurs",
        awarded_on=timezone.localdate(),
    )


EXTRA = {"NeedRestored": "Le prix n'est pas public.", "NeedJoined": "Ville de Bel-Air"}


def message_of(name, need):
    extra = [EXTRA[name]] if name in EXTRA else []
    return getattr(messages, name)(need, *extra)


def test_every_message_of_the_room_is_tried():
    found = {
        name
        for name, value in vars(messages).items()
        if isinstance(value, type)
        and issubclass(value, messages.NeedMessage)
        and value is not messages.NeedMessage
    }
    assert found == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_notice_and_mail_say_the_same(need, name, settings, mailoutbox):
    message = message_of(name, need)
    message.send_to([UserFactory(email="personne@test.example")])
    notice = Notification.objects.get()
    assert notice.kind == message.kind
    assert need.title in notice.title
    assert [mail.subject for mail in mailoutbox] == [notice.title]
    text, html = mailoutbox[0].body, mailoutbox[0].alternatives[0].content
    for line in notice.body.split("\n\n"):
        assert " ".join(line.split()) in " ".join(text.split())
    assert settings.SITE_URL + notice.path in text
    assert settings.SITE_URL + notice.path in html
    assert "<des>" not in html


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("NeedReturned", "Combien d'écoles ?"),
        ("NeedRejected", "Combien d'écoles ?"),
        ("NeedConsultationLaunched", "https://profil.example/12?a=1&b=2"),
        ("NeedDirectPurchaseRecorded", "R2122-9-1"),
        ("NeedAbandoned", "Un outil commun existe."),
        ("NeedAwarded", "Ondine Capteurs"),
        ("NeedUnawarded", "Aucune offre."),
        ("NeedRestored", "Le prix n'est pas public."),
        ("NeedJoined", "Ville de Bel-Air"),
    ],
)
def test_message_says_what_matters(need, name, said):
    assert any(said in str(line) for line in message_of(name, need).paragraphs())


def test_kinds_differ():
    kinds = [getattr(messages, name).kind for name in NAMES]
    assert len(set(kinds)) == len(NAMES)


def test_people_of_need_are_approved_people_and_the_author(agent, make_need):
    organisation = agent.buyer.organisation
    colleague = MembershipFactory(organisation=organisation).user
    writer = MembershipFactory(organisation=organisation, waiting=True).user
    MembershipFactory(organisation=organisation, waiting=True)
    MembershipFactory(organisation=organisation, user__is_active=False)
    MembershipFactory(organisation=organisation, status="ended")
    MembershipFactory()
    assert set(people_of_need(make_need(author=writer))) == {agent, colleague, writer}


def test_an_imported_need_has_nobody_to_tell(db):
    assert (
        list(people_of_need(NeedFactory(buyer=None, source="open_data", source_id="1", published=True))) == []
    )
