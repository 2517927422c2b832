"""The evidence behind a label: documents that the company's people and moderators read, nobody else."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from grandest_portal.attachments.kinds import Kind, register
from suppliers.actions.labels import LABEL_KIND, evidence_changed, lock_label
from suppliers.models import CompanyLabel
from suppliers.permissions import can_edit_label, can_read_evidence


def always_open(label):
    """Evidence may change at any time: it is then read again."""


def label_page(pk):
    """The labels on the company's page: moderators, who read the evidence, open no page of its own team."""
    row = CompanyLabel.objects.filter(pk=pk).values_list("company", flat=True).first()
    return reverse("suppliers:company_detail", args=[row]) + "#labels" if row else reverse("pages:dashboard")


def evidence_page(pk):
    return reverse("suppliers:label_evidence", args=[pk])


register(
    Kind(
        key=LABEL_KIND,
        label=gettext_lazy("label d'une entreprise"),
        things=CompanyLabel.objects,
        visible=lambda user: CompanyLabel.objects.visible_to(user).select_related("company__organisation"),
        reads=lambda user, label, purpose: can_read_evidence(user, label),
        writes=lambda user, label, purpose: can_edit_label(user, label),
        lock=lambda pk: lock_label(CompanyLabel(pk=pk)),
        check_open=always_open,
        page=label_page,
        url=evidence_page,
        organisations=lambda label: [label.company.organisation],
        changed=evidence_changed,
    )
)
