"""Activity codes as people type and read them."""

import re

from grandest_portal.reference.models import ActivityCode, Parameter
from grandest_portal.reference.models.activities import NOMENCLATURE

TYPED = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([A-Z])")


def nomenclature_on(day):
    """The name of the nomenclature in which a code is read on a day; "" when the parameter says none."""
    try:
        return str(Parameter.objects.value(NOMENCLATURE, day))
    except LookupError:
        return ""


def written(code):
    """« 62.01Z » for « 6201z » or « 62.01 Z »; "" for what has not the shape of a code."""
    found = TYPED.fullmatch(re.sub(r"\s", "", code).upper())
    return "{}.{}{}".format(*found.groups()) if found else ""


def is_known(code, nomenclature):
    """Whether the list of the nomenclature holds the code; a nomenclature without a list refuses none."""
    rows = ActivityCode.objects.of(nomenclature)
    return rows.filter(key=code).exists() or not rows.exists()


def activity_words(code, nomenclature):
    """« 62.01Z Programmation informatique (NAF rév. 2) »; what is not known is left out."""
    if not code:
        return ""
    label = ActivityCode.objects.label_of(nomenclature, code)
    return " ".join(filter(None, [code, label, f"({nomenclature})" if nomenclature else ""]))
