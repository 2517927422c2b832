"""What in a question would tell who asks it: the company's names, its addresses, the person's own name."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from needs.dialog.letters import plain_letters

# It begins where a run of such signs begins: a long run without an address is read once.
ADDRESS = re.compile(r"(?<![^\s@<>()])[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")
WORD = re.compile(r"[^\W_]+")
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
FEWEST_LETTERS = 3


def folded(text):
    """Letters as they look, without accents or capitals, words parted by single spaces."""
    return " ".join(WORD.findall(plain_letters(text).casefold()))


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
    words = folded(text)
    if spelled(words.split(), bare.split()):
        return True
    if len(bare) > SHORT:
        return f" {bare} " in f" {words} "
    seen = set(WORD.findall(plain_letters(text)))
    return any(plain_letters(word) in seen for word in name.split() if folded(word) == bare)


def spelled(words, name):
    """True when words in a row spell `name` (a list of words), letter by letter in part or all (« A c m e »).

    Each is a letter or a whole word of the name, and three at least are letters: « de main » does not name « Demain ».
    """
    whole, allowed = "".join(name), set(name)
    for start in range(len(words)):
        made, letters = "", 0
        for piece in words[start : start + len(whole)]:
            made, letters = made + piece, letters + (len(piece) == 1)
            if not whole.startswith(made) or (len(piece) > 1 and piece not in allowed):
                break
            if len(made) == len(whole):
                if letters >= FEWEST_LETTERS:
                    return True
                break
    return False


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
    host, seen = host_of(organisation.website), plain_letters(text)
    if ADDRESS.search(seen) or (host and plain_letters(host) in seen.casefold()):
        raise DomainError(
            _("Votre question contient une adresse électronique ou celle de votre site : enlevez-la."),
            field="text",
        )
    if " " in person.full_name.strip() and holds_name(text, person.full_name):
        raise DomainError(
            _("Votre question contient votre nom : elle est publiée sans nom, enlevez-le."), field="text"
        )
