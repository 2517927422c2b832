from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "grandest_portal.awards"
    label = "awards"
    verbose_name = _("Marchés attribués")
    personal = "grandest_portal.awards.personal"
