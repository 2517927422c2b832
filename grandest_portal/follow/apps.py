from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class FollowConfig(AppConfig):
    name = "grandest_portal.follow"
    label = "follow"
    verbose_name = _("Suivis")
    personal = "grandest_portal.follow.personal"

    def ready(self):
        """Let the rooms above say what may be followed, and which lists searched: each has a module `following` that
        registers its kinds, and a module `searches`."""
        autodiscover_modules("following", "searches")
