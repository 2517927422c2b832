from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BuyersConfig(AppConfig):
    name = "buyers"
    label = "buyers"
    verbose_name = _("Acheteurs publics")
    personal = "buyers.personal"
    audit_verbs = {
        "buyer.created": _("Acheteur public inscrit"),
        "buyer.updated": _("Profil de l'acheteur modifié"),
    }
