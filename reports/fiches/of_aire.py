"""The pages of a CSCOM, of its ASACO: one aire, seen from the care it gives, from the people who run it."""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from asaco.aggregates import THRESHOLD, dues_of, lines_of, membership_of
from asaco.loaders import asaco_of
from asaco.officers import officers_of
from core.access import Action, Scope
from core.months import Month
from cscom import census, tables
from cscom.models import Aire, Cscom
from cscom.shares import WHOLE
from mandates.models import Organ
from monitoring.loaders import SEEN_BY
from monitoring.recent import latest
from monitoring.spans import Span
from planning.aggregates import EXECUTED, figures_of, total
from planning.models import Plan
from planning.shelf import of_aire, rows_of
from reports.bonds import of_aire as of_aire_bonds
from reports.essential.means import books, read_accounts
from reports.essential.organs import Kept, Lived, kept_among, lived
from reports.fiches import common
from reports.fiches.block import Block, Door, Fiche
from reports.home_parts import reports
from reports.partners import Partner

PLANS, REPORTS = 2, 4  # that one A4 holds


def fiche_of_cscom(scope: Scope, aire: Aire, span: Span) -> Fiche:
    """The page of the CSCOM, of the people it serves; ``span``: the months its figures speak of."""
    kept, life = _life(scope, aire)
    year = timezone.localdate().year
    found = [
        _centre(aire, year),
        common.people(scope, aire, "Qui le conduit", partial(officers_of, aire.pk), life),
        _villages(aire, year),
        common.health(scope, aire, span),
        _reports(scope, aire),
        common.promises(scope, aire),
        common.meetings(scope, aire, kept, life),
        _plans(scope, aire, year),
        common.papers(scope, aire),
    ]
    doors = _doors(scope, aire)
    if scope.may(Action.ASACO_SEE, aire.where()):
        doors.append(("Son ASACO en une page", reverse("fiche_asaco", args=[aire.code])))
    return Fiche("CSCOM et aire de santé", aire.name, aire.code, doors, found)


def fiche_of_asaco(scope: Scope, aire: Aire, span: Span) -> Fiche:
    """The page of the ASACO; ``span``: the months its accounts, its figures speak of."""
    kept, life = _life(scope, aire)
    asaco, year = asaco_of(aire), timezone.localdate().year
    found = [
        _register(aire),
        common.people(scope, aire, "Qui la conduit", partial(officers_of, aire.pk), life),
        _members(scope, aire, year),
        _accounts(scope, aire, span),
        common.health(scope, aire, span),
        common.conventions(scope, aire, partial(of_aire_bonds, aire, scope)),
        common.promises(scope, aire),
        common.meetings(scope, aire, kept, life),
        _plans(scope, aire, year),
        common.papers(scope, aire),
    ]
    doors = [*_doors(scope, aire), ("Son CSCOM en une page", reverse("fiche_aire", args=[aire.code]))]
    title = asaco.name if asaco else f"ASACO de {aire.name}"
    return Fiche("Association de santé communautaire", title, aire.code, doors, found)


def _life(scope: Scope, aire: Aire) -> tuple[Kept, Lived]:
    """Its organs, what they did over twelve months. Ten queries, one when no organ is read."""
    organs = Organ.objects.filter(aire=aire).select_related("kind", "aire").order_by("kind__rank", "pk")
    kept, today = kept_among(scope, organs), timezone.localdate()
    return kept, lived(kept, common.year_until(Month.of(today)), today)


def _centre(aire: Aire, year: int) -> Block:
    """The CSCOM, where it stands, whose it is. Two queries."""
    data = {
        "aire": aire,
        "cscom": Cscom.objects.filter(aire=aire).first(),
        "people": census.of_aires([aire], year).get(aire.pk),
        "year": year,
    }
    return Block("centre", "Ce qu’il est", data)


def _villages(aire: Aire, year: int) -> Block:
    """Whom it serves: villages counted by distance, communes by their part. Three queries."""
    rows = tables.villages_of_aire(aire, year)
    shares = aire.shares.filter(ends_on=None).select_related("commune").order_by("-share", "commune__name")
    data = {
        "villages": len(rows),
        "rings": tables.rings(rows),
        "shares": [
            (one.commune, "" if one.share == WHOLE else tables.part_text(one.share)) for one in shares
        ],
    }
    return Block(
        "villages", "Qui il sert", data, [("Village par village", reverse("aire_show", args=[aire.code]))]
    )


def _register(aire: Aire) -> Block:
    """Its line of the register; no query."""
    asaco = asaco_of(aire)
    over = asaco is not None and asaco.receipt_over(timezone.localdate())
    doors = [("Sa fiche du registre", reverse("asaco_show", args=[aire.code]))]
    data = {"aire": aire, "asaco": asaco, "receipt_over": over}
    return Block("register", "Ce qu’elle est", data, doors)


def _members(scope: Scope, aire: Aire, year: int) -> Block:
    """Whom it gathers: members, what villages pay. Four queries."""
    lines = lines_of(aire, asaco_of(aire), year)
    data = {
        "year": year,
        "members": membership_of(lines),
        "threshold": THRESHOLD,
        "dues": dues_of(lines) if scope.may(Action.MANAGEMENT_SEE, aire.where()) else None,
    }
    doors = [("Village par village", reverse("asaco_villages", args=[aire.code]))]
    return Block("members", "Qui elle rassemble", data, doors)


def _accounts(scope: Scope, aire: Aire, span: Span) -> Block:
    """Its accounts as the essential sheet gives them: validated months. One query."""
    title = "Ses comptes"
    if not scope.may(Action.MANAGEMENT_SEE, aire.where()):
        return Block("accounts", title, None)
    found = read_accounts([Partner(aire, WHOLE, hosted=True, readable=True)], span.months)
    return Block("accounts", title, {"books": books(found), "unread": (), "alone": True, "span": span})


def _reports(scope: Scope, aire: Aire) -> Block:
    """Where its last monthly reports stand. One query."""
    title = "Ses rapports mensuels"
    where = aire.where()
    if not any(scope.may(action, where) for action in SEEN_BY):
        return Block("reports", title, None)
    found = reports(aire, latest()).data
    data = {**found, "lines": found["lines"][:REPORTS]}
    return Block("reports", title, data, [("Tous ses rapports", common.asked("report_list", aire=aire.code))])


def _plans(scope: Scope, aire: Aire, year: int) -> Block:
    """Its last plans, what is done of that of the year. Three queries, one when none is read."""
    title, plans = "Les plans", of_aire(aire, scope)
    if not plans and not scope.may(Action.PLAN_APPROVED_SEE, aire.where()):
        return Block("plans", title, None)
    running = [plan.pk for plan in plans if plan.year == year and plan.state in EXECUTED]
    done = total(figures_of(Plan.objects.filter(pk__in=running)).values()) if running else None
    data = {"rows": rows_of(plans[:PLANS]) if plans else [], "rates": done, "year": year}
    return Block("plans", title, data, [("Tous ses plans", reverse("plan_aire", args=[aire.code]))])


def _doors(scope: Scope, aire: Aire) -> list[Door]:
    found = [("Chronologie", reverse("timeline_aire", args=[aire.code]))]
    if scope.may(Action.MONITORAGE_SEE, aire.where()):
        found.append(("Monitorage", reverse("monitorage_aire", args=[aire.code])))
    return found
