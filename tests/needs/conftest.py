"""The small part of the reference data that needs lean on, and needs that are complete."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from grandest_portal.accounts.models import Membership
from grandest_portal.core.models import Job
from grandest_portal.reference.loading.sectors import classify_codes
from grandest_portal.reference.models import CPVCode, Territory
from tests.factories import NeedFactory, UserFactory, buyer_user

FILES = Path(__file__).parent / "data"
DEPARTMENTS = {
    "08": "Ardennes",
    "10": "Aube",
    "51": "Marne",
    "52": "Haute-Marne",
    "54": "Meurthe-et-Moselle",
    "55": "Meuse",
    "57": "Moselle",
    "67": "Bas-Rhin",
    "68": "Haut-Rhin",
    "88": "Vosges",
}
CODES = [
    ("03000000", "1", "Produits agricoles", 2),
    ("38000000", "5", "Équipements de laboratoire, d'optique et de précision", 2),
    ("38420000", "5", "Instruments de mesure du débit", 4),
    ("45000000", "7", "Travaux de construction", 2),
    ("45259900", "6", "Modernisation d'installations", 6),
]


@pytest.fixture
def places(db):
    """{code: department} of the region; `places["44"]` is the region itself."""
    region = Territory.objects.create(kind="region", code="44", name="Grand Est")
    rows = {"44": region}
    for code, name in DEPARTMENTS.items():
        rows[code] = Territory.objects.create(kind="department", code=code, name=name, parent=region)
    return rows


@pytest.fixture
def codes(db, sectors):
    """{code: CPVCode}: three divisions and one code of two of them, each division in a sector of its own."""
    rows = {
        code: CPVCode.objects.create(code=code, check_digit=digit, label=label, level=level)
        for code, digit, label, level in CODES
    }
    classify_codes()
    return rows


@pytest.fixture
def agent(db):
    """A person who speaks for a verified public buyer; `agent.buyer` is the buyer."""
    user = buyer_user()
    organisation = Membership.objects.select_related("organisation__buyer").get(user=user).organisation
    organisation.verified_at = timezone.now()
    organisation.save(update_fields=["verified_at"])
    user.buyer = organisation.buyer
    return user


@pytest.fixture
def moderator(db):
    return UserFactory(moderator=True)


@pytest.fixture
def make_need(agent, places, codes):
    """A complete need of `agent`'s buyer; traits and fields as in NeedFactory."""

    def make(**fields):
        fields = {"buyer": agent.buyer, "author": agent, "contact_role": "Service de l'eau", **fields}
        need = NeedFactory(**fields)
        need.cpv.set([codes["38420000"]])
        need.territories.set([places["57"]])
        return need

    return make


@pytest.fixture
def jobs_of(db):
    """The jobs of a name that were asked for."""
    return lambda name: list(Job.objects.filter(name=name))


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def real():
    """One real record of the data set, decoded."""
    return json.loads((FILES / "approch_projet_exemple.json").read_text(encoding="utf-8"))


@pytest.fixture
def load(places, codes, tmp_path):
    """Import decoded records (or a text as it is); returns (standard output, errors, exit sentence or "")."""

    def run(content):
        path = tmp_path / "projets.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        out, err, failure = StringIO(), StringIO(), ""
        try:
            call_command("import_approch", str(path), stdout=out, stderr=err)
        except CommandError as error:
            failure = str(error)
        return out.getvalue(), err.getvalue(), failure

    return run
