from django.urls import path

from needs import match_urls, suggestion_urls
from needs.views import drafting, finding, life, lists

app_name = "needs"
urlpatterns = [
    path("besoins/", finding.need_list, name="list"),
    path("besoins/export.csv", finding.export_csv, name="export_csv"),
    path("besoins/export.xlsx", finding.export_xlsx, name="export_xlsx"),
    path("besoins/flux.atom", finding.feed, name="feed"),
    path("besoins/nouveau/", drafting.need_create, name="create"),
    path("besoins/<int:pk>/", lists.need_detail, name="detail"),
    path("besoins/<int:pk>/modifier/<slug:step>/", drafting.need_edit, name="edit"),
    path("besoins/<int:pk>/verifier/", drafting.need_check, name="check"),
    path("besoins/<int:pk>/envoye/", drafting.need_submitted, name="submitted"),
    path("besoins/<int:pk>/supprimer/", drafting.need_delete, name="delete"),
    path("besoins/<int:pk>/clore/", life.need_close, name="close"),
    path("besoins/<int:pk>/consultation/", life.need_launch_consultation, name="launch_consultation"),
    path("besoins/<int:pk>/achat-direct/", life.need_direct_purchase, name="direct_purchase"),
    path("besoins/<int:pk>/abandonner/", life.need_abandon, name="abandon"),
    path("besoins/<int:pk>/attribuer/", life.need_award, name="award"),
    path("mes-besoins/", lists.my_needs, name="mine"),
]
urlpatterns += match_urls.urlpatterns + suggestion_urls.urlpatterns
