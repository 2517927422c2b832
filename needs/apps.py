from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "needs"
    label = "needs"
    verbose_name = _("Besoins et correspondances")
    personal = "needs.personal"
    audit_verbs = {
        "need.created": _("Besoin commencé"),
        "need.updated": _("Besoin modifié"),
        "need.documents_changed": _("Documents publics changés pendant la relecture"),
        "need.submitted": _("Envoyé en relecture"),
        "need.recalled": _("Repris pour correction avant la décision"),
        "need.published": _("Publié"),
        "need.returned": _("Renvoyé avec une raison"),
        "need.rejected": _("Refusé avec une raison"),
        "need.rejection_lifted": _("Refus levé après contestation"),
        "need.closed": _("Échanges clos"),
        "need.consultation_launched": _("Consultation lancée"),
        "need.direct_purchase_recorded": _("Achat direct consigné"),
        "need.abandoned": _("Abandonné"),
        "need.awarded": _("Attribué"),
        "need.contact_erased": _("Personne à contacter effacée avec son compte"),
        "need.amended": _("Modifié après publication"),
        "need.amendments_approved": _("Modifications relues"),
        "need.amendments_restored": _("Version relue remise en ligne"),
        "need.consultation_corrected": _("Consultation corrigée"),
        "need.unawarded": _("Sans attribution"),
        "need.joined": _("Rejoint par un autre acheteur"),
        "need.join_withdrawn": _("Un autre acheteur s'est retiré"),
        "need.trashed": _("Mis à la corbeille"),
        "need.taken_back": _("Repris de la corbeille"),
        "need.deleted": _("Brouillon supprimé"),
        "need.imported": _("Importé de données ouvertes"),
        "need.import_updated": _("Mis à jour d'après les données ouvertes"),
        "need.check_justified": _("Vérification justifiée"),
        "need.check_answered": _("Question de la consultation répondue"),
        "suggestion.made": _("Rapprochement suggéré par un partenaire"),
        "suggestion.withdrawn": _("Suggestion retirée par le partenaire"),
        "shortlist.frozen": _("Liste courte figée"),
        "shortlist.invited": _("Entreprises invitées d'après une liste courte"),
        "shortlist.told": _("Invitations envoyées d'après une liste courte"),
        "question.asked": _("Question posée"),
        "question.withdrawn": _("Question retirée par l'entreprise"),
        "question.withheld": _("Question écartée par la modération"),
        "question.answered": _("Réponse publiée pour tous"),
        "question.corrected": _("Réponse corrigée"),
        "interest.declared": _("Intérêt déclaré"),
        "interest.withdrawn": _("Intérêt retiré"),
        "interest.read": _("Intérêt lu par l'acheteur"),
        "interest.answered": _("Réponse de l'acheteur"),
        "interest.partner_confirmed": _("Groupement confirmé par une entreprise"),
        "interest.partner_declined": _("Groupement décliné par une entreprise"),
        "judgement.made": _("Avis donné sur une correspondance"),
        "judgement.replaced": _("Avis sur une correspondance remplacé"),
        "judgement.withdrawn": _("Avis sur une correspondance retiré"),
        "judgement.exported": _("Avis exportés pour mesurer le moteur"),
        "interest.meeting_noted": _("Rendez-vous noté"),
    }
    # Who said what of a match is read by the own organisation; not here, where its number stands beside the name.
    audit_secret_authors = frozenset({"judgement.made", "judgement.replaced", "judgement.withdrawn"})
