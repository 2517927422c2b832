from django.urls import path

from suppliers.views import (
    amending,
    appeals,
    census,
    companies,
    confirming,
    drafting,
    files,
    maps,
    transfers,
)

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
    path("solutions/<int:pk>/amender/", amending.solution_amend, name="amend"),
    path("solutions/<int:pk>/amender/<slug:step>/", amending.solution_amend_step, name="amend_step"),
    path("solutions/<int:pk>/versions/", amending.solution_versions, name="versions"),
    path("solutions/<int:pk>/toujours-valable/", confirming.solution_confirm, name="solution_confirm"),
    path("solutions/<int:pk>/transmettre/", transfers.solution_transfer, name="solution_transfer"),
    path("transmissions/<int:pk>/", transfers.transfer, name="transfer"),
    path("mes-solutions/", drafting.mine, name="mine"),
    path("entreprises/inscription/", companies.register, name="register"),
    path("entreprises/inscription/envoyee/", companies.registered, name="registered"),
    path("entreprises/<int:pk>/", companies.company_detail, name="company_detail"),
    path("mon-entreprise/", companies.company_edit, name="company_edit"),
]
