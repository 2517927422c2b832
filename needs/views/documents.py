"""The documents of a need, for those who prepare it: what is its own of the pages that every thing has."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.pages import DocumentPages, section
from grandest_portal.core.limits import by_person, limited
from needs.documents import KIND
from needs.forms import NEED_STEPS
from needs.models import Need
from needs.permissions import can_change_documents, can_edit_need

SECTIONS = (
    section(
        "public",
        Purpose.PUBLIC,
        gettext_lazy("Documents publics"),
        gettext_lazy("Publiés avec le besoin : tous peuvent les télécharger, sans compte."),
        gettext_lazy("Ajouter un document public"),
    ),
    section(
        "travail",
        Purpose.SOURCE,
        gettext_lazy("Vos documents de travail"),
        gettext_lazy(
            "Lus par votre organisation seule. Leur texte s'affiche à côté du formulaire, pour y copier des passages."
        ),
        gettext_lazy("Ajouter un document de travail"),
    ),
    section(
        "recu",
        Purpose.RECEIVED,
        gettext_lazy("Documents reçus d'entreprises"),
        gettext_lazy(
            "Lus par votre organisation seule. Ils servent à vérifier que le besoin ne recopie pas une offre."
        ),
        gettext_lazy("Ajouter un document reçu"),
    ),
)


def prepared_need(request, pk):
    rows = Need.objects.prepared_by(request.user).select_related("buyer__organisation")
    return get_object_or_404(rows, pk=pk)


def step_url(user, need, slug):
    """The page of a step of the draft; "" when there is no such step, or the person does not edit the need."""
    known = {step.slug for step in NEED_STEPS}
    return reverse("needs:edit", args=[need.pk, slug]) if slug in known and can_edit_need(user, need) else ""


def first_step(user, need):
    url = step_url(user, need, NEED_STEPS[0].slug)
    return {"label": _("Revenir à la rédaction"), "url": url} if url else None


def notices(user, need):
    if not can_change_documents(user, need):
        frozen = _(
            "Vous pouvez lire ces documents, pas les changer : la fin des échanges les fige, et seules les personnes "
            "qui rédigent pour l'organisation en ajoutent."
        )
        return [{"title": "", "text": frozen, "tone": ""}]
    if not need.is_open:
        return []
    seen = _(
        "Il est daté sur la page du besoin et dans ses versions, les personnes qui suivent le besoin sont prévenues, "
        "et la modération le relit ensuite."
    )
    title = _("Chaque changement des documents publics est visible dès l'envoi")
    return [{"title": title, "text": seen, "tone": "mirabelle"}]


def removal(need, attachment):
    if attachment.purpose == Purpose.PUBLIC and need.is_open:
        return _(
            "Le document disparaît de la page dès maintenant ; les versions du besoin disent qu'il est retiré, et les "
            "personnes qui suivent le besoin sont prévenues. Le fichier est gardé jusqu'à la relecture par la "
            "modération, qui peut le remettre, puis effacé."
        )
    return _("Le fichier est effacé ; le journal garde la date du retrait.")


PAGES = DocumentPages(
    kind=KIND,
    namespace="needs",
    title=gettext_lazy("Documents du besoin"),
    sections=SECTIONS,
    find=prepared_need,
    mine=(gettext_lazy("Mes besoins"), "needs:mine"),
    changes=can_change_documents,
    notices=notices,
    removal=removal,
    back=lambda request, need: step_url(request.user, need, request.GET.get("retour", "")),
    before=first_step,
)


@require_safe
def need_documents(request, pk):
    return PAGES.show(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload", key=by_person, when=lambda request: request.method == "POST")
def document_add(request, pk, purpose):
    return PAGES.add(request, pk, purpose)


@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request, pk, document):
    return PAGES.remove(request, pk, document)


@require_safe
def document_text(request, pk, document):
    """The whole text that was read, to select and copy."""
    need = prepared_need(request, pk)
    attachment = PAGES.document(need, document)
    if not attachment.is_served or not attachment.text:
        raise Http404
    context = {"attachment": attachment, "need": need, "crumbs": PAGES.crumbs(need, _("Texte lu"))}
    return render(request, "needs/document_text.html", context)
