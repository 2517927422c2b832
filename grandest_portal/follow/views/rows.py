"""What the pages share: things known by their kind and number, a query per kind whatever the length; forms."""

from django.http import Http404
from django.utils import timezone

from grandest_portal.follow.kinds import KINDS


def posted(request):
    """What a form is bound to: an empty POST is an answer too, and is told what it lacks."""
    return request.POST if request.method == "POST" else None


def kind_or_404(key):
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def with_things(marks, user):
    """[(mark, row of its thing)] in the order of `marks` (they have `kind` and `object_id`), public things only."""
    today, things = timezone.localdate(), {}
    for key, kind in KINDS.items():
        pks = [each.object_id for each in marks if each.kind == key]
        if pks:
            things |= {(key, thing.pk): thing for thing in kind.visible(user).filter(pk__in=pks)}
    return [
        (
            each,
            KINDS[each.kind].row(things[each.kind, each.object_id], today) | {"kind": KINDS[each.kind].label},
        )
        for each in marks
        if (each.kind, each.object_id) in things
    ]
