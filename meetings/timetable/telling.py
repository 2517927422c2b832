"""The sentences of a timetable: its warnings, its progress, what became of a computation that failed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def warning(name):
    return {
        "crowded": _("Plus de 95 % des places sont prises : le calcul peut ne pas aboutir à une preuve."),
        "unproven": _("Non prouvé : la limite de calcul a été atteinte, un meilleur planning peut exister."),
        "fallback_slots": _(
            "Les attentes des entreprises n'ont pas pu être réduites de façon prouvée ; les rendez-vous sont les bons."
        ),
        "fallback_count": _("Le nombre de rendez-vous n'est pas prouvé le plus grand."),
        "fallback_greedy": _("Planning de secours : premier arrivé, premier servi."),
        "promises": _(
            "Tous les rendez-vous promis n'ont pas pu être gardés ; le plan dit lesquels, et pourquoi."
        ),
    }[name]


def step(name):
    return {
        "choose": _("Choix des rencontres…"),
        "place": _("Placement des rendez-vous…"),
        "compromise": _("Les absences empêchent le meilleur choix : recherche du meilleur qui tienne…"),
        "fallback": _("Placement simple, la limite est atteinte…"),
        "polish": _("Réduction des attentes…"),
        "promises": _("Rendez-vous promis…"),
        "fill": _("Places libres…"),
        "moves": _("Le moins de déplacements possible…"),
    }[name]


def summary(plan):
    """One line on a plan."""
    count = len(plan["meetings"])
    return _(
        "%(meetings)s (borne %(bound)d), %(gaps)s côté entreprises (borne %(gaps_bound)d), %(proof)s"
    ) % {
        "meetings": ngettext("%(count)d rendez-vous", "%(count)d rendez-vous", count) % {"count": count},
        "bound": plan["meetings_bound"],
        "gaps": ngettext("%(count)d attente", "%(count)d attentes", plan["company_gaps"])
        % {"count": plan["company_gaps"]},
        "gaps_bound": plan["company_gaps_bound"],
        "proof": _("prouvé") if plan["status"] == "optimal" else _("non prouvé"),
    }


def changed(plan):
    """One line on what a plan made again changes."""
    counts = {name: len(plan[name]) for name in ("moved", "lost", "added")}
    return _("gardés : %(kept)d, déplacés : %(moved)d, perdus : %(lost)d, ajoutés : %(added)d") % (
        counts | {"kept": plan["kept"]}
    )


def cause(lost):
    """Why a promised meeting is lost."""
    if lost["cause"] == "absent":
        return _("absence : %(names)s") % {"names": ", ".join(lost["away"])}
    return _("plus aucun créneau ni table possible pour les deux")


def failure(reason):
    return {
        "memory": _("Le calcul a été arrêté : il demandait plus de mémoire que permis."),
        "time": _("Le calcul a été arrêté : il durait plus longtemps que permis."),
        "killed": _("Le calcul a été interrompu avant sa fin."),
        "crashed": _("Le calcul s'est arrêté sur une erreur ; rien n'a été changé."),
    }[reason]
