from django.urls import path

from suppliers.views import (
    access,
    amending,
    appeals,
    assessments,
    buying,
    census,
    companies,
    confirming,
    drafting,
    evidence,
    figures,
    files,
    imports,
    maps,
    parts,
    prepared,
    profile,
    sheet,
    transfers,
)

app_name = "suppliers"
urlpatterns = [
    path("solutions/", census.solution_list, name="solution_list"),
    path("solutions/carte/", maps.solution_map, name="solution_map"),
    path("solutions/comparer/", census.solution_compare, name="compare"),
    path("solutions/flux.atom", files.feed, name="feed"),
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
