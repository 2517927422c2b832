"""How long companies may answer: working days counted from the publication, with a dated shortest length."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import working_day_after

PROPOSED = "need_window_working_days"
SHORTEST = "need_window_minimum_working_days"
LONGEST = "need_window_maximum_working_days"


def rule(key, on):
    """The parameter `key` on the date `on`, in working days; None when no rule is set."""
    try:
        return Parameter.objects.value(key, on)
    except LookupError:
        return None


def last_day(on, days):
    """The last day, included, of exchanges of `days` working days published on the date `on`."""
    return working_day_after(on, days)


def days_words(days):
    return ngettext("%(days)d jour ouvré", "%(days)d jours ouvrés", days) % {"days": days}


def is_short(days, on):
    """True when exchanges of `days` working days need a public reason on the date `on`."""
    shortest = rule(SHORTEST, on)
    return shortest is not None and days < shortest


def shorter_than_rule(on):
    """« moins de 10 jours ouvrés » of the shortest length on the date `on`; « moins que la règle » when none is set."""
    shortest = rule(SHORTEST, on)
    return _("moins de %(days)s") % {"days": days_words(shortest)} if shortest else _("moins que la règle")


def check_window(need, on):
    """Refuse a window without length, or one shorter than the rule without its reason."""
    if not need.sourcing_days:
        raise DomainError(_("Dites combien de jours ouvrés durent les échanges."), field="sourcing_days")
    if is_short(need.sourcing_days, on) and not need.short_window_reason:
        raise DomainError(
            _(
                "Les échanges durent au moins %(days)s. S'ils doivent être plus courts, écrivez-en la raison : "
                "elle sera publiée."
            )
            % {"days": days_words(rule(SHORTEST, on))},
            field="short_window_reason",
        )


def check_end(need, on, reason):
    """Refuse to end the exchanges on the date `on`, before their shortest length, without a public reason."""
    shortest = rule(SHORTEST, on)
    if shortest is None or need.published_at is None or need.short_window_reason or reason:
        return
    if on < last_day(timezone.localdate(need.published_at), shortest):
        raise DomainError(
            _(
                "Les échanges durent au moins %(days)s depuis la publication. Pour les finir avant, écrivez-en la "
                "raison : elle sera publiée."
            )
            % {"days": days_words(shortest)},
            field="early_reason",
        )
