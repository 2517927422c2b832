"""What a person follows, keeps and asks to be told."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.personal import Fate, Personal
from grandest_portal.follow.models import Favourite


def favourites_of(user):
    """Those that the person added or whose note they wrote last, in whatever organisation."""
    return Favourite.objects.filter(Q(added_by=user.pk) | Q(updated_by=user.pk))


def unsign_favourites(rows, leaver):
    """The favourites and their notes are the organisation's: the person's name goes from them."""
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    kept = Favourite.objects.filter(pk__in=pks)
    kept.filter(added_by=leaver.user.pk).update(added_by=None)
    kept.filter(updated_by=leaver.user.pk).update(updated_by=None)


RECORDS = (
    Personal(
        "follow.Follow",
        "suivis",
        _("Ce que vous suivez"),
        "user",
        Fate.DELETE,
        _("Effacé : personne d'autre ne le voyait."),
        exported=("kind", "object_id", "created_at"),
    ),
    Personal(
        "follow.SavedSearch",
        "recherches",
        _("Les recherches que vous avez enregistrées, et leurs alertes"),
        "user",
        Fate.DELETE,
        _("Effacées : personne d'autre ne les voyait. Plus aucune alerte ne part."),
        exported=("kind", "name", "query", "frequency", "created_at", "last_run_at", "seen_at"),
        withheld={"since": "date technique, égale au choix de l'alerte"},
    ),
    Personal(
        "follow.HeldNews",
        "nouvelles_a_annoncer",
        _("Ce qui vous sera annoncé par le prochain courriel de vos suivis"),
        "user",
        Fate.DELETE,
        _("Effacé : rien ne vous est plus annoncé."),
        exported=("kind", "object_id", "topic", "held_at"),
        withheld={"content": _("le texte du courriel à venir")},
    ),
    Personal(
        "follow.ToldThing",
        "resultats_annonces",
        _("Les résultats que vos alertes vous ont annoncés"),
        "search__user",
        Fate.DELETE,
        _("Effacés avec la recherche."),
        exported=("search__name", "object_id", "told_at"),
    ),
    Personal(
        "follow.Favourite",
        "favoris",
        _("Les favoris que vous avez ajoutés ou annotés pour votre organisation"),
        favourites_of,
        Fate.ANONYMISE,
        _(
            "Ils appartiennent à l'organisation et restent dans sa liste, avec leurs notes ; votre nom n'y figure "
            "plus."
        ),
        exported=("organisation__name", "list__name", "kind", "object_id", "created_at", "updated_at"),
        withheld={
            "note": "texte de l'organisation, que ses personnes écrivent ensemble",
            "version": "compteur technique",
        },
        erase=unsign_favourites,
    ),
)

NOT_PERSONAL = {"follow.FavouriteList": "noms donnés par une organisation à ses listes ; ne dit pas par qui"}
