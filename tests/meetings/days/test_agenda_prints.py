"""What is printed, opened again by another library; and how the file of all agendas comes and goes."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from meetings import tasks
from meetings.days import actions, agenda_files
from meetings.days.agenda_prints import agenda_document, badges_document, folded, scanned
from meetings.days.checkin import address_of
from meetings.models import DayAccess, DayAgendaFile, DayPerson
from tests.factories import MembershipFactory, UserFactory, company_user
from tests.meetings.days.agenda_scenes import buyer_of, company_of, planned_day, republished
from tests.meetings.days.scenes import closed_day
from tests.meetings.pages import logged_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


def url(name, *args):
    return reverse(f"days:{name}", args=args)


def read(content):
    """(reader, text of each page without what the face adds)"""
    reader = PdfReader(io.BytesIO(content))
    pages = [each.extract_text().replace("\u200b", "").replace("\u00a0", " ") for each in reader.pages]
    return reader, pages


def check_tagged(reader):
    root = reader.trailer["/Root"]
    assert root["/Lang"] in ("fr", "fr-FR") and root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata.title


def squeezed(words):
    return "".join(words.split())


@pytest.fixture
def planned():
    return planned_day()


@pytest.mark.slow
def test_one_sheet_for_each_company_and_table_in_the_order_of_the_desk(planned):
    day, _plan = planned
    organiser = logged_in(day.author)
    assert organiser.get(url("all_agendas", day.pk)).status_code == 404
    assert organiser.post(url("prints", day.pk)).status_code == 302
    assert "se prépare" in text(organiser.get(url("prints", day.pk)))
    row = DayAgendaFile.objects.get()
    assert tasks.print_agendas(row.pk) is True
    assert tasks.print_agendas(row.pk) is False
    response = organiser.get(url("all_agendas", day.pk))
    assert response["Cache-Control"] == "private, no-store"
    reader, pages = read(response.content)
    check_tagged(reader)
    names = sorted((str(each.organisation) for each in day.registrations.all()), key=folded)
    assert len(pages) == len(names) == 5
    assert [squeezed(name) in squeezed(page) for name, page in zip(names, pages, strict=True)] == [True] * 5
    place = names.index(str(company_of(day).organisation))
    for words in ("de 9 h 00 à 9 h 20", "Salle A", str(buyer_of(day).organisation), "Version 1 du planning"):
        assert squeezed(words) in squeezed(pages[place])
    assert "Télécharger tous les agendas" in text(organiser.get(url("prints", day.pk)))


def test_the_file_goes_with_its_version_with_the_day_and_with_a_name_in_it(planned):
    day, plan = planned

    def made(version):
        row = agenda_files.ask_file(version, by=day.author)
        DayAgendaFile.objects.filter(pk=row.pk).update(content=b"%PDF", made_at=version.published_at)
        assert agenda_files.forget_files() == 0

    made(plan)
    second = republished(plan)
    assert agenda_files.forget_files() == 1
    made(second)
    assert agenda_files.forget_files_with(company_user()) == 0
    assert agenda_files.forget_files_with(company_of(day).people.get().user) == 1
    made(second)
    actions.cancel_day(day, by=day.author, reason="Neige.")
    assert agenda_files.forget_files() == 1


def test_a_file_that_failed_is_asked_again(planned, run_jobs):
    day, plan = planned
    row = agenda_files.ask_file(plan, by=day.author)
    assert agenda_files.ask_file(plan, by=day.author).asked_at == row.asked_at
    DayAgendaFile.objects.update(failed_at=row.asked_at)
    assert "Demandez-le de nouveau" in text(logged_in(day.author).get(url("prints", day.pk)))
    again = agenda_files.ask_file(plan, by=day.author)
    assert again.failed_at is None and again.asked_at > row.asked_at


@pytest.mark.slow
def test_the_wall_says_hours_then_organisations(planned):
    day, _plan = planned
    response = logged_in(day.author).get(url("wall", day.pk))
    reader, pages = read(response.content)
    check_tagged(reader)
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [842, 1191]
    whole = squeezed("".join(pages))
    assert whole.index(squeezed("De 9 h 00 à 9 h 20")) < whole.index("Parorganisation")
    for registration in day.registrations.all():
        assert squeezed(str(registration.organisation)) in whole


@pytest.mark.slow
def test_badges_of_those_who_have_a_place(planned):
    day, _plan = planned
    person = company_of(day).people.get()
    DayAccess.objects.create(person=person, kinds=["sign"], words="Interprète au fond")
    reader, pages = read(logged_in(day.author).get(url("badges", day.pk)).content)
    check_tagged(reader)
    whole = squeezed("".join(pages))
    for each in DayPerson.objects.filter(registration__day=day):
        assert squeezed(str(each.user)) in whole and squeezed(str(each.registration.organisation)) in whole
    assert "Acheteur" in whole and "Entreprise" in whole and "Interprète" not in whole


def test_the_code_of_arrival_stands_on_each_badge_and_sheet(planned):
    day, plan = planned
    company = company_of(day)
    person = company.people.get()
    codes = {each["name"]: each["code"] for each in badges_document(day)["badges"]}
    assert codes[str(person.user)] == scanned(address_of(person)) != ""
    assert len(set(codes.values())) == len(codes) > 1
    (drawn,) = agenda_document(company, plan, [], person)["sheets"]
    assert drawn["code"] == scanned(address_of(person))


def test_the_picture_of_a_code_is_what_was_written():
    """Drawn again from its path: the same dark cells as the library says."""
    import re

    import qrcode

    words = "https://portail.example/arrivee/abcdef/"
    code = qrcode.QRCode(border=2, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(words)
    matrix = code.get_matrix()
    drawn = [[False] * len(matrix) for _row in matrix]
    for start, row, length in re.findall(r"M (\d+) (\d+) h (\d+) v 1", scanned(words)):
        for place in range(int(start), int(start) + int(length)):
            drawn[int(row)][place] = True
    assert drawn == matrix
    assert scanned("") == ""


@pytest.mark.slow
def test_the_sheet_of_one_person(planned):
    day, _plan = planned
    person = company_of(day).people.get()
    client = logged_in(person.user)
    reader, pages = read(client.get(url("agenda_pdf", day.pk)).content)
    check_tagged(reader)
    assert len(pages) == 1 and squeezed(str(person.user)) in squeezed(pages[0])
    whole = client.get(f"{url('agenda_pdf', day.pk)}?personne=toutes")
    assert squeezed(str(person.registration.organisation)) in squeezed(read(whole.content)[1][0])


def test_the_organiser_alone_prints(planned):
    day, _plan = planned
    reader = MembershipFactory(organisation=day.organiser, role="reader").user
    assert logged_in(reader).get(url("prints", day.pk)).status_code == 200
    strangers = [company_of(day).people.get().user, UserFactory(moderator=True), UserFactory(admin=True)]
    for name in ("prints", "all_agendas", "wall", "badges"):
        assert {logged_in(user).get(url(name, day.pk)).status_code for user in strangers} == {403}
        assert Client().get(url(name, day.pk)).status_code == 302


def test_before_the_timetable_badges_alone():
    day = closed_day()
    organiser = logged_in(day.author)
    page = text(organiser.get(url("prints", day.pk)))
    assert "5 badges" in page and "pas encore publié" in page
    assert organiser.get(url("wall", day.pk)).status_code == 404
    assert organiser.get(url("all_agendas", day.pk)).status_code == 404
    organiser.post(url("prints", day.pk))
    assert not DayAgendaFile.objects.exists()
