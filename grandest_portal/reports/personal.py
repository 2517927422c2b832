"""Who reported, contested, advised and decided."""

from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal

DECISIONS = _("La trace des décisions de modération est conservée pour pouvoir en rendre compte.")


def forget_reporter(rows, leaver):
    rows.update(reporter=None)


RECORDS = (
    Personal(
        "reports.Report",
        "signalements",
        _("Les contenus que vous avez signalés"),
        "reporter",
        Fate.ANONYMISE,
        _("Ce que vous avez signalé reste à traiter ; rien ne dit plus que c'est vous."),
        exported=("pk", "case__title", "reason_label", "text", "created_at", "case__status", "case__reason"),
        withheld={"case": "le contenu signalé, donné par son titre", "reason_key": "redite du libellé"},
        erase=forget_reporter,
    ),
    Personal(
        "reports.Appeal",
        "contestations",
        _("Les refus que vous avez contestés"),
        "author",
        Fate.KEEP,
        _("La contestation est faite au nom de l'organisation ; son auteur devient le pseudonyme."),
        exported=("title", "text", "rejected_at", "rejection_reason", "status", "created_at", "reason"),
        withheld={"rejected_by": "une autre personne", "decided_by": "une autre personne"},
        ground=DECISIONS,
    ),
    Personal(
        "reports.SecondLook",
        "premiers-avis",
        _("Les avis que vous avez donnés pour la modération"),
        "by",
        Fate.KEEP,
        _("L'avis reste avec la décision ; son auteur devient le pseudonyme."),
        exported=("title", "version", "opinion", "note", "created_at"),
        ground=DECISIONS,
    ),
    Personal(
        "reports.Case",
        "signalements-traites",
        _("Les signalements auxquels vous avez répondu pour la modération"),
        "decided_by",
        Fate.KEEP,
        _("La réponse reste ; qui l'a donnée devient le pseudonyme."),
        exported=("title", "status", "reason", "decided_at"),
        ground=DECISIONS,
    ),
)

NOT_PERSONAL = {}
