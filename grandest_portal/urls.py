"""Every address of the portal. Apps are named by string; addresses are French."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler429 = "grandest_portal.core.views.too_many_requests"
handler500 = "grandest_portal.core.views.server_error"
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("grandest_portal.pages.urls")),
    path("compte/donnees/", include("grandest_portal.accounts.privacy_urls")),
    path("compte/", include("grandest_portal.accounts.urls")),
    path("organisation/", include("grandest_portal.accounts.organisation_urls")),
    path("partenaires/", include("grandest_portal.accounts.partner_urls")),
    path("notifications/", include("grandest_portal.notifications.urls")),
    path("documents/", include("grandest_portal.attachments.urls")),
    path("mes-suivis/", include("grandest_portal.follow.urls")),
    path("mes-favoris/", include("grandest_portal.follow.favourite_urls")),
    path("mes-recherches/", include("grandest_portal.follow.search_urls")),
    path("signaler/", include("grandest_portal.reports.urls")),
    path("reference/", include("grandest_portal.reference.urls")),
    path("acheteurs/", include("buyers.urls")),
    path("", include("suppliers.urls")),
    path("", include("needs.urls")),
    path("journees/", include("meetings.days.urls")),
    path("rendez-vous/", include("meetings.urls")),
    path("admin/", admin.site.urls),
]

if settings.PROCONNECT_ENABLED:
    urlpatterns += [path("compte/proconnect/", include("grandest_portal.accounts.proconnect.urls"))]

if settings.DEMO_MODE:
    urlpatterns += [path("demo/", include("grandest_portal.demo.urls"))]
