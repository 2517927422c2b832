"""Who opens, adds and removes a document: the room of its thing decides, through its Kind."""

from grandest_portal.accounts.permissions import can_moderate, is_moderator
from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.models import Attachment


def thing_for(user, kind, pk):
    """The thing of that kind and number when `user` sees it, or None."""
    return KINDS[kind].visible(user).filter(pk=pk).first() if kind in KINDS else None


def readable_attachment(user, pk):
    """The live Attachment when the person sees its thing and may open it, or None."""
    attachment = Attachment.objects.live().filter(pk=pk).first()
    if attachment is None:
        return None
    thing = thing_for(user, attachment.kind, attachment.object_id)
    if thing is None or not KINDS[attachment.kind].gives(user, thing, attachment):
        return None
    return attachment


def opened(user, attachment):
    """The room of the thing notes who opens the file; False when the right to it has just gone."""
    kind = KINDS[attachment.kind]
    thing = thing_for(user, attachment.kind, attachment.object_id)
    return thing is not None and kind.opened(user, thing, attachment)


def can_change(user, kind, thing, purpose):
    """Those who add and remove documents of a purpose, as the room of the thing says."""
    return KINDS[kind].writes(user, thing, purpose)


def can_moderate_attachment(user, attachment):
    """Moderators, except for documents of an organisation that is theirs or was lately."""
    kind = KINDS[attachment.kind]
    thing = kind.things.filter(pk=attachment.object_id).first()
    organisations = kind.organisations(thing) if thing is not None else []
    return is_moderator(user) and all(can_moderate(user, each) for each in organisations)
