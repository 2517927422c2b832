"""Solutions and needs in every state of their lives."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from buyers.permissions import buyer_of
from grandest_portal.core.models import Job
from grandest_portal.demo.loading.checks import justify_as_told
from grandest_portal.demo.loading.places import places_of, served_by
from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.working_days import working_days_between
from needs import actions as needs
from needs.matching.definition import definition
from needs.matching.knowledge import learn
from needs.matching.refresh import refresh_need
from needs.models import Need
from needs.window import SHORTEST, rule
from suppliers import actions as suppliers
from suppliers.models import Solution
from suppliers.permissions import company_of

REASON_SOLUTION = (
    "Dites ce que la solution fait, avec un chiffre ou un lieu d'essai : la description reste générale."
)
REASON_NEED = (
    "Le résultat attendu décrit un produit précis. Décrivez ce que vous voulez obtenir, sans l'outil."
)


EARLY = "Les entreprises intéressées ont toutes été entendues ; le besoin est connu."


def fields_of(row, names):
    return {name: row[name] for name in names}


def load_solutions(rows, users, moderator, seed):
    """{key: Solution}; those in status « submitted » stay drafts until moderators exist (`submit_waiting`)."""
    codes, draw, now = CPVCode.objects.in_bulk(), Random(seed), timezone.now()  # noqa: S311 - as for needs
    loaded = {}
    for row in rows:
        user = users[row["company"]]
        published_at = now - timedelta(days=draw.randint(1, 200), minutes=draw.randint(0, 600))
        data = fields_of(
            row, ["title", "problem_solved", "description", "novelty", "trl", "references", "link"]
        ) | {
            "keywords": ", ".join(row["keywords"]),
            "cpv": [codes[code] for code in row["cpv"]],
            "served": served_by(row),
            "first_reference": not row["references"],
        }
        solution = suppliers.create_solution(company_of(user), data=data, by=user)
        loaded[row["key"]] = lead_solution(solution, row["status"], user, moderator, published_at)
    return loaded


def lead_solution(solution, status, user, moderator, published_at):
    if status in {"draft", "submitted"}:
        return solution
    suppliers.submit_solution(solution, by=user)
    if status == "returned":
        return suppliers.return_solution(solution, by=moderator, reason=REASON_SOLUTION)
    suppliers.publish_solution(solution, by=moderator, at=published_at)
    if status == "archived":
        suppliers.archive_solution(solution, by=user)
    return solution


def load_needs(rows, users, moderator, seed):
    """{key: Need}, published over the last weeks, their windows still open unless their state says otherwise."""
    codes, draw, now = CPVCode.objects.in_bulk(), Random(seed), timezone.now()  # noqa: S311 - dates of a demonstration
    names = ["title", "summary", "current_situation", "expected_result", "constraints", "budget_band"]
    loaded = {}
    for row in rows:
        user = users[row["buyer"]]
        published_at = now - timedelta(days=draw.randint(1, 30), minutes=draw.randint(0, 600))
        data = fields_of(row, [*names, "procedure", "contact_name", "contact_role"]) | {
            "cpv": [codes[code] for code in row["cpv"]],
            "territories": places_of(row),
            "planned_on": timezone.localdate() + timedelta(days=row["planned_in_days"]),
            "sourcing_days": window_of(published_at, row["window_days"]),
        }
        need = needs.create_need(buyer_of(user), data=data, by=user)
        justify_as_told(row["key"], need, user)
        loaded[row["key"]] = lead_need(need, row["status"], user, moderator, published_at)
    return loaded


def window_of(published_at, days_from_now):
    """Working days from the publication to about `days_from_now` days after today; never shorter than the rule."""
    today = timezone.localdate()
    days = working_days_between(timezone.localdate(published_at), today + timedelta(days=days_from_now))
    return max(days, rule(SHORTEST, today) or 1)


def lead_need(need, status, user, moderator, published_at):
    if status in {"draft", "submitted"}:
        return need
    needs.submit_need(need, by=user)
    if status == "returned":
        return needs.return_need(need, by=moderator, reason=REASON_NEED)
    needs.publish_need(need, by=moderator, at=published_at)
    ends = {
        "closed": lambda: needs.close_need(need, by=user, early_reason=EARLY),
        "consultation": lambda: launch(need, user),
        "awarded": lambda: award(need, user, published_at),
        "unawarded": lambda: end_without_holder(need, user, published_at),
        "direct_purchase": lambda: needs.record_direct_purchase(
            need,
            by=user,
            article="R2122-9-1 du code de la commande publique",
            early_reason=EARLY,
            reason="Achat innovant d'un montant inférieur au seuil, après échanges avec quatre entreprises.",
        ),
        "abandoned": lambda: needs.abandon_need(
            need, by=user, reason="Le besoin sera couvert par un outil que le département met à disposition."
        ),
    }
    if status in ends:
        ends[status]()
    return need


def launch(need, user, at=None, deadline=None):
    needs.launch_consultation(
        need,
        by=user,
        url=f"https://profil-acheteur.example/consultations/{need.pk}",
        deadline=deadline or timezone.now() + timedelta(days=35),
        early_reason=EARLY,
        at=at,
    )


def launch_over(need, user, published_at):
    """A consultation whose deadline has just passed: its outcome may be said."""
    now = timezone.now()
    launch(need, user, at=published_at + (now - published_at) / 2, deadline=now - timedelta(seconds=1))


def award(need, user, published_at):
    launch_over(need, user, published_at)
    needs.award_need(
        need,
        by=user,
        to="Entreprise fictive de démonstration",
        on=timezone.localdate(),
        url=f"https://profil-acheteur.example/attributions/{need.pk}",
    )


def end_without_holder(need, user, published_at):
    launch_over(need, user, published_at)
    needs.unaward_need(
        need, by=user, reason="Deux offres reçues, toutes deux au-dessus du budget. Le besoin sera redéfini."
    )


def submit_waiting(content, buyers, companies, needs_by_key, solutions_by_key):
    """Send to moderation what the content marks « submitted », now that moderators are there to be told."""
    for row in content.needs:
        if row["status"] == "submitted":
            needs.submit_need(Need.objects.get(pk=needs_by_key[row["key"]].pk), by=buyers[row["buyer"]])
    for row in content.solutions:
        if row["status"] == "submitted":
            solution = Solution.objects.get(pk=solutions_by_key[row["key"]].pk)
            suppliers.submit_solution(solution, by=companies[row["company"]])


def pieces_of(rows, size=50):
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    return [pks[at : at + size] for at in range(0, len(pks), size)]


def match_quietly(at):
    """Compute the matches at once, telling nobody: these texts are meant to be old, not news of this minute."""
    version = needs.ensure_engine(at)
    for pks in pieces_of(Solution.objects.published()):
        learn(version, definition(version.key), "solution", pks, at)
    for pk in Need.objects.published().order_by("pk").values_list("pk", flat=True):
        refresh_need(pk, at, version)
    Job.objects.filter(name__in=["needs.match_need", "needs.match_solution"]).delete()
