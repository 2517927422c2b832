"""What a comparison of public needs shows."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.comparison import Side
from needs.display import facts_of, place_text, state_label
from needs.models import Need

TEXTS = {
    "summary": gettext_lazy("Résumé"),
    "current_situation": gettext_lazy("Situation actuelle"),
    "expected_result": gettext_lazy("Résultat attendu"),
    "constraints": gettext_lazy("Contraintes"),
}
LABELS = {
    "state": gettext_lazy("État"),
    **TEXTS,
    "place": gettext_lazy("Lieu d'exécution"),
    **{
        label: label
        for label in (
            gettext_lazy("Budget"),
            gettext_lazy("Procédure envisagée"),
            gettext_lazy("Maturité acceptée"),
            gettext_lazy("Langues des échanges"),
            gettext_lazy("Importé le"),
            gettext_lazy("Publié le"),
            gettext_lazy("Échanges ouverts jusqu'au"),
            gettext_lazy("Échanges clos le"),
            gettext_lazy("Consultation envisagée le"),
        )
    },
    "codes": gettext_lazy("Codes CPV"),
}


def labels():
    """{row: its heading}: the facts of `needs.display.facts_of` stand under their own words."""
    return {str(name): str(label) for name, label in LABELS.items()}


def sides_of(pks):
    """{pk: Side} of the public ones among `pks`."""
    rows = Need.objects.public().filter(pk__in=pks).select_related("buyer__organisation")
    return {need.pk: side_of(need) for need in rows.prefetch_related("cpv", "territories")}


def side_of(need):
    facts = {name: getattr(need, name) for name in TEXTS}
    facts |= {
        "state": str(state_label(need)[0]),
        "place": place_text(need) or _("non précisé"),
        "codes": "\n".join(f"{code.full} {code.label}" for code in sorted(need.cpv.all(), key=str)),
        **{str(label): value for label, value in facts_of(need, with_contact=False)},
    }
    return Side(need.pk, str(need), reverse("needs:detail", args=[need.pk]), facts, need.buyer_name)
