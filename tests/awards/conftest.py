import csv

import pytest

TABULAR = {
    "uid": "21670001000011M1",
    "acheteur_id": "21670001000011",
    "titulaire_id": "55203253400646",
    "titulaire_typeIdentifiant": "SIRET",
    "objet": "Capteurs",
    "codeCPV": "38420000",
    "nature": "Marché",
    "procedure": "Procédure adaptée",
    "montant": "50000",
    "dateNotification": "2026-01-10",
    "modification_id": "0",
}


@pytest.fixture
def write(tmp_path):
    """A CSV file of rows of the decp.info layout, each changed from a sound one."""

    def make(*changes, name="marches.csv", delimiter=","):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*TABULAR, "montant_anomalie"], delimiter=delimiter)
            writer.writeheader()
            writer.writerows(TABULAR | change for change in changes)
        return path

    return make
