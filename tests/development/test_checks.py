import subprocess
from pathlib import Path

import pytest
from polib import MOFile, mofile, pofile

from grandest_portal.development import lock, sources, translations
from grandest_portal.development.translations import Message

TEMPLATE = """{% load i18n %}
<p>{% translate "Bonjour" %}</p>
    {% blocktranslate trimmed count n=needs|length %}
      {{ n }} besoin
    {% plural %}
      {{ n }} besoins
    {% endblocktranslate %}
  <p title="l'apostrophe">{# un commentaire #}</p>
"""
PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

LABEL = _("Besoin")
OTHER = pgettext_lazy("verbe", "Suivre")

def count(n):
    return ngettext("%(n)s rendez-vous", "%(n)s rendez-vous proposés", n) % {"n": n}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of two sources, where the checks look instead of here."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    for path, text in {"templates/page.html": TEMPLATE, "needs/texts.py": PYTHON}.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text, encoding="utf-8")
    for module in (sources, translations, lock):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def test_extraction_reads_python_and_templates(project):
    assert translations.extracted() == {
        Message(None, "Bonjour", None): {"templates/page.html"},
        Message(None, "%(n)s besoin", "%(n)s besoins"): {"templates/page.html"},
        Message(None, "Besoin", None): {"needs/texts.py"},
        Message("verbe", "Suivre", None): {"needs/texts.py"},
        Message(None, "%(n)s rendez-vous", "%(n)s rendez-vous proposés"): {"needs/texts.py"},
    }


def test_french_catalogue_holds_the_plurals_only_and_fills_them(project):
    assert len(list(translations.faults())) == 2
    list(translations.write())
    folder = project / "locale" / "fr" / "LC_MESSAGES"
    assert {entry.msgid: entry.msgstr_plural for entry in mofile(str(folder / "django.mo"))} == {
        "%(n)s besoin": {0: "%(n)s besoin", 1: "%(n)s besoins"},
        "%(n)s rendez-vous": {0: "%(n)s rendez-vous", 1: "%(n)s rendez-vous proposés"},
    }
    assert list(translations.faults()) == []


def test_catalogue_of_another_language_holds_every_sentence(project):
    path = project / "locale" / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "Bonjour"\nmsgstr "Guten Tag"\n')
    list(translations.write())
    assert {entry.msgid: entry.msgstr for entry in pofile(str(path)) if not entry.msgid_plural} == {
        "Besoin": "",
        "Bonjour": "Guten Tag",
        "Suivre": "",
    }
    untranslated = [fault for fault in translations.faults() if fault.endswith("n'est pas traduit")]
    assert len(untranslated) == 4


@pytest.mark.parametrize("damage", ["old", "absent"])
def test_compiled_catalogue_must_be_what_its_source_makes(project, damage):
    list(translations.write())
    compiled = project / "locale" / "fr" / "LC_MESSAGES" / "django.mo"
    if damage == "old":
        MOFile().save(str(compiled))
    else:
        compiled.unlink()
    assert list(translations.faults()) == [
        "locale/fr/LC_MESSAGES/django.mo : ne correspond pas au .po ; lancez ./run messages"
    ]


def test_sentence_that_is_no_longer_used_is_reported(project):
    list(translations.write())
    (project / "templates" / "page.html").unlink()
    assert list(translations.faults()) == [
        "locale/fr/LC_MESSAGES/django.po : « %(n)s besoin » ne sert plus ; lancez ./run messages"
    ]


def test_sizes_report_files_and_functions_at_the_limit(project):
    body = "    pass\n"
    (project / "needs" / "at.py").write_text("def at():\n" + body * (sources.FUNCTION_LINES - 1))
    (project / "needs" / "below.py").write_text("def below():\n" + body * (sources.FUNCTION_LINES - 2))
    (project / "needs" / "long.py").write_text("n = 1\n" * sources.FILE_LINES)
    (project / "needs" / "short.py").write_text("n = 1\n" * (sources.FILE_LINES - 1))
    assert list(sources.too_long()) == [
        "needs/at.py:1 : at, 40 lignes (moins de 40)",
        "needs/long.py : 400 lignes (moins de 400)",
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("--index-url https://" + "pypi" + ".org/simple", True),
        ("image: " + "ghcr" + ".io/x", True),
        ("open('/" + "home/marie/x')", True),
        ("cd /" + "work/main", True),
        ("/besoins/work/", False),
        ("image: postgres:18", False),
    ],
)
def test_traces_find_hosts_and_folders_of_machines(project, line, found):
    (project / "notes.txt").write_text(f"{line}\n")
    assert bool(list(sources.traces())) == found


def test_lock_must_hold_what_pyproject_asks_for(project):
    (project / "pyproject.toml").write_text(
        '[project]\ndependencies = ["django>=5.2", "celery[redis]>=5"]\n[dependency-groups]\ndev = ["absent"]\n'
    )
    (project / "requirements").mkdir()
    (project / "requirements" / "base.txt").write_text(
        "django==5.1 \\\n    --hash=x\ncelery==5.7.0 \\\n    --hash=x\n"
    )
    (project / "requirements" / "dev.txt").write_text("")
    assert list(lock.disagreements()) == [
        "requirements/base.txt : django>=5.2 n'y est pas ; lancez ./run lock",
        "requirements/dev.txt : absent n'y est pas ; lancez ./run lock",
    ]


def test_project_files_leave_out_what_git_ignores(project):
    (project / ".gitignore").write_text("needs/\n")
    assert sources.project_files() == [Path(".gitignore"), Path("templates/page.html")]
