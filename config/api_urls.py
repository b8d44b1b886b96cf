"""Every address of the API, as a table of contents."""

from django.urls import path

from asaco import api as gifts
from asaco import api_budgets as budgets
from asaco import api_crises as crises
from concertation import api as meetings
from concertation import api_restitutions as restitutions
from conventions import api as conventions
from conventions import api_cams as cams
from core import api_pages
from cscom import api as territory
from cscom import api_places as places
from followup import api as followup
from jobs import api as jobs
from mandates import api as mandates
from mandates import api_tokens as tokens
from mandates.organs import api as organs
from monitoring.api import acts, catalogue, cells, checks, completeness, figures, reports
from planning.api import acts as plan_acts
from planning.api import execution, plans
from reports import api as documents
from reports.narrative import api as narratives

REPORT = "rapports/<slug:aire>/<str:month>/"
PLAN = "plans/<str:code>/<int:year>/<int:edition>/"

urlpatterns = [
    # What there is
    path("schema/", api_pages.api_schema, name="api_schema"),
    path("documentation/", api_pages.api_documentation, name="api_documentation"),
    # Who one is
    path("moi/", mandates.api_me, name="api_me"),
    path("connexion/", tokens.api_sign_in, name="api_sign_in"),
    path("jetons/", tokens.api_token_list, name="api_token_list"),
    path("jetons/<int:pk>/revoquer/", tokens.api_token_revoke, name="api_token_revoke"),
    path("travaux/", jobs.api_job_list, name="api_job_list"),
    path("travaux/<uuid:pk>/", jobs.api_job_show, name="api_job_show"),
    # The territory
    path("regions/", territory.api_region_list, name="api_region_list"),
    path("regions/<str:code>/", places.api_region_show, name="api_region_show"),
    path("cercles/", territory.api_cercle_list, name="api_cercle_list"),
    path("cercles/<str:code>/", places.api_cercle_show, name="api_cercle_show"),
    path("districts/", territory.api_district_list, name="api_district_list"),
    path("districts/<str:code>/", places.api_district_show, name="api_district_show"),
    path("communes/", territory.api_commune_list, name="api_commune_list"),
    path("communes/<str:code>/", places.api_commune_show, name="api_commune_show"),
    path("aires/", territory.api_aire_list, name="api_aire_list"),
    path("aires/<str:code>/", places.api_aire_show, name="api_aire_show"),
    path("villages/", territory.api_village_list, name="api_village_list"),
    path("villages/<str:code>/", places.api_village_show, name="api_village_show"),
    path("recherche/", places.api_place_search, name="api_place_search"),
    # The catalogue
    path("catalogue/formulaire/", catalogue.api_form, name="api_form"),
    path("catalogue/regles/", catalogue.api_rule_list, name="api_rule_list"),
    path("catalogue/indicateurs/", catalogue.api_indicator_list, name="api_indicator_list"),
    path("mois/", catalogue.api_period_list, name="api_period_list"),
    path("mois/<str:month>/", catalogue.api_period_show, name="api_period_show"),
    # The monthly report: to read
    path("rapports/", reports.api_report_list, name="api_report_list"),
    path(REPORT, reports.api_report_show, name="api_report_show"),
    # The monthly report: to type
    path(f"{REPORT}valeurs/", cells.api_report_save, name="api_report_save"),
    path(f"{REPORT}verifier/", checks.api_report_check, name="api_report_check"),
    path(f"{REPORT}commentaires/", checks.api_report_comment, name="api_report_comment"),
    # Acts, each its own address
    path(f"{REPORT}declarer/", acts.api_report_declare, name="api_report_declare"),
    path(f"{REPORT}viser/", acts.api_report_visa, name="api_report_visa"),
    path(f"{REPORT}signer/", acts.api_report_sign, name="api_report_sign"),
    path(f"{REPORT}valider/", acts.api_report_validate, name="api_report_validate"),
    path(f"{REPORT}renvoyer/", acts.api_report_return, name="api_report_return"),
    path(f"{REPORT}rouvrir/", acts.api_report_reopen, name="api_report_reopen"),
    # Figures, kind of place by kind of place
    *(
        path(f"{kind}s/<slug:code>/totaux/", view, name=f"api_totals_{kind}")
        for kind, view in figures.TOTALS.items()
    ),
    *(
        path(f"{kind}s/<slug:code>/indicateurs/", view, name=f"api_figures_{kind}")
        for kind, view in figures.FIGURES.items()
    ),
    *(
        path(f"{kind}s/<slug:code>/indicateurs/<slug:indicator>/", view, name=f"api_curve_{kind}")
        for kind, view in figures.CURVES.items()
    ),
    *(
        path(f"{kind}s/<slug:code>/indicateurs/<slug:indicator>/lieux/", view, name=f"api_table_{kind}")
        for kind, view in figures.TABLES.items()
    ),
    path("completude/", completeness.api_completeness, name="api_completeness"),
    # What villages give, budgets, crises, conventions, organs, meetings, the follow-up
    path("adhesions/", gifts.api_membership_list, name="api_membership_list"),
    path("cotisations/", gifts.api_contribution_list, name="api_contribution_list"),
    path("budgets/", budgets.api_budget_list, name="api_budget_list"),
    path("crises/", crises.api_crisis_list, name="api_crisis_list"),
    path("crises/<int:pk>/", crises.api_crisis_show, name="api_crisis_show"),
    path("conventions/", cams.api_cam_list, name="api_cam_list"),
    path("conventions/<str:code>/<str:commune>/<int:edition>/", cams.api_cam_show, name="api_cam_show"),
    path("engagements/", conventions.api_due_list, name="api_due_list"),
    path("organes/", organs.api_organ_list, name="api_organ_list"),
    path("organes/<int:pk>/", organs.api_organ_show, name="api_organ_show"),
    path("sieges/", organs.api_seat_list, name="api_seat_list"),
    path("reunions/", meetings.api_meeting_list, name="api_meeting_list"),
    path("reunions/<int:pk>/", meetings.api_meeting_show, name="api_meeting_show"),
    path(
        "reunions/<int:pk>/restitutions/<int:restitution>/",
        restitutions.api_restitution_show,
        name="api_restitution_show",
    ),
    path("restitutions/", restitutions.api_restitution_list, name="api_restitution_list"),
    path("suivi/", followup.api_followup_list, name="api_followup_list"),
    path("suivi/<int:pk>/", followup.api_followup_show, name="api_followup_show"),
    path("suivi/<int:pk>/avancement/", followup.api_followup_update, name="api_followup_update"),
    # The plans
    path("plans/", plans.api_plan_list, name="api_plan_list"),
    path(PLAN, plans.api_plan_show, name="api_plan_show"),
    path(f"{PLAN}actes/", plan_acts.api_plan_acts, name="api_plan_acts"),
    path(f"{PLAN}execution/<int:quarter>/", execution.api_plan_execution, name="api_plan_execution"),
    # Documents
    path("documents/", documents.api_document_list, name="api_document_list"),
    path(
        "communes/<str:code>/textes/<str:quarter>/", narratives.api_narrative_show, name="api_narrative_show"
    ),
    path("documents/<str:number>/", documents.api_document_show, name="api_document_show"),
    path("documents/<str:number>/fichier/", documents.api_document_file, name="api_document_file"),
]
