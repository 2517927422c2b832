"""Needs take documents: who reads them, who changes them, and until when."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.kinds import Kind, register
from grandest_portal.core.errors import DomainError
from needs.actions.common import lock_need
from needs.enums import EDITABLE_NEED, NeedStatus
from needs.models import Need
from needs.permissions import writes_for

KIND = "need"
# From the first draft to the end of the exchanges; then companies have read what there was to read.
CHANGING = EDITABLE_NEED | {NeedStatus.SUBMITTED, NeedStatus.PUBLISHED}


def reads_documents(user, need, purpose):
    """Public ones: whoever sees the need. The others: those who prepare it, readers of its buyer included."""
    return purpose == Purpose.PUBLIC or Need.objects.prepared_by(user).filter(pk=need.pk).exists()


def writes_documents(user, need, purpose=None):
    """Those who write for its buyer, whatever the purpose."""
    return writes_for(user, need)


def check_open(need):
    """Refuse once the exchanges are over, or the need was refused."""
    if need.status not in CHANGING:
        raise DomainError(
            _(
                "Les documents de ce besoin ne changent plus depuis la fin des échanges : toutes les entreprises ont "
                "pu lire les mêmes. Joignez les suivants à la consultation, ou à un nouveau besoin."
            )
        )


def can_change_documents(user, need):
    """Those who write for its buyer, as long as documents may change."""
    return need.status in CHANGING and writes_documents(user, need)


def page_of_need(pk):
    return reverse("needs:detail", args=[pk])


def documents_page(pk):
    return reverse("needs:documents", args=[pk])


register(
    Kind(
        key=KIND,
        label=gettext_lazy("besoin"),
        things=Need.objects,
        visible=lambda user: Need.objects.visible_to(user).select_related("buyer__organisation"),
        reads=reads_documents,
        writes=writes_documents,
        lock=lambda pk: lock_need(Need(pk=pk)),
        check_open=check_open,
        page=page_of_need,
        url=documents_page,
    )
)
