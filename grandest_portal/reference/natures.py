"""Works, supplies or services: what a CPV code says of a purchase, when nothing better is known."""

from django.db import models
from django.utils.translation import gettext_lazy as _

WORKS_DIVISION = 45
# 48 (software packages) stands among the supplies although it follows the works.
LAST_SUPPLIES, SOFTWARE = 44, 48


class PurchaseNature(models.TextChoices):
    WORKS = "works", _("Travaux")
    SUPPLIES = "supplies", _("Fournitures")
    SERVICES = "services", _("Services")


def nature_of(code: str) -> str:
    """The nature of an eight-digit CPV code by its division; "" when the code says nothing.

    Division 45 is works; 01 to 44 and 48 are supplies; 50 to 98 are services (CPV 2008, structure of the divisions).
    """
    if len(code) != 8 or not (code.isascii() and code.isdigit()):
        return ""
    division = int(code[:2])
    if division == WORKS_DIVISION:
        return PurchaseNature.WORKS
    if 1 <= division <= LAST_SUPPLIES or division == SOFTWARE:
        return PurchaseNature.SUPPLIES
    return PurchaseNature.SERVICES if division >= 50 else ""
