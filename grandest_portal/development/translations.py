"""The catalogues of locale/, made from the sources without the gettext tools.

French is the language of the sources: its catalogue holds the plurals only, whose rule differs from the default one
(« 0 besoin », not « 0 besoins »). Any other catalogue holds every sentence.
"""

import io
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation.template import templatize
from polib import POEntry, POFile, pofile

from grandest_portal.development.places import ROOT
from grandest_portal.development.sources import project_files, read

SOURCE_LANGUAGE = "fr"
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
}
TEMPLATES = {".html", ".txt"}

KEYWORDS = {"_": None, "gettext_noop": None}
for suffix in ("", "_lazy"):
    KEYWORDS |= {
        f"gettext{suffix}": None,
        f"ngettext{suffix}": (1, 2),
        f"pgettext{suffix}": ((1, "c"), 2),
        f"npgettext{suffix}": ((1, "c"), 2, 3),
    }


class Message(NamedTuple):
    context: str | None
    text: str
    plural: str | None


def readable(path):
    """Python that babel can read: the file itself, or what Django makes of a template."""
    if path.suffix == ".py":
        return read(path)
    return "\n".join(line.lstrip() for line in templatize(read(path), origin=str(path)).splitlines())


def messages_of(path):
    source = io.BytesIO(readable(path).encode())
    for _, words, _, context in extract("python", source, keywords=KEYWORDS):
        text, plural = words if isinstance(words, tuple) else (words, None)
        if text:
            yield Message(context, text, plural)


def is_source(path):
    if path.parts[0] == "templates":
        return path.suffix in TEMPLATES
    return path.suffix == ".py" and path.parts[0] not in {"tests", "docs"}


def extracted():
    """{message: paths of the files that hold it}, for the whole project."""
    found = {}
    for path in filter(is_source, project_files()):
        for message in messages_of(path):
            found.setdefault(message, set()).add(str(path))
    return found


def wanted(language, messages):
    return {m: paths for m, paths in messages.items() if language != SOURCE_LANGUAGE or m.plural}


def catalogues():
    """{language: path of its .po}; the source language has one even before it is first written."""
    folder = ROOT / "locale"
    languages = {path.parts[-3] for path in folder.glob("*/LC_MESSAGES/django.po")} | {SOURCE_LANGUAGE}
    return {language: folder / language / "LC_MESSAGES" / "django.po" for language in sorted(languages)}


def key(entry):
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def load(path):
    return {key(entry): entry for entry in pofile(str(path))} if path.exists() else {}


def new_entry(language, message, paths, known):
    """The known translation; French plurals translate themselves, the rest waits for a translator."""
    own = language == SOURCE_LANGUAGE
    entry = POEntry(
        msgid=message.text, msgctxt=message.context, occurrences=[(path, "") for path in sorted(paths)]
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: message.text, 1: message.plural} if own else {0: "", 1: ""}
    if known:
        entry.msgstr, entry.msgstr_plural, entry.flags = known.msgstr, known.msgstr_plural, known.flags
    return entry


def catalogue(language, messages, known):
    """The .po of this language as it should be; without dates, so that only a changed sentence changes it."""
    file = POFile(wrapwidth=100)
    file.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message, paths in sorted(
        wanted(language, messages).items(), key=lambda item: (item[0].text, str(item[0]))
    ):
        file.append(new_entry(language, message, paths, known.get(message)))
    return file


def is_translated(entry):
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return not entry.fuzzy and all(forms)


def faults():
    """One line per missing, left-over or untranslated sentence, and per .mo that is not what its .po makes."""
    messages = extracted()
    for language, path in catalogues().items():
        known = load(path)
        name = path.relative_to(ROOT)
        for message in wanted(language, messages).keys() - known.keys():
            yield f"{name} : « {message.text} » manque ; lancez ./run messages"
        for message in known.keys() - wanted(language, messages).keys():
            yield f"{name} : « {message.text} » ne sert plus ; lancez ./run messages"
        yield from (
            f"{name} : « {entry.msgid} » n'est pas traduit"
            for entry in known.values()
            if not is_translated(entry)
        )
        compiled = path.with_suffix(".mo")
        if known and (not compiled.exists() or compiled.read_bytes() != pofile(str(path)).to_binary()):
            yield f"{compiled.relative_to(ROOT)} : ne correspond pas au .po ; lancez ./run messages"


def write():
    """Writes .po and .mo of every language; yields their paths."""
    messages = extracted()
    for language, path in catalogues().items():
        file = catalogue(language, messages, load(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        file.save(str(path))
        path.with_suffix(".mo").write_bytes(pofile(str(path)).to_binary())
        yield Path(path).relative_to(ROOT)
