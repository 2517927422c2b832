"""Addresses of the desk of a meeting day, below those of days."""

from django.urls import path

from meetings.days import absence_views, again_views, desk_views

urlpatterns = [
    path("<int:pk>/accueil/", desk_views.desk, name="desk"),
    path("<int:pk>/accueil/arrivee/<int:person_pk>/", desk_views.check_in, name="check_in"),
    path("<int:pk>/accueil/arrivee/<int:person_pk>/annuler/", desk_views.undo, name="check_in_undo"),
    path("<int:pk>/accueil/absences/", absence_views.said, name="said"),
    path("<int:pk>/accueil/absences/<int:absence_pk>/retirer/", absence_views.back, name="back"),
    path("<int:pk>/accueil/absence/<int:registration_pk>/", absence_views.away, name="away"),
    path("<int:pk>/accueil/table/", absence_views.lost_table, name="lost_table"),
    path("<int:pk>/accueil/replanifier/", again_views.again, name="again"),
    path("<int:pk>/accueil/replanifier/<int:number>/", again_views.result, name="again_result"),
    path("<int:pk>/mon-code/", desk_views.own_code, name="own_code"),
    path("arrivee/<str:code>/", desk_views.arrival, name="arrival"),
]
