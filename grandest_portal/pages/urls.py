from django.urls import path

from grandest_portal.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("tableau-de-bord/", views.dashboard, name="dashboard"),
    path("mon-compte/", views.dashboard, name="account"),
    path("contact/", views.home, name="contact"),
    path("comment-ca-marche/", views.home, name="method"),
    path("accessibilite/", views.home, name="accessibility"),
    path("donnees-personnelles/", views.home, name="privacy"),
    path("mentions-legales/", views.home, name="legal"),
    path("plan-du-site/", views.home, name="sitemap"),
]
