"""The link by which a mail is stopped without logging in: signed, so that it names the searches of that mail alone."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

signer = Signer(salt="follow.alert", sep="~")


def leave_path(searches):
    return reverse("searches:leave", args=[signer.sign("-".join(str(saved.pk) for saved in searches))])


def searches_of(token):
    """The numbers of the saved searches that a link names, or None for a link that we did not write."""
    try:
        return [int(number) for number in signer.unsign(token).split("-")]
    except (BadSignature, ValueError):
        return None
