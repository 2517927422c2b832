from django.urls import path

from grandest_portal.pages.views import dashboard, home, texts

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("tableau-de-bord/", dashboard.dashboard, name="dashboard"),
    path("mon-compte/", dashboard.account, name="account"),
    path("contact/", texts.contact, name="contact"),
    path("comment-ca-marche/", texts.method, name="method"),
    path("comment-ca-marche/classement/", texts.ranking, name="ranking"),
    path("accessibilite/", texts.accessibility, name="accessibility"),
    path("donnees-personnelles/", texts.privacy, name="privacy"),
    path("donnees-personnelles/vos-droits/", texts.rights, name="rights"),
    path("mentions-legales/", texts.legal, name="legal"),
    path("plan-du-site/", texts.sitemap, name="sitemap"),
    path("robots.txt", texts.robots, name="robots"),
    path("sitemap.xml", texts.search_engines, name="search_engines"),
    path("sitemap-<slug:section>.xml", texts.search_engines_part, name="search_engines_part"),
    path(".well-known/security.txt", texts.security, name="security"),
]
