"""Brings a database to the state of the demonstration: tables, reference data, fictional data, static files.

Each step does nothing when it has been done before, so that the second start is short.
"""

import django
from django.core.management import call_command
from django.db import connection


def main():
    django.setup()
    # The limits of a web request are not those of a first load.
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    call_command("migrate", interactive=False)
    call_command("load_reference")
    call_command("load_demo")
    call_command("collectstatic", interactive=False)


if __name__ == "__main__":
    main()
