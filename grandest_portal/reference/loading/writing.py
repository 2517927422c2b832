"""Writing of the difference between what the files say and what is stored."""

from dataclasses import dataclass, field

BATCH = 1000


@dataclass
class Outcome:
    """What one table became: rows of the file, added, changed; sentences on rows that a person should see."""

    label: str
    total: int
    added: int = 0
    changed: int = 0
    remarks: list[str] = field(default_factory=list)


def upsert(label, rows, objects, *, key, fields):
    """Add the `objects` that `rows` (a queryset) lacks, change those that differ, leave the others untouched.

    `key` and `fields` are column names (« parent_id »). Rows of the table that no object names are kept,
    because others may refer to them, and told.
    """

    def values(thing, names):
        return tuple(getattr(thing, name) for name in names)

    stored = {row[: len(key)]: row[len(key) :] for row in rows.values_list(*key, *fields)}
    new = [thing for thing in objects if values(thing, key) not in stored]
    changed = [
        thing
        for thing in objects
        if values(thing, key) in stored and values(thing, fields) != stored[values(thing, key)]
    ]
    rows.model.objects.bulk_create(new, batch_size=BATCH)
    rows.model.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=key, update_fields=fields
    )
    outcome = Outcome(label, len(objects), len(new), len(changed))
    gone = len(stored.keys() - {values(thing, key) for thing in objects})
    if gone:
        outcome.remarks.append(
            f"{label} : {gone} lignes en base ne figurent plus dans le fichier (conservées)"
        )
    return outcome
