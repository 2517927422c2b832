"""Files of any number of lines, each of a company of its own, as long as real ones."""

import csv
import io

import stdnum.luhn
import xlsxwriter

from suppliers.import_columns import COLUMNS, headers

TEXT = "Un capteur posé sur la conduite écoute l'eau la nuit et reconnaît une fuite parmi les bruits du bâtiment. "


def siret_of(number):
    siren = f"9{number:07d}"
    siren += stdnum.luhn.calc_check_digit(siren)
    nic = f"{siren}0001"
    return nic + stdnum.luhn.calc_check_digit(nic)


def lines(number, word):
    """`word` makes the titles, and so the solutions, of a file its own."""
    for place in range(number):
        values = {
            "company": f"Entreprise fictive {place}",
            "number": siret_of(place),
            "website": "https://entreprise.example",
            "contact": f"contact{place}@entreprise.example",
            "title": f"{word} {place}",
            "problem_solved": f"{place} {TEXT * 2}",
            "description": f"{place} {TEXT * 2}",
            "novelty": f"{place} {TEXT}",
            "trl": "8",
            "cpv": "38420000",
            "keywords": "eau, fuite",
            "served": "Moselle, 88",
            "source": "Salon fictif de l'eau",
        }
        yield [values[column.name] for column in COLUMNS]


def csv_of(number, word="Solution"):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headers())
    writer.writerows(lines(number, word))
    return out.getvalue().encode()


def xlsx_of(number, word="Solution"):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for place, cells in enumerate([headers(), *lines(number, word)]):
        for column, cell in enumerate(cells):
            sheet.write_string(place, column, cell)
    book.close()
    return out.getvalue()
