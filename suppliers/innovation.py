"""The note of a self-assessment: what supports, what is missing, what was not answered. No count, no verdict.

`content_of` gives the text that is signed and kept; `document_of` gives it the shape of a page and of a PDF.
Nothing of it is read by the lists, the search or the matching.
"""

import hashlib
from datetime import UTC, date

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import canonical
from grandest_portal.core.dates import date_words
from grandest_portal.core.documents.document import Document, Part, Section, listing, plain, table, text
from grandest_portal.reference.enums import QuestionFamily
from grandest_portal.reference.models import AssessmentQuestion, Wording
from suppliers.enums import AssessmentAnswer, AssessmentStatus

TEXTS = ("assessment_law", "assessment_declaration", "assessment_no_effect")
EMPTY = {"answer": "", "explanation": "", "proof": ""}


def questions_on(day):
    return list(AssessmentQuestion.objects.offered(day))


def answer_to(answers, question):
    return {**EMPTY, **answers.get(question.key, {})}


def is_answered(answers, question):
    return answer_to(answers, question)["answer"] != ""


def family_of(family, questions, answers):
    """{title, supports, missing, not_applicable, unanswered} of the `questions` of one family."""
    found = {"title": str(QuestionFamily(family).label), "supports": [], "missing": []}
    found |= {"not_applicable": [], "unanswered": []}
    for question in questions:
        given = answer_to(answers, question)
        entry = {"question": question.wording, "source": question.source, **given}
        if given["answer"] == AssessmentAnswer.YES:
            if given["explanation"]:
                found["supports"].append({**entry, "sentence": question.supports})
            found["missing"] += [{**entry, "sentence": gap} for gap in gaps(question, given)]
        elif given["answer"] == AssessmentAnswer.NO:
            found["missing"].append({**entry, "sentence": question.lacks})
        elif given["answer"] == AssessmentAnswer.NOT_APPLICABLE:
            found["not_applicable"].append(entry)
        else:
            found["unanswered"].append(entry)
    return found


def gaps(question, given):
    """What a yes still lacks: without an explanation it supports nothing, without a proof it is said only."""
    if not given["explanation"]:
        yield _("L'explication d'un « oui » : « %(question)s »") % {"question": question.wording}
    if question.proof and not given["proof"]:
        yield _("Une preuve pour « %(question)s » Par exemple : %(proof)s.") % {
            "question": question.wording,
            "proof": question.proof,
        }


def wordings_on(day):
    """{key: {text, source, since}} of TEXTS on `day`, empty for one that nobody has written."""
    rows = Wording.objects.in_force(day).filter(key__in=TEXTS).order_by("key", "-starts_on").distinct("key")
    found = {
        row.key: {"text": row.text, "source": row.source, "since": row.starts_on.isoformat()} for row in rows
    }
    return {key: found.get(key, {"text": "", "source": "", "since": ""}) for key in TEXTS}


def content_of(assessment, day):
    """The text of the note on `day`, in JSON values: the same answers, sheet and wordings give the same."""
    solution, questions = assessment.solution, questions_on(day)
    return {
        "solution": str(solution),
        "reference": solution.reference,
        "solution_version": solution.version,
        "company": solution.company.full_name,
        "identifier": solution.company.organisation.identifier,
        "questionnaire": max((each.starts_on for each in questions), default=day).isoformat(),
        "families": [
            family_of(family, [each for each in questions if each.family == family], assessment.answers)
            for family in QuestionFamily.values
        ],
        "texts": wordings_on(day),
    }


def mark_of_content(content):
    """What the page that signs carries: another answer, sheet or wording since gives another mark."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def seal_of(assessment):
    """SHA-256 over the signed text, who signed, as what, and when. The name itself may be erased with the account."""
    signed = {
        "note": assessment.note,
        "by": assessment.signed_by_id,
        "as": assessment.signer_position,
        "at": assessment.signed_at.astimezone(UTC).isoformat(),
    }
    return mark_of_content(signed)


def day_of(iso):
    return date_words(date.fromisoformat(iso)) if iso else ""


def sheet_words(assessment):
    """« signée sur la version 3 », and where the sheet stands now when it changed."""
    signed_on, now = assessment.note["solution_version"], assessment.solution.version
    if signed_on == now:
        return _("signée sur la version %(signed)d de la fiche") % {"signed": signed_on}
    return _(
        "signée sur la version %(signed)d de la fiche, qui a changé depuis : elle en est à la version %(now)d"
    ) % {
        "signed": signed_on,
        "now": now,
    }


def document_of(assessment, day) -> dict:
    """The note as plain values: that which was signed, or what a signature on `day` would say of a draft."""
    is_draft = assessment.status == AssessmentStatus.DRAFT
    content = content_of(assessment, day) if is_draft else assessment.note
    texts = content["texts"]
    dated = day if is_draft else timezone.localdate(assessment.signed_at)
    title = _("Auto-évaluation de l'innovation")
    return plain(
        Document(
            title=title,
            subject=content["solution"],
            reference=content["reference"],
            version=str(content["solution_version"]),
            day=dated.isoformat(),
            day_words=date_words(dated),
            author=content["company"],
            warning=texts["assessment_declaration"]["text"],
            footer=footer(assessment, content, dated),
            glyph_note=_("Les caractères que la police de ce PDF ne contient pas y sont remplacés par ▯."),
            sections=[
                *(family_section(family) for family in content["families"]),
                law_section(content),
                *([] if is_draft else [signature_section(assessment)]),
                *([comment_section(assessment)] if assessment.comment else []),
            ],
        )
    )


def footer(assessment, content, dated):
    if assessment.status == AssessmentStatus.DRAFT:
        return _("%(reference)s, projet non signé") % {"reference": content["reference"]}
    return _("%(reference)s, note signée le %(day)s") % {
        "reference": content["reference"],
        "day": date_words(dated),
    }


def family_section(family):
    parts = [
        Part(_("Ce qui appuie"), [entries(family["supports"], _("Rien n'est appuyé ici."))]),
        Part(_("Ce qui manque"), [entries(family["missing"], _("Rien n'est signalé ici."), bare=True)]),
    ]
    if family["not_applicable"]:
        parts.append(Part(_("Sans objet"), [entries(family["not_applicable"], "")]))
    if family["unanswered"]:
        parts.append(
            Part(
                _("Les questions sans réponse"), [listing(each["question"] for each in family["unanswered"])]
            )
        )
    return Section(family["title"], parts=parts)


def entries(rows, nothing, *, bare=False):
    """A list of what was said, or the sentence `nothing`; `bare`: what is missing of a yes is said alone."""
    if not rows:
        return text(nothing)
    return listing(entry_words(row, bare=bare and row["answer"] == AssessmentAnswer.YES) for row in rows)


def entry_words(row, *, bare):
    said = row.get("sentence") or row["question"]
    if bare:
        return said
    pieces = [
        said,
        *([_("Explication : %(text)s") % {"text": row["explanation"]}] if row["explanation"] else []),
        *([_("Preuve : %(link)s") % {"link": row["proof"]}] if row["proof"] else []),
        _("Source de la question : %(source)s.") % {"source": row["source"]},
    ]
    return "\n".join(pieces)


def law_section(content):
    law, effect = content["texts"]["assessment_law"], content["texts"]["assessment_no_effect"]
    rows = [
        (_("Texte"), law["source"]),
        (_("Ce qu'il dit"), law["text"]),
        (_("Formulation en vigueur depuis le"), day_of(law["since"])),
        (_("Questionnaire en vigueur depuis le"), day_of(content["questionnaire"])),
    ]
    blocks = [text(effect["text"]), table(_("La règle et sa date"), [_("Rubrique"), _("Contenu")], rows)]
    return Section(_("La règle, et la portée de cette note"), blocks=blocks)


def signature_section(assessment):
    rows = [
        (_("Entreprise"), f"{assessment.note['company']}, {assessment.note['identifier']}"),
        (_("Signataire"), str(assessment.signed_by) if assessment.signed_by else _("Compte effacé")),
        (_("Fonction"), assessment.signer_position),
        (_("Date"), date_words(timezone.localdate(assessment.signed_at))),
        (_("Fiche"), sheet_words(assessment)),
        (_("Empreinte de la note"), assessment.seal),
    ]
    if assessment.ended_at is not None:
        ended = f"{assessment.get_status_display()}, {date_words(timezone.localdate(assessment.ended_at))}"
        rows.append((_("État"), ended))
    signature = table(_("Qui a signé, quand, sur quoi"), [_("Rubrique"), _("Contenu")], rows)
    return Section(_("Signature de l'entreprise"), blocks=[signature])


def comment_section(assessment):
    said = _("Commentaire du %(day)s. Il n'approuve pas la note.") % {
        "day": date_words(timezone.localdate(assessment.commented_at))
    }
    return Section(_("Commentaire de la modération"), blocks=[text(said), text(assessment.comment)])
