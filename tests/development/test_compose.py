"""What the deployment files name must exist in the code: there is no container engine where the tests run."""

import importlib
import json
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.test import Client

from grandest_portal.development import postgresql, supervisor
from grandest_portal.development.places import ROOT

VARIABLE = re.compile(r"\$\{(\w+)")
READ = re.compile(r"environment\.(?:text|number|flag|words)\(\s*\"(\w+)\"(\s*,)?")

# Read by gunicorn itself.
OF_PROGRAMS = {"WEB_CONCURRENCY"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dockerfile():
    return (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def examples():
    """{name: value} of .env.example."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def read_by_settings():
    """{variable: whether the settings refuse to start without it}."""
    found = {}
    for path in (ROOT / "grandest_portal" / "settings").glob("*.py"):
        if path.name not in {"demo.py", "test.py", "environment.py"}:
            for name, default in READ.findall(path.read_text(encoding="utf-8")):
                found[name] = not default
    return found


def test_compose_gives_the_settings_all_they_refuse_to_start_without(compose):
    required = {name for name, needed in read_by_settings().items() if needed}
    assert required >= {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"}
    for name in ("web", "worker", "beat", "migrate"):
        assert required - set(compose["services"][name]["environment"]) == set()


def test_compose_gives_no_variable_that_nobody_reads(compose):
    known = {*read_by_settings(), *OF_PROGRAMS}
    for name in ("web", "worker", "beat", "migrate"):
        assert set(compose["services"][name]["environment"]) - known == set()


def test_example_environment_holds_exactly_the_variables_of_compose():
    assert set(VARIABLE.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))) == set(examples())


def test_example_environment_holds_no_secret():
    assert {name for name in examples() if re.search("SECRET|PASSWORD", name) and examples()[name]} == set()


def test_portal_does_not_know_the_passwords_of_owner_and_superuser(compose):
    for name in ("web", "worker", "beat"):
        given = json.dumps(compose["services"][name])
        assert "OWNER_PASSWORD" not in given
        assert "POSTGRES_PASSWORD" not in given
    assert "portal_app:" in compose["services"]["web"]["environment"]["DATABASE_URL"]
    assert "portal_owner:" in compose["services"]["migrate"]["environment"]["DATABASE_URL"]


def test_migrate_runs_commands_that_exist(compose):
    (_, _, script) = compose["services"]["migrate"]["command"]
    commands = re.findall(r"manage\.py (\w+)", script)
    assert commands == ["migrate", "load_reference"]
    assert set(commands) <= set(get_commands())


def test_celery_processes_use_the_application_and_queues_of_the_demonstration(compose):
    worker = compose["services"]["worker"]["command"]
    for words in (worker, compose["services"]["beat"]["command"]):
        module, _, attribute = words[words.index("--app") + 1].partition(":")
        assert getattr(importlib.import_module(module), attribute).main == "grandest_portal"
    ours = supervisor.worker_command()
    assert worker[worker.index("--queues") + 1] == ours[ours.index("--queues") + 1]


def test_image_serves_the_application_on_the_published_port(compose, dockerfile):
    command = json.loads(re.search(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE).group(1))
    module, _, attribute = command[1].partition(":")
    assert callable(getattr(importlib.import_module(module), attribute))
    port = command[command.index("--bind") + 1].rpartition(":")[2]
    assert re.search(rf"^EXPOSE {port}$", dockerfile, re.MULTILINE)
    assert [entry.rpartition(":")[2] for entry in compose["services"]["web"]["ports"]] == [port]
    assert f"127.0.0.1:{port}/live" in dockerfile


@pytest.mark.django_db
def test_health_address_of_the_image_answers(dockerfile):
    (path,) = re.findall(r"127\.0\.0\.1:8000(/\w+)'", dockerfile)
    assert Client(headers={"host": "127.0.0.1:8000"}).get(path).status_code == 200


def test_image_copies_what_exists_and_all_that_is_installed(dockerfile, settings):
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    sources = [word for words in copied for word in words.split()]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    own = {
        app.partition(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()
    }
    assert own - set(sources) == set()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert [source for source in sources if f"!{source}" not in ignored] == []


def test_postgresql_is_the_one_the_tests_use(compose):
    image = compose["services"]["db"]["image"]
    assert image == f"postgres:{postgresql.release().partition('.')[0]}"
    arguments = compose["services"]["db"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert arguments.split() == list(postgresql.INITDB_LOCALE)


def test_mounted_folders_and_volumes_exist(compose):
    mounts = [entry for service in compose["services"].values() for entry in service.get("volumes", [])]
    sources = [entry.partition(":")[0] for entry in mounts]
    assert [name for name in sources if name.startswith(".") and not (ROOT / name).is_dir()] == []
    assert {name for name in sources if not name.startswith(".")} == set(compose["volumes"])


def test_every_service_is_watched(compose):
    unwatched = [
        name
        for name, service in compose["services"].items()
        if service.get("healthcheck") == {"disable": True}
    ]
    assert unwatched == ["beat", "migrate"]
    assert [compose["services"][name]["restart"] for name in unwatched] == ["unless-stopped", "no"]
    assert "healthcheck" in compose["services"]["worker"]
    assert Path(ROOT / "Dockerfile").read_text(encoding="utf-8").count("HEALTHCHECK") == 1
