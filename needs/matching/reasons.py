"""Why two texts are close, beyond their shared words, and what one says that the other does not."""

import numpy as np

from grandest_portal.core.stems import stems_of

MOST_MISSING = 4
# What a buyer hopes to do, whatever the subject: a sheet that does not say it lacks nothing.
OF_EVERY_NEED = frozenset(
    stems_of(
        "savoir prévenir prévenus envoyer trouver donner obtenir recevoir permettre aider améliorer réduire éviter"
        " rester garder comprendre connaître disposer utiliser partager mesurer suivre repérer simple simplement"
    )
)


def closest_sentences(need, solution):
    """[index in the need, index in the solution, cosine] of the two closest sentences of two Views; [] without any."""
    if need.sentences is None or not len(need.sentences) or not len(solution.sentences):
        return []
    cosines = need.sentences.astype(np.float32) @ solution.sentences.astype(np.float32).T
    first, second = np.unravel_index(int(cosines.argmax()), cosines.shape)
    return [int(first), int(second), round(float(cosines[first, second]), 3)]


def missing_stems(need, solution, weights):
    """Stems of the need's title and expected result that weigh most and that the solution's text does not hold.

    A stem that stands in none of the texts behind the term weights is left out: a name, a slip of the pen.
    """
    wanted = dict.fromkeys(stems_of(f"{need.row.title}\n{need.row.expected_result}"))
    absent = [
        stem
        for stem in wanted
        if stem not in solution.view.words.weights
        and stem not in OF_EVERY_NEED
        and weights.counts.get(stem, 0) > 0
    ]
    return sorted(absent, key=lambda stem: (-need.view.words.weights[stem], stem))[:MOST_MISSING]
