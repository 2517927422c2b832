from django.urls import path, re_path

from grandest_portal.demo import views

MAIL = r"^courriels/(?P<name>[0-9]{20}-[0-9a-f]{8})/"

app_name = "demo"
urlpatterns = [
    path("connexion/", views.enter, name="enter"),
    path("courriels/", views.mail_list, name="mails"),
    re_path(MAIL + "$", views.mail_detail, name="mail"),
    re_path(MAIL + "html/$", views.mail_html, name="mail_html"),
    re_path(MAIL + r"pieces/(?P<number>[0-9]{1,3})/$", views.mail_attachment, name="mail_attachment"),
]
