"""The trail cannot be rewritten unseen, and holds no personal data in its chained part."""

import pytest
from django.db import DatabaseError, connection, transaction

from grandest_portal.core.audit import history_of, record, seal_entries, verify_chain
from grandest_portal.core.models import AuditEntry, AuditSeal, AuditValue
from tests.factories import OrganisationFactory, UserFactory


def written(count=3):
    user, thing = UserFactory(full_name="Zoé Canari"), OrganisationFactory()
    return [
        record(
            thing, "organisation.tested", by=user, before={"n": n}, after={"n": n + 1}, reason="raison canari"
        )
        for n in range(count)
    ]


def test_record_keeps_who_what_before_and_after(db):
    entry = written(1)[0]
    value = history_of(OrganisationFactory._meta.model.objects.get())[0].value
    assert (value.actor_label, value.payload) == (
        "Zoé Canari",
        {"before": {"n": 0}, "after": {"n": 1}, "reason": "raison canari"},
    )
    assert entry.verb == "organisation.tested"


def test_chain_verifies_when_untouched_and_says_what_waits(db):
    written(3)
    assert seal_entries(limit=2) == 2
    result = verify_chain()
    assert (result.sealed, result.waiting, result.erased, result.faults) == (2, 1, 0, [])


def test_sealing_twice_seals_nothing_more(db):
    written(3)
    assert [seal_entries(), seal_entries()] == [3, 0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET verb = 'x'",
        "DELETE FROM core_auditentry",
        "TRUNCATE core_auditentry CASCADE",
        "UPDATE core_auditseal SET hash = 'x'",
        "DELETE FROM core_auditseal",
        "TRUNCATE core_auditseal",
    ],
)
def test_database_refuses_to_rewrite_the_trail(db, statement):
    written(1)
    seal_entries()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_changed_entry_breaks_the_chain_when_the_guard_is_off(db):
    """The control: without the triggers a change is possible, and the verification sees it."""
    entry = written(2)[0]
    seal_entries()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER core_auditentry_no_change")
        cursor.execute("UPDATE core_auditentry SET verb = 'autre' WHERE id = %s", [entry.pk])
        cursor.execute("ALTER TABLE core_auditentry ENABLE ALWAYS TRIGGER core_auditentry_no_change")
    assert verify_chain().faults == [f"sceau 1 : la chaîne est rompue à l'entrée {entry.pk}"]


def test_removed_seal_is_seen(db):
    written(3)
    seal_entries()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditseal DISABLE TRIGGER core_auditseal_no_change")
        AuditSeal.objects.filter(position=2).delete()
        cursor.execute("ALTER TABLE core_auditseal ENABLE ALWAYS TRIGGER core_auditseal_no_change")
    assert any("sceau 2 : absent" in fault for fault in verify_chain().faults)


def test_changed_value_is_seen_against_its_digest(db):
    entry = written(1)[0]
    seal_entries()
    AuditValue.objects.filter(entry=entry).update(payload={"before": {}, "after": {}, "reason": "autre"})
    assert verify_chain().faults == [f"entrée {entry.pk} : les valeurs lisibles ont été modifiées"]


def test_erased_values_leave_the_chain_intact(db):
    written(3)
    seal_entries()
    AuditValue.objects.all().delete()
    result = verify_chain()
    assert (result.sealed, result.erased, result.faults) == (3, 3, [])


def test_chained_columns_hold_no_personal_data_nor_free_text(db):
    written(1)
    row = str(AuditEntry.objects.values().get())
    assert "Canari" not in row and "canari" not in row
