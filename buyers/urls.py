from django.urls import path

from buyers import views

app_name = "buyers"
urlpatterns = [
    path("inscription/", views.register, name="register"),
    path("inscription/envoyee/", views.registered, name="registered"),
    path("profil/", views.edit, name="edit"),
]
