"""Who is kept, who is not and why; what is written, and what is refused."""

from threading import Event, Timer

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from needs.actions import ensure_engine, serve_engine
from needs.matching.knowledge import hash_of, need_text, solution_text
from needs.models import EngineVersion, Match, Need, Shortlist, ShortlistEntry
from needs.shortlists.content import content_of, digest_of
from needs.shortlists.selection import Choice, select, serving_key
from suppliers.models import Company, Solution
from tests.accounts.teams import delegate
from tests.factories import CompanyFactory, MatchFactory, MembershipFactory, SolutionFactory, buyer_user
from tests.needs.matching.engines import refresh_need
from tests.needs.shortlists.conftest import CRITERION, NEAR
from tests.needs.shortlists.pages import titles
from tests.needs.test_races import together


def kept(shortlist):
    return set(titles(shortlist.entries.filter(kept=True)))


def reasons(shortlist):
    return {each.title: each.reason for each in shortlist.entries.filter(kept=False)}


def test_a_list_keeps_the_rows_their_order_and_how_they_were_obtained(near, freeze, need, agent):
    shortlist = freeze()
    entries = list(shortlist.entries.order_by("rank"))
    stored = list(Match.objects.of_need(need))
    assert [each.solution_id for each in entries] == [match.solution_id for match in stored]
    assert [each.score for each in entries] == [match.score for match in stored]
    assert [each.rank for each in entries] == [1, 2, 3, 4, 5]
    version = ensure_engine(timezone.now())
    assert (shortlist.engine, shortlist.engine_inputs) == (version.key, version.inputs)
    assert shortlist.need_hash == hash_of(need_text(need))
    for each in entries:
        assert each.solution_hash == hash_of(solution_text(near[each.title]))
        assert (each.need_hash, each.kept, each.reason) == (shortlist.need_hash, True, "")
    assert (shortlist.number, shortlist.criterion, shortlist.frozen_by) == (1, CRITERION, agent)
    assert (shortlist.matched, shortlist.kept, shortlist.left_out) == (5, 5, 0)


def test_the_band_leaves_out_what_is_below_and_says_so(near, freeze, need):
    below = {"Drone thermique": 0.79, "Jumeau numérique": 0.5}
    for title, score in below.items():
        Match.objects.filter(need=need, solution=near[title]).update(score=score)
    shortlist = freeze(band="strong")
    assert set(reasons(shortlist)) == set(below)
    assert set(reasons(shortlist).values()) == {"en dessous du niveau choisi (correspondance forte)"}
    assert shortlist.filters["floor"] == 0.8
    bands = dict(shortlist.entries.filter(title__in=below).values_list("title", "band"))
    assert bands == {"Drone thermique": "good", "Jumeau numérique": "review"}
    assert kept(freeze(band="good")) == set(near) - {"Jumeau numérique"}


def test_maturity_leaves_out_what_is_lower_or_unknown(near, freeze):
    shortlist = freeze(trl=7)
    assert kept(shortlist) == {"Capteur d'écoute", "Compteur communicant"}
    assert set(reasons(shortlist).values()) == {"n'a pas le niveau de maturité demandé (TRL 7)"}


def test_words_are_sought_in_all_their_forms(near, freeze):
    shortlist = freeze(words="COMPTEUR relevé")
    texts = {title: novelty for title, novelty, _trl in NEAR}
    assert {"Compteur communicant", "Carnet de relevés"} <= kept(shortlist)
    assert "n'emploie pas les mots demandés (orgue)" in reasons(freeze(words="orgue")).values()
    assert len(texts) == shortlist.matched


def test_languages_are_those_that_the_company_says(near, freeze):
    chosen = near["Drone thermique"].company
    Company.objects.filter(pk=chosen.pk).update(languages=["de", "fr"])
    shortlist = freeze(languages=("de",))
    assert kept(shortlist) == {"Drone thermique"}
    assert set(reasons(shortlist).values()) == {"n'indique aucune des langues demandées"}


def test_codes_in_common_are_those_of_the_stored_pair(near, freeze, need):
    Match.objects.filter(need=need, solution=near["Drone thermique"]).update(cpv_level=4)
    Match.objects.filter(need=need, solution=near["Jumeau numérique"]).update(cpv_level=2)
    assert kept(freeze(cpv_level=4)) == {"Drone thermique"}
    assert kept(freeze(cpv_level=2)) == {"Drone thermique", "Jumeau numérique"}


def test_several_reasons_are_all_told(near, freeze):
    told = reasons(freeze(trl=9, words="orgue"))["Drone thermique"]
    assert (
        told == "n'a pas le niveau de maturité demandé (TRL 9)\u00a0; n'emploie pas les mots demandés (orgue)"
    )


def test_by_hand_only_with_a_written_reason(near, freeze):
    pk = near["Drone thermique"].pk
    with pytest.raises(DomainError) as refusal:
        freeze(removed={pk: "   "})
    assert refusal.value.field == f"raison_{pk}"
    assert not Shortlist.objects.exists()
    shortlist = freeze(removed={pk: "Mesure la chaleur, pas l'eau."})
    assert reasons(shortlist) == {"Drone thermique": "écartée à la main : Mesure la chaleur, pas l'eau."}


def test_a_list_without_a_criterion_is_refused(near, freeze):
    with pytest.raises(DomainError) as refusal:
        freeze(criterion=" \n ")
    assert refusal.value.field == "critere"
    assert not Shortlist.objects.exists()


def test_numbers_follow_each_other_for_each_need(near, freeze):
    assert [freeze().number, freeze(trl=7).number, freeze().number] == [1, 2, 3]


def test_the_same_rows_give_the_same_hash_and_another_choice_another(near, freeze):
    first, other, again = freeze(), freeze(trl=7), freeze()
    assert first.content_hash == again.content_hash != other.content_hash
    assert first.content_hash != freeze(criterion="Un autre critère.").content_hash
    assert first.content_hash != freeze(removed={near["Drone thermique"].pk: "Hors sujet."}).content_hash


def test_the_hash_is_computed_again_from_what_is_stored(near, freeze):
    pk = freeze(band="good", trl=4, removed={near["Capteur d'écoute"].pk: "Déjà en place."}).pk
    stored = Shortlist.objects.get(pk=pk)
    assert digest_of(content_of(stored, stored.entries.all())) == stored.content_hash


def test_the_trail_tells_who_froze_what(near, freeze, agent):
    shortlist = freeze(trl=7)
    entry = history_of(shortlist).get()
    assert (entry.verb, entry.value.actor) == ("shortlist.frozen", agent)
    after = entry.value.payload["after"]
    assert (after["content_hash"], after["kept"]) == (shortlist.content_hash, 2)


def test_matches_of_another_version_of_the_engine_stay_out(near, freeze, need):
    MatchFactory(need=need, engine="essai-1")
    assert freeze().matched == 5


def test_a_solution_withdrawn_before_is_not_in_the_list(near, freeze):
    Solution.objects.filter(pk=near["Drone thermique"].pk).update(status="archived")
    assert "Drone thermique" not in kept(freeze())


def test_nothing_near_may_be_frozen_too(freeze):
    shortlist = freeze()
    assert (shortlist.matched, shortlist.firms, shortlist.outside) == (0, 0, 0)
    assert not shortlist.entries.exists()


def test_two_hundred_matches(need, freeze, django_assert_max_num_queries):
    key = ensure_engine(timezone.now()).key
    for number in range(200):
        MatchFactory(need=need, engine=key, score=0.46 + number / 400, tie_break=f"{number:064d}")
    with django_assert_max_num_queries(25):
        shortlist = freeze(band="good")
    assert (shortlist.matched, shortlist.entries.count()) == (200, 200)
    assert shortlist.kept == sum(0.46 + number / 400 >= 0.6 for number in range(200))
    assert [each.rank for each in shortlist.entries.order_by("-score")] == list(range(1, 201))


def test_what_changed_since_the_page_was_read_is_not_frozen(near, freeze, need):
    version = ensure_engine(timezone.now())
    mark = select(need, version.key, Choice(), timezone.localdate()).mark()
    Solution.objects.filter(pk=near["Drone thermique"].pk).update(status="archived")
    with pytest.raises(DomainError):
        freeze(mark=mark)
    assert not Shortlist.objects.exists()
    fresh = select(need, version.key, Choice(), timezone.localdate()).mark()
    assert freeze(mark=fresh).matched == 4


@pytest.mark.parametrize("status", ["closed", "consultation", "abandoned"])
def test_once_the_exchanges_are_over_nothing_is_frozen(near, freeze, need, status):
    Need.objects.filter(pk=need.pk).update(status=status, consultation_url="https://profil.example/1")
    with pytest.raises(DomainError):
        freeze()


def test_who_may_freeze(near, freeze, agent):
    organisation = agent.buyer.organisation
    for user in [
        MembershipFactory(organisation=organisation, role="reader").user,
        MembershipFactory(organisation=organisation, waiting=True).user,
        buyer_user(),
        MembershipFactory(organisation=CompanyFactory().organisation).user,
    ]:
        with pytest.raises(DomainError):
            freeze(by=user)
    assert freeze(by=delegate(organisation).user).number == 1


def test_rights_lost_while_the_page_was_open_freeze_nothing(near, freeze, agent):
    assert agent.memberships.exists()
    assert len(list(agent.memberships.all())) == 1
    agent.memberships.update(role="reader")
    with pytest.raises(DomainError):
        freeze()


def test_one_firm_with_two_solutions_counts_once(near, freeze, need):
    company = near["Drone thermique"].company
    MatchFactory(
        need=need,
        solution=SolutionFactory(published=True, company=company),
        engine=ensure_engine(timezone.now()).key,
    )
    shortlist = freeze()
    assert (shortlist.matched, shortlist.firms) == (6, 5)
    assert ShortlistEntry.objects.filter(company_number=company.pk).count() == 2


def test_scores_of_another_text_of_the_need_are_not_frozen(near, freeze, need):
    Need.objects.filter(pk=need.pk).update(
        expected_result="Tout autre chose : des fuites d'eau moins longues."
    )
    with pytest.raises(DomainError, match="se recalculent"):
        freeze()
    refresh_need(need.pk)
    shortlist = freeze()
    assert set(shortlist.entries.values_list("need_hash", flat=True)) == {shortlist.need_hash}


@pytest.mark.django_db(transaction=True)
class TestTheVersionOfTheEngineChangesMeanwhile:
    def serve_another(self, hold, held):
        """Another version, with the same pairs, takes the place of the one that serves; the change waits for `hold`."""
        now = timezone.now()
        EngineVersion.objects.create(key="lexical-2", status="preparing", inputs="", created_at=now)
        # Pairs are stored before, each in its own transaction: the change itself holds versions alone.
        for match in Match.objects.filter(engine="lexical-1"):
            match.pk, match.engine = None, "lexical-2"
            match.save()
        with transaction.atomic():
            serve_engine("lexical-2", now)
            held.set()
            assert hold.wait(20)

    def frozen_beside(self, freeze, need):
        """What is frozen by who comes in the middle of the change."""
        hold, held = Event(), Event()

        def late():
            assert held.wait(20)
            Timer(0.5, hold.set).start()
            return freeze()

        return together(lambda: self.serve_another(hold, held), late)[1]

    def test_the_list_is_of_one_version_whole(self, near, freeze, need):
        shortlist = self.frozen_beside(freeze, need)
        assert not isinstance(shortlist, Exception), shortlist
        assert (shortlist.engine, shortlist.matched) == ("lexical-2", len(NEAR))

    def test_who_freezes_first_is_waited_for(self, near, freeze, need):
        """The version that serves is held until the list stands."""
        now = timezone.now()
        EngineVersion.objects.create(key="lexical-2", status="preparing", inputs="", created_at=now)
        with transaction.atomic():
            shortlist = freeze()
            [waited] = together(lambda: impatient(lambda: serve_engine("lexical-2", now)))
        assert isinstance(waited, OperationalError), waited
        assert shortlist.matched == len(NEAR)
        [done] = together(lambda: serve_engine("lexical-2", now))
        assert done.key == "lexical-2"

    def test_control_read_without_a_hold_the_list_is_empty(self, near, need):
        """The version is read, then another one takes its place: no pair of the first is shown any more."""
        now, key = timezone.now(), serving_key()
        EngineVersion.objects.create(key="lexical-2", status="preparing", inputs="", created_at=now)
        serve_engine("lexical-2", now)
        assert select(need, key, Choice(), timezone.localdate()).rows == []


def impatient(act):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        return act()
