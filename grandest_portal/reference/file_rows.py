"""The rows of a list that go into a file: as many as the dated parameter allows."""

from django.utils import timezone

from grandest_portal.core.exports import in_pieces
from grandest_portal.reference.models import Parameter


def rows_of_file(pks, rows, cut_text):
    """(the rows numbered `pks`, a queryset of numbers, read in pieces; the sentence of a file that was cut).

    `cut_text` holds `%(count)d`.
    """
    most = Parameter.objects.value("export_rows_max", timezone.localdate())
    kept = list(pks[: most + 1])
    note = cut_text % {"count": most} if len(kept) > most else ""
    return in_pieces(rows, kept[:most]), note
