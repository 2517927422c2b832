"""Addresses of the desk of a meeting day, below those of days."""

from django.urls import path

from meetings.days import absence_views, again_views, desk_views, outcome_views, report_views, walkin_views

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
    path("<int:pk>/accueil/rencontres/", outcome_views.at_desk, name="outcomes"),
    path("<int:pk>/accueil/rencontres/<int:pair_pk>/", outcome_views.mark_at_desk, name="outcome_mark"),
    path("<int:pk>/accueil/libres/", walkin_views.free, name="free"),
    path("<int:pk>/accueil/libres/<int:buyer_pk>/<int:table>/<int:slot>/", walkin_views.give, name="give"),
    path(
        "<int:pk>/accueil/libres/<int:buyer_pk>/<int:table>/<int:slot>/reponse/",
        walkin_views.answer,
        name="give_answer",
    ),
    path("<int:pk>/accueil/donnes/<int:gift_pk>/reprendre/", walkin_views.take_back, name="take_back"),
    path("<int:pk>/nos-rencontres/", outcome_views.ours, name="our_meetings"),
    path("<int:pk>/nos-rencontres/<int:pair_pk>/", outcome_views.mark_ours, name="our_mark"),
    path("<int:pk>/nos-rencontres/<int:pair_pk>/contester/", outcome_views.contest, name="contest"),
    path("<int:pk>/nos-rencontres/<int:pair_pk>/avis/", outcome_views.answer, name="feedback"),
    path("<int:pk>/bilan/", report_views.report, name="report"),
    path("<int:pk>/bilan/chiffres.csv", report_views.figures_csv, name="figures_csv"),
    path("<int:pk>/bilan/chiffres.xlsx", report_views.figures_xlsx, name="figures_xlsx"),
    path("<int:pk>/bilan/rencontres.csv", report_views.meetings_csv, name="meetings_csv"),
    path("<int:pk>/bilan/rencontres.xlsx", report_views.meetings_xlsx, name="meetings_xlsx"),
    path("<int:pk>/bilan-public/", report_views.summary, name="summary"),
    path("<int:pk>/mon-code/", desk_views.own_code, name="own_code"),
    path("arrivee/<str:code>/", desk_views.arrival, name="arrival"),
]
