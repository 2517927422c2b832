"""What in a question would tell who asks it: the company's names, its addresses, the person's own name."""

import re
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import SearchWord
from grandest_portal.reference.models import Wording
from needs.checks.text import Passage
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
# A Wording: words, parted by commas, that companies are called by and that everybody says.
COMMON_WORDS = "common_words_as_names"
NEEDS = "needs.need"
SHORT = 4
FEWEST_LETTERS = 3


def folded(text):
    """Letters as they look, without accents or capitals, words parted by single spaces."""
    return " ".join(WORD.findall(plain_letters(text).casefold()))


def bare_name(name):
    """The folded name without its legal form: « Ondine Capteurs SAS » is « ondine capteurs »."""
    return " ".join(word for word in folded(name).split() if word not in FORMS)


def host_of(website):
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def holds_host(text, host):
    """True when the host stands in the text, or one below it (« fr.acme.example »): not inside another name."""
    return re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-])", text) is not None


def holds_name(text, name):
    """True when `text` holds the name as whole words, however it is written.

    A name of one word that is ordinary here (« Demain ») is looked for with its capital inside a sentence, one of a
    short word with its capitals: the common word must remain sayable.
    """
    bare = bare_name(name)
    if not bare:
        return False
    pieces = pieces_of(text)
    words, joined = [word for word, _gap in pieces], bare.replace(" ", "")
    if spelled(pieces, bare.split()):
        return True
    if joined in words and is_ordinary(joined):
        if stands_as_name(text, joined):
            return True
        if joined == bare:
            return False
    elif joined != bare and joined in words:
        return True
    if len(bare) > SHORT:
        return f" {bare} " in f" {' '.join(words)} "
    seen = set(WORD.findall(plain_letters(text)))
    return any(plain_letters(word) in seen for word in name.split() if folded(word) == bare)


def is_ordinary(word):
    """True for a folded word that public needs use, or that the list of common words holds."""
    if SearchWord.objects.filter(kind=NEEDS, word=word).exists():
        return True
    listed = Wording.objects.in_force(timezone.localdate()).filter(key=COMMON_WORDS).order_by("-starts_on")
    text = listed.values_list("text", flat=True).first() or ""
    return word in {folded(each) for each in text.split(",")}


def stands_as_name(text, word):
    """True when the folded word stands in the text with a capital that no start of a sentence explains."""
    passage = Passage(plain_letters(text))
    return not passage.mostly_capitals and any(
        match.group()[0].isupper()
        and folded(match.group()) == word
        and not passage.opens_sentence(match.start())
        for match in WORD.finditer(passage.text)
    )


def pieces_of(text):
    """[(folded word, the signs before it)] of a text, in order."""
    found, end = [], 0
    letters = plain_letters(text).casefold()
    for match in WORD.finditer(letters):
        found.append((match.group(), letters[end : match.start()].strip() or " "))
        end = match.end()
    return found


def spelled(pieces, name):
    """True when pieces in a row spell `name` (a list of words), letter by letter in part or all (« A c m e »).

    Each is a letter or a whole word of the name, three at least are letters, and one sign parts them: « de main » does
    not name « Demain », nor « il n'y a » « NYA ».
    """
    whole, allowed = "".join(name), set(name)
    for start in range(len(pieces)):
        made, letters, signs, before = "", 0, set(), ""
        for piece, gap in pieces[start : start + len(whole)]:
            if len(piece) == len(before) == 1:
                signs.add(gap)
            made, letters, before = made + piece, letters + (len(piece) == 1), piece
            if len(signs) > 1:
                break
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
    if ADDRESS.search(seen) or (host and holds_host(seen.casefold(), plain_letters(host))):
        raise DomainError(
            _("Votre question contient une adresse électronique ou celle de votre site : enlevez-la."),
            field="text",
        )
    if " " in person.full_name.strip() and holds_name(text, person.full_name):
        raise DomainError(
            _("Votre question contient votre nom : elle est publiée sans nom, enlevez-le."), field="text"
        )
