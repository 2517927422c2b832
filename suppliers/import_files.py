"""The template of a file of solutions, and what was said of each line of one, as files."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.exports import Column
from suppliers.import_columns import COLUMNS, COMMENT


def value_of(name):
    return lambda line: line.values.get(name, "")


def reasons_of(line):
    """« Codes CPV (1234) : … ; … »: all that was said of a line."""
    return " ; ".join(
        f"{each['column']} ({each['value']}) : {each['why']}"
        if each["value"]
        else f"{each['column']} : {each['why']}"
        if each["column"]
        else each["why"]
        for each in line.problems
    )


LINE_COLUMNS = [
    Column(gettext_lazy("Ligne"), attrgetter("number"), int),
    Column(gettext_lazy("Résultat"), lambda line: line.get_result_display()),
    Column(gettext_lazy("Raisons"), reasons_of),
    *[Column(column.label, value_of(column.name)) for column in COLUMNS if column.name != "contact"],
]

# The template is a file whose rows are {name of a column: text}.
TEMPLATE_COLUMNS = [
    Column(column.label, lambda row, name=column.name: row.get(name, "")) for column in COLUMNS
]


def template_rows():
    """Two lines that no import reads: what each column holds, an example."""
    helps = {column.name: str(column.help_text) for column in COLUMNS}
    examples = {column.name: column.example for column in COLUMNS}
    first = COLUMNS[0].name
    helps[first] = f"{COMMENT} {_('Explications, ligne non lue.')} {helps[first]}"
    examples[first] = f"{COMMENT} {_('Exemple, ligne non lue :')} {examples[first]}"
    return [helps, examples]
