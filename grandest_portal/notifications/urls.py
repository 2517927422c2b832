from django.urls import path

from grandest_portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notification_list, name="list"),
    path("tout-lire/", views.notification_read_all, name="read_all"),
    path("<int:pk>/ouvrir/", views.notification_open, name="open"),
]
