"""What a company keeps for buyers or gives on request: shown, asked, granted, read, taken back."""

import html
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.attachments.actions import add_attachment
from grandest_portal.attachments.models import Attachment
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.storage import PrivateStorage
from grandest_portal.reference.models import Keyword
from suppliers.actions import (
    accept_keyword,
    ask_access,
    grant_access,
    propose_keyword,
    refuse_access,
    refuse_keyword,
    withdraw_access,
)
from suppliers.audience import KIND, hidden_names
from suppliers.enums import AccessStatus, SolutionStatus
from suppliers.models import AccessReading, AccessRequest, Solution, SolutionReference
from tests.access.files import let_go
from tests.core.files import corpus
from tests.factories import MembershipFactory, UserFactory, buyer_user, company_user, partner_user
from tests.suppliers.helpers import member, solution_in

pytestmark = pytest.mark.django_db

# One word per answer: {answer: (word, who reads it)}
CANARIES = {
    "deployment": ("zqxaawkyv", "everyone"),
    "interfaces": ("zqxbbwkyv", "buyers"),
    "security": ("zqxccwkyv", "request"),
    "references": ("zqxddwkyv", "request"),
    "row": ("zqxeewkyv", "request"),
    "contact": ("zqxffwkyv", "contact"),
}


def words(*audiences):
    return {word for word, audience in CANARIES.values() if audience in audiences}


@pytest.fixture
def solution():
    made = solution_in(
        SolutionStatus.PUBLISHED,
        **{name: CANARIES[name][0] for name in ["deployment", "interfaces", "security", "references"]},
        audiences={"interfaces": "buyers", "security": "request", "references": "request"},
    )
    SolutionReference.objects.create(
        solution=made,
        who=CANARIES["row"][0],
        year=2024,
        result="Moins de fuites.",
        contact_name=CANARIES["contact"][0],
        contact_email="zqxffwkyv@ailleurs.example",
        consent_by="Elle-même",
        consent_on=date(2026, 1, 1),
    )
    return made


def verified_buyer():
    user = buyer_user()
    organisation = user.memberships.get().organisation
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=timezone.now())
    return user


@pytest.fixture
def buyer():
    return verified_buyer()


@pytest.fixture
def speaker(solution):
    return member(solution.company)


def again(user):
    """The person as their next request finds them."""
    return type(user).objects.get(pk=user.pk)


def client_of(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def url(name, solution, *args):
    return reverse(f"suppliers:{name}", args=[solution.pk, *args])


def shown(user, *addresses):
    answers = [client_of(user).get(address) for address in addresses]
    text = "".join(b"".join(answer).decode() for answer in answers)
    return {word for word, _audience in CANARIES.values() if word in text}


def granted(solution, buyer, speaker):
    asked = ask_access(solution, reason="Un marché de capteurs.", by=again(buyer))
    return grant_access(asked, by=again(speaker))


def test_each_reader_reads_what_is_for_them(solution, buyer, speaker):
    page = url("solution_detail", solution)
    readers = {
        "anonymous": (None, words("everyone")),
        "other company": (company_user(), words("everyone")),
        "partner": (partner_user(), words("everyone")),
        "unverified buyer": (buyer_user(), words("everyone")),
        "waiting buyer": (buyer_user(waiting=True), words("everyone")),
        "buyer": (buyer, words("everyone", "buyers")),
        "own": (speaker, words("everyone", "buyers", "request", "contact")),
        "own reader": (
            member(solution.company, role="reader"),
            words("everyone", "buyers", "request", "contact"),
        ),
        "moderator": (UserFactory(moderator=True), words("everyone", "buyers", "request")),
    }
    assert {name: shown(user, page) for name, (user, _words) in readers.items()} == {
        name: wanted for name, (_user, wanted) in readers.items()
    }


def test_lists_searches_and_files_read_public_answers_only(solution, buyer, dated_data):
    kept = words("buyers", "request", "contact")
    for word in kept:
        assert list(Client().get("/solutions/", {"q": word}).context["page_obj"]) == []
    pages = ["/solutions/", "/solutions/export.csv", f"/entreprises/{solution.company_id}/"]
    assert shown(buyer, *pages) & kept == set()
    # The control of the search: a public word finds it.
    title = Solution.objects.get().title.split()[0]
    assert list(Client().get("/solutions/", {"q": title}).context["page_obj"]) == [solution]


def test_what_is_kept_is_named_and_said_for_whom(solution):
    page = Client().get(url("solution_detail", solution)).content.decode()
    assert "Réservé aux acheteurs publics connectés." in page and "Donné sur demande." in page
    assert "Sécurité et données personnelles" in page


def test_buyer_asks_and_the_company_answers(solution, buyer, speaker, mailoutbox):
    client = client_of(buyer)
    page = client.get(url("solution_detail", solution)).content.decode()
    assert f'href="{url("access_ask", solution)}"' in page
    response = client.post(url("access_ask", solution), {"reason": "Un marché de capteurs."})
    assert response.url == url("solution_detail", solution)
    asked = AccessRequest.objects.get()
    assert (asked.person, asked.status) == (buyer, AccessStatus.ASKED)
    assert "n&#x27;a pas encore répondu" in client.get(response.url).content.decode()
    # Asked once more, it is refused: one lives already.
    assert client.get(url("access_ask", solution)).status_code == 403
    own = client_of(speaker)
    assert "Un marché de capteurs." in own.get(url("access_list", solution)).content.decode()
    answer = url("access_decide", solution, asked.pk)
    assert own.post(answer, {"refuse": "1", "words": ""}).status_code == 422
    assert own.post(answer, {"refuse": "1", "words": "Pas avant le brevet."}).status_code == 302
    page = client.get(url("solution_detail", solution)).content.decode()
    assert "Pas avant le brevet." in page and "Demander de nouveau" in page
    assert [entry.verb for entry in history_of(asked)] == ["access.refused", "access.asked"]


def test_granted_organisation_reads_on_one_page_that_keeps_who_opened_it(solution, buyer, speaker):
    asked = granted(solution, buyer, speaker)
    colleague = MembershipFactory(organisation=asked.organisation).user
    page = url("access_read", solution)
    assert shown(colleague, page) == words("request", "contact")
    assert shown(buyer, url("solution_detail", solution)) == words("everyone", "buyers")
    reading = AccessReading.objects.get()
    assert (reading.reader, reading.names) == (colleague, ["security", "references", "contacts"])
    text = client_of(speaker).get(url("access_list", solution)).content.decode()
    assert "Sécurité et données personnelles" in text and colleague.full_name in text.replace("&#x27;", "'")
    assert client_of(buyer).head(page).status_code == 200
    assert AccessReading.objects.count() == 1


def test_who_reads_by_delegation_is_said_to_the_company(solution, buyer, speaker):
    """The control is the buyer's own agent, whose readings say no more than the name."""
    asked = granted(solution, buyer, speaker)
    hat = {"kind": "delegated", "agency": "Cabinet fictif", "ends_on": timezone.localdate()}
    adviser = MembershipFactory(organisation=asked.organisation, role="editor", **hat).user
    page = url("access_read", solution)
    assert [client_of(each).get(page).status_code for each in (adviser, buyer)] == [200, 200]
    assert {reading.acting == "" for reading in AccessReading.objects.filter(reader=buyer)} == {True}
    text = html.unescape(client_of(speaker).get(url("access_list", solution)).content.decode())
    assert f"{adviser.full_name}, par délégation de" in text and "(Cabinet fictif)" in text


def test_other_pages_never_show_it_to_a_granted_reader(solution, buyer, speaker):
    """Comparison and versions ask `hidden_names`: what no log notes stays hidden there."""
    granted(solution, buyer, speaker)
    assert hidden_names(again(buyer), solution) == {"security", "references"}
    assert hidden_names(again(buyer), solution, {"deployment": "request"}) == {
        "deployment",
        "security",
        "references",
    }


@pytest.mark.parametrize("other", ["other buyer", "moderator", "own", "company"])
def test_nobody_else_opens_the_granted_page(solution, buyer, speaker, other):
    granted(solution, buyer, speaker)
    users = {
        "other buyer": verified_buyer(),
        "moderator": UserFactory(moderator=True),
        "own": speaker,
        "company": company_user(),
    }
    assert client_of(users[other]).get(url("access_read", solution)).status_code == 403
    assert not AccessReading.objects.exists()


def test_withdrawn_access_closes_at_once_and_keeps_the_log(solution, buyer, speaker):
    asked = granted(solution, buyer, speaker)
    client = client_of(buyer)
    assert client.get(url("access_read", solution)).status_code == 200
    with pytest.raises(DomainError):
        withdraw_access(asked, by=again(speaker), words=" ")
    withdraw_access(asked, by=again(speaker), words="Le marché est passé.")
    assert client.get(url("access_read", solution)).status_code == 403
    assert "Le marché est passé." in client.get(url("solution_detail", solution)).content.decode()
    assert AccessReading.objects.count() == 1


def test_only_the_companys_speakers_decide(solution, buyer):
    asked = ask_access(solution, reason="Un marché.", by=again(buyer))
    for person in [
        company_user(),
        member(solution.company, role="reader"),
        UserFactory(moderator=True),
        buyer,
    ]:
        with pytest.raises(DomainError):
            grant_access(asked, by=again(person))
        with pytest.raises(DomainError):
            refuse_access(asked, by=again(person), words="Non.")
    assert AccessRequest.objects.get().status == AccessStatus.ASKED


@pytest.mark.parametrize("who", ["unverified", "company", "reader", "partner"])
def test_only_speakers_of_verified_buyers_ask(solution, buyer, who):
    organisation = buyer.memberships.get().organisation
    users = {
        "unverified": buyer_user,
        "company": company_user,
        "reader": lambda: MembershipFactory(organisation=organisation, role="reader").user,
        "partner": partner_user,
    }
    with pytest.raises(DomainError):
        ask_access(solution, reason="Un marché.", by=users[who]())
    assert not AccessRequest.objects.exists()


def test_sheet_that_gives_nothing_on_request_is_not_asked(buyer):
    plain = solution_in(SolutionStatus.PUBLISHED, security="Texte")
    assert "Demander l&#x27;accès" not in client_of(buyer).get(url("solution_detail", plain)).content.decode()
    with pytest.raises(DomainError):
        ask_access(plain, reason="Un marché.", by=again(buyer))


@pytest.fixture
def with_files(tmp_path, monkeypatch):
    storage = PrivateStorage(location=tmp_path / "files")
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", storage)
    monkeypatch.setattr("grandest_portal.attachments.actions.private_files", lambda: storage)


def join(solution, name="Notice.pdf", data=None, **values):
    values = {"is_accessible": True} | values
    file = SimpleUploadedFile(name, data or corpus.pdf("Bonjour"))
    return add_attachment(KIND, solution.pk, purpose="public", upload=file, by=None, **values)


def test_the_request_and_its_answer_name_the_documents_too(solution, buyer, speaker, with_files, dated_data):
    Solution.objects.update(status=SolutionStatus.DRAFT)
    join(solution, audience="request")
    join(solution, data=corpus.pdf("Pour tous"), audience="everyone")
    Solution.objects.update(status=SolutionStatus.PUBLISHED)
    given = "Personnes à contacter, 1 document."
    assert given in client_of(buyer).get(url("access_ask", solution)).text
    asked = ask_access(solution, reason="Un marché de capteurs.", by=again(buyer))
    assert given in client_of(speaker).get(url("access_decide", solution, asked.pk)).text


def test_documents_follow_their_audience(solution, buyer, speaker, with_files, dated_data):
    Solution.objects.update(status=SolutionStatus.DRAFT)
    made = {
        audience: join(solution, f"{audience}.pdf", corpus.pdf(audience), audience=audience)
        for audience in ["everyone", "buyers", "request"]
    }
    Solution.objects.update(status=SolutionStatus.PUBLISHED)
    readers = {"anonymous": None, "company": company_user(), "buyer": buyer, "own": speaker}

    def opened():
        found = {}
        for name, user in readers.items():
            client = client_of(user)
            answers = {
                audience: let_go(client.get(f"/documents/{each.pk}/?avertissement-lu")).status_code
                for audience, each in made.items()
            }
            found[name] = {audience for audience, code in answers.items() if code == 200}
        return found

    assert opened() == {
        "anonymous": {"everyone"},
        "company": {"everyone"},
        "buyer": {"everyone", "buyers"},
        "own": set(made),
    }
    assert not AccessReading.objects.exists()
    granted(solution, buyer, speaker)
    assert opened()["buyer"] == set(made)
    assert list(AccessReading.objects.values_list("reader", "document")) == [(buyer.pk, made["request"].pk)]
    log = client_of(speaker).get(url("access_list", solution)).content.decode()
    assert f"document «\u00a0request.pdf\u00a0» (D-{made['request'].pk})" in log
    page = Client().get(url("solution_detail", solution)).content.decode()
    assert "everyone.pdf" in page and "buyers.pdf" not in page and "request.pdf" not in page
    assert "1 document est donné sur demande." in page


def test_file_sent_again_for_fewer_readers_says_that_nothing_changed(
    speaker, solution, with_files, dated_data
):
    """The control is the third sending: what stands is said to be added when it is what was asked."""
    Solution.objects.update(status=SolutionStatus.DRAFT)
    client, add = client_of(speaker), url("document_add", solution, "document")

    def send(audience):
        file = SimpleUploadedFile("Tarifs.pdf", corpus.pdf("Prix"))
        answer = client.post(add, {"file": file, "audience": audience, "is_accessible": "on"}, follow=True)
        return answer.status_code, "est ajouté" in answer.text, Attachment.objects.get().audience, answer.text

    assert send("everyone")[:3] == (200, True, "everyone")
    status, added, audience, text = send("request")
    assert (status, added, audience) == (422, False, "everyone")
    assert "«\u00a0Tarifs.pdf\u00a0», lecteurs\u00a0: Tout le monde." in text
    assert send("everyone")[:3] == (200, True, "everyone")


def test_picture_stands_on_the_page_with_its_words(speaker, solution, with_files, dated_data):
    Solution.objects.update(status=SolutionStatus.DRAFT)
    client = client_of(speaker)
    add = url("document_add", solution, "image")
    picture = SimpleUploadedFile("capteur.png", corpus.picture())
    response = client.post(add, {"file": picture, "audience": "everyone", "alternative": ""})
    assert response.status_code == 422
    assert "Écrivez ce que l&#x27;image montre" in response.content.decode()
    picture.seek(0)
    typed = {"file": picture, "audience": "everyone", "alternative": "Un capteur serré sur une conduite"}
    assert client.post(add, typed).status_code == 302
    paper = SimpleUploadedFile("notice.pdf", corpus.pdf("Bonjour"))
    assert client.post(add, typed | {"file": paper}).status_code == 422
    Solution.objects.update(status=SolutionStatus.PUBLISHED)
    page = Client().get(url("solution_detail", solution)).content.decode()
    row = Attachment.objects.get()
    assert f'src="/documents/{row.pk}/?avertissement-lu" alt="Un capteur serré sur une conduite"' in page
    answer = let_go(Client().get(f"/documents/{row.pk}/?avertissement-lu"))
    assert answer["Content-Type"] == "image/png"


def test_term_is_proposed_then_taken_into_the_vocabulary(solution, speaker):
    proposal = propose_keyword(label="Pesée embarquée", reason="Peser sans s'arrêter.", by=again(speaker))
    with pytest.raises(DomainError):
        propose_keyword(label="pesée embarquée", reason="Encore.", by=again(speaker))
    with pytest.raises(DomainError):
        propose_keyword(label="Autre", reason="Non.", by=buyer_user())
    with pytest.raises(DomainError):
        accept_keyword(proposal, by=again(speaker))
    accept_keyword(proposal, by=UserFactory(moderator=True))
    row = Keyword.objects.get()
    assert (row.key, row.label) == ("pesee-embarquee", "Pesée embarquée")
    refused = propose_keyword(label="Marque", reason="Notre marque.", by=again(speaker))
    refuse_keyword(refused, by=UserFactory(moderator=True), reason="Une marque n'aide personne.")
    assert Keyword.objects.count() == 1


def test_suggestions_answer_a_script_and_the_page_a_person(client, db):
    Keyword.objects.create(key="eau", label="Eau potable", starts_on=date(2026, 1, 1))
    found = client.get("/reference/mots-cles/", {"q": "éau"}, headers={"X-Suggest": "1"}).json()
    assert found == {"found": [{"value": "Eau potable", "label": "Eau potable"}]}
    page = client.get("/reference/mots-cles/", {"q": "eau"})
    assert "Eau potable" in page.content.decode()
    solution_in(SolutionStatus.DRAFT)
    found = client.get("/reference/cpv/", {"q": "mesure"}, headers={"X-Suggest": "1"}).json()
    assert found == {"found": [{"value": "38420000-5", "label": "38420000-5 Instruments de mesure du débit"}]}
    assert client.get("/reference/cpv/", {"q": "m"}, headers={"X-Suggest": "1"}).json() == {"found": []}
