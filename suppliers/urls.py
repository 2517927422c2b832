from django.urls import path

from suppliers.views import appeals, assessments, buying, census, companies, drafting, files, maps

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
    path("solutions/<int:pk>/innovation/", assessments.assessment, name="assessment"),
    path("solutions/<int:pk>/innovation/commencer/", assessments.assessment_start, name="assessment_start"),
    path(
        "solutions/<int:pk>/innovation/etape/<slug:step>/",
        assessments.assessment_step,
        name="assessment_step",
    ),
    path("solutions/<int:pk>/innovation/signer/", assessments.assessment_sign, name="assessment_sign"),
    path(
        "solutions/<int:pk>/innovation/public/", assessments.assessment_audience, name="assessment_audience"
    ),
    path(
        "solutions/<int:pk>/innovation/retirer/", assessments.assessment_withdraw, name="assessment_withdraw"
    ),
    path(
        "solutions/<int:pk>/innovation/commenter/", assessments.assessment_comment, name="assessment_comment"
    ),
    path(
        "solutions/<int:pk>/innovation/notes/<int:note>/", assessments.assessment_note, name="assessment_note"
    ),
    path(
        "solutions/<int:pk>/innovation/notes/<int:note>.pdf",
        assessments.assessment_pdf,
        name="assessment_pdf",
    ),
    path("solutions/<int:pk>/acheter/", buying.routes, name="routes"),
    path("solutions/<int:pk>/acheter/ajouter/", buying.route_add, name="route_add"),
    path("solutions/<int:pk>/acheter/<int:route>/modifier/", buying.route_edit, name="route_edit"),
    path("solutions/<int:pk>/acheter/<int:route>/retirer/", buying.route_remove, name="route_remove"),
    path("solutions/<int:pk>/acheter/<int:route>/verifier/", buying.route_check, name="route_check"),
]
