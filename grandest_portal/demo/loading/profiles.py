"""What two open companies add to their profile: fictional sites, contacts and labels, one of each state."""

from datetime import timedelta

from django.utils import timezone

from grandest_portal.reference.models import Sector
from suppliers.actions import add_part, check_label, state_label, update_company
from suppliers.models import CompanyContact, CompanySite, Label
from suppliers.permissions import company_of

TEXTS = {
    "ondine": {
        "activity": "26.51B",
        "languages": ["fr", "de", "en"],
        "team": "Étude, fabrication et pose des capteurs ; formation des agents ; suivi pendant deux saisons.",
        "turnover": "0-2",
        "accessibility": "Les tableaux de bord se lisent au clavier et à la synthèse vocale ; audit en 2026.",
        "environment": "Boîtiers réparables, piles reprises ; neuf capteurs sur dix posés depuis 2019 servent encore.",
    },
    "wortbruecke": {"languages": ["de", "fr", "en"], "team": "Traduction, interprétation, développement."},
}
SITES = [
    {
        "name": "Atelier d'assemblage",
        "street": "3 rue des Vergers",
        "postal_code": "88000",
        "city": "Épinal",
        "country": "FR",
    },
    {
        "name": "Agence de Sarrebruck",
        "street": "12 Uferweg",
        "postal_code": "66111",
        "city": "Saarbrücken",
        "country": "DE",
    },
]
CONTACTS = [
    {
        "role": "Service commercial",
        "email": "collectivites@ondine-capteurs.example",
        "phone": "03 00 00 00 00",
        "link": "",
    },
    {
        "role": "Référent accessibilité",
        "email": "",
        "phone": "",
        "link": "https://www.ondine-capteurs.example/acces",
    },
]


def load_profiles(users, moderator):
    """`users` are {key: user} of the companies."""
    for key, texts in TEXTS.items():
        update_company(company_of(users[key]), data=texts, by=users[key])
    user = users["ondine"]
    company = company_of(user)
    served = Sector.objects.filter(pk__in=Sector.objects.for_list().values("pk")[:2]).for_list()
    update_company(company, data={"sectors": served}, by=user)
    for model, rows in ((CompanySite, SITES), (CompanyContact, CONTACTS)):
        for data in rows:
            add_part(model, company, data=data, by=user)
    load_labels(company, user, moderator)


def load_labels(company, user, moderator):
    today, kinds = timezone.localdate(), {row.key: row for row in Label.objects.all()}
    common = {"number": "", "office": "", "link": "", "ends_on": None}
    patent = {
        "number": "FR0000000",
        "office": "INPI",
        "detail": "Écoute d'une conduite sans la couper (fictif)",
    }
    rows = [
        ("brevet", {**patent, "starts_on": today - timedelta(days=1400)}, True),
        (
            "jei",
            {"detail": "", "link": "https://preuve.example/jei", "starts_on": today - timedelta(days=600)},
            False,
        ),
        (
            "prix",
            {
                "detail": "Prix des jeunes ateliers (fictif)",
                "link": "https://preuve.example/prix",
                "starts_on": today - timedelta(days=1100),
                "ends_on": today - timedelta(days=370),
            },
            True,
        ),
    ]
    for key, values, is_checked in rows:
        row = state_label(company, data={**common, "label": kinds[key], **values}, by=user)
        if is_checked:
            check_label(row, by=moderator)
