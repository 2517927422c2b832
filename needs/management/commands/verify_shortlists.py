"""Compute the hash of every frozen shortlist again and say what was found."""

from django.core.management.base import BaseCommand, CommandError

from needs.shortlists.content import verify_all


class Command(BaseCommand):
    help = "Vérifie les listes courtes figées : l'empreinte de chacune, d'après ses lignes et d'après le journal."

    def handle(self, **options):
        broken, gone, count = verify_all()
        self.stdout.write(f"{count} listes courtes relues.")
        faults = [f"besoin {each.need_id}, liste n° {each.number} : l'empreinte diffère" for each in broken]
        faults += [f"liste {pk} : le journal la connaît, elle n'est plus là" for pk in gone]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("Toutes sont intactes.")
