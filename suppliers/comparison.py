"""What a comparison of published solutions shows; an answer that its reader may not read stays closed."""

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.comparison import Side
from grandest_portal.core.dates import date_words
from suppliers.audience import hidden_names
from suppliers.enums import PriceModel
from suppliers.models import Solution
from suppliers.places import served_beside, served_text
from suppliers.reading import codes_beside, codes_read_with
from suppliers.reference_words import in_lines, references_beside

CLOSED = gettext_lazy("Réponse que l'entreprise ne montre pas à tout le monde")
LABELS = {
    "problem_solved": gettext_lazy("Problème résolu"),
    "novelty": gettext_lazy("Ce qui est nouveau"),
    "trl": gettext_lazy("Maturité"),
    "served": gettext_lazy("Peut être fournie"),
    "deployment": gettext_lazy("Conditions de déploiement"),
    "interfaces": gettext_lazy("Interfaces et formats de données"),
    "price_models": gettext_lazy("Modèle de prix"),
    "security": gettext_lazy("Sécurité et données personnelles"),
    "accessibility": gettext_lazy("Accessibilité"),
    "environment": gettext_lazy("Effet sur l'environnement"),
    "references": gettext_lazy("Références"),
    "first_reference": gettext_lazy("Première référence"),
    "codes": gettext_lazy("Codes CPV"),
    "keywords": gettext_lazy("Mots clés"),
    "published": gettext_lazy("Publiée le"),
}
TEXTS = ("problem_solved", "novelty", "deployment", "interfaces", "security", "accessibility", "environment")


def sides_of(user, pks):
    """{pk: Side} of the published ones among `pks`."""
    beside = {
        "places_beside": served_beside(),
        "codes_beside": codes_beside(OuterRef("pk")),
        "references_beside": references_beside(),
    }
    rows = Solution.objects.published().filter(pk__in=pks).for_list().annotate(**beside)
    return {solution.pk: side_of(user, solution) for solution in rows}


def side_of(user, solution):
    facts = {name: getattr(solution, name) for name in (*TEXTS, "keywords")}
    facts |= {
        "trl": solution.trl_label,
        "served": served_text(solution),
        "price_models": ", ".join(str(PriceModel(key).label) for key in solution.price_models),
        "references": in_lines(solution),
        "first_reference": _("Cherche sa première référence publique") if solution.first_reference else "",
        "codes": "\n".join(f"{code.full} {code.label}" for code in codes_read_with(solution)),
        "published": date_words(localtime(solution.published_at)),
    }
    closed = {name: CLOSED for name in hidden_names(user, solution) if facts.get(name)}
    url = reverse("suppliers:solution_detail", args=[solution.pk])
    return Side(solution.pk, str(solution), url, facts | closed, solution.company.full_name)
