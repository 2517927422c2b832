from django.urls import path

from meetings.days import views

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
]
