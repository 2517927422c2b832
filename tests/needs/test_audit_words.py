"""What the trail says about a need is said in words."""

import re
from pathlib import Path

from grandest_portal.core.history import verb_words
from needs import actions


def test_every_recorded_verb_has_words():
    folder = Path(actions.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    verbs = {verb for source in sources for verb in re.findall(r'"(need\.[a-z_]+)"', source)}
    assert len(verbs) == 28
    assert [verb for verb in sorted(verbs) if verb_words(verb) == verb] == []
