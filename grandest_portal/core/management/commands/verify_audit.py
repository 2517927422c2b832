"""Read the whole audit chain again and say what was found."""

from django.core.management.base import BaseCommand, CommandError

from grandest_portal.core.audit import verify_chain


class Command(BaseCommand):
    help = "Vérifie la chaîne du journal d'audit : chaque sceau, chaque empreinte."

    def handle(self, **options):
        result = verify_chain()
        self.stdout.write(
            f"{result.sealed} entrées scellées, {result.waiting} en attente, {result.erased} aux valeurs effacées."
        )
        if result.faults:
            raise CommandError("\n".join(result.faults))
        self.stdout.write("La chaîne est intacte.")
