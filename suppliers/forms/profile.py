"""The short sections of a company's profile, and the rows that it lists. Nothing here is required to publish."""

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.countries import COUNTRIES
from grandest_portal.core.forms import PortalModelForm
from grandest_portal.core.mail_addresses import MailAddressField
from grandest_portal.core.steps import Step, Steps
from grandest_portal.reference.activities import is_known, nomenclature_on, written
from grandest_portal.reference.models import Sector
from suppliers.enums import Language, Turnover
from suppliers.forms.companies import CompanyProfileForm
from suppliers.forms.texts import long_text
from suppliers.models import Company, CompanyContact, CompanyLabel, CompanySite, Label

WEB_ADDRESS_ERROR = {"invalid": _("Écrivez une adresse complète, qui commence par https://")}
DAY_ERROR = {"invalid": _("Écrivez une date, par exemple 15/09/2026.")}


class ActivityForm(PortalModelForm):
    """What the company does, for whom, in which languages."""

    activity = forms.CharField(
        label=_("Code d'activité (NAF ou APE)"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    sectors = forms.ModelMultipleChoiceField(
        label=_("Secteurs servis"),
        help_text=_("Ceux où vos clients travaillent. Montré sur votre page ; aucun ordre n'en dépend."),
        queryset=Sector.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Langues des échanges"),
        help_text=_("Celles dans lesquelles vous pouvez présenter la solution et répondre à un acheteur."),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Company
        fields = ["activity", "sectors", "languages"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.nomenclature = nomenclature_on(timezone.localdate())
        self.fields["sectors"].queryset = Sector.objects.for_list()
        self.fields["activity"].help_text = _now(
            "Par exemple 62.01Z. Lu dans la nomenclature en vigueur : %(name)s."
        ) % {"name": self.nomenclature or _now("non précisée")}

    def clean_activity(self):
        typed = self.cleaned_data["activity"]
        if not typed:
            return ""
        code = written(typed)
        # A code of a former nomenclature, left as it was, is not read in the present one.
        if code and code == self.instance.activity:
            return code
        if not code or not is_known(code, self.nomenclature):
            raise forms.ValidationError(
                _now(
                    "Ce code ne figure pas dans la nomenclature %(name)s : quatre chiffres et une lettre, comme 62.01Z."
                )
                % {"name": self.nomenclature}
            )
        return code


class CapacityForm(PortalModelForm):
    """Who works there, and how large the company is: never asked for anything."""

    team = long_text(
        _("Équipe"),
        _(
            "Les métiers réunis et ce que l'équipe peut prendre en charge : étude, pose, maintenance, formation. "
            "Sans nom de personne."
        ),
        required=False,
        words=40,
    )
    turnover = forms.ChoiceField(
        label=_("Tranche de chiffre d'affaires"),
        help_text=_(
            "Facultative : rien ne la demande et rien n'en dépend. Elle est publique si vous la donnez."
        ),
        choices=[("", _("Non précisée")), *Turnover.choices],
        required=False,
    )

    class Meta:
        model = Company
        fields = ["team", "turnover"]


class CommitmentsForm(PortalModelForm):
    accessibility = long_text(
        _("Accessibilité"),
        _("Ce que l'entreprise fait pour que ses produits et ses services soient utilisables par tous."),
        required=False,
    )
    environment = long_text(
        _("Environnement"),
        _("Ce que l'entreprise mesure et réduit, avec des chiffres et leur date quand il y en a."),
        required=False,
    )

    class Meta:
        model = Company
        fields = ["accessibility", "environment"]


COMPANY_SECTIONS = Steps(
    [
        Step("presentation", _("Présentation et faits"), CompanyProfileForm),
        Step("activite", _("Activité, secteurs, langues"), ActivityForm),
        Step(
            "capacite",
            _("Équipe et taille"),
            CapacityForm,
            _("Tout est facultatif : aucun acheteur ne peut l'exiger ici, aucun ordre n'en dépend."),
        ),
        Step("engagements", _("Engagements"), CommitmentsForm),
    ]
)


class SiteForm(PortalModelForm):
    country = forms.ChoiceField(label=_("Pays"), choices=COUNTRIES, initial="FR")

    class Meta:
        model = CompanySite
        fields = ["name", "street", "postal_code", "city", "country"]
        labels = {"name": _("Nom ou usage")}
        help_texts = {"name": _("Par exemple : atelier, laboratoire, agence.")}
        error_messages = {
            "name": {"required": _("Dites ce que c'est : atelier, agence, laboratoire…")},
            "city": {"required": _("Écrivez la ville.")},
        }
        widgets = {"postal_code": forms.TextInput(attrs={"class": "short"})}


class ContactForm(PortalModelForm):
    email = MailAddressField(
        label=_("Adresse électronique du service"),
        help_text=_(
            "Une adresse lue par plusieurs, comme contact@… : jamais celle d'une personne. Montrée aux personnes "
            "connectées seulement."
        ),
        required=False,
    )
    phone = forms.CharField(
        label=_("Téléphone"),
        required=False,
        max_length=40,
        validators=[RegexValidator(r"^[0-9+(). /-]+$", _("Écrivez un numéro, par exemple 03 88 00 00 00."))],
        widget=forms.TextInput(attrs={"class": "medium", "inputmode": "tel"}),
    )

    class Meta:
        model = CompanyContact
        fields = ["role", "email", "phone", "link"]
        labels = {"role": _("Service ou rôle"), "link": _("Page de contact")}
        help_texts = {
            "role": _("Par exemple : service commercial, référent accessibilité. Sans nom de personne.")
        }
        error_messages = {"role": {"required": _("Dites quel service répond.")}, "link": WEB_ADDRESS_ERROR}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ["email", "phone", "link"]):
            self.add_error("email", _now("Donnez au moins une façon de joindre ce service."))
        return cleaned

    def validate_constraints(self):
        """`clean` says it beside the first of the three answers."""


def day_field(label, *, required=False, help_text=""):
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={**DAY_ERROR, "required": _("Donnez le jour où il a été obtenu.")},
    )


class LabelForm(PortalModelForm):
    starts_on = day_field(_("Depuis le"), required=True)
    ends_on = day_field(
        _("Jusqu'au"), help_text=_("Vide : sans fin connue. Passé ce jour, la page le dit expiré.")
    )

    class Meta:
        model = CompanyLabel
        fields = ["label", "detail", "number", "office", "link", "starts_on", "ends_on"]
        labels = {
            "label": _("Label ou preuve"),
            "detail": _("Intitulé exact"),
            "number": _("Numéro"),
            "office": _("Office de brevets"),
            "link": _("Lien vers la preuve"),
        }
        help_texts = {
            "detail": _("Par exemple le nom du pôle et du projet, de l'aide, du prix et son année."),
            "number": _(
                "Celui que porte l'acte. Pour un brevet, le numéro de publication : FR3100000, EP3500000."
            ),
            "office": _("Pour un brevet : INPI, Office européen des brevets, autre."),
            "link": _("Une page publique de l'organisme. Sinon, joignez un document à l'étape suivante."),
        }
        error_messages = {
            "label": {"required": _("Choisissez de quoi il s'agit.")},
            "link": WEB_ADDRESS_ERROR,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Label.objects.in_force(timezone.localdate())
        if self.instance.label_id:
            rows = rows | Label.objects.filter(pk=self.instance.label_id)
        self.fields["label"].queryset = rows.for_list()
        self.fields["label"].empty_label = _now("Choisissez")

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_now("Ce jour est à venir : déclarez le label quand vous l'aurez."))
        return day

    def clean(self):
        cleaned = super().clean()
        label = cleaned.get("label")
        if label is not None and label.number_label and not cleaned.get("number"):
            self.add_error("number", _now("Donnez ce numéro : il permet de vérifier."))
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _now("La date de fin doit suivre la date de début."))
        return cleaned
