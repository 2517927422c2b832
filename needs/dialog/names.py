"""What in a question would tell who asks it: the company's names, its addresses, the person's own name."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError

ADDRESS = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")
FORMS = {
    "sa",
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "scop",
    "scic",
    "snc",
    "sci",
    "gmbh",
    "ag",
    "ug",
    "kg",
    "se",
    "asbl",
}
FORMS |= {"srl", "bv", "ltd", "llc", "inc"}
SHORT = 4


def folded(text):
    """Letters without accents or capitals, words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def bare_name(name):
    """The folded name without its legal form: « Ondine Capteurs SAS » is « ondine capteurs »."""
    return " ".join(word for word in folded(name).split() if word not in FORMS)


def host_of(website):
    host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    return host.removeprefix("www.")


def holds_name(text, name):
    """True when `text` holds the name as whole words, however it is written.

    A name of one short word (« Eau ») is looked for with its capitals: the common word must remain sayable.
    """
    bare = bare_name(name)
    if not bare:
        return False
    if len(bare) > SHORT:
        return f" {bare} " in f" {folded(text)} "
    words = re.findall(r"\w+", text)
    return any(word in words for word in name.split() if folded(word) == bare)


def check_anonymous(text, company, person):
    """Refuse a text that names who asks, or that holds an address to write to."""
    organisation = company.organisation
    if holds_name(text, organisation.name):
        raise DomainError(
            _(
                "Votre question nomme votre entreprise (« %(name)s »). Elle est publiée sans nom : enlevez-le, par "
                "exemple en écrivant « notre solution »."
            )
            % {"name": organisation.name},
            field="text",
        )
    host = host_of(organisation.website)
    if ADDRESS.search(text) or (host and host in text.casefold()):
        raise DomainError(
            _("Votre question contient une adresse électronique ou celle de votre site : enlevez-la."),
            field="text",
        )
    if " " in person.full_name.strip() and holds_name(text, person.full_name):
        raise DomainError(
            _("Votre question contient votre nom : elle est publiée sans nom, enlevez-le."), field="text"
        )
