"""The form on the page of a pair, the labels in the lists; and that nobody else reads them, anywhere."""

import zipfile
from html import unescape

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.export import write_archive
from grandest_portal.core.history import lines_of
from needs.models import Judgement, Match, Need
from tests.accounts.teams import member
from tests.factories import UserFactory, buyer_user, company_user, partner_user
from tests.needs.judgements.conftest import NOTE, logged_in, organisation_of

REASON = "La solution répond à ce que le besoin demande."


def sent(client, pair, **changes):
    page = client.get(pair.url)
    data = {
        "version": page.context["judgement_mark"],
        "acting": page.context["acting"],
        "answer": "relevant:repond_au_besoin",
        "note": NOTE,
    }
    return client.post(pair.judge_url, data | changes)


def test_it_is_given_changed_and_taken_back(pair):
    client = logged_in(pair.buyer)
    page = client.get(pair.url)
    assert "Cette correspondance est-elle utile" in page.text and "document administratif" in page.text
    assert sent(client, pair).url == pair.url
    page = client.get(pair.url)
    assert REASON in page.text and NOTE in page.text and "Changer cet avis" in page.text
    assert sent(client, pair, answer="irrelevant:autre_sujet", note="").status_code == 302
    judgement = Judgement.objects.current().get()
    assert not judgement.relevant and Judgement.objects.count() == 2
    answer = client.post(reverse("needs:judgement_withdraw", args=[judgement.pk]), follow=True)
    assert "Votre avis est retiré" in answer.text and "Donner cet avis" in answer.text


def test_without_a_reason_what_was_typed_stays(pair):
    client = logged_in(pair.company)
    page = sent(client, pair, answer="")
    assert page.status_code == 422 and NOTE in page.text
    assert "Choisissez une raison dans la liste." in page.text and 'href="#id_answer"' in page.text
    assert not Judgement.objects.exists()


def test_two_colleagues_read_each_other(pair):
    client, colleague = logged_in(pair.buyer), logged_in(member(organisation_of(pair.buyer)).user)
    seen = client.get(pair.url).context["judgement_mark"]
    sent(colleague, pair)
    page = sent(client, pair, version=seen, answer="irrelevant:autre_sujet", note="Rien à voir.")
    assert page.status_code == 409
    assert NOTE in page.text and "Rien à voir." in page.text
    assert Judgement.objects.get().relevant


def test_a_reader_reads_it_without_a_form(pair):
    pair.judge()
    page = logged_in(member(organisation_of(pair.buyer), "reader").user).get(pair.url)
    assert NOTE in page.text and "Changer cet avis" not in page.text and "Retirer cet avis" not in page.text


def lists_of(pair):
    return [
        reverse("needs:matches", args=[pair.need.pk]),
        reverse("needs:solution_matches", args=[pair.solution.pk]),
    ]


def test_lists_show_ones_own_and_what_is_left_to_judge(pair):
    client, (url, _other) = logged_in(pair.buyer), lists_of(pair)
    assert "votre avis" not in client.get(url).text
    pair.judge()
    assert "votre avis : pertinente" in client.get(url).text
    assert not client.get(url, {"avis": "a-donner"}).context["page_obj"].object_list
    Judgement.objects.current().update(organisation=organisation_of(pair.company))
    assert len(client.get(url, {"avis": "a-donner"}).context["page_obj"].object_list) == 1


def others_of(pair):
    """Whoever is not of the buyer, whose judgement it is."""
    return {
        "the other side": pair.company,
        "another buyer": buyer_user(),
        "another company": company_user(),
        "a partner": partner_user(),
        "a moderator": UserFactory(moderator=True),
    }


def addresses(pair):
    need, solution = [pair.need.pk], [pair.solution.pk]
    return [
        pair.url,
        *lists_of(pair),
        reverse("needs:detail", args=need),
        reverse("suppliers:solution_detail", args=solution),
        reverse("needs:list"),
        reverse("needs:export_csv"),
        reverse("needs:feed"),
        reverse("suppliers:solution_list"),
        reverse("pages:dashboard"),
        reverse("privacy:data"),
        reverse("admin:needs_precision"),
        reverse("admin:needs_judgement_changelist"),
    ]


def body_of(response):
    return b"".join(response.streaming_content).decode() if response.streaming else response.text


def shown_to(client, pair):
    """What of the judgement stands on any page that the person opens."""
    marks = [NOTE, REASON, "votre avis", "AV-"]
    pages = {url: body_of(client.get(url)) for url in addresses(pair)}
    return {(url, mark) for url, page in pages.items() for mark in marks if mark in page}


def test_nobody_else_reads_it_on_any_page(pair):
    """The control: the organisation itself reads it there."""
    judgement = pair.judge()
    people = {name: logged_in(user) for name, user in others_of(pair).items()} | {"a visitor": Client()}
    assert {name: shown_to(client, pair) for name, client in people.items()} == {
        name: set() for name in people
    }
    assert {mark for _url, mark in shown_to(logged_in(pair.buyer), pair)} >= {NOTE, REASON, "votre avis"}
    url = reverse("needs:judgement_withdraw", args=[judgement.pk])
    assert {client.post(url).status_code for client in people.values()} <= {302, 404}
    assert Judgement.objects.current().exists()


def test_no_archive_of_another_person_holds_it(pair):
    colleague = member(organisation_of(pair.buyer)).user
    pair.judge()
    held = {name: NOTE in archive_text(user) for name, user in others_of(pair).items()}
    assert not any(held.values()) and NOTE not in archive_text(colleague)
    assert NOTE in archive_text(pair.buyer)


def archive_text(user):
    with (
        write_archive(user, at=timezone.now(), explanation="Essai") as file,
        zipfile.ZipFile(file) as archive,
    ):
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_the_other_side_reads_the_same_page_as_before(pair):
    client = logged_in(pair.company)

    def read():
        page = client.get(pair.url).text
        return page[page.index('class="match"') : page.index('id="avis"')]

    before = read()
    pair.judge(relevant=False, reason_key="autre_sujet")
    assert read() == before
    assert Match.objects.count() == 1


def test_what_was_said_of_a_pair_that_is_no_match_today_stays_within_reach(pair):
    judgement = pair.judge()
    Match.objects.all().delete()
    buyer = logged_in(pair.buyer)
    page = buyer.get(pair.url)
    text = page.content.decode()
    assert page.status_code == 404
    assert "Pas de correspondance aujourd'hui" in unescape(text)
    assert "votre avis : pertinente" in text and NOTE in unescape(text)
    company = logged_in(pair.company).get(pair.url)
    assert company.status_code == 404 and NOTE not in unescape(company.content.decode())
    assert "votre avis" not in company.content.decode()
    answer = buyer.post(reverse("needs:judgement_withdraw", args=[judgement.pk]), follow=True)
    assert "Votre avis est retiré" in answer.content.decode()
    assert not Judgement.objects.current().exists()


def test_a_pair_without_a_match_tells_nothing_to_others(pair):
    Match.objects.all().delete()
    for other in (logged_in(buyer_user()), logged_in(company_user())):
        page = other.get(pair.url)
        assert page.status_code == 404
        assert "Pas de correspondance" not in page.content.decode()
    Need.objects.filter(pk=pair.need.pk).update(status="draft", published_at=None)
    assert "Pas de correspondance" not in logged_in(pair.company).get(pair.url).content.decode()


def test_the_audit_trail_does_not_tell_the_staff_who_judged(pair, moderator):
    administrator = UserFactory(admin=True)
    pair.buyer.full_name = "Dominique Discrète"
    pair.buyer.save()
    judgement = pair.judge()
    for person in (moderator, administrator):
        page = logged_in(person).get("/admin/core/auditentry/?kind=needs.judgement")
        assert page.status_code == 200 and "judgement.made" in page.text
        assert "Discrète" not in page.text and "son organisation seule le sait" in page.text
    assert {line.actor for line in lines_of(judgement, reader=administrator)} == {
        "masqué : son organisation seule le sait"
    }
