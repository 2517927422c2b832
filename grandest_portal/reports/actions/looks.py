"""Two people for what is sensitive: the first advises, the second decides."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.reports.enums import Opinion
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.models import SecondLook
from grandest_portal.reports.permissions import is_alone, is_at_distance
from grandest_portal.reports.sensitivity import unread_documents, why_sensitive

LONGEST_TITLE = SecondLook._meta.get_field("title").max_length


def check_second_look(kind, thing, by):
    """Refuse a decision that needs another person first, or that no rule can judge yet.

    Call it on the locked thing; the system decides alone. What is unread is asked before the rules: a text that is
    stored in between is read by them.
    """
    if by is None:
        return
    unread = unread_documents(KINDS[kind], thing)
    why = why_sensitive(KINDS[kind], thing)
    if not why:
        check_all_read(unread)
        return
    look = SecondLook.objects.of_version(kind, thing.pk, thing.version).first()
    if look is None:
        raise DomainError(
            _(
                "Deux personnes relisent ce texte. Donnez un premier avis ; une autre décidera. Pourquoi : %(why)s"
            )
            % {"why": " ".join(why)}
        )
    if look.by_id == by.pk:
        raise DomainError(
            _(
                "Vous avez donné le premier avis et vous êtes seul à modérer : ouvrez un second compte de modération."
            )
            if is_alone(by)
            else _("Vous avez donné le premier avis : une autre personne de la modération décide.")
        )


def check_all_read(unread):
    """Refuse while the text of a document is awaited: it may hold a word that asks for two people."""
    names = [each.name for each in unread if each.awaited]
    if names:
        raise DomainError(
            ngettext(
                "Le texte de « %(names)s » n'est pas encore lu, et il faut l'avoir lu pour savoir si deux personnes "
                "doivent relire : réessayez dans un instant.",
                "Les textes de « %(names)s » ne sont pas encore lus, et il faut les avoir lus pour savoir si deux "
                "personnes doivent relire : réessayez dans un instant.",
                len(names),
            )
            % {"names": " », « ".join(names)}
        )


def give(thing, opinion, *, by, note, verb):
    """Keep the first opinion on the version that stands. One per version: whoever comes second decides."""
    key = thing._meta.model_name
    kind = KINDS[key]
    thing = kind.model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    if not kind.awaits(thing) or not why_sensitive(kind, thing):
        raise DomainError(_("Ce texte n'attend pas de premier avis."))
    look = SecondLook(
        kind=key,
        object_pk=thing.pk,
        title=str(thing)[:LONGEST_TITLE],
        version=thing.version,
        opinion=opinion,
        note=note.strip(),
        by=by,
    )
    if not is_at_distance(by, look):
        raise DomainError(_("Vous ne donnez pas d'avis sur un texte de votre propre organisation."))
    try:
        with transaction.atomic():
            look.save()
    except IntegrityError as error:
        raise DomainError(
            _("Un premier avis est déjà donné sur cette version : rechargez la page, vous pouvez décider.")
        ) from error
    record(thing, verb, by=by, after={"version": look.version}, reason=look.note)
    return look


@transaction.atomic
def advise(thing, *, by, note=""):
    """The first moderator would publish it."""
    return give(thing, Opinion.FOR, by=by, note=note, verb="look.advised")


@transaction.atomic
def advise_against(thing, *, by, reason):
    """The first moderator would not, and says why to the second."""
    if not reason.strip():
        raise DomainError(_("Dites pourquoi à la personne qui décidera."), field="reason")
    return give(thing, Opinion.AGAINST, by=by, note=reason, verb="look.advised_against")
