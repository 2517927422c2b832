"""Rows with a date, from thresholds to rules of second look: only missing ones are added, people edit the others."""

from datetime import date

from django.core.exceptions import ValidationError

from grandest_portal.reference.loading.files import read_csv, read_json
from grandest_portal.reference.loading.writing import Outcome
from grandest_portal.reference.models import (
    Keyword,
    LegalForm,
    MailDomain,
    ModerationReason,
    Parameter,
    PracticeCheck,
    Sector,
    SensitiveRule,
    Threshold,
    Wording,
)

THRESHOLDS = "thresholds.json"
PARAMETERS = "parameters.json"
WORDINGS = "wordings.json"
LEGAL_FORMS = "legal_forms.csv"
MAIL_DOMAINS = "mail_domains.json"
MODERATION_REASONS = "moderation_reasons.json"
SENSITIVE_RULES = "sensitive_rules.json"
PRACTICE_CHECKS = "practice_checks.json"
KEYWORDS = "keywords.json"

CHECK_TEXTS = ("key", "theme", "wording", "why", "mend", "source", "stage", "severity", "mode")
CHECK_SETTINGS = ("enabled", "parameters", "note")

# INSEE gives its list of legal forms without dates of their own: this one is older than every account.
FORMS_SINCE = date(2020, 1, 1)


def load_thresholds(folder):
    rows = read_json(
        folder / THRESHOLDS,
        ["key", "value", "unit", "starts_on", "legal_text"],
        {"ends_on": None, "confidence": "medium", "remark": "", "note": ""},
    )
    return [add_missing("seuils", Threshold, [(row, threshold(row)) for row in rows])]


def load_parameters(folder):
    rows = read_json(
        folder / PARAMETERS, ["key", "label", "value", "starts_on"], {"unit": "", "ends_on": None, "note": ""}
    )
    return [add_missing("paramètres", Parameter, [(row, parameter(row)) for row in rows])]


def load_wordings(folder):
    rows = read_json(folder / WORDINGS, ["key", "text", "starts_on"], {"source": "", "note": ""})
    return [add_missing("formulations", Wording, [(row, wording(row)) for row in rows])]


def load_legal_forms(folder):
    rows = read_csv(folder / LEGAL_FORMS, ["key", "label", "standing"])
    return [add_missing("formes juridiques", LegalForm, [(row, legal_form(row)) for row in rows])]


def load_mail_domains(folder):
    rows = read_json(
        folder / MAIL_DOMAINS, ["key", "nature", "holder", "starts_on"], {"ends_on": None, "note": ""}
    )
    return [add_missing("domaines de courriel", MailDomain, [(row, mail_domain(row)) for row in rows])]


def load_moderation_reasons(folder):
    rows = read_json(
        folder / MODERATION_REASONS,
        ["key", "uses", "label", "text", "position", "starts_on"],
        {"kinds": [], "source": "", "enabled": True, "ends_on": None, "note": ""},
    )
    pairs = [(row, moderation_reason(row)) for row in rows]
    return [add_missing("raisons de modération", ModerationReason, pairs)]


def load_sensitive_rules(folder):
    rows = read_json(
        folder / SENSITIVE_RULES,
        ["key", "test", "label", "position", "starts_on"],
        {"kinds": [], "values": [], "enabled": True, "ends_on": None, "note": ""},
    )
    pairs = [(row, sensitive_rule(row)) for row in rows]
    return [add_missing("règles de second regard", SensitiveRule, pairs)]


def load_practice_checks(folder):
    rows = read_json(
        folder / PRACTICE_CHECKS,
        [*CHECK_TEXTS, "starts_on"],
        {"enabled": True, "parameters": {}, "ends_on": None, "note": ""},
    )
    return [add_missing("vérifications", PracticeCheck, [(row, practice_check(row)) for row in rows])]


def load_keywords(folder):
    rows = read_json(
        folder / KEYWORDS, ["key", "label", "starts_on"], {"sector": "", "ends_on": None, "note": ""}
    )
    sectors = dict(Sector.objects.values_list("key", "pk")) | {"": None}
    return [add_missing("mots clés", Keyword, [(row, keyword(row, sectors)) for row in rows])]


def period(row):
    return {"starts_on": row.date("starts_on"), "ends_on": row.date("ends_on") if row["ends_on"] else None}


def threshold(row):
    texts = {name: row[name] for name in ("key", "unit", "legal_text", "confidence", "remark", "note")}
    return Threshold(value=row.decimal("value"), **texts, **period(row))


def parameter(row):
    return Parameter(**{name: row[name] for name in ("key", "label", "value", "unit", "note")}, **period(row))


def wording(row):
    return Wording(
        **{name: row[name] for name in ("key", "text", "source", "note")}, starts_on=row.date("starts_on")
    )


def legal_form(row):
    return LegalForm(starts_on=FORMS_SINCE, **{name: row[name] for name in ("key", "label", "standing")})


def mail_domain(row):
    return MailDomain(**{name: row[name] for name in ("key", "nature", "holder", "note")}, **period(row))


def moderation_reason(row):
    names = ("key", "uses", "kinds", "label", "text", "source", "position", "enabled", "note")
    return ModerationReason(**{name: row[name] for name in names}, **period(row))


def sensitive_rule(row):
    names = ("key", "kinds", "test", "values", "label", "position", "enabled", "note")
    return SensitiveRule(**{name: row[name] for name in names}, **period(row))


def practice_check(row):
    return PracticeCheck(**{name: row[name] for name in (*CHECK_TEXTS, *CHECK_SETTINGS)}, **period(row))


def keyword(row, sectors):
    names = ("key", "label", "note")
    sector = row.one_of("sector", sectors, "sectors.json")
    return Keyword(sector_id=sector, **{name: row[name] for name in names}, **period(row))


def add_missing(label, model, pairs):
    """Add the rows whose (key, starts_on) is not stored; tell those that differ or that would overlap."""
    outcome = Outcome(label, len(pairs))
    stored = {(row.key, row.starts_on): row for row in model.objects.all()}
    check_overlaps(pairs)
    new = []
    for row, wanted in pairs:
        check_fields(row, wanted)
        known = stored.get((wanted.key, wanted.starts_on))
        if known is not None:
            outcome.remarks += differences(known, wanted)
        elif clash := overlapping(wanted, stored.values()):
            outcome.remarks.append(
                f"{wanted} : non ajouté, sa période chevauche celle de {clash}, modifiée en base"
            )
        else:
            new.append(wanted)
    model.objects.bulk_create(new)
    outcome.added = len(new)
    return outcome


def check_fields(row, wanted):
    try:
        wanted.clean_fields()
        wanted.clean()
    except ValidationError as error:
        row.fail(" ; ".join(f"{name} : {' '.join(texts)}" for name, texts in error.message_dict.items()))


def check_overlaps(pairs):
    """Two rows of the file itself must not be in force together."""
    before = []
    for row, wanted in pairs:
        clash = overlapping(wanted, before)
        if clash:
            row.fail(f"la période chevauche celle de {clash}")
        before.append(wanted)


def overlapping(wanted, others):
    """The first of `others` in force on a day when `wanted` is; wordings follow each other: None."""
    if not hasattr(wanted, "ends_on"):
        return None
    return next(
        (
            other
            for other in others
            if other.key == wanted.key
            and (other.ends_on is None or wanted.starts_on <= other.ends_on)
            and (wanted.ends_on is None or other.starts_on <= wanted.ends_on)
        ),
        None,
    )


def differences(known, wanted):
    """One sentence per column that a person changed: the stored value stays."""
    names = [
        field.attname for field in known._meta.concrete_fields if not (field.primary_key or field.generated)
    ]
    return [
        f"{known} : {name} vaut « {getattr(known, name)} » en base (conservé) et "
        f"« {getattr(wanted, name)} » dans le fichier"
        for name in names
        if getattr(known, name) != getattr(wanted, name)
    ]
