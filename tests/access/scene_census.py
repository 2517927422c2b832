"""The part of the scene of access that stands in the census: imports, sheets, profiles."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from grandest_portal.attachments.models import Attachment
from suppliers.enums import AccessStatus
from suppliers.messages import signer as claim_signer
from suppliers.models import (
    AccessRequest,
    ClaimInvitation,
    CompanyContact,
    CompanyLabel,
    CompanySite,
    ImportLine,
    KeywordProposal,
    Label,
    Origin,
    SolutionImport,
    SolutionReference,
)
from tests.factories import (
    SolutionFactory,
)


def imports_of(company, importer):
    """A file that a partner sent, and the solution of a company that one of its lines became."""
    partner = importer.memberships.get().organisation.partner
    checked = SolutionImport.objects.create(
        partner=partner,
        author=importer,
        file_name="a.csv",
        file_kind="csv",
        size=1,
        sha256="0" * 64,
        status="checked",
        line_count=1,
    )
    ImportLine.objects.create(batch=checked, number=2, result="valid", values={"title": "Une ligne"})
    solution = SolutionFactory(company=company, title="Préparée par un partenaire")
    common = {"company": company, "partner": partner, "source": "Salon", "imported_at": timezone.now()}
    Origin.objects.create(solution=solution, key="1" * 64, **common)
    invitation = ClaimInvitation.objects.create(digest="2" * 64, company=company, sent_at=timezone.now())
    return {
        "import": checked,
        "prepared": solution,
        "claim token": SimpleNamespace(pk=claim_signer.sign(invitation.pk)),
    }


def sheet_of(things, users):
    """What hangs from two sheets: documents, a reference, a refused request, another that waits, a proposed term."""
    shown, company = things["solution published"], users["company"]
    shown.security, shown.audiences = "Hébergé en France.", {"security": "request"}
    shown.save(update_fields=["security", "audiences"])
    kept = {"kind": "solution", "uploader": company, "file": "00/absent", "file_kind": "pdf", "size": 1000}
    kept |= {"purpose": "public", "is_accessible": True, "sha256": "0" * 64, "name": "Notice.pdf"}
    documents = {
        "sheet document": (things["solution draft"], "everyone"),
        "document for buyers": (shown, "buyers"),
        "document on request": (shown, "request"),
    }
    made = {
        name: Attachment.objects.create(object_id=solution.pk, audience=audience, **kept)
        for name, (solution, audience) in documents.items()
    }
    asked = {"solution": shown, "reason": "Essai.", "decided_at": timezone.now()}
    refused = AccessRequest.objects.create(
        organisation=users["buyer"].memberships.get().organisation,
        person=users["buyer"],
        status=AccessStatus.REFUSED,
        answer="Pas encore.",
        **asked,
    )
    waiting = AccessRequest.objects.create(
        organisation=users["buyer_b"].memberships.get().organisation, person=users["buyer_b"], **asked
    )
    proposal = KeywordProposal.objects.create(
        label="Essai",
        reason="Il manque.",
        organisation=company.memberships.get().organisation,
        author=company,
    )
    reference = SolutionReference.objects.create(
        solution=things["solution draft"], who="Ville", year=2024, result="Moins de fuites.", author=company
    )
    return made | {
        "access refused": refused,
        "access asked": waiting,
        "reference": reference,
        "keyword proposed": proposal,
    }


def profile_of(company, author):
    """A site, a contact, and a label with the document that shows it."""
    today = timezone.localdate()
    texts = dict.fromkeys(["name", "issuer", "proves", "proves_not", "proof", "source"], "Essai.")
    kind = Label.objects.create(key="essai", position=1, starts_on=date(2020, 1, 1), **texts)
    row = CompanyLabel.objects.create(company=company, label=kind, stated_by=author, starts_on=today)
    document = Attachment.objects.create(
        **{"kind": "label", "object_id": row.pk, "uploader": author, "purpose": "source"},
        **{"file": "00/absent", "file_kind": "pdf", "size": 1000, "sha256": "1" * 64, "name": "Preuve.pdf"},
    )
    return {
        "company site": CompanySite.objects.create(company=company, name="Atelier", city="Metz"),
        "company contact": CompanyContact.objects.create(
            company=company, role="Accueil", phone="03 00 00 00 00"
        ),
        "company label": row,
        "document of label": document,
    }
