"""From a text to stems: words without accents or capitals, French endings cut (Snowball), empty words left out."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

STEMMER = snowballstemmer.stemmer("french")
WORD = re.compile(r"[^\W_]+", re.UNICODE)
SHORTEST, LONGEST = 2, 40
# A sentence, its mark included; spaces around are left out.
SENTENCE = re.compile(r"[^\s](?:[^.!?;:\n]|[.:](?=\S))*[.!?;:]*", re.UNICODE)
SHORT_SENTENCE, LONG_SENTENCE, MOST_SENTENCES = 4, 45, 60
# A text beyond this gains nothing: its words are cut, so that a very long text costs no more than a long one.
MOST_WORDS = 3000

# Words that carry no subject: articles, pronouns, prepositions, auxiliaries; then units of time, small numbers and
# what every need or offer says (leaving those out raised the share of right pairs, see docs/matching.md).
STOP_WORDS = frozenset(
    """
    a ai aie ailleurs ainsi alors apres au aucun aucune aujourd aupres auquel aussi autant autour autre autres aux
    auxquels avait avaient avant avec avez avoir avons ayant bien but c ca car ce ceci cela celle celles celui
    cependant certain certaine certaines certains ces cet cette ceux chacun chacune chaque chez ci comme comment
    contre d dans de debut dehors deja depuis derriere des desormais desquels devant devra devrait doit doivent donc
    dont du duquel durant e elle elles en encore enfin entre environ es est et etaient etait etant etc ete etre eu eux
    fait faire fait faut fois font hors hui ici il ils j jamais je jusqu jusque l la laquelle le lequel les lesquels
    leur leurs lors lorsqu lorsque lui m ma mais malgre me meme memes mes mieux moi moins mon n ne ni non nos notre
    nous on ont or ou par parce parfois parmi pas pendant peu peut peuvent plus plusieurs plutot pour pourquoi pourra
    pourrait pouvoir presque puis puisque qu quand quant que quel quelle quelles quelqu quelque quelques quels qui
    quoi s sa sans se sera serait seront ses seul seule seulement si sien soi soient soit son sont sous souvent suite
    sur surtout t ta tandis tant te tel telle telles tels tes toi ton toujours tous tout toute toutes tres trop tu un
    une va vers veut via voici voila vont vos votre vous y

    an ans annee annees jour jours mois semaine semaines heure heures minute minutes seconde secondes
    deux trois quatre cinq six sept huit neuf dix quinze vingt trente cent mille millier milliers moitie tiers quart
    general generale generaux generales premier premiere premiers premieres dernier derniere derniers dernieres
    nouveau nouvelle nouveaux nouvelles
    """.split()  # noqa: SIM905 - a readable list
)


def without_accents(text):
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=50_000)
def stem_of(word):
    """The stem of one word, or "" for an empty word. Numbers are empty: a quantity is no subject."""
    lowered = word.lower()
    plain = without_accents(lowered)
    if not SHORTEST <= len(plain) <= LONGEST or plain in STOP_WORDS or plain.isnumeric():
        return ""
    stem = without_accents(STEMMER.stemWord(lowered))
    return "" if stem in STOP_WORDS else stem


def words_of(text):
    """[(start, end, stem)] of each word that carries a subject, in order."""
    found = ((match.start(), match.end(), stem_of(match.group())) for match in WORD.finditer(text))
    return [word for word in found if word[2]]


def stems_of(text):
    return [stem for _start, _end, stem in words_of(text)][:MOST_WORDS]


def sentences_of(text):
    """[(start, end)] of the sentences of a text: cut after . ! ? ; : and at line ends; a piece of fewer than
    SHORT_SENTENCE words joins its neighbour on the same line, one of more than LONG_SENTENCE is cut in even parts."""
    found = []
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        words = [(start + word.start(), start + word.end()) for word in WORD.finditer(text[start:end])]
        if not words:
            continue
        previous = found[-1] if found else None
        if (
            previous
            and min(len(words), previous[2]) < SHORT_SENTENCE
            and "\n" not in text[previous[1] : start]
        ):
            found[-1] = (previous[0], end, previous[2] + len(words))
            continue
        parts = -(-len(words) // LONG_SENTENCE)
        size = -(-len(words) // parts)
        groups = [words[at : at + size] for at in range(0, len(words), size)]
        found += [(group[0][0], group[-1][1], len(group)) for group in groups[:-1]]
        found.append((groups[-1][0][0], end, len(groups[-1])))
    return [(start, end) for start, end, _words in found][:MOST_SENTENCES]


@dataclass(frozen=True)
class Segment:
    """A piece of a text; `marked` when its word stands in the other text too."""

    text: str
    marked: bool


def highlighted(text, stems):
    """`text` cut in Segments, the words whose stem is in `stems` marked. Joining the pieces gives the text."""
    pieces, last = [], 0
    for start, end, stem in words_of(text):
        if stem in stems:
            if start > last:
                pieces.append(Segment(text[last:start], False))
            pieces.append(Segment(text[start:end], True))
            last = end
    if last < len(text):
        pieces.append(Segment(text[last:], False))
    return pieces
