from django.urls import include, path

from meetings.days import registration_views, views, wish_views

app_name = "days"
urlpatterns = [
    path("", views.day_list, name="list"),
    path("organiser/", views.own_list, name="own"),
    path("organiser/nouvelle/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/modifier/", views.edit, name="edit"),
    path("<int:pk>/envoyer/", views.submit, name="submit"),
    path("<int:pk>/reprendre/", views.recall, name="recall"),
    path("<int:pk>/annuler/", views.cancel, name="cancel"),
    path("<int:pk>/attribution/", registration_views.places, name="places"),
    path("<int:pk>/participants/", registration_views.participants, name="participants"),
    path("<int:pk>/inscription/", registration_views.registration, name="registration"),
    path("<int:pk>/inscription/retirer/", registration_views.withdraw, name="withdraw"),
    path("<int:pk>/inscription/mon-acces/", registration_views.access, name="access"),
    path("<int:pk>/inscription/absences/<int:person_pk>/", registration_views.absences, name="absences"),
    path("<int:pk>/souhaits/", wish_views.wish, name="wishes"),
    path("", include("meetings.days.plan_urls")),
    path("", include("meetings.days.agenda_urls")),
    path("", include("meetings.days.desk_urls")),
]
