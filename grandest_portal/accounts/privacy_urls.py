from django.urls import path

from grandest_portal.accounts.views import privacy

app_name = "privacy"
urlpatterns = [
    path("", privacy.data, name="data"),
    path("telecharger/", privacy.export, name="export"),
    path("supprimer/", privacy.erasure, name="erasure"),
    path("supprimer/confirmer/", privacy.confirm_erasure, name="confirm_erasure"),
    path("supprime/", privacy.erased, name="erased"),
    path("notices/<slug:key>/", privacy.notice, name="notice"),
]
