"""An organisation's own pages: its team, invitations, departments, description."""

from django.urls import path

from grandest_portal.accounts.views import description, invitations, team

app_name = "organisation"

urlpatterns = [
    path("", team.team, name="team"),
    path("membres/<int:pk>/", team.member, name="member"),
    path("membres/<int:pk>/administration/", team.transfer, name="transfer"),
    path("membres/<int:pk>/fin/", team.end, name="end"),
    path("membres/<int:pk>/agir/", team.act, name="act"),
    path("demandes/<int:pk>/valider/", team.approve, name="approve"),
    path("demandes/<int:pk>/refuser/", team.refuse, name="refuse"),
    path("inviter/", invitations.invite, name="invite"),
    path("deleguer/", invitations.delegate, name="delegate"),
    path("invitations/<int:pk>/", invitations.answer, name="invitation"),
    path("invitations/<int:pk>/retirer/", invitations.revoke, name="revoke"),
    path("services/", team.department_open, name="department_open"),
    path("services/<int:pk>/fermer/", team.department_close, name="department_close"),
    path("modifier/", description.describe, name="describe"),
]
