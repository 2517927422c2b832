"""What people wrote for a public buyer, and where they are named as the person to contact."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.personal import EQUAL_TREATMENT
from grandest_portal.core.audit import erase_texts, record
from grandest_portal.core.models import AuditValue
from grandest_portal.core.personal import Fate, Personal
from needs.actions.common import store_answers
from needs.messages import NeedContactErased, people_of_need
from needs.models import Interest, Need

CONTACT = ("contact_name", "contact_role")


def needs_of(user):
    """The needs of the person's organisations, past ones included."""
    return Need.objects.filter(buyer__organisation__in=user.memberships.values("organisation"))


def names_contact(leaver, values):
    return leaver.is_named_in([values.get(name, "") for name in CONTACT])


@transaction.atomic
def erase_contact(leaver):
    """Take the person out of the contacts, and ask the organisation to name somebody else."""
    rows = needs_of(leaver.user).exclude(contact_name="", contact_role="")
    for need in rows.select_for_update(of=("self",)).select_related("buyer__organisation").order_by("pk"):
        if not leaver.is_named_in([need.contact_name, need.contact_role]):
            continue
        store_answers(need, dict.fromkeys(CONTACT, ""), CONTACT)
        record(need, "need.contact_erased", by=None)
        NeedContactErased(need).send_to(people_of_need(need).exclude(pk=leaver.user.pk))


def erase_contact_in_trail(leaver):
    """The trail of these needs said who the contact was: its readable texts that say so go too."""
    pks = [str(pk) for pk in needs_of(leaver.user).values_list("pk", flat=True)]
    values = AuditValue.objects.filter(entry__kind="needs.need", entry__object_pk__in=pks)
    naming = [
        value.pk
        for value in values.only("payload").iterator(chunk_size=2000)
        if any(names_contact(leaver, value.payload.get(side, {})) for side in ["before", "after"])
    ]
    erase_texts(AuditValue.objects.filter(pk__in=naming))


def interests_of(user):
    return Interest.objects.filter(Q(author=user) | Q(answered_by=user))


BEFORE_ERASURE = (erase_contact, erase_contact_in_trail)

RECORDS = (
    Personal(
        "needs.Need",
        "besoins",
        _("Les besoins que vous avez rédigés"),
        "author",
        Fate.KEEP,
        _(
            "Ils appartiennent à l'organisation et restent en ligne ; leur auteur devient le pseudonyme. Là où "
            "vous étiez la personne à contacter, votre nom et votre fonction sont effacés et l'organisation est "
            "invitée à nommer quelqu'un d'autre."
        ),
        exported=("pk", "buyer__organisation__name", "title", "status", "created_at", "published_at"),
        ground=_("Ces textes préparent un achat public : ils sont conservés pour en rendre compte."),
    ),
    Personal(
        "needs.NeedJoin",
        "besoins-rejoints",
        _("Les besoins que vous avez rejoints pour votre organisation"),
        "author",
        Fate.KEEP,
        _("Ils sont dits au nom de l'organisation et restent en ligne ; leur auteur devient le pseudonyme."),
        exported=(
            "need__title",
            "buyer__organisation__name",
            "volume",
            "wanted_on",
            "created_at",
            "withdrawn_at",
        ),
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.Suggestion",
        "suggestions",
        _("Les rapprochements que vous avez suggérés"),
        "author",
        Fate.KEEP,
        _(
            "Ils sont faits au nom de votre structure et figurent au registre de sourçage ; leur auteur devient "
            "le pseudonyme."
        ),
        exported=(
            "need__title",
            "solution__title",
            "direction",
            "reason",
            "declared_interest",
            "interest_text",
            "created_at",
            "withdrawn_at",
            "withdrawal_reason",
        ),
        withheld={"partner": "votre structure"},
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.Shortlist",
        "listes-courtes",
        _("Les listes courtes que vous avez figées"),
        "frozen_by",
        Fate.KEEP,
        _("Figées au nom de votre organisation, elles ne changent plus ; votre nom devient le pseudonyme."),
        exported=("need__title", "number", "criterion", "frozen_at", "content_hash"),
        withheld=dict.fromkeys(
            (
                *("filters", "engine", "engine_inputs", "need_version", "need_hash"),
                *("matched", "kept", "left_out", "firms", "outside", "unknown_place"),
            ),
            "le calcul fait pour votre organisation",
        ),
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.ShortlistInvitation",
        "invitations-de-listes-courtes",
        _("Les invitations que vous avez envoyées d'après une liste courte"),
        "sent_by",
        Fate.KEEP,
        _("Envoyées au nom de votre organisation ; votre nom devient le pseudonyme."),
        exported=("shortlist__need__title", "shortlist__number", "audience", "criterion", "count", "sent_at"),
        withheld={"companies": "les entreprises invitées par votre organisation"},
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.Question",
        "questions",
        _("Les questions que vous avez posées"),
        "author",
        Fate.KEEP,
        _(
            "Publiées sans nom, elles valent pour tous et restent en ligne ; leur auteur devient le pseudonyme."
        ),
        exported=("need__title", "text", "status", "asked_at", "answered_at", "reason"),
        withheld={"company": "votre entreprise", "draft": "un brouillon de l'acheteur"},
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.Answer",
        "reponses_publiees",
        _("Les réponses à tous que vous avez publiées"),
        "author",
        Fate.KEEP,
        _("Faites au nom de votre organisation, elles restent en ligne ; leur auteur devient le pseudonyme."),
        exported=("question__need__title", "question__text", "text", "published_at"),
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.Interest",
        "interets",
        _("Les intérêts que vous avez déclarés ou auxquels vous avez répondu"),
        interests_of,
        Fate.KEEP,
        _("Faits au nom de votre organisation ; votre nom devient le pseudonyme."),
        exported=(
            "need__title",
            "company__organisation__name",
            "note",
            "status",
            "created_at",
            "answer",
            "answered_at",
            "withdrawn_at",
        ),
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.InterestPartner",
        "groupements",
        _("Les invitations à un groupement auxquelles vous avez répondu"),
        "answered_by",
        Fate.KEEP,
        _("Vous avez répondu au nom de votre entreprise ; votre nom devient le pseudonyme."),
        exported=("interest__need__title", "company__organisation__name", "status", "answered_at"),
        ground=EQUAL_TREATMENT,
    ),
    Personal(
        "needs.Judgement",
        "avis-correspondances",
        _("Les avis que vous avez donnés sur des correspondances"),
        "author",
        Fate.KEEP,
        _(
            "Donnés au nom de votre organisation, ils restent lus d'elle seule ; leur auteur devient le pseudonyme."
        ),
        exported=(
            "need__title",
            "solution__title",
            "organisation__name",
            "relevant",
            "reason",
            "note",
            "made_at",
            "ended_at",
        ),
        withheld={
            "side": "celui de votre organisation",
            "reason_key": "le nom de la raison dans la liste",
            "engine": "un calcul entre deux textes",
            "score": "un calcul entre deux textes",
            "band": "un calcul entre deux textes",
            "need_hash": "calculée d'un texte public",
            "solution_hash": "calculée d'un texte public",
        },
        ground=_("Ils mesurent si le calcul des correspondances voit juste."),
    ),
    Personal(
        "needs.CheckJustification",
        "justifications",
        _("Les justifications que vous avez écrites aux vérifications d'un besoin"),
        "author",
        Fate.KEEP,
        _("Elles disent pourquoi un texte public est écrit ainsi ; leur auteur devient le pseudonyme."),
        exported=("need__title", "check_code", "sentence", "text", "existing_equipment", "created_at"),
        withheld={"digest": "calculée de la phrase", "need_version": "numéro du texte de l'organisation"},
        ground=_("Ces textes préparent un achat public : ils sont conservés pour en rendre compte."),
    ),
    Personal(
        "needs.CheckAnswer",
        "reponses-aux-verifications",
        _("Vos réponses aux vérifications d'une consultation"),
        "author",
        Fate.KEEP,
        _("Elles appartiennent à l'organisation ; leur auteur devient le pseudonyme."),
        exported=("need__title", "check_code", "answer", "note", "answered_at"),
        ground=_("Ces réponses préparent un achat public : elles sont conservées pour en rendre compte."),
    ),
)

NOT_PERSONAL = {
    "needs.Need_cpv": "des codes CPV",
    "needs.Need_territories": "des lieux",
    "needs.EngineVersion": "une version du calcul des correspondances",
    "needs.Match": "un calcul entre deux textes",
    "needs.ShortlistEntry": "une solution publiée et son score, tels qu'ils étaient",
    "needs.TextVector": "des nombres tirés d'un texte public",
}
