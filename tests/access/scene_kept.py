"""What a person keeps: a favourite of the organisation, a list, a search."""

from types import SimpleNamespace

from django.http import QueryDict

from grandest_portal.follow.actions import add_favourite, create_list, save_search, write_favourite
from grandest_portal.follow.tokens import signer


def kept_by(user, solution):
    """A favourite of the person's organisation with its note, in a list; a search of the person's own, and the link
    of its mails."""
    organisation = user.memberships.get().organisation
    favourite = add_favourite(organisation, "solution", solution.pk, by=user)
    chosen = create_list(organisation, name="À revoir")
    favourite = write_favourite(favourite, note="Essai à demander", chosen=chosen, by=user, version=1)
    saved, _is_new = save_search(user, "need", QueryDict("q=eau"))
    return {
        "favourite": favourite,
        "favourite list": chosen,
        "saved search": saved,
        "alert link": SimpleNamespace(pk=signer.sign(saved.pk)),
    }
