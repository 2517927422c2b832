"""Labels: stated by the company, checked by a moderator, expired by the calendar; never in an order or a score."""

from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.permissions import readable_attachment
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.actions import parts_of_rooms
from grandest_portal.reference.models import Wording
from suppliers import actions
from suppliers.enums import LabelStatus, SolutionStatus
from suppliers.loading import DATA, LABELS, load_labels
from suppliers.models import CompanyLabel, Label, Solution
from tests.accounts.teams import delegate
from tests.factories import CompanyFactory, UserFactory, buyer_user, company_user
from tests.screens import confirmed
from tests.suppliers.helpers import member, people_towards, solution_in

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
CLUE = "Un label est un indice, jamais une preuve du caractère innovant."


@pytest.fixture(autouse=True)
def labels(dated_data):
    load_labels(DATA)


def kind(key="jei"):
    return Label.objects.get(key=key)


def answers(**changes):
    today = timezone.localdate()
    return {
        "label": kind(),
        "detail": "",
        "number": "",
        "office": "",
        "link": "https://preuve.example/",
        "starts_on": today - timedelta(days=300),
        "ends_on": None,
    } | changes


def stated(company=None, **changes):
    company = company or CompanyFactory(organisation__verified_at=timezone.now())
    return actions.state_label(company, data=answers(**changes), by=None)


def moderator():
    return UserFactory(moderator=True)


def test_committed_labels_say_issuer_source_and_limits():
    assert {row.key for row in Label.objects.all()} == {
        *("jei", "french_tech", "pole_competitivite", "bpifrance", "greentech", "esus", "brevet", "prix")
    }
    for row in Label.objects.all():
        assert row.issuer and row.proves and row.proves_not and row.proof and row.source


def test_loading_keeps_what_people_edited():
    Label.objects.filter(key="esus").update(name="Nom corrigé")
    outcome = load_labels(DATA)[0]
    assert (outcome.added, kind("esus").name) == (0, "Nom corrigé")
    assert len(outcome.remarks) == 1
    assert (load_labels, (LABELS,), DATA) in parts_of_rooms()


def test_label_goes_from_stated_to_checked_with_its_evidence():
    row, judge = stated(), moderator()
    member(row.company)
    row = actions.check_label(row, by=judge)
    assert (row.status, row.checked_by, row.checked_at.date()) == ("checked", judge, timezone.now().date())
    assert [entry.verb for entry in history_of(row)] == ["label.checked", "label.stated"]
    assert Notification.objects.get().title == "Label vérifié : Jeune entreprise innovante (JEI)"


def test_label_without_evidence_is_not_checked():
    row = stated(link="")
    with pytest.raises(DomainError, match="Aucune preuve"):
        actions.check_label(row, by=moderator())


def test_refusal_says_why_and_takes_it_from_the_page(client):
    row = stated(solution_in(SolutionStatus.PUBLISHED).company)
    member(row.company)
    page = f"/entreprises/{row.company_id}/"
    assert "Jeune entreprise innovante" in client.get(page).content.decode()
    actions.refuse_label(row, by=moderator(), reason="Le lien mène ailleurs.")
    assert "Jeune entreprise innovante" not in client.get(page).content.decode()
    client.force_login(member(row.company))
    assert "Le lien mène ailleurs." in client.get("/mon-entreprise/labels/").content.decode()


@pytest.mark.parametrize("verb", ["check_label", "refuse_label"])
def test_nobody_decides_for_the_own_organisation(verb):
    row = stated()
    judge = member(row.company, user=UserFactory(moderator=True))
    reason = {"reason": "Non."} if verb == "refuse_label" else {}
    for person in [judge, company_user(), delegate(row.company.organisation).user]:
        with pytest.raises(DomainError, match="modération"):
            getattr(actions, verb)(row, by=person, **reason)
    row.refresh_from_db()
    assert row.status == LabelStatus.STATED


def test_change_brings_it_back_before_the_moderator():
    row = actions.check_label(stated(), by=moderator())
    row = actions.change_label(row, data=answers(detail="Exercice 2026"), by=None, version=1)
    assert (row.status, row.checked_by, row.checked_at, row.version) == ("stated", None, None, 2)
    with pytest.raises(Conflict):
        actions.change_label(row, data=answers(detail="Autre"), by=None, version=1)
    actions.check_label(row, by=moderator())
    assert actions.change_label(row, data=answers(detail="Exercice 2026"), by=None).status == "checked"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "checked"},
        {"status": "refused", "checked_at": timezone.now()},
        {"reason": "Sans décision"},
        {"ends_on": date(1999, 1, 1)},
        {"status": "autre"},
    ],
)
def test_database_refuses_impossible_rows(fields):
    row = stated()
    with pytest.raises(IntegrityError), transaction.atomic():
        CompanyLabel.objects.filter(pk=row.pk).update(**fields)


def test_page_says_clue_state_and_expiry(client):
    company = solution_in(SolutionStatus.PUBLISHED).company
    today = timezone.localdate()
    actions.check_label(stated(company, detail="Vérifié"), by=moderator())
    stated(company, detail="Ancien", ends_on=today - timedelta(days=1))
    stated(company, detail="Dernier jour", ends_on=today)
    page = client.get(f"/entreprises/{company.pk}/").content.decode()
    assert CLUE in page
    assert page.count("Ce label a expiré.") == 1
    assert "vérifié par la modération le" in page and "non vérifié" in page


def test_patent_asks_for_its_number(client):
    client.force_login(member(CompanyFactory()))
    data = {"label": kind("brevet").pk, "starts_on": "2020-01-05", "office": "INPI"}
    response = client.post("/mon-entreprise/labels/ajouter/", data)
    assert response.status_code == 422 and "permet de vérifier" in response.content.decode()
    response = client.post("/mon-entreprise/labels/ajouter/", data | {"number": "FR3100000"})
    row = CompanyLabel.objects.get()
    assert response.url == f"/mon-entreprise/labels/{row.pk}/preuves/"
    assert (row.number, row.office) == ("FR3100000", "INPI")


def test_label_out_of_force_is_not_offered(client):
    Label.objects.filter(key="prix").update(ends_on=date(2021, 1, 1))
    client.force_login(member(CompanyFactory()))
    data = {"label": kind("prix").pk, "starts_on": "2020-01-05"}
    assert client.post("/mon-entreprise/labels/ajouter/", data).status_code == 422


def document_of(row):
    return Attachment.objects.create(
        **{"kind": "label", "object_id": row.pk, "purpose": "source", "name": "Rescrit.pdf"},
        **{"file": "00/absent", "file_kind": "pdf", "size": 10, "sha256": "2" * 64},
    )


def test_evidence_is_read_by_the_company_and_moderators_alone():
    solution = solution_in(SolutionStatus.PUBLISHED)
    document = document_of(stated(solution.company))
    people = people_towards(solution)
    able = {role for role, user in people.items() if readable_attachment(user, document.pk)}
    assert able == {"own, approved", "own, reader", "own, delegate", "moderator", "admin"}


def test_removed_label_takes_its_documents_with_it(client):
    row = stated()
    document = document_of(row)
    client.force_login(member(row.company))
    assert client.post(f"/mon-entreprise/labels/{row.pk}/retirer/").status_code == 302
    document.refresh_from_db()
    assert document.removed_at is not None and not CompanyLabel.objects.exists()


def test_removed_document_brings_the_label_back_before_the_moderator(client):
    row = stated(link="")
    document = document_of(row)
    actions.check_label(row, by=moderator())
    client.force_login(member(row.company))
    client.post(f"/mon-entreprise/labels/{row.pk}/preuves/{document.pk}/retirer/")
    row.refresh_from_db()
    assert row.status == LabelStatus.STATED
    with pytest.raises(DomainError, match="Aucune preuve"):
        actions.check_label(row, by=moderator())


def test_desk_decides_what_was_on_screen(client):
    row = stated()
    client.force_login(moderator())
    page = unescape(
        client.get(reverse("admin:suppliers_companylabel_change", args=[row.pk])).content.decode()
    )
    assert CLUE in page and row.label.proves_not in page
    decision = reverse("admin:suppliers_companylabel_decide", args=[row.pk, "check"])
    seen = confirmed(row)
    actions.change_label(row, data=answers(detail="Autre"), by=None)
    client.post(decision, seen)
    row.refresh_from_db()
    assert row.status == LabelStatus.STATED
    client.post(decision, confirmed(row))
    row.refresh_from_db()
    assert row.status == LabelStatus.CHECKED


def test_desk_counts_what_waits(rf):
    stated()
    actions.check_label(stated(), by=moderator())
    request = rf.get("/admin/")
    request.user = moderator()
    assert admin.site._registry[CompanyLabel].queue(request)["count"] == 1


def test_desk_offers_nothing_for_the_own_organisation(client):
    row = stated()
    client.force_login(member(row.company, user=UserFactory(moderator=True)))
    response = client.get(reverse("admin:suppliers_companylabel_change", args=[row.pk]))
    assert response.context["verbs"] == []


def order_of(client, query=""):
    return [row.pk for row in client.get(f"/solutions/{query}").context["page_obj"]]


def test_labels_and_profile_change_no_order_search_or_export(client):
    """Metamorphic: the lists, their files and the columns that find a solution stay as they were."""
    solutions = [solution_in(SolutionStatus.PUBLISHED, title=f"Capteur {number}") for number in range(6)]
    columns = ["search", "search_plain", "place_keys", "subject_keys"]

    def pictures():
        found = list(Solution.objects.order_by("pk").values_list(*columns))
        file = b"".join(client.get("/solutions/export.csv"))
        return order_of(client), order_of(client, "?q=capteur"), order_of(client, "?q=greentech"), found, file

    before = pictures()
    for solution in solutions[3:]:
        company = solution.company
        actions.check_label(stated(company, label=kind("greentech"), detail="Greentech"), by=moderator())
        actions.update_company(
            company,
            data={
                "team": "Capteur greentech",
                "turnover": "50+",
                "environment": "greentech",
                "languages": ["de"],
            },
            by=None,
        )
    assert pictures() == before


def test_nothing_that_orders_or_compares_reads_labels():
    """By name: neither the matching nor the lists import what this profile holds."""
    readers = [*(ROOT / "needs" / "matching").rglob("*.py"), ROOT / "suppliers" / "filters.py"]
    readers += [ROOT / "suppliers" / "searches.py", ROOT / "grandest_portal" / "core" / "listing.py"]
    words = ["CompanyLabel", "label_pages", "CompanySite", "turnover", "completion"]
    assert len(readers) > 5
    assert [(path.name, word) for path in readers for word in words if word in path.read_text()] == []


def test_clue_is_a_dated_wording(client):
    Wording.objects.filter(key="label_is_a_clue").update(text="Phrase relue.")
    client.force_login(member(CompanyFactory()))
    assert "Phrase relue." in client.get("/mon-entreprise/labels/").content.decode()


def test_buyer_manages_nobody_s_labels(client):
    row = stated()
    client.force_login(buyer_user())
    assert client.get(f"/mon-entreprise/labels/{row.pk}/preuves/").status_code == 403
    client.force_login(company_user())
    assert client.get(f"/mon-entreprise/labels/{row.pk}/preuves/").status_code == 404
