"""One check for every life: a table says from which states each state may be reached."""

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError


def can_become(status, target, transitions):
    """True when `target` may follow `status` in the table {target: {allowed sources}}."""
    return status in transitions.get(target, frozenset())


def check_transition(thing, target, transitions):
    """Raise DomainError unless `thing.status` may become `target`.

    Call it on a row that is locked (`select_for_update`): otherwise two people could both pass.
    """
    if not can_become(thing.status, target, transitions):
        raise DomainError(
            _(
                "Cette action n'est plus possible : l'état est maintenant « %(now)s ». "
                "Rechargez la page pour voir ce qui a changé."
            )
            % {"now": thing.get_status_display()}
        )
