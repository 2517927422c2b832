"""The life of a case (the reports about one thing), of an appeal, and what a first look says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    OPEN = "open", _("À traiter")
    DISMISSED = "dismissed", _("Classé sans suite")
    ACTED = "acted", _("Suite donnée")


CASE_TRANSITIONS = {
    CaseStatus.DISMISSED: {CaseStatus.OPEN},
    CaseStatus.ACTED: {CaseStatus.OPEN},
}


class AppealStatus(models.TextChoices):
    OPEN = "open", _("À examiner")
    MAINTAINED = "maintained", _("Refus maintenu")
    LIFTED = "lifted", _("Refus levé")


APPEAL_TRANSITIONS = {
    AppealStatus.MAINTAINED: {AppealStatus.OPEN},
    AppealStatus.LIFTED: {AppealStatus.OPEN},
}


class Opinion(models.TextChoices):
    FOR = "for", _("publier")
    AGAINST = "against", _("ne pas publier")
