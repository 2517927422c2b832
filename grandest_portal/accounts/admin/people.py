"""People, seen by moderators, who may end their sessions; what django-allauth keeps of them is not shown."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.actions import close_sessions
from grandest_portal.accounts.models import InactivityNotice, NoticeAcceptance, User
from grandest_portal.accounts.permissions import can_close_sessions
from grandest_portal.core.moderation import StaffReadOnlyAdmin

# Changed through the portal's own audited actions only.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
admin.site.unregister(SocialAccount)
admin.site.unregister(SocialApp)
admin.site.unregister(SocialToken)
admin.site.unregister(Authenticator)
admin.site.unregister(UserSession)


@admin.register(User)
class UserAdmin(StaffReadOnlyAdmin):
    list_display = ["email", "full_name", "side", "is_active", "is_staff", "date_joined"]
    list_filter = ["side", "is_active", "is_staff"]
    search_fields = ["email", "full_name"]
    ordering = ["email"]
    exclude = ["password", "groups", "user_permissions"]
    actions = ["close_sessions"]

    @admin.action(description=_("Fermer les sessions"))
    def close_sessions(self, request, queryset):
        people = [person for person in queryset if can_close_sessions(request.user, person)]
        ended = sum(close_sessions(person, by=request.user) for person in people)
        messages.success(request, _("Sessions fermées : %(count)d") % {"count": ended})
        if len(people) < len(queryset):
            messages.error(
                request, _("Seule l'administration technique ferme les sessions de la modération.")
            )


@admin.register(NoticeAcceptance)
class NoticeAcceptanceAdmin(StaffReadOnlyAdmin):
    list_display = ["accepted_at", "user", "key", "version"]
    list_filter = ["key", "version"]
    list_select_related = ["user"]
    ordering = ["-id"]


@admin.register(InactivityNotice)
class InactivityNoticeAdmin(StaffReadOnlyAdmin):
    list_display = ["erase_on", "user", "last_seen", "first_told_at", "second_told_at", "held_at"]
    list_select_related = ["user"]
    ordering = ["erase_on", "pk"]
