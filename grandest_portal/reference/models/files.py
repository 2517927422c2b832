"""What `load_reference` has already read: an unchanged file is not read again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedFile(models.Model):
    name = models.CharField(_("fichier"), max_length=100, primary_key=True)
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    loaded_at = models.DateTimeField(_("chargé le"))

    class Meta:
        verbose_name = _("fichier chargé")
        verbose_name_plural = _("fichiers chargés")

    def __str__(self):
        return self.name
