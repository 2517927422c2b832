"""The admin as a moderation desk: its first page says what awaits a decision, oldest first."""

from functools import update_wrapper
from urllib.parse import unquote

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_title = _("Modération")
    site_header = _("Rencontre Grand Est – modération")
    index_title = _("Bureau de modération")
    index_template = "admin/desk.html"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """As Django's, but a NUL in the address is a bad request: PostgreSQL would refuse it with an error."""
        inner = super().admin_view(view, cacheable)

        def checked(request, *args, **kwargs):
            if "\x00" in unquote(request.get_full_path()):
                raise BadRequest
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, inner)

    def queues(self, request=None):
        """What awaits a decision, as ModerationAdmin.queue says it: the oldest first, empty ones last."""
        queues = [admin.queue(request) for admin in self._registry.values() if getattr(admin, "queue", None)]
        return sorted(queues, key=lambda queue: (queue["oldest"] is None, queue["oldest"]))

    def index(self, request, extra_context=None):
        return super().index(request, {"queues": self.queues(request), **(extra_context or {})})

    def password_change(self, request, extra_context=None):
        """There is one way to change a password, which tells the person by mail."""
        return redirect("account_change_password")
