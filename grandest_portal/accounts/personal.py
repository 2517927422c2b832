"""What is known of a person here, and in the tables of Django and django-allauth that hang on an account.

A package that adds such tables (second factors, sessions, outside identities) has its lines in `LATER`: they
count as soon as it is installed.
"""

import json
import secrets

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Invitation, User
from grandest_portal.accounts.permissions import is_moderator, sole_administrator_of
from grandest_portal.core.audit import erase_texts, rename_actor
from grandest_portal.core.models import AuditValue
from grandest_portal.core.personal import Fate, Personal

EQUAL_TREATMENT = _(
    "Égalité de traitement des candidats et traçabilité de l'action publique (article 17.3.b du RGPD ; "
    "article L3 du code de la commande publique)."
)
HIDDEN = "secret qui protège votre compte"
GONE_DOMAIN = "supprime.invalid"


def sessions_of(user):
    """The stored sessions of a person. Their text is signed and compressed: each must be opened to be known."""
    pk, address = str(user.pk), user.email
    found = [
        session.pk
        for session in Session.objects.order_by("pk").iterator(chunk_size=2000)
        if speaks_of(SessionStore().decode(session.session_data), pk, address)
    ]
    return Session.objects.filter(pk__in=found)


def speaks_of(data, pk, address):
    return data.get("_auth_user_id") == pk or address.casefold() in json.dumps(data, default=str).casefold()


def audit_of(user):
    return AuditValue.objects.filter(actor=user)


def audit_about(user):
    """The entries about the person's own account and memberships, whoever acted."""
    memberships = [str(pk) for pk in user.memberships.values_list("pk", flat=True)]
    return AuditValue.objects.filter(
        Q(entry__kind="accounts.user", entry__object_pk=str(user.pk))
        | Q(entry__kind="accounts.membership", entry__object_pk__in=memberships)
    )


def erase_audit(rows, leaver):
    """Texts about the account itself go whole; of the person's other acts, those that name them."""
    naming = [
        value.pk
        for value in rows.only("payload").iterator(chunk_size=2000)
        if leaver.is_named_in(value.payload)
    ]
    erase_texts(audit_about(leaver.user))
    erase_texts(AuditValue.objects.filter(pk__in=naming))
    rename_actor(leaver.user, leaver.pseudonym)


def end_memberships(rows, leaver):
    """What a person was for an organisation stays, ended; their function and the reasons of decisions go."""
    live = [MembershipStatus.APPROVED, MembershipStatus.REQUESTED]
    rows.filter(status__in=live).update(status=MembershipStatus.ENDED, decided_at=timezone.now())
    rows.update(position="", decision_reason="", department=None)


def forget_person(rows, leaver):
    """The row stays under a pseudonym: what it wrote keeps an author, the trail keeps a number."""
    user = leaver.user
    user.groups.clear()
    user.user_permissions.clear()
    user.email = f"supprime-{secrets.token_hex(8)}@{GONE_DOMAIN}"
    user.full_name, user.side, user.language = leaver.pseudonym, "", "fr"
    user.zone = User._meta.get_field("zone").default
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.erased_at = None, timezone.now()
    user.set_unusable_password()
    user.save()


def invitations_to(user):
    """Those sent to one of the addresses that the person proved, or accepted by them."""
    addresses = {user.email, *user.emailaddress_set.filter(verified=True).values_list("email", flat=True)}
    asked = Q(pk__in=[])
    for address in addresses:
        asked |= Q(email__lower=address.lower())
    return Invitation.objects.filter(asked)


def refuse_sole_administrator(user):
    """The sentence, or "": an organisation with other people must not be left without an administrator."""
    organisation = sole_administrator_of(user)
    if organisation is None:
        return ""
    return _now(
        "Vous êtes la seule personne qui administre « %(organisation)s », à laquelle d'autres personnes sont "
        "rattachées : confiez d'abord l'administration à l'une d'elles, ou écrivez-nous."
    ) % {"organisation": organisation}


def refuse_last_moderator(user):
    if (
        not is_moderator(user)
        or User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk).exists()
    ):
        return ""
    return _now("Vous êtes la seule personne de la modération : faites-en d'abord nommer une autre.")


REFUSALS = (refuse_sole_administrator, refuse_last_moderator)

LATER = (
    Personal(
        "mfa.Authenticator",
        "seconds_facteurs",
        _("Vos seconds facteurs de connexion"),
        "user",
        Fate.DELETE,
        _("Effacés."),
        exported=("type", "created_at", "last_used_at"),
        withheld={"data": HIDDEN},
    ),
    Personal(
        "usersessions.UserSession",
        "appareils",
        _("Les appareils sur lesquels vous êtes connecté"),
        "user",
        Fate.DELETE,
        _("Effacés."),
        exported=("created_at", "last_seen_at", "ip", "user_agent"),
        withheld={"session_key": HIDDEN, "data": "détails techniques de la session"},
    ),
    Personal(
        "socialaccount.SocialToken",
        "jetons_exterieurs",
        _("Les jetons de votre identité extérieure"),
        "account__user",
        Fate.DELETE,
        _("Effacés."),
        exported=("expires_at",),
        withheld={"app": "nom technique", "account": "voir la liste suivante", "token": HIDDEN}
        | {"token_secret": HIDDEN},
    ),
    Personal(
        "socialaccount.SocialAccount",
        "identites_exterieures",
        _("Vos identités extérieures (ProConnect)"),
        "user",
        Fate.DELETE,
        _("Effacées."),
        exported=("provider", "uid", "last_login", "date_joined", "extra_data"),
    ),
)

RECORDS = (
    Personal(
        "admin.LogEntry",
        "administration",
        _("Vos gestes dans l'administration"),
        "user",
        Fate.KEEP,
        _("Gardés sous le pseudonyme, pour les personnes qui modèrent."),
        exported=("action_time", "object_repr", "change_message"),
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "core.AuditValue",
        "journal",
        _("Le journal de vos actions"),
        audit_of,
        Fate.ANONYMISE,
        _(
            "Votre nom y devient le pseudonyme ; les textes qui vous nomment sont effacés. La date, l'action et "
            "l'objet restent : ils prouvent l'égalité de traitement."
        ),
        exported=("entry__at", "entry__verb", "entry__kind", "entry__object_pk"),
        erase=erase_audit,
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "core.TextVersion",
        "versions",
        _("Les versions de textes que vous avez enregistrées"),
        "author",
        Fate.KEEP,
        _("Elles appartiennent à l'organisation ; leur auteur devient le pseudonyme."),
        exported=("kind", "object_pk", "number", "public", "created_at"),
        withheld={
            "content": _("le texte est celui de l'organisation"),
            "note": _("elle est publiée avec le texte"),
        },
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "sessions.Session",
        "sessions",
        _("Vos sessions ouvertes"),
        sessions_of,
        Fate.DELETE,
        _("Fermées et effacées : vous êtes déconnecté partout."),
        exported=("expire_date",),
        withheld={"session_data": HIDDEN, "session_key": HIDDEN},
    ),
    *LATER,
    Personal(
        "account.EmailConfirmation",
        "confirmations",
        _("Vos confirmations d'adresse"),
        "email_address__user",
        Fate.DELETE,
        _("Effacées."),
        exported=("created", "sent"),
        withheld={"email_address": "voir la liste suivante", "key": HIDDEN},
    ),
    Personal(
        "account.EmailAddress",
        "adresses",
        _("Vos adresses électroniques"),
        "user",
        Fate.DELETE,
        _("Effacées."),
        exported=("email", "verified", "primary"),
    ),
    Personal(
        "accounts.NoticeAcceptance",
        "notices_lues",
        _("Les notices que vous avez lues"),
        "user",
        Fate.DELETE,
        _("Effacées."),
        exported=("key", "version", "accepted_at"),
    ),
    Personal(
        "accounts.InactivityNotice",
        "avertissements",
        _("Les avertissements avant un effacement pour inactivité"),
        "user",
        Fate.DELETE,
        _("Effacés."),
        exported=("last_seen", "erase_on", "first_told_at", "second_told_at", "held_at"),
    ),
    Personal(
        "accounts.AddressChange",
        "changements_d_adresse",
        _("Vos changements d'adresse"),
        "user",
        Fate.DELETE,
        _("Effacés."),
        exported=(
            "status",
            "new_email",
            "requested_at",
            "new_confirmed_at",
            "old_confirmed_at",
            "expires_at",
        ),
        withheld={"new_link": HIDDEN, "old_link": HIDDEN, "stop_link": HIDDEN},
    ),
    Personal(
        "accounts.Invitation",
        "invitations_recues",
        _("Les invitations que vous avez reçues"),
        invitations_to,
        Fate.DELETE,
        _("Effacées."),
        exported=(
            "organisation__name",
            "email",
            "kind",
            "role",
            "agency",
            "ends_on",
            "status",
            "created_at",
            "expires_at",
            "decided_at",
        ),
        withheld={"department": "nom interne à l'organisation", "invited_by": "une autre personne"},
    ),
    Personal(
        "accounts.Membership",
        "rattachements",
        _("Vos rattachements à une organisation"),
        "user",
        Fate.ANONYMISE,
        _(
            "Terminés et gardés sous le pseudonyme ; votre fonction et le motif des décisions sont effacés. Ils "
            "disent qui pouvait parler au nom de l'organisation, et quand."
        ),
        exported=(
            "organisation__name",
            "kind",
            "role",
            "status",
            "position",
            "department__name",
            "agency",
            "ends_on",
            "requested_at",
            "decided_at",
            "decision_reason",
        ),
        erase=end_memberships,
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "accounts.User",
        "compte",
        _("Votre compte : nom, adresse, mot de passe, préférences"),
        "pk",
        Fate.ANONYMISE,
        _(
            "Votre nom, votre adresse et votre mot de passe sont effacés. Il reste un numéro, la date "
            "d'inscription et celle de l'effacement."
        ),
        exported=(
            "email",
            "full_name",
            "side",
            "language",
            "zone",
            "date_joined",
            "last_login",
            "is_active",
            "is_staff",
            "is_superuser",
            "erased_at",
        ),
        withheld={"password": HIDDEN},
        erase=forget_person,
    ),
)

NOT_PERSONAL = {
    "auth.Permission": "la liste des droits possibles",
    "auth.Group": "des noms de groupes",
    "auth.Group_permissions": "les droits d'un groupe",
    "contenttypes.ContentType": "la liste des tables",
    "core.AuditEntry": "une empreinte salée et un numéro d'objet : les textes sont dans AuditValue",
    "core.AuditSeal": "des empreintes",
    "core.Job": "des noms de tâches et des numéros, effacés une semaine après",
    "core.SentForm": "une empreinte qui ne se relit pas et l'adresse d'une page, effacées un jour après",
    "core.SearchWord": "les mots des textes publics, sans leur auteur",
    "reference.Keyword": "un vocabulaire",
    "reference.Sector": "un vocabulaire",
    "reference.SectorCode": "un vocabulaire",
    "reference.ActivityCode": "un vocabulaire",
    "reference.CPVCode": "un vocabulaire",
    "reference.Threshold": "un texte public",
    "reference.Parameter": "un réglage",
    "reference.Wording": "un texte public",
    "reference.PracticeCheck": "un texte public",
    "reference.AssessmentQuestion": "un texte public",
    "reference.PurchaseRoute": "un texte public",
    "reference.LoadedFile": "un fichier public",
    "reference.Territory": "un lieu",
    "reference.FormerCommune": "un lieu",
    "accounts.Organisation": "une personne morale",
    "accounts.Partner": "une personne morale",
    "accounts.Department": "un service d'une personne morale",
    "accounts.DirectoryRecord": "une copie de l'annuaire public ; effacée avec l'organisation",
    "reference.LegalForm": "un vocabulaire",
    "reference.MailDomain": "un nom de domaine",
    "reference.ModerationReason": "une liste de raisons",
    "reference.SensitiveRule": "une règle",
    "accounts.User_groups": "vidé avec le compte, par lui",
    "accounts.User_user_permissions": "vidé avec le compte, par lui",
    "socialaccount.SocialApp": "un réglage du service",
}
