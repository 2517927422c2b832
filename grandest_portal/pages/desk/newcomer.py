"""The first steps of a person: an organisation, its verification, then the first text."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import MembershipStatus, Side
from grandest_portal.accounts.models import Invitation
from grandest_portal.pages.desk.parts import Group, Section, Task
from grandest_portal.pages.desk.steps import done, later, to_do
from grandest_portal.reference.delays import moderation_promise

AS_BUYER = ("buyers:register", Side.BUYER)
AS_COMPANY = ("suppliers:register", Side.COMPANY)
AS_PARTNER = ("partners:register", Side.PARTNER)
WAYS = {Side.BUYER: [AS_BUYER], Side.COMPANY: [AS_COMPANY], Side.PARTNER: [AS_PARTNER]}
EVERY_WAY = [AS_BUYER, AS_COMPANY, AS_PARTNER]


def invitation_sections(user, at):
    """What waits for the person's answer, before anything else: they might register their employer again."""
    rows = Invitation.objects.waiting_for(user, at).for_list()
    tasks = tuple(
        Task(
            label=_("%(organisation)s vous invite à agir en son nom") % {"organisation": row.organisation},
            url=reverse("organisation:invitation", args=[row.pk]),
            status=_("À lire"),
            tone="mirabelle",
        )
        for row in rows
    )
    if not tasks:
        return []
    title = _("Vos invitations")
    return [Section(title=title, groups=(Group("invitations", title, tasks, len(tasks)),))]


def newcomer_section(user, today):
    """For a person who speaks for nobody: register on the side said at sign-up, or choose one."""
    last = user.memberships.select_related("organisation").order_by("-requested_at", "-pk").first()
    if last is not None and last.status == MembershipStatus.REFUSED:
        return refused_section(user, last)
    return Section(
        title=_("Vos premiers pas"),
        lead=_("Dites pour quelle organisation vous venez : dès sa vérification, vous pourrez échanger."),
        steps_title=_("Les étapes"),
        steps=(
            done(_("Confirmer votre adresse")),
            *registration_steps(user),
            later(_("Vérification par la modération"), moderation_promise(today)),
        ),
    )


def refused_section(user, membership):
    """The reason as the moderator wrote it, and the two ways on: ask again, or write."""
    return Section(
        title=_("Votre demande pour %(organisation)s n'a pas été acceptée")
        % {"organisation": membership.organisation},
        lead=_("Motif : %(reason)s") % {"reason": membership.decision_reason},
        steps_title=_("Que faire maintenant ?"),
        steps=registration_steps(user, _("Corrigez ce que dit le motif, puis envoyez une nouvelle demande.")),
        button_url=reverse("pages:contact"),
        button=_("Nous écrire"),
    )


def registration_steps(user, note=""):
    labels = {
        Side.BUYER: _("Inscrire votre organisation (acheteur public)"),
        Side.COMPANY: _("Inscrire votre entreprise"),
        Side.PARTNER: _("Inscrire votre structure d'accompagnement"),
    }
    return tuple(to_do(labels[side], reverse(name), note) for name, side in WAYS.get(user.side, EVERY_WAY))


def waiting_section(membership, today):
    """For a person whose request to speak for an organisation waits."""
    return Section(
        title=_("Votre rattachement est en cours de vérification"),
        lead=waiting_lead(membership.organisation),
        steps_title=_("Votre inscription"),
        steps=(
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


def waiting_lead(organisation):
    if hasattr(organisation, "partner"):
        return _(
            "Vous pouvez déjà lire et suivre ce qui est publié ; suggérer un rapprochement vient ensuite."
        )
    return _("Vous pouvez déjà préparer vos textes et les envoyer en relecture ; ils seront publiés ensuite.")


def roleless_section(membership):
    """For an organisation that is neither buyer, nor company, nor partner: a person must look at it."""
    return Section(
        title=str(membership.organisation),
        lead=_("Votre organisation n'est inscrite ni comme acheteur ni comme entreprise : écrivez-nous."),
        button_url=reverse("pages:contact"),
        button=_("Nous écrire"),
    )
