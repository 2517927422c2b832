"""`./run messages`: brings the translation catalogues up to the sources."""

from grandest_portal.development.translations import faults, write


def main(arguments):
    for path in write():
        print(path)
    left = list(faults())
    print("\n".join(left) or "Tout est traduit.")
    return bool(left)
