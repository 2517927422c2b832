from django.urls import path

from suppliers.views import access, appeals, census, companies, drafting, files, maps, sheet

app_name = "suppliers"
urlpatterns = [
    path("solutions/", census.solution_list, name="solution_list"),
    path("solutions/carte/", maps.solution_map, name="solution_map"),
    path("solutions/export.csv", files.export_csv, name="export_csv"),
    path("solutions/export.xlsx", files.export_xlsx, name="export_xlsx"),
    path("solutions/nouvelle/", drafting.solution_create, name="solution_create"),
    path("solutions/<int:pk>/", census.solution_detail, name="solution_detail"),
    path("solutions/<int:pk>/modifier/<slug:step>/", drafting.solution_edit, name="solution_edit"),
    path("solutions/<int:pk>/verifier/", drafting.solution_check, name="solution_check"),
    path("solutions/<int:pk>/envoyee/", drafting.solution_submitted, name="solution_submitted"),
    path("solutions/<int:pk>/archiver/", drafting.solution_archive, name="solution_archive"),
    path("solutions/<int:pk>/supprimer/", drafting.solution_delete, name="solution_delete"),
    path("solutions/<int:pk>/recours/", appeals.solution_appeal, name="solution_appeal"),
    path("solutions/<int:pk>/documents/", sheet.documents, name="documents"),
    path("solutions/<int:pk>/documents/ajouter/<slug:sort>/", sheet.document_add, name="document_add"),
    path(
        "solutions/<int:pk>/documents/<int:document>/retirer/", sheet.document_remove, name="document_remove"
    ),
    path("solutions/<int:pk>/references/", sheet.references, name="references"),
    path("solutions/<int:pk>/references/ajouter/", sheet.reference_add, name="reference_add"),
    path(
        "solutions/<int:pk>/references/<int:reference>/modifier/", sheet.reference_edit, name="reference_edit"
    ),
    path(
        "solutions/<int:pk>/references/<int:reference>/retirer/",
        sheet.reference_remove,
        name="reference_remove",
    ),
    path("solutions/<int:pk>/acces/", access.access_list, name="access_list"),
    path("solutions/<int:pk>/acces/demander/", access.access_ask, name="access_ask"),
    path("solutions/<int:pk>/acces/lire/", access.access_read, name="access_read"),
    path("solutions/<int:pk>/acces/<int:asked>/", access.access_decide, name="access_decide"),
    path("mots-cles/proposer/", access.keyword_propose, name="keyword_propose"),
    path("mes-solutions/", drafting.mine, name="mine"),
    path("entreprises/inscription/", companies.register, name="register"),
    path("entreprises/inscription/envoyee/", companies.registered, name="registered"),
    path("entreprises/<int:pk>/", companies.company_detail, name="company_detail"),
    path("mon-entreprise/", companies.company_edit, name="company_edit"),
]
