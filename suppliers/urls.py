from django.urls import path

from suppliers.views import appeals, census, companies, drafting, figures, files, imports, maps, prepared

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
    path("mes-solutions/", drafting.mine, name="mine"),
    path("entreprises/inscription/", companies.register, name="register"),
    path("entreprises/inscription/envoyee/", companies.registered, name="registered"),
    path("entreprises/<int:pk>/", companies.company_detail, name="company_detail"),
    path("mon-entreprise/", companies.company_edit, name="company_edit"),
    path("solutions/<int:pk>/fiche.pdf", files.data_sheet, name="data_sheet"),
    path("solutions/chiffres/", figures.census_figures, name="figures"),
    path("solutions/chiffres/export.csv", figures.census_figures_csv, name="figures_csv"),
    path("solutions/imports/", imports.imports, name="imports"),
    path("solutions/imports/modele.csv", imports.template, {"kind": "csv"}, name="template_csv"),
    path("solutions/imports/modele.xlsx", imports.template, {"kind": "xlsx"}, name="template_xlsx"),
    path("solutions/imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("solutions/imports/<int:pk>/importer/", imports.import_start, name="import_start"),
    path("solutions/imports/<int:pk>/abandonner/", imports.import_give_up, name="import_give_up"),
    path("solutions/imports/<int:pk>/lignes.csv", imports.import_lines, name="import_lines"),
    path("mes-solutions/preparees/", prepared.prepared, name="prepared"),
    path("mes-solutions/preparees/<int:pk>/", prepared.prepared_detail, name="prepared_detail"),
    path("mes-solutions/preparees/<int:pk>/confirmer/", prepared.prepared_confirm, name="prepared_confirm"),
    path("mes-solutions/preparees/<int:pk>/refuser/", prepared.prepared_decline, name="prepared_decline"),
    path("solutions/invitation/<str:token>/", prepared.invitation_stop, name="invitation_stop"),
]
