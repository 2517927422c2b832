"""The database itself refuses a state that contradicts its dates and reasons, whoever writes it.

The sequences of verbs that lead there are tried by tests/needs/test_life_machine.py.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from needs.enums import PUBLIC_NEED, NeedStatus
from needs.models import Interest, InterestPartner, Judgement, Need, Question, Suggestion
from tests.access.scene import build

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=9999)
ENDS = {
    "consultation": {"consultation_url": "https://profil.example/1"},
    "direct_purchase": {"direct_purchase_article": "R2122-8"},
}
IMPOSSIBLE = [
    *(
        (Need, {"status": status, "published_at": None, **ENDS.get(status, {})})
        for status in sorted(PUBLIC_NEED)
    ),
    (Need, {"status": "consultation", "published_at": NOW, "consultation_url": ""}),
    (Need, {"status": "direct_purchase", "published_at": NOW, "direct_purchase_article": ""}),
    *(
        (Need, {"status": status, "published_at": NOW, "trashed_at": NOW, **ENDS.get(status, {})})
        for status in sorted(set(NeedStatus.values) - {"draft"})
    ),
    (Need, {"status": "autre"}),
    (Need, {"maturity": "autre"}),
    (Need, {"buyer": None}),
    (Need, {"foreign_summary": "Wasser", "foreign_language": ""}),
    (Need, {"foreign_summary": "", "foreign_language": "de"}),
    (Question, {"status": "answered", "answered_at": None}),
    (Question, {"status": "asked", "answered_at": NOW}),
    (Question, {"status": "asked", "ended_at": NOW}),
    (Question, {"status": "answered", "answered_at": NOW, "ended_at": NOW}),
    (Question, {"status": "withheld", "reason": "", "ended_at": NOW}),
    (Question, {"status": "withheld", "reason": "Abus.", "ended_at": None}),
    (Question, {"status": "withdrawn", "answered_at": None, "ended_at": None}),
    (Question, {"status": "withdrawn", "answered_at": NOW, "ended_at": NOW}),
    (Question, {"status": "autre"}),
    (Question, {"text": ""}),
    (Interest, {"status": "withdrawn", "withdrawn_at": None}),
    (Interest, {"status": "declared", "withdrawn_at": NOW}),
    (Interest, {"answered_at": None, "answer": "Merci."}),
    (Interest, {"answered_at": NOW, "answer": ""}),
    (InterestPartner, {"status": "invited", "answered_at": NOW}),
    (InterestPartner, {"status": "confirmed", "answered_at": None}),
    (Judgement, {"side": "autre"}),
    (Judgement, {"reason_key": ""}),
    (Judgement, {"reason": ""}),
    (Judgement, {"ended_at": LONG_AGO}),
    (Suggestion, {"withdrawn_at": NOW, "withdrawal_reason": ""}),
    (Suggestion, {"withdrawn_at": None, "withdrawal_reason": "Non."}),
    (Suggestion, {"declared_interest": "link", "interest_text": ""}),
]
POSSIBLE = [
    *(
        (Need, {"status": status, "published_at": NOW, "trashed_at": None, **ENDS.get(status, {})})
        for status in sorted(PUBLIC_NEED)
    ),
    (Need, {"status": "draft", "published_at": None, "trashed_at": NOW}),
    (Question, {"status": "asked", "answered_at": None, "ended_at": None}),
    (Question, {"status": "answered", "answered_at": NOW, "ended_at": None}),
    (Question, {"status": "withheld", "reason": "Abus.", "ended_at": NOW}),
    (Question, {"status": "withheld", "reason": "Abus.", "answered_at": NOW, "ended_at": NOW}),
    (Question, {"status": "withdrawn", "answered_at": None, "ended_at": NOW}),
    (Interest, {"status": "withdrawn", "withdrawn_at": NOW, "answered_at": None, "answer": ""}),
    (Judgement, {"ended_at": NOW + timedelta(days=1)}),
    (Suggestion, {"withdrawn_at": NOW, "withdrawal_reason": "Non."}),
]


def is_refused(model, values):
    row = model.objects.order_by("pk").first()
    try:
        with transaction.atomic():
            model.objects.filter(pk=row.pk).update(**values)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def told(rows):
    return [f"{model.__name__} {values}" for model, values in rows]


def test_impossible_rows_are_refused_by_the_database(dated_data):
    build()
    assert told([row for row in IMPOSSIBLE if not is_refused(*row)]) == []


def test_possible_rows_are_taken(dated_data):
    """The control."""
    build()
    assert told([row for row in POSSIBLE if is_refused(*row)]) == []
