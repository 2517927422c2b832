"""EPCI named in a text area, one per line: accents, capitals and half a name are enough when one EPCI answers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grandest_portal.core.text import clean_text
from grandest_portal.reference.models import Territory
from grandest_portal.reference.models.territories import SHORT_FORMS
from grandest_portal.reference.text import plain, plain_words

MOST_NAMES = 20
LONGEST_LIST = 3000
PROPOSED = 3


def read_epcis(text):
    """The EPCI that `text` names, each once; ValidationError with one French sentence per line that names none."""
    text = clean_text(text)
    if len(text) > LONGEST_LIST:
        raise ValidationError(
            _("Ce texte est trop long (%(length)d caractères) : %(limit)d au plus."),
            params={"length": len(text), "limit": LONGEST_LIST},
        )
    lines = list(dict.fromkeys(filter(None, (line.strip(" \t,;.") for line in text.splitlines()))))
    if len(lines) > MOST_NAMES:
        raise ValidationError(
            _("Nommez %(limit)d intercommunalités au plus : vous en avez saisi %(count)d."),
            params={"limit": MOST_NAMES, "count": len(lines)},
        )
    known = list(Territory.objects.epcis().for_list()) if lines else []
    found, errors = {}, []
    for line in lines:
        rows = named(line, known)
        if len(rows) == 1:
            found[rows[0].pk] = rows[0]
        else:
            errors.append(refusal(line, rows))
    if errors:
        raise ValidationError(errors)
    return list(found.values())


def named(line, known):
    """The EPCI whose very name or SIREN is `line`, else those with a word that begins as each typed one."""
    sure = [row for row in known if plain(row.name) == plain(line) or row.code == line]
    words = plain_words(line)
    return sure or [row for row in known if words and answers(row, words)]


def answers(row, words):
    own = plain(row.name).split()
    return all(any(each.startswith((word, SHORT_FORMS.get(word, word))) for each in own) for word in words)


def refusal(line, rows):
    """What the line could mean: several EPCI, the EPCI of a commune, or nothing here."""
    if rows:
        sentence = _("Plusieurs intercommunalités répondent à « %(typed)s » : écrivez le nom entier.")
    else:
        sentence = _("Aucune intercommunalité de la région ne s'appelle « %(typed)s ».")
        communes = Territory.objects.communes().search(line).exclude(epci=None).for_list()[:PROPOSED]
        rows = list({commune.epci_id: commune.epci for commune in communes}.values())
    text = sentence % {"typed": line[:100]}
    names = " ; ".join(row.name for row in rows[:PROPOSED])
    return ValidationError(f"{text} {_('Peut-être : %(names)s.') % {'names': names}}" if names else text)
