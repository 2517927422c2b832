"""Needs take documents: who reads them, who changes them, and until when."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.kinds import Kind, register
from grandest_portal.core.errors import DomainError
from needs.actions.amending import documents_changed
from needs.actions.common import lock_need
from needs.enums import WITH_CHANGING_DOCUMENTS
from needs.models import Need
from needs.permissions import can_read_documents, can_write_documents
from needs.versioning import KIND


def check_open(need):
    """Refuse once the exchanges are over, or the need was refused."""
    if need.status not in WITH_CHANGING_DOCUMENTS:
        raise DomainError(
            _(
                "Les documents de ce besoin ne changent plus depuis la fin des échanges : toutes les entreprises ont "
                "pu lire les mêmes. Joignez les suivants à la consultation, ou à un nouveau besoin."
            )
        )


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
        reads=can_read_documents,
        writes=can_write_documents,
        lock=lambda pk: lock_need(Need(pk=pk)),
        check_open=check_open,
        page=page_of_need,
        url=documents_page,
        organisations=lambda need: [need.buyer.organisation] if need.buyer_id else [],
        changed=documents_changed,
        keeping=Need.objects.awaiting_review,
    )
)
