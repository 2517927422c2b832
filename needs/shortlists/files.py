"""A frozen list as files: PDF (a document), spreadsheet, JSON. Each says how the list was obtained."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import date_words
from grandest_portal.core.documents.document import Document, Section, plain, table, text
from grandest_portal.core.exports import Column
from needs.shortlists.content import content_of
from needs.shortlists.display import cpv_words, decimal, facts_of


def columns(names):
    """The columns of the spreadsheet; `names` gives the words of the bands."""
    return [
        Column(gettext_lazy("Rang"), lambda entry: entry.rank, int),
        Column(gettext_lazy("Retenue"), lambda entry: _("oui") if entry.kept else _("non")),
        Column(gettext_lazy("Solution"), lambda entry: entry.title),
        Column(gettext_lazy("Entreprise"), lambda entry: entry.company_name),
        Column(gettext_lazy("Score"), lambda entry: entry.score, int),
        Column(gettext_lazy("Correspondance"), lambda entry: str(names[entry.band].label)),
        Column(gettext_lazy("Niveau CPV commun"), lambda entry: cpv_words(entry.cpv_level)),
        Column(gettext_lazy("Pourquoi écartée"), lambda entry: entry.reason),
        Column(gettext_lazy("Empreinte du texte de la solution"), lambda entry: entry.solution_hash),
    ]


def note_of(shortlist, names):
    """How the list was obtained, in one cell under its lines."""
    return " · ".join(f"{label}\u00a0: {value}" for label, value in all_facts(shortlist, names))


def all_facts(shortlist, names):
    """A file leaves its page: it says of which need and which list it speaks, before how the list was obtained."""
    need = shortlist.need
    return [
        (_("Liste"), str(shortlist)),
        (_("Besoin"), f"{need.reference}, {need}"),
        (_("Acheteur"), need.buyer_name),
        *facts_of(shortlist, names),
    ]


def json_of(shortlist, entries):
    """The whole list; the SHA-256 is that of `content` with sorted keys, without spaces, in UTF-8."""
    whole = {
        "need_title": str(shortlist.need),
        "need_reference": shortlist.need.reference,
        "buyer": shortlist.need.buyer_name,
        "number": shortlist.number,
        "frozen_at": shortlist.frozen_at.isoformat(),
        "frozen_by": str(shortlist.frozen_by or ""),
        "content": content_of(shortlist, entries),
        "content_sha256": shortlist.content_hash,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def document_of(shortlist, entries, names) -> dict:
    """The list as plain values for the PDF: the same list gives the same file."""
    need, on = shortlist.need, timezone.localdate(shortlist.frozen_at)
    kept = [each for each in entries if each.kept]
    left_out = [each for each in entries if not each.kept]
    return plain(
        Document(
            title=_("Liste courte n° %(number)d") % {"number": shortlist.number},
            subject=str(need),
            reference=need.reference,
            version=str(shortlist.number),
            day=on.isoformat(),
            day_words=date_words(on),
            author=need.buyer_name,
            warning=_(
                "Cette liste prépare des échanges avant l'achat. Elle n'est pas une sélection de candidats : la "
                "consultation reste ouverte à toutes les entreprises."
            ),
            footer=_("%(reference)s, liste courte n° %(number)d")
            % {"reference": need.reference, "number": shortlist.number},
            glyph_note=_(
                "Les caractères que la police de ce PDF ne contient pas y sont remplacés par ▯ ; le tableur et le "
                "fichier JSON les montrent."
            ),
            sections=[
                obtained(shortlist, names),
                Section(_("Solutions retenues"), [kept_table(kept, names)]),
                Section(_("Solutions écartées, et pourquoi"), [left_out_table(left_out, names)]),
            ],
        )
    )


def obtained(shortlist, names):
    """Words first; hashes stand at the end, in a table of their own."""
    facts = all_facts(shortlist, names)
    return Section(
        _("Comment cette liste a été obtenue"),
        [table(_("De quoi rendre compte de la liste"), [_("Rubrique"), _("Réponse")], facts)],
    )


def kept_table(entries, names):
    if not entries:
        return text(_("Aucune solution n'est retenue."))
    header = [_("Rang et solution"), _("Entreprise"), _("Score"), _("Correspondance")]
    rows = [
        (
            f"{each.rank}. {each.title}",
            each.company_name,
            f"{decimal(each.score)}\n{cpv_in_common(each.cpv_level)}",
            str(names[each.band].label),
        )
        for each in entries
    ]
    return table(_("Dans l'ordre des correspondances"), header, rows)


def cpv_in_common(level):
    """« CPV en commun : classe » in a cell that no heading explains."""
    return (
        _("CPV en commun : %(level)s") % {"level": cpv_words(level)}
        if level
        else _("Aucun code CPV en commun")
    )


def left_out_table(entries, names):
    if not entries:
        return text(_("Aucune solution n'est écartée."))
    header = [_("Rang et solution"), _("Entreprise"), _("Score"), _("Pourquoi")]
    rows = [
        (f"{each.rank}. {each.title}", each.company_name, decimal(each.score), each.reason)
        for each in entries
    ]
    return table(_("Dans l'ordre des correspondances"), header, rows)
