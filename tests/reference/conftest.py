"""The whole reference data, loaded once per module and taken away at its end; and a small folder of files."""

import shutil

import pytest
from django.db import connection

from grandest_portal.reference.actions import DATA, load_reference

TABLES = (
    "keyword, activitycode, practicecheck, assessmentquestion, purchaseroute, loadedfile, legalform, maildomain, "
    "parameter, threshold, wording, sectorcode, cpvcode, sector, formercommune, territory"
)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Committed, so that the tests of a module share it; the tests themselves ask for `db`."""
    with django_db_blocker.unblock():
        load_reference()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join('reference_' + name for name in TABLES.split(', '))} CASCADE")


CPV_HEAD = "code,check_digit,label\n"
COMMUNE_HEAD = "code,name,department,epci,siren,postal_codes,population\n"


@pytest.fixture
def folder(tmp_path):
    """A folder that loads in no time: one commune, two CPV codes, one dated row of each kind."""
    for name in ("regions.csv", "departments.csv", "nuts.csv"):
        shutil.copy(DATA / name, tmp_path / name)
    texts = {
        "epci.csv": "siren,name,type,region,population\n246700488,Eurométropole de Strasbourg,METRO,44,500000\n",
        "communes.csv": COMMUNE_HEAD + "67482,Strasbourg,67,246700488,216704825,67000 67100,290000\n",
        "former_communes.csv": "code,name,commune\n67999,Ancienneville,67482\n",
        "cpv.csv": CPV_HEAD + "03000000,1,Produits agricoles\n03100000,2,Horticulture\n",
        "sectors.json": '[{"key": "nature", "name": "Agriculture", "position": 1, "prefixes": ["03"]}]',
        "thresholds.json": '[{"key": "seuil", "value": 40000, "unit": "EUR HT", "starts_on": "2026-01-01", '
        '"legal_text": "Texte d\'essai"}]',
        "parameters.json": '[{"key": "delai", "label": "Délai", "value": 2, "starts_on": "2026-01-01"}]',
        "legal_forms.csv": "key,label,standing\n7210,Commune,public\n",
        "mail_domains.json": '[{"key": "ville.example", "nature": "buyer", "holder": "Ville", '
        '"starts_on": "2026-01-01"}]',
        "moderation_reasons.json": '[{"key": "raison", "uses": ["return"], "label": "Raison", "text": "Précisez.", '
        '"position": 1, "starts_on": "2026-01-01"}]',
        "sensitive_rules.json": '[{"key": "regle", "test": "first", "label": "Première publication", '
        '"position": 1, "starts_on": "2026-01-01"}]',
        "practice_checks.json": '[{"key": "SPE-01", "theme": "Essai", "wording": "Aucune marque.", "why": "W.", '
        '"mend": "M.", "source": "CCP R2111-7", "stage": "besoin", "severity": "bloquant", "mode": "programme", '
        '"parameters": {"brands": ["Acme"], "distance": 80}, "starts_on": "2026-01-01"}]',
        "assessment_questions.json": '[{"key": "question", "family": "solution", "theme": "Essai", "wording": "Q ?", '
        '"why": "W.", "supports": "S.", "lacks": "L.", "source": "CCP", "position": 1, "starts_on": "2026-01-01"}]',
        "purchase_routes.json": '[{"key": "voie", "label": "Voie", "explanation": "E.", "conditions": "C.", '
        '"legal_text": "CCP", "position": 1, "starts_on": "2026-01-01"}]',
        "keywords.json": '[{"key": "serre", "label": "Serre", "sector": "nature", "starts_on": "2026-01-01"}]',
        "activities.json": '[{"key": "62.01Z", "nomenclature": "NAF rév. 2", "label": "Programmation informatique"}]',
        "wordings.json": '[{"key": "phrase", "text": "Bonjour.", "starts_on": "2026-01-01"}]',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
