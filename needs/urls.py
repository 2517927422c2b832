from django.urls import path

from needs import (
    check_urls,
    interest_urls,
    match_urls,
    question_urls,
    shortlist_urls,
    suggestion_urls,
    tool_urls,
)
from needs.views import amending, appeals, documents, drafting, finding, joining, life, lists, maps, trash

app_name = "needs"
urlpatterns = [
    path("besoins/", finding.need_list, name="list"),
    path("besoins/carte/", maps.need_map, name="map"),
    path("besoins/comparer/", finding.need_compare, name="compare"),
    path("besoins/export.csv", finding.export_csv, name="export_csv"),
    path("besoins/export.xlsx", finding.export_xlsx, name="export_xlsx"),
    path("besoins/flux.atom", finding.feed, name="feed"),
    path("besoins/nouveau/", drafting.need_create, name="create"),
    path("besoins/<int:pk>/", lists.need_detail, name="detail"),
    path("besoins/<int:pk>/modifier/<slug:step>/", drafting.need_edit, name="edit"),
    path("besoins/<int:pk>/verifier/", drafting.need_check, name="check"),
    path("besoins/<int:pk>/envoye/", drafting.need_submitted, name="submitted"),
    path("besoins/<int:pk>/reprendre-pour-corriger/", drafting.need_recall, name="recall"),
    path("besoins/<int:pk>/supprimer/", trash.need_delete, name="delete"),
    path("besoins/<int:pk>/clore/", life.need_close, name="close"),
    path("besoins/<int:pk>/consultation/", life.need_launch_consultation, name="launch_consultation"),
    path(
        "besoins/<int:pk>/consultation/corriger/", life.need_correct_consultation, name="correct_consultation"
    ),
    path("besoins/<int:pk>/achat-direct/", life.need_direct_purchase, name="direct_purchase"),
    path("besoins/<int:pk>/abandonner/", life.need_abandon, name="abandon"),
    path("besoins/<int:pk>/attribuer/", life.need_award, name="award"),
    path("besoins/<int:pk>/sans-attribution/", life.need_unaward, name="unaward"),
    path("besoins/<int:pk>/amender/", amending.need_amend, name="amend"),
    path("besoins/<int:pk>/amender/<slug:step>/", amending.need_amend_step, name="amend_step"),
    path("besoins/<int:pk>/versions/", amending.need_versions, name="versions"),
    path("besoins/<int:pk>/rejoindre/", joining.need_join, name="join"),
    path("besoins/<int:pk>/rejoindre/<int:join_pk>/retirer/", joining.need_leave, name="leave"),
    path("besoins/<int:pk>/reprendre/", joining.need_copy, name="copy"),
    path("besoins/<int:pk>/restaurer/", trash.need_restore, name="restore"),
    path("besoins/<int:pk>/documents/", documents.need_documents, name="documents"),
    path("besoins/<int:pk>/documents/ajouter/<slug:purpose>/", documents.document_add, name="document_add"),
    path(
        "besoins/<int:pk>/documents/<int:document>/retirer/",
        documents.document_remove,
        name="document_remove",
    ),
    path("besoins/<int:pk>/documents/<int:document>/texte/", documents.document_text, name="document_text"),
    path("besoins/<int:pk>/recours/", appeals.need_appeal, name="appeal"),
    path("mes-besoins/", lists.my_needs, name="mine"),
    path("mes-besoins/corbeille/", trash.need_trash, name="trash"),
]
for more in (
    check_urls,
    interest_urls,
    match_urls,
    question_urls,
    shortlist_urls,
    suggestion_urls,
    tool_urls,
):
    urlpatterns += more.urlpatterns
