"""Load the demonstration once: fictional organisations, needs, solutions and meetings."""

from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from grandest_portal.accounts.models import User
from grandest_portal.demo.accounts import ACCOUNTS
from grandest_portal.demo.loading import (
    awards,
    census,
    checks,
    content,
    dialog,
    documents,
    innovation,
    meetings,
    moderation,
    notebook,
    partner,
    people,
    profiles,
    records,
    teams,
)
from grandest_portal.reference.models import CPVCode
from needs.tasks import learn_words


class Command(BaseCommand):
    help = "Charge les données de démonstration (fictives), une seule fois."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=2017, help="tirage des dates de publication")

    def handle(self, *, seed, **options):
        if not settings.DEMO_MODE:
            raise CommandError(
                "La démonstration a des comptes ouverts : elle ne se charge qu'en mode démonstration."
            )
        if not CPVCode.objects.exists():
            raise CommandError("Les référentiels manquent : lancez d'abord load_reference.")
        if User.objects.filter(email=ACCOUNTS[0][0]).exists():
            self.stdout.write("Démonstration : déjà chargée.")
            return
        texts = content.read()
        load(texts, seed)
        self.stdout.write(
            f"Démonstration : {len(texts.needs)} besoins et {len(texts.solutions)} solutions, organisations fictives."
        )


@contextmanager
def without_savepoints():
    """All or nothing is enough here. PostgreSQL lists the savepoints that locked each row to which others refer: with
    one per action, the load would grow with the square of its length.
    """
    features, before = connection.features, connection.features.uses_savepoints
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = before


@transaction.atomic
@without_savepoints()
def load(texts, seed):
    # The system decides here: moderators come last, so that they are told only of what really awaits them.
    moderator = None
    buyers = people.load_buyers(texts.buyers, moderator)
    companies = people.load_companies(texts.companies, moderator)
    accompanying = people.load_partner(moderator)
    profiles.load_profiles(companies, moderator)
    solutions = census.load_solutions(texts.solutions, companies, moderator, seed)
    needs = census.load_needs(texts.needs, buyers, moderator, seed)
    census.match_quietly(timezone.now())
    dialog.load_dialog(buyers["valbrune"], companies, needs)
    meetings.load_meetings(buyers, companies)
    records.load_records(buyers, companies)
    teams.load_team(buyers["valbrune"])
    partner.load_accompaniment(accompanying, needs, solutions)
    checks.load_draft(buyers["valbrune"])
    documents.load_documents(buyers, needs)
    innovation.load_innovation(companies, solutions, moderator)
    notebook.load_notebooks(buyers | companies, needs, solutions)
    people.load_moderators()
    awards.load_awards()
    census.submit_waiting(texts, buyers, companies, needs, solutions)
    moderation.load_moderation(buyers["valbrune"], accompanying, needs, solutions)
    learn_words()
