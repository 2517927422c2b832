"""The documents of a need on its page, and the text of the working ones beside the drafting form."""

from django import template
from django.db.models.functions import Left, Length
from django.urls import reverse

from grandest_portal.attachments.enums import Purpose, TextStatus
from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.presentation import row_of
from needs.documents import KIND
from needs.permissions import can_change_documents, can_read_documents

register = template.Library()
# Beside the form; the whole text has a page of its own.
SHOWN = 20_000


@register.inclusion_tag("needs/_documents.html", takes_context=True)
def documents(context, need):
    """The public list, and for those who prepare the need the way to the page of all its documents."""
    user = context["request"].user
    rows = Attachment.objects.of_thing(KIND, need.pk).filter(purpose=Purpose.PUBLIC).for_list().defer("text")
    return {
        "rows": [row_of(each) for each in rows],
        "all_url": reverse("needs:documents", args=[need.pk])
        if user.is_authenticated and can_read_documents(user, need, Purpose.SOURCE)
        else "",
        "can_change": user.is_authenticated and can_change_documents(user, need),
    }


@register.inclusion_tag("needs/_source_texts.html", takes_context=True)
def source_texts(context, draft, step):
    """The text of each working document of a stored draft, its beginning when it is long."""
    stored = draft is not None and draft.pk is not None
    rows = Attachment.objects.of_thing(KIND, draft.pk).filter(purpose=Purpose.SOURCE) if stored else []
    if stored:
        # The texts are cut by the database: a page never carries more of them than it shows.
        rows = rows.for_list().defer("text").annotate(start=Left("text", SHOWN), length=Length("text"))
    return {
        "texts": [text_row(each) for each in rows],
        "autosave": context.get("autosave", False),
        "reread": context.get("reread", False),
        "add_url": f"{reverse('needs:document_add', args=[draft.pk, 'travail'])}?retour={step.slug}"
        if stored
        else "",
        "all_url": reverse("needs:documents", args=[draft.pk]) if stored else "",
    }


def text_row(attachment):
    """{name, text, state, more_url}: the state stands in words where there is no text to show."""
    shown = attachment.is_served and attachment.text_status == TextStatus.READ
    more = shown and attachment.length > SHOWN
    return {
        "pk": attachment.pk,
        "name": attachment.name,
        "text": attachment.start if shown else "",
        "state": row_of(attachment)["state_note"]
        if not attachment.is_served
        else attachment.get_text_status_display(),
        "more_url": reverse("needs:document_text", args=[attachment.object_id, attachment.pk])
        if more
        else "",
    }
