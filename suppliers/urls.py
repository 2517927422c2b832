from django.urls import path

from suppliers.views import appeals, census, companies, drafting, evidence, files, maps, parts, profile

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
    path("mon-entreprise/", profile.company_edit, name="company_edit"),
    path("mon-entreprise/profil/<slug:section>/", profile.company_section, name="company_section"),
    path("mon-entreprise/labels/<int:pk>/preuves/", evidence.label_evidence, name="label_evidence"),
    path(
        "mon-entreprise/labels/<int:pk>/preuves/<int:document>/retirer/",
        evidence.label_evidence_remove,
        name="label_evidence_remove",
    ),
    path("mon-entreprise/<slug:part>/", parts.company_parts, name="company_parts"),
    path("mon-entreprise/<slug:part>/ajouter/", parts.company_part_add, name="company_part_add"),
    path("mon-entreprise/<slug:part>/<int:pk>/", parts.company_part, name="company_part"),
    path(
        "mon-entreprise/<slug:part>/<int:pk>/retirer/", parts.company_part_remove, name="company_part_remove"
    ),
]
