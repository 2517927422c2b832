"""The first steps of a person: an organisation, its verification, then the first text."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import MembershipStatus, Side
from grandest_portal.pages.desk.parts import Section, Task
from grandest_portal.reference.delays import moderation_promise

AS_BUYER = ("buyers:register", Side.BUYER)
AS_COMPANY = ("suppliers:register", Side.COMPANY)
WAYS = {Side.BUYER: [AS_BUYER], Side.COMPANY: [AS_COMPANY]}


def newcomer_section(user, today):
    """For a person who speaks for nobody: register on the side said at sign-up, or choose one."""
    refused = (
        user.memberships.filter(status=MembershipStatus.REFUSED)
        .select_related("organisation")
        .order_by("-decided_at", "-pk")
        .first()
    )
    return Section(
        title=_("Vos premiers pas"),
        tasks_title=_("Étapes"),
        lead=refusal_words(refused) if refused else _("Trois étapes, et vous pourrez échanger."),
        tasks=(done(_("Confirmer votre adresse")), *registration_tasks(user), later(today)),
    )


def refusal_words(membership):
    return _("Votre demande pour %(organisation)s n'a pas été acceptée : %(reason)s") % {
        "organisation": membership.organisation,
        "reason": membership.decision_reason,
    }


def registration_tasks(user):
    labels = {
        Side.BUYER: _("Inscrire votre organisation (acheteur public)"),
        Side.COMPANY: _("Inscrire votre entreprise"),
    }
    return tuple(
        Task(label=labels[side], url=reverse(name), status=_("À faire"), tone="mirabelle")
        for name, side in WAYS.get(user.side, [AS_BUYER, AS_COMPANY])
    )


def done(label):
    return Task(label=label, url="", status=_("Fait"), tone="fir")


def later(today):
    return Task(
        label=_("Vérification par la modération"),
        url="",
        status=_("Ensuite"),
        tone="grey",
        note=moderation_promise(today),
    )


def waiting_section(membership, today):
    """For a person whose request to speak for an organisation waits."""
    return Section(
        title=_("Votre rattachement est en cours de vérification"),
        tasks_title=_("Étapes"),
        lead=_(
            "Vous pouvez déjà préparer vos textes et les envoyer en relecture ; ils seront publiés ensuite."
        ),
        tasks=(
            done(_("Confirmer votre adresse")),
            done(_("Inscrire %(name)s") % {"name": membership.organisation}),
            Task(
                label=_("Vérification par la modération"),
                url="",
                status=_("En attente"),
                tone="mirabelle",
                note=moderation_promise(today),
            ),
        ),
    )


def roleless_section(membership):
    """For an organisation that is neither buyer, nor company, nor partner: a person must look at it."""
    return Section(
        title=str(membership.organisation),
        lead=_("Votre organisation n'est inscrite ni comme acheteur ni comme entreprise : écrivez-nous."),
        button_url=reverse("pages:contact"),
        button=_("Nous écrire"),
    )
