"""Test objects, one factory per model, with traits for the states that matter."""

from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone
from factory.django import DjangoModelFactory

from buyers.models import PublicBuyer
from grandest_portal.accounts.enums import IdentifierKind, MembershipRole, MembershipStatus, Side
from grandest_portal.accounts.models import Membership, Organisation, Partner, User
from needs.enums import NeedStatus
from needs.models import Interest, Judgement, Match, Need, Question, Suggestion
from suppliers.enums import SolutionStatus
from suppliers.models import Company, Solution

PASSWORD = "une phrase de passe de test"

WATER = (
    "Nos écoles consomment beaucoup d'eau et les fuites sont découvertes trop tard, à la réception de la "
    "facture. Les agents relèvent les compteurs deux fois par an et ne savent pas dans quel bâtiment chercher."
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        moderator = factory.Trait(is_staff=True)
        admin = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"personne{n}@test.example")
    full_name = factory.Sequence(lambda n: f"Personne {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        if create:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    country = "DE"
    identifier_kind = IdentifierKind.REGISTER
    identifier = factory.Sequence(lambda n: f"HRB {n} TEST")
    street = "1 rue du Test"
    postal_code = "66111"
    city = "Saarbrücken"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    class Params:
        waiting = factory.Trait(status=MembershipStatus.REQUESTED, decided_at=None)

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.ADMINISTRATOR
    status = MembershipStatus.APPROVED
    decided_at = factory.LazyFunction(timezone.now)


class PublicBuyerFactory(DjangoModelFactory):
    class Meta:
        model = PublicBuyer

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "commune"


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = Company

    organisation = factory.SubFactory(OrganisationFactory)


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    class Params:
        submitted = factory.Trait(
            status=NeedStatus.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now)
        )
        published = factory.Trait(
            status=NeedStatus.PUBLISHED,
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
            approved_version=1,
        )

    buyer = factory.SubFactory(PublicBuyerFactory)
    title = factory.Sequence(lambda n: f"Réduire les pertes d'eau {n}")
    summary = "Trouver les fuites d'eau dans les écoles avant la facture."
    current_situation = WATER
    expected_result = "Être prévenus le jour même d'une fuite et savoir dans quel bâtiment intervenir."
    contact_name = "Camille Test"
    sourcing_days = 30
    sourcing_open_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class SolutionFactory(DjangoModelFactory):
    class Meta:
        model = Solution

    class Params:
        submitted = factory.Trait(
            status=SolutionStatus.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now)
        )
        published = factory.Trait(
            status=SolutionStatus.PUBLISHED,
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
        )

    company = factory.SubFactory(CompanyFactory)
    title = factory.Sequence(lambda n: f"Capteur de fuites {n}")
    problem_solved = WATER
    description = (
        "Un capteur posé sur la conduite écoute l'eau la nuit, reconnaît une fuite et prévient le gardien."
    )
    novelty = "La mesure se fait sans couper la conduite."
    trl = 8


class MatchFactory(DjangoModelFactory):
    class Meta:
        model = Match

    need = factory.SubFactory(NeedFactory, published=True)
    solution = factory.SubFactory(SolutionFactory, published=True)
    score = 0.7
    lexical = 0.7
    tie_break = "0" * 64
    engine = "test"
    computed_at = factory.LazyFunction(timezone.now)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "agency"


class JudgementFactory(DjangoModelFactory):
    """By the need's buyer unless another organisation and side are given."""

    class Meta:
        model = Judgement

    need = factory.SubFactory(NeedFactory, published=True)
    solution = factory.SubFactory(SolutionFactory, published=True)
    organisation = factory.SelfAttribute("need.buyer.organisation")
    side = "buyer"
    relevant = True
    reason_key = "repond_au_besoin"
    reason = "La solution répond à ce que le besoin demande."
    engine = "test"
    score = 0.7
    band = "good"
    made_at = factory.LazyFunction(timezone.now)


class SuggestionFactory(DjangoModelFactory):
    class Meta:
        model = Suggestion

    need = factory.SubFactory(NeedFactory, published=True)
    solution = factory.SubFactory(SolutionFactory, published=True)
    partner = factory.SubFactory(PartnerFactory)
    direction = "to_buyer"
    reason = "L'essai mené au lycée voisin répond à la situation décrite."
    declared_interest = "none"


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    need = factory.SubFactory(NeedFactory, published=True)
    company = factory.SubFactory(CompanyFactory)
    text = factory.Sequence(lambda n: f"Combien de bâtiments sont concernés la première année ? ({n})")


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    class Params:
        answered = factory.Trait(
            read_at=factory.LazyFunction(timezone.now),
            answered_at=factory.LazyFunction(timezone.now),
            answer="Merci ; la suite sera publiée sur la page du besoin.",
        )
        withdrawn = factory.Trait(status="withdrawn", withdrawn_at=factory.LazyFunction(timezone.now))

    need = factory.SubFactory(NeedFactory, published=True)
    company = factory.SubFactory(CompanyFactory)
    note = factory.Sequence(lambda n: f"Nous écoutons les conduites la nuit. ({n})")


def buyer_user(**fields):
    """A person who speaks for a public buyer (approved); `fields` go to the membership."""
    buyer = PublicBuyerFactory()
    return MembershipFactory(organisation=buyer.organisation, user__side=Side.BUYER, **fields).user


def company_user(**fields):
    """A person who speaks for a company (approved)."""
    company = CompanyFactory()
    return MembershipFactory(organisation=company.organisation, user__side=Side.COMPANY, **fields).user


def partner_user(**fields):
    """A person who speaks for a partner of the Region (approved)."""
    return MembershipFactory(organisation=PartnerFactory().organisation, **fields).user
