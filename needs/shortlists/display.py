"""A frozen list in words: how it was obtained, its figures, what differs from the one before."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.dates import moment
from grandest_portal.reference.enums import CPVLevel
from needs.matching.bands import bands
from suppliers.enums import Language


def band_names(on):
    """{key: Band} of the names of today: a list keeps keys and limits, not words."""
    return {band.key: band for band in bands(on)}


def decimal(number):
    return f"{number:.2f}".replace(".", ",")


def cpv_words(level):
    return str(CPVLevel(level).label) if level else _("aucun code en commun")


def filter_words(filters, names):
    """Each filter that was used, as a sentence; one sentence when none was."""
    lines = []
    if filters["band"]:
        lines.append(
            _("Correspondance au moins : %(band)s (score de %(floor)s et plus).")
            % {"band": str(names[filters["band"]].label).lower(), "floor": decimal(filters["floor"])}
        )
    if filters["trl"]:
        lines.append(_("Maturité au moins : TRL %(trl)d.") % filters)
    if filters["cpv_level"]:
        lines.append(
            _("Code CPV en commun, au moins : %(level)s.") % {"level": cpv_words(filters["cpv_level"])}
        )
    if filters["words"]:
        lines.append(_("Mots employés par la solution : %(words)s.") % filters)
    if filters["languages"]:
        languages = ", ".join(str(Language(each).label).lower() for each in filters["languages"])
        lines.append(_("Une de ces langues, au moins : %(languages)s.") % {"languages": languages})
    return lines or [_("Aucun filtre : toutes les correspondances enregistrées.")]


def place_words(shortlist):
    """How many firms of all that matched are from outside the region; a figure, and nothing else."""
    counts = {"firms": shortlist.firms, "outside": shortlist.outside, "unknown": shortlist.unknown_place}
    told = ngettext(
        "%(firms)d entreprise a une solution qui correspond : %(outside)d hors de la région",
        "%(firms)d entreprises ont une solution qui correspond : %(outside)d hors de la région",
        shortlist.firms,
    )
    if shortlist.unknown_place:
        told += _(", %(unknown)d de lieu inconnu")
    return told % counts + _(". Le lieu n'a servi ni à filtrer, ni à ordonner : il est compté après coup.")


def figures_of(shortlist):
    return ngettext(
        "%(matched)d solution correspondait : %(kept)d dans la liste, %(left_out)d en dehors.",
        "%(matched)d solutions correspondaient : %(kept)d dans la liste, %(left_out)d en dehors.",
        shortlist.matched,
    ) % {name: getattr(shortlist, name) for name in ("matched", "kept", "left_out")}


def facts_of(shortlist, names):
    """[(label, value)] of all that a reader needs to obtain the same list again."""
    return [
        (_("Critère"), shortlist.criterion),
        (_("Filtres"), " ".join(filter_words(shortlist.filters, names))),
        (_("Figée le"), moment(shortlist.frozen_at)),
        (_("Figée par"), str(shortlist.frozen_by or _("un compte supprimé"))),
        (_("Résultat"), figures_of(shortlist)),
        (_("Entreprises d'ailleurs"), place_words(shortlist)),
        (
            _("Calcul"),
            _("version %(engine)s du moteur ; ordre : le score, puis une empreinte de la paire")
            % {"engine": shortlist.engine},
        ),
        (_("Empreinte des données du moteur"), shortlist.engine_inputs),
        (
            _("Texte du besoin"),
            _("version %(number)d, empreinte %(hash)s")
            % {"number": shortlist.need_version, "hash": shortlist.need_hash},
        ),
        (_("Empreinte de la liste"), shortlist.content_hash),
    ]


def differences(before, entries_before, shortlist, entries):
    """What a list changes from the one before: {entered, left} as titles, and `changes` in sentences."""
    kept_before = {each.solution_number: each for each in entries_before if each.kept}
    kept = {each.solution_number: each for each in entries if each.kept}
    changes = []
    if before.criterion != shortlist.criterion:
        changes.append(_("Le critère n'est plus le même."))
    if before.filters != shortlist.filters:
        changes.append(_("Les filtres ne sont plus les mêmes."))
    if (before.engine, before.engine_inputs) != (shortlist.engine, shortlist.engine_inputs):
        changes.append(_("Le moteur de calcul a changé de version."))
    if before.need_hash != shortlist.need_hash:
        changes.append(_("Le texte du besoin a changé."))
    return {
        "entered": [each for pk, each in kept.items() if pk not in kept_before],
        "left": [each for pk, each in kept_before.items() if pk not in kept],
        "changes": changes,
    }
