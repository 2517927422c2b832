"""An organisation's favourites, their notes and lists. Nobody is told and nothing is recorded: they are a notebook."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_seen
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.models import LONGEST_NOTE, Favourite, FavouriteList
from grandest_portal.reference.models import Parameter

NAMED = ("name",)


class NoteChanged(DomainError):
    """Somebody else wrote since: `favourite` is as it stands now, so that the page shows both texts."""

    def __init__(self, favourite):
        super().__init__(
            _(
                "Quelqu'un a modifié ce favori entre-temps. Les deux textes sont ci-dessous : complétez le vôtre, "
                "puis enregistrez de nouveau."
            ),
            field="note",
        )
        self.favourite = favourite


def _locked(organisation):
    """The organisation, so that two of its people count its favourites one after the other."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)


def _limit(key):
    return Parameter.objects.value(key, timezone.localdate())


@transaction.atomic
def add_favourite(organisation, kind, pk, *, by):
    """Keep a public thing among the organisation's favourites; asking twice changes nothing."""
    if not KINDS[kind].visible(by).filter(pk=pk).exists():
        raise DomainError(_("Cette page n'est plus publique : elle ne peut pas être gardée en favori."))
    _locked(organisation)
    rows = Favourite.objects.of(organisation)
    known = rows.of_thing(kind, pk).first()
    if known is not None:
        return known
    if rows.count() >= _limit("favourites_max"):
        raise DomainError(
            _("Votre organisation garde déjà %(count)d favoris : retirez-en avant d'en ajouter.")
            % {"count": _limit("favourites_max")}
        )
    return Favourite.objects.create(organisation=organisation, kind=kind, object_id=pk, added_by=by)


@transaction.atomic
def write_favourite(favourite, *, note, chosen, by, version):
    """Store the shared note, and the list (`chosen`, None for none) where the favourite stands.

    Raises NoteChanged when somebody stored another text since `version`, the one that was on screen.
    """
    rows = Favourite.objects.select_for_update(of=("self",)).select_related("updated_by", "list")
    favourite = rows.get(pk=favourite.pk)
    if (favourite.note, favourite.list) == (note, chosen):
        return favourite
    if version != favourite.version:
        raise NoteChanged(favourite)
    if len(note) > LONGEST_NOTE:
        raise DomainError(
            _("Une note compte au plus %(count)d caractères.") % {"count": LONGEST_NOTE}, field="note"
        )
    if chosen is not None and chosen.organisation_id != favourite.organisation_id:
        raise DomainError(_("Cette liste n'est pas celle de votre organisation."), field="list")
    if note != favourite.note:
        favourite.note, favourite.updated_by = note, by
    favourite.list, favourite.version = chosen, favourite.version + 1
    favourite.save(update_fields=["note", "list", "updated_by", "version", "updated_at"])
    return favourite


@transaction.atomic
def remove_favourite(favourite):
    """True when it stood there; its note goes with it."""
    return bool(Favourite.objects.filter(pk=favourite.pk).delete()[0])


@transaction.atomic
def remove_hidden_favourites(user):
    """Forget, for the organisation of `user`, the things that left public view; returns how many."""
    return Favourite.objects.hidden(user).delete()[0]


def _free_name(organisation, name, but=None):
    """The name, refused when it is empty or another list of the organisation bears it."""
    if not name:
        raise DomainError(_("Donnez un nom à la liste."), field="name")
    taken = FavouriteList.objects.of(organisation).filter(name__iexact=name)
    if taken.exclude(pk=but).exists():
        raise DomainError(_("Une liste de votre organisation porte déjà ce nom."), field="name")
    return name


@transaction.atomic
def create_list(organisation, *, name):
    """Open a list."""
    _locked(organisation)
    if FavouriteList.objects.of(organisation).count() >= _limit("favourite_lists_max"):
        raise DomainError(
            _("Votre organisation a déjà %(count)d listes : supprimez-en une avant d'en ouvrir une autre.")
            % {"count": _limit("favourite_lists_max")},
            field="name",
        )
    return FavouriteList.objects.create(organisation=organisation, name=_free_name(organisation, name))


@transaction.atomic
def rename_list(chosen, *, name, seen=None):
    """Give the list another name; `seen` is the mark of the one that was on screen."""
    _locked(chosen.organisation)
    chosen = (
        FavouriteList.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=chosen.pk)
    )
    if name != chosen.name:
        check_seen(seen, chosen, NAMED)
    chosen.name = _free_name(chosen.organisation, name, but=chosen.pk)
    chosen.save(update_fields=["name"])
    return chosen


@transaction.atomic
def delete_list(chosen):
    """The list goes, what stood in it stays among the favourites."""
    return bool(FavouriteList.objects.filter(pk=chosen.pk).delete()[0])
