"""What is frozen never changes: the database says so, not our code; and anybody may verify it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from grandest_portal.accounts.actions import erase_account
from grandest_portal.core.audit import erase_texts
from grandest_portal.core.models import AuditValue
from needs.actions import note_invitation
from needs.enums import ShortlistAudience
from needs.models import Shortlist, ShortlistEntry, ShortlistInvitation
from needs.shortlists.content import content_of, digest_of, verify
from suppliers.models import Company, Solution
from tests.factories import MembershipFactory
from tests.needs.shortlists.pages import titles, words

TABLES = ["needs_shortlist", "needs_shortlistentry", "needs_shortlistinvitation"]


@pytest.fixture
def frozen(near, freeze, agent):
    shortlist = freeze(trl=4)
    companies = [near["Capteur d'écoute"].company]
    note_invitation(shortlist, ShortlistAudience.KEPT, "Critère.", companies, by=agent)
    return shortlist


def refused(change):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        change()


CHANGES = [
    lambda: Shortlist.objects.update(criterion="Un autre."),
    lambda: Shortlist.objects.update(outside=0, content_hash="0" * 64),
    lambda: Shortlist.objects.update(frozen_by=None, criterion="Un autre."),
    lambda: ShortlistEntry.objects.update(score=1.0),
    lambda: ShortlistEntry.objects.filter(kept=False).update(kept=True, reason=""),
    lambda: ShortlistEntry.objects.update(solution=None, title="Autre"),
    lambda: ShortlistInvitation.objects.update(criterion="Un autre."),
    lambda: ShortlistInvitation.objects.all()._raw_delete(using="default"),
    lambda: ShortlistEntry.objects.all()._raw_delete(using="default"),
    lambda: Shortlist.objects.all()._raw_delete(using="default"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_frozen_list_never_changes(frozen, change):
    refused(change)
    frozen.refresh_from_db()
    assert verify(frozen).intact


def test_another_solution_cannot_take_the_place_of_one(frozen, near):
    entry = frozen.entries.order_by("rank").first()
    other = frozen.entries.exclude(pk=entry.pk).order_by("rank").first().solution
    refused(lambda: ShortlistEntry.objects.filter(pk=entry.pk).update(solution=other))
    assert ShortlistEntry.objects.get(pk=entry.pk).solution_id == entry.solution_id != other.pk


def lift_guard():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.mark.parametrize("change", CHANGES[:7])
def test_control_without_the_triggers_everything_changes(frozen, change):
    lift_guard()
    assert change() > 0


@pytest.mark.django_db
def test_triggers_fire_always():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relname = ANY(%s)",
            [TABLES],
        )
        assert sorted(cursor.fetchall()) == [(table, "A") for table in TABLES]


def test_texts_that_change_afterwards_leave_the_list_and_are_told(frozen, near, need):
    Solution.objects.filter(pk=near["Drone thermique"].pk).update(description="Tout autre chose.")
    Solution.objects.filter(pk=near["Compteur communicant"].pk).update(status="archived")
    type(need).objects.filter(pk=need.pk).update(expected_result="Autre chose encore.")
    found = verify(Shortlist.objects.get(pk=frozen.pk))
    assert found.intact and found.need_changed
    assert titles(found.changed) == ["Drone thermique"]
    assert titles(found.withdrawn) == ["Compteur communicant"]
    assert found.gone == []


def test_nothing_changed_is_told_too(frozen):
    found = verify(Shortlist.objects.get(pk=frozen.pk))
    assert (found.intact, found.need_changed) == (True, False)
    assert [found.changed, found.withdrawn, found.gone] == [[], [], []]


def test_the_page_of_the_verification(frozen, near, browser, at):
    assert "La liste est intacte" in words(browser.get(at.page("shortlist_verify")))
    Solution.objects.filter(pk=near["Drone thermique"].pk).update(description="Tout autre chose.")
    page = words(browser.get(at.page("shortlist_verify")))
    assert "La liste est intacte" in page and "Drone thermique" in page


def test_a_solution_and_its_company_that_are_erased_keep_their_line(frozen, near, browser, at):
    company = near["Drone thermique"].company
    near["Drone thermique"].delete()
    Company.objects.get(pk=company.pk).delete()
    entry = frozen.entries.get(title="Drone thermique")
    assert (entry.solution, entry.company_number) == (None, company.pk)
    found = verify(Shortlist.objects.get(pk=frozen.pk))
    assert found.intact and titles(found.gone) == ["Drone thermique"]
    assert "fiche supprimée depuis" in words(browser.get(at.page("shortlist")))


def test_a_withdrawn_solution_is_told_and_has_no_link(frozen, near, browser, at):
    pk = near["Capteur d'écoute"].pk
    link = f'href="/solutions/{pk}/"'
    assert link in browser.get(at.page("shortlist")).text
    Solution.objects.filter(pk=pk).update(status="archived")
    page = browser.get(at.page("shortlist"))
    assert link not in page.text and "fiche retirée du recensement depuis" in words(page)


def test_erasing_the_account_of_who_froze_leaves_the_list_whole(near, freeze, agent, need):
    colleague = MembershipFactory(
        organisation=agent.buyer.organisation, user__full_name="Dominique Partant"
    ).user
    shortlist = freeze(by=colleague)
    erase_account(colleague, by=colleague)
    kept = Shortlist.objects.get(pk=shortlist.pk)
    assert "Partant" not in str(kept.frozen_by)
    assert verify(kept).intact


def test_the_command_reads_them_all(frozen, freeze):
    freeze()
    out = StringIO()
    call_command("verify_shortlists", stdout=out)
    assert "2 listes courtes relues" in out.getvalue() and "intactes" in out.getvalue()


def rewritten(shortlist):
    """As who owns the database could: a line, and the hash that covers it."""
    lift_guard()
    ShortlistEntry.objects.filter(rank=1).update(score=0.99)
    found = content_of(shortlist, list(shortlist.entries.order_by("rank")))
    Shortlist.objects.filter(pk=shortlist.pk).update(content_hash=digest_of(found))
    return Shortlist.objects.get(pk=shortlist.pk)


def test_a_list_rewritten_with_its_hash_does_not_agree_with_the_trail(frozen, browser, at, need):
    changed = rewritten(frozen)
    found = verify(changed)
    assert (found.intact, found.digest == changed.content_hash) == (False, True)
    assert found.logged == frozen.content_hash
    page = words(browser.get(at.page("shortlist_verify")))
    assert "n'est plus celle" in page and frozen.content_hash in page
    with pytest.raises(CommandError, match=f"besoin {need.pk}, liste n° 1"):
        call_command("verify_shortlists", stdout=StringIO())


def test_control_the_hash_alone_covers_what_was_rewritten(frozen):
    changed = rewritten(frozen)
    assert digest_of(content_of(changed, changed.entries.all())) == changed.content_hash


def test_a_list_that_was_taken_away_is_missed(frozen):
    lift_guard()
    for rows in (ShortlistInvitation, ShortlistEntry, Shortlist):
        rows.objects.all()._raw_delete(using="default")
    with pytest.raises(CommandError, match=f"liste {frozen.pk} : le journal la connaît"):
        call_command("verify_shortlists", stdout=StringIO())


def test_a_list_that_nobody_froze_is_told(frozen):
    lift_guard()
    Shortlist.objects.filter(pk=frozen.pk).update(number=2)
    made = Shortlist.objects.get(pk=frozen.pk)
    made.pk, made.number, made.matched, made.kept, made.left_out = None, 3, 0, 0, 0
    made.content_hash = digest_of(content_of(made, []))
    made.save()
    assert not verify(made).intact


def test_texts_erased_from_the_trail_leave_the_hash_of_the_list(frozen):
    erase_texts(AuditValue.objects.filter(entry__kind="needs.shortlist"))
    found = verify(frozen)
    assert (found.intact, found.logged) == (True, "")


def test_a_link_emptied_by_hand_does_not_make_a_sheet_gone(frozen, near):
    ShortlistEntry.objects.update(solution=None)
    Solution.objects.filter(pk=near["Drone thermique"].pk).update(status="archived")
    found = verify(frozen)
    assert (found.gone, titles(found.withdrawn)) == ([], ["Drone thermique"])


def test_the_command_names_a_list_that_somebody_rewrote(frozen, need):
    lift_guard()
    ShortlistEntry.objects.filter(rank=1).update(score=0.99)
    with pytest.raises(CommandError, match=f"besoin {need.pk}, liste n° 1"):
        call_command("verify_shortlists", stdout=StringIO())
