"""`./run clean`: forgets the demonstration's data; the next start makes them anew."""

import shutil

from grandest_portal.development.places import Refusal
from grandest_portal.development.state import State


def main(arguments):
    state = State()
    if not state.take():
        raise Refusal("Une démonstration utilise ces données : arrêtez-la d'abord.")
    shutil.rmtree(state.folder)
    print(f"Données effacées : {state.folder}")
    return 0
