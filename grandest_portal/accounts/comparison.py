"""« Ce que la personne a saisi » beside « ce que dit l'annuaire »."""

from django.utils.translation import gettext as _

from grandest_portal.accounts.directory import is_configured
from grandest_portal.accounts.enums import DirectoryOutcome, IdentifierKind
from grandest_portal.accounts.presentation import city_of, facts_of
from grandest_portal.reference.text import plain

COMPARED = ["name", "street", "postal_code", "city"]


def compared(organisation, on):
    """{record, rows: [{label, typed, said, differs}], facts, silence} for the moderator's page; without an answer
    `record` is None and `silence` says why."""
    record = getattr(organisation, "directory_record", None)
    found = record is not None and record.outcome == DirectoryOutcome.FOUND
    said = {name: getattr(record, name) for name in COMPARED} if found else {}
    if found:
        said["city"] = city_of(record)
    rows = [
        {
            "label": organisation._meta.get_field(name).verbose_name,
            "typed": getattr(organisation, name),
            "said": said[name] or _("non communiqué"),
            "differs": bool(said[name]) and plain(said[name]) != plain(getattr(organisation, name)),
        }
        for name in said
    ]
    return {
        "record": record,
        "found": found,
        "rows": rows,
        "facts": facts_of(record, on) if found else [],
        "silence": "" if record else silence_about(organisation),
    }


def silence_about(organisation):
    """Why the directory says nothing of an organisation."""
    if organisation.identifier_kind != IdentifierKind.SIRET:
        return _("L'annuaire ne connaît que les établissements français, par leur SIRET.")
    if not is_configured():
        return _(
            "L'annuaire n'est pas branché sur ce service : vérifiez l'organisation par vos propres moyens."
        )
    return _("L'annuaire n'a pas encore répondu pour cette organisation.")
