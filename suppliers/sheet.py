"""What the page of a solution shows to one reader: each answer, or to whom it is kept."""

from functools import partial

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.attachments.presentation import picture_url, row_of
from grandest_portal.core.beside import read_with
from grandest_portal.core.dates import day as day_of
from suppliers.audience import (
    CONTACTS,
    NOTE,
    asks_for_buyer,
    audiences_of,
    documents_on_request,
    gives_on_request,
    hidden_names,
    holds,
    is_inside,
    is_over,
    names_on_request,
    note_on_request,
    reference_rows_of,
    request_of,
    sheet_documents_of,
)
from suppliers.enums import AccessStatus, Audience, PriceModel
from suppliers.innovation import document_of
from suppliers.models import Solution

SECTIONS = (
    (gettext_lazy("Mise en œuvre"), ("deployment", "interfaces", "price_models", "security")),
    (gettext_lazy("Accessibilité et environnement"), ("accessibility", "environment")),
)
KEPT_FOR = {
    Audience.BUYERS: gettext_lazy("Réservé aux acheteurs publics connectés."),
    Audience.REQUEST: gettext_lazy("Donné sur demande."),
}


def label_of(name):
    if name == CONTACTS:
        return _("Personnes à contacter")
    if name == NOTE:
        return _("Auto-évaluation de l'innovation")
    return capfirst(str(Solution._meta.get_field(name).verbose_name))


def text_of(solution, name):
    value = getattr(solution, name)
    return ", ".join(str(PriceModel(each).label) for each in value) if name == "price_models" else value


def entry_of(solution, name, hidden):
    """{label, text, kept, note} of an answer: `kept` stands in the place of its text, `note` beside it: for whom it
    is."""
    said = KEPT_FOR.get(solution.audiences.get(name), "")
    if name in hidden:
        return {"label": label_of(name), "text": "", "kept": said, "note": ""}
    return {"label": label_of(name), "text": text_of(solution, name), "kept": "", "note": said}


def sections_of(solution, hidden):
    """The sections that hold something; an answer that is kept is named, and nothing else."""
    found = []
    for title, names in SECTIONS:
        entries = [entry_of(solution, name, hidden) for name in names if holds(solution, name)]
        if entries:
            found.append({"title": title, "entries": entries})
    return found


def references_of(solution, hidden, contacts=False):
    """{rows, text, kept, contacts}: `contacts` says whether the people who agreed to be asked are named."""
    if "references" in hidden:
        kept = KEPT_FOR[solution.audiences["references"]] if holds(solution, "references") else ""
        return {"rows": [], "text": "", "kept": kept, "contacts": False}
    rows = reference_rows_of(solution)
    return {"rows": rows, "text": solution.references, "kept": "", "contacts": contacts}


def documents_for(user, solution):
    """{rows, pictures, kept}: those that the reader opens from this page; how many are for others, and for whom."""
    allowed, rows, pictures, kept = audiences_of(user, solution), [], [], {}
    for attachment in sheet_documents_of(solution):
        if attachment.audience not in allowed:
            kept[attachment.audience] = kept.get(attachment.audience, 0) + 1
        elif not attachment.is_picture:
            rows.append(row_of(attachment))
        elif attachment.is_served:
            pictures.append({"url": picture_url(attachment), "words": attachment.alternative})
    return {"rows": rows, "pictures": pictures, "kept": kept_sentences(kept)}


def kept_sentences(kept):
    found = []
    if count := kept.get(Audience.BUYERS):
        found.append(
            ngettext(
                "%(count)d document est réservé aux acheteurs publics connectés.",
                "%(count)d documents sont réservés aux acheteurs publics connectés.",
                count,
            )
            % {"count": count}
        )
    if count := kept.get(Audience.REQUEST):
        found.append(
            ngettext(
                "%(count)d document est donné sur demande.",
                "%(count)d documents sont donnés sur demande.",
                count,
            )
            % {"count": count}
        )
    return found


def access_of(user, solution):
    """What the reader may do about what is given on request; None when nothing is."""
    if not gives_on_request(solution):
        return None
    if is_inside(user, solution):
        asked = solution.access_requests.filter(status=AccessStatus.ASKED)
        return {"inside": True, "waiting": read_with(solution, "waiting_read", asked.count)}
    request = read_with(solution, "own_request_read", partial(request_of, user, solution))
    return {
        "inside": False,
        "request": request,
        "granted": request is not None and request.status == AccessStatus.GRANTED,
        "can_ask": asks_for_buyer(user, solution) and is_over(request),
        "sentence": request_sentence(request) if request else "",
    }


def request_sentence(request):
    """What became of the organisation's request, in one sentence."""
    day = day_of(request.decided_at or request.created_at)
    words = {"organisation": request.organisation, "day": day, "answer": request.answer}
    if request.status == AccessStatus.ASKED:
        return (
            _("%(organisation)s a demandé l'accès le %(day)s. L'entreprise n'a pas encore répondu.") % words
        )
    if request.status == AccessStatus.GRANTED:
        return _("L'entreprise a donné l'accès à %(organisation)s le %(day)s.") % words
    if request.status == AccessStatus.REFUSED:
        return _("L'entreprise a refusé l'accès le %(day)s. Sa réponse : %(answer)s") % words
    return _("L'entreprise a retiré l'accès le %(day)s. Sa raison : %(answer)s") % words


def words_on_request(solution):
    """What a solution gives on request, in words: its answers, then how many documents."""
    count = len(documents_on_request(solution))
    documents = ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}
    return [label_of(name) for name in names_on_request(solution)] + [documents] * (count > 0)


def sheet_for(user, solution):
    """Everything of the page that depends on who reads it."""
    hidden = hidden_names(user, solution)
    solution.documents_read = sheet_documents_of(solution)
    return {
        "sections": sections_of(solution, hidden),
        "references": references_of(solution, hidden, contacts=is_inside(user, solution)),
        "documents": documents_for(user, solution),
        "access": access_of(user, solution),
    }


def reserved_for(solution):
    """What a granted reader opens on its own page: names, entries, references and note or None, document rows."""
    names = names_on_request(solution)
    plain = [name for name in names if name not in {CONTACTS, NOTE, "references"}]
    wanted = {CONTACTS, "references"} & set(names)
    return {
        "names": names,
        "entries": [entry_of(solution, name, set()) | {"note": ""} for name in plain],
        "references": references_of(solution, set(), contacts=CONTACTS in names) if wanted else None,
        "document": drawn_note(solution) if NOTE in names else None,
        "documents": [row_of(each) for each in documents_on_request(solution)],
    }


def drawn_note(solution):
    note = note_on_request(solution)
    return document_of(note, timezone.localdate()) if note else None


def reading_words(reading, titles):
    """« Sécurité, Interfaces », « document « protocole.pdf » (D-7) »; `titles` is {number of a document: its name}."""
    if not reading.document:
        return ", ".join(label_of(name) for name in reading.names)
    number, title = reading.document, titles.get(reading.document)
    if not title:
        return _("document D-%(number)d") % {"number": number}
    return _("document « %(title)s » (D-%(number)d)") % {"title": title, "number": number}
