"""What the story's people were told, what they say of their figures: alerts, signed comments."""

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from accounts.models import User
from communes.models import Commune
from core.access import Action, PlaceKind
from core.models import ActLog
from cscom.models import Aire
from mandates.policy import actor_of
from mandates.scopes import scope_of_person
from monitoring.alerts import alert_death, alert_shortage
from monitoring.models import DeathDeclaration, Interpretation, MonthlyReport
from monitoring.places import place_of
from monitoring.spans import last_due, spans
from monitoring.tasks import alert
from monitoring.workflow import KIND
from reports.demo import story
from reports.demo.story import Moment

# Who says what of which figure, where.
SAID: Final = (
    (
        "fanta",
        ("I13", Commune, story.BANAMBA),
        (
            "Peu de femmes reviennent quatre fois\u00a0: Ouleny est coupée en saison des pluies. "
            "Le conseil en parle à la prochaine session, avec l’ASACO d’Ouleny."
        ),
    ),
    (
        "salif",
        ("I45", Commune, story.BANAMBA),
        (
            "Les rapports d’Ouleny manquent\u00a0: la motocyclette du CSCOM est en panne. "
            "Le CSRéf passe les prendre à la supervision."
        ),
    ),
    (
        "awa",
        ("I27", Aire, story.CENTRAL),
        "Deux sorties en stratégie avancée ont été faites en plus\u202f; les villages éloignés sont à jour.",
    ),
)


def alert_people(moment: Moment) -> None:
    """The alerts of the story's acts, then those of its day."""
    told = (moment.stock_out, moment.death)
    for report in MonthlyReport.objects.located().filter(aire__code=story.SAMAKELE):
        if report.period.calendar not in told:
            continue
        ids = {"kind": KIND, "object_id": str(report.pk), "act": "declarer"}
        if log := ActLog.objects.filter(**ids).first():
            alert_shortage(report, log)
        for death in DeathDeclaration.objects.filter(report=report, withdrawn_at=None):
            alert_death(death, report, death.person_id)
    alert(moment.today)


def comment_figures(moment: Moment) -> None:
    """Each comment once a period, signed as its author signs."""
    months = spans(last_due(moment.today))[0].months
    for username, (code, model, place_code), text in SAID:
        user = User.objects.select_related("person").filter(username=username).first()
        thing = model._default_manager.filter(code=place_code).first()
        if user is None or thing is None:
            continue
        holding = actor_of(scope_of_person(user.person), Action.INTERPRET, thing.where()).holding
        if holding is None:
            continue
        place = place_of(thing)
        Interpretation.objects.get_or_create(
            operation=uuid5(NAMESPACE_URL, f"demo/{username}/{code}/{place_code}/{months[-1].code}"),
            defaults={
                "code": code,
                "place_kind": PlaceKind(place.kind),
                "place_id": place.id,
                "first_month": months[0].code,
                "last_month": months[-1].code,
                "text": text,
                "person": user.person,
                "mandate_id": holding.mandate_id,
                "role": holding.role,
                "place_name": holding.place_name,
            },
        )
