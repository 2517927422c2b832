"""Compute the hash of every frozen shortlist again and say what was found."""

from django.core.management.base import BaseCommand, CommandError

from needs.shortlists.content import verify_all


class Command(BaseCommand):
    help = "Vérifie les listes courtes figées : l'empreinte de chacune, d'après ses lignes."

    def handle(self, **options):
        broken, count = verify_all()
        self.stdout.write(f"{count} listes courtes relues.")
        if broken:
            names = [
                f"besoin {each.need_id}, liste n° {each.number} : l'empreinte diffère" for each in broken
            ]
            raise CommandError("\n".join(names))
        self.stdout.write("Toutes sont intactes.")
