"""The verbs of this room. None is in the audit trail: moderators read it, and all this is nobody else's business."""

from grandest_portal.follow.actions.alerts import OVERLAP, send_alerts, tell
from grandest_portal.follow.actions.favourites import (
    NoteChanged,
    add_favourite,
    create_list,
    delete_list,
    remove_favourite,
    remove_hidden_favourites,
    rename_list,
    write_favourite,
)
from grandest_portal.follow.actions.follows import follow, unfollow, unfollow_hidden
from grandest_portal.follow.actions.news import hold, retract, tell_news
from grandest_portal.follow.actions.searches import (
    change_search,
    delete_search,
    mark_seen,
    save_search,
    stop_alert,
    stop_alerts,
)

__all__ = [
    "OVERLAP",
    "NoteChanged",
    "add_favourite",
    "change_search",
    "create_list",
    "delete_list",
    "delete_search",
    "follow",
    "hold",
    "mark_seen",
    "remove_favourite",
    "remove_hidden_favourites",
    "rename_list",
    "retract",
    "save_search",
    "send_alerts",
    "stop_alert",
    "stop_alerts",
    "tell",
    "tell_news",
    "unfollow",
    "unfollow_hidden",
    "write_favourite",
]
