"""What each main page costs, as a multiple of the unit: one query within the house's frame."""

from dataclasses import dataclass

from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.country import NATION, user_of
from bench.finding import Finding, Table, french
from bench.measure import Statements, Timed, interleaved
from bench.papers import give_documents
from bench.plans import give_plans
from bench.sizes import Size
from bench.visits import Visitor
from core.access import Role
from core.months import Month

UNIT, ANONYMOUS = "unité, connecté", "unité, anonyme"
MAYOR, REGION, COUNTRY = "chiffres d’une commune (maire)", "chiffres d’une région (DRS)", "chiffres du pays"
MAP = "carte d’une région, avec les distances"
PLANS = 200
STATEMENTS = 8  # of a dashboard
TIMES_UNIT, TIMES_MAYOR = 3, 1.25
DASHBOARDS = (MAYOR, REGION, COUNTRY)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, its reader. ``rows``: how many lines its longest table has."""

    name: str
    visitor: Visitor
    path: str

    def read(self) -> object:
        return self.visitor.get(self.path)


def pages(size: Size) -> list[Page]:
    """The main pages, each with the reader it is made for."""
    mayor, region = Visitor(user_of(Role.MAIRE, "R0K000")), Visitor(user_of(Role.DRS, "R0"))
    officer, secretary = (
        Visitor(user_of(Role.CHARGE_SIS, "R0D0")),
        Visitor(user_of(Role.SECRETAIRE, "A00000")),
    )
    nation = Visitor(User.objects.get(username=NATION))
    give_documents(40)
    plans = give_plans(PLANS)
    month = Month.of(timezone.localdate())
    form = reverse("report_section", args=["A00000", month.code, "curatif"])
    last = reverse("report_show", args=["A00000", (month - 2).code])
    return [
        Page(UNIT, mayor, "/banc/unite/"),
        Page(ANONYMOUS, Visitor(), "/banc/unite-anonyme/"),
        Page(MAYOR, mayor, reverse("figures_commune", args=["R0K000"])),
        Page("un indicateur d’une commune", mayor, reverse("indicator_commune", args=["R0K000", "I27"])),
        Page("fiche essentielle d’une commune", mayor, reverse("essential_show", args=["R0K000"])),
        Page("une commune en une page", mayor, reverse("fiche_commune", args=["R0K000"])),
        Page("un CSCOM en une page", secretary, reverse("fiche_aire", args=["A00000"])),
        Page("une ASACO en une page", secretary, reverse("fiche_asaco", args=["A00000"])),
        Page("chronologie d’une commune", mayor, reverse("timeline_commune", args=["R0K000"])),
        Page(REGION, region, reverse("figures_region", args=["R0"])),
        Page("les communes d’une région", region, f"{reverse('figures_region', args=['R0'])}?par=communes"),
        Page(
            "classement des communes d’une région",
            region,
            f"{reverse('ranking_region', args=['R0'])}?par=communes",
        ),
        Page(MAP, region, f"{reverse('map_region', args=['R0'])}?montrer=distances"),
        Page(COUNTRY, nation, "/banc/pays/"),
        Page(f"complétude de {size.communes} communes", nation, reverse("completeness")),
        Page("complétude d’un district", officer, reverse("completeness")),
        Page("accueil du maire", mayor, reverse("home")),
        Page("accueil de la DRS", region, reverse("home")),
        Page("liste des rapports (25 lignes)", officer, reverse("report_list")),
        Page("liste de 40 (documents)", region, reverse("document_list")),
        Page(f"{plans} plans de 40 lignes, côte à côte", region, reverse("plan_together")),
        Page("API : liste des rapports", officer, reverse("api_report_list")),
        Page("API : indicateurs d’une commune", mayor, reverse("api_figures_commune", args=["R0K000"])),
        Page("un rapport mensuel", secretary, last),
        Page("formulaire d’une section", secretary, form),
    ]


def timed(found: list[Page], rounds: int) -> dict[str, Timed]:
    """The medians of each page, all read in turn."""
    with override_settings(ROOT_URLCONF="bench.unit"):
        return interleaved({page.name: page.read for page in found}, rounds)


def counted(found: list[Page]) -> dict[str, int]:
    """How many orders each page gives the database."""
    told = {}
    with override_settings(ROOT_URLCONF="bench.unit"):
        for page in found:
            page.read()
            with Statements() as orders:
                page.read()
            told[page.name] = len(orders)
    return told


def measure(size: Size) -> Finding:
    """Time, processor, orders of every page, as multiples of the unit."""
    found = pages(size)
    orders, times = counted(found), timed(found, size.rounds)
    unit, mayor = times[UNIT], times[MAYOR]
    finding = Finding("pages")
    finding.tables.append(
        Table(
            f"Pages, {connection.vendor}",
            ("page", "processeur (ms)", "× unité", "médiane (ms)", "× unité", "ordres SQL"),
            [
                (
                    name,
                    french(one.cpu, 1),
                    french(one.cpu / unit.cpu, 2),
                    french(one.clock, 1),
                    french(one.clock / unit.clock, 2),
                    str(orders[name]),
                )
                for name, one in times.items()
            ],
            f"{size.rounds} tours entrelacés ; le processeur compte celui de la base.",
        )
    )
    finding.most("page du maire, × unité (processeur)", mayor.cpu / unit.cpu, TIMES_UNIT)
    for name in (REGION, COUNTRY):
        finding.most(f"{name}, × page du maire (processeur)", times[name].cpu / mayor.cpu, TIMES_MAYOR)
    for name in DASHBOARDS:
        finding.most(f"{name}, ordres SQL", orders[name], STATEMENTS, decimals=0)
    return finding
