"""The questions of the self-assessment and the ways to buy: only missing ones are added, people edit the others."""

from grandest_portal.reference.loading.dated import add_missing, period
from grandest_portal.reference.loading.files import read_json
from grandest_portal.reference.models import AssessmentQuestion, PurchaseRoute

QUESTIONS = "assessment_questions.json"
ROUTES = "purchase_routes.json"

ASKED = ("key", "family", "theme", "wording", "why", "supports", "lacks", "source", "position")
SETTINGS = {"proof": "", "may_not_apply": True, "enabled": True, "note": ""}
TOLD = ("key", "label", "explanation", "conditions", "legal_text", "position")
ROUTE_SETTINGS = {"threshold_keys": [], "asks_offer": False, "enabled": True, "note": ""}


def load_assessment_questions(folder):
    rows = read_json(folder / QUESTIONS, [*ASKED, "starts_on"], {**SETTINGS, "ends_on": None})
    pairs = [(row, made(AssessmentQuestion, row, (*ASKED, *SETTINGS))) for row in rows]
    return [add_missing("questions d'auto-évaluation", AssessmentQuestion, pairs)]


def load_purchase_routes(folder):
    rows = read_json(folder / ROUTES, [*TOLD, "starts_on"], {**ROUTE_SETTINGS, "ends_on": None})
    pairs = [(row, made(PurchaseRoute, row, (*TOLD, *ROUTE_SETTINGS))) for row in rows]
    return [add_missing("voies d'achat", PurchaseRoute, pairs)]


def made(model, row, names):
    return model(**{name: row[name] for name in names}, **period(row))
