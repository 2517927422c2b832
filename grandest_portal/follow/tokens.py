"""The link by which a mail is stopped without logging in: signed, so that it names one search and no other."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

signer = Signer(salt="follow.alert", sep="~")


def leave_path(saved):
    return reverse("searches:leave", args=[signer.sign(saved.pk)])


def search_of(token):
    """The number of the saved search that a link names, or None for a link that we did not write."""
    try:
        return int(signer.unsign(token))
    except (BadSignature, ValueError):
        return None
