"""Who takes part in the quarterly report of a commune: its aires by share, those who sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from asaco.models import Asaco
from communes.models import Commune
from core.access import Role
from core.formats import HARD, NARROW, de, number
from cscom.census import of_communes
from cscom.models import Aire, CommuneShare
from mandates.models import Mandate

VACANT = (
    "Nom\u00a0: ________________________"  # somebody will sign all the same: the line is filled in by hand
)


@dataclass(frozen=True, slots=True)
class Partner:
    """An aire touching the commune; ``share`` in ten-thousandths, ``readable``: its accounts may be read."""

    aire: Aire
    share: int
    hosted: bool
    readable: bool

    @property
    def share_text(self) -> str:
        """« part de la commune : 63 % », nothing when the aire lies wholly in the commune."""
        return "" if self.share == 10_000 else f"part de la commune{HARD}: {share_percent(self.share)}"

    @property
    def label(self) -> str:
        return f"{self.aire.name} ({self.share_text})" if self.share_text else self.aire.name


def share_percent(share: int) -> str:
    """Ten-thousandths in words: 6 300 → « 63 % », 40 → « moins de 1 % »."""
    if 0 < share < 100:
        return f"moins de 1{NARROW}%"
    return f"{number(share / 100)}{NARROW}%"


def partners_of(commune: Commune) -> list[Partner]:
    """The aires touching ``commune`` today: hosted first, then by share. Two queries."""
    open_shares = CommuneShare.objects.filter(commune=commune, ends_on=None, share__gt=0)
    shares = dict(open_shares.values_list("aire", "share"))
    hosted = Aire.objects.open_on().filter(host_commune=commune)
    touching = Aire.objects.open_on().filter(pk__in=shares)
    found = [_partner(aire, shares.get(aire.pk, 0), commune) for aire in hosted | touching]
    return sorted(found, key=lambda p: (not p.hosted, -p.share, p.aire.name))


def _partner(aire: Aire, share: int, commune: Commune) -> Partner:
    hosted = aire.host_commune_id == commune.pk
    return Partner(aire, share, hosted, readable=hosted or share >= settings.CELL_LEVEL_SHARE)


def population_words(commune: Commune, year: int) -> str:
    """« 48 254 habitants (2026, estimation) », the figure of the commune's own page. One query."""
    people = of_communes([commune], year)[commune.pk]
    if people is None:
        return f"population {year} non connue"
    estimation = ", estimation" if people.estimated else ""
    return f"{number(people.total)}{HARD}habitants ({year}{estimation})"


def signers(commune: Commune, partners: Iterable[Partner], day: date) -> list[tuple[str, str]]:
    """(party, name and office) of those who sign by hand, by mandates in force on ``day``. Two queries.

    The commune; the ASACO of each aire whose accounts the commune reads; the CSRéf of its district.
    """
    near = [p for p in partners if p.readable]
    held = Mandate.objects.in_force(day).select_related("person").order_by("starts_on")
    mayors = held.filter(role=Role.MAIRE, commune=commune)
    presidents = held.filter(role=Role.PRESIDENT, aire__in=[p.aire.pk for p in near])
    chiefs = held.filter(role=Role.MEDECIN_CHEF, district=commune.district_id)
    names = {(m.role, m.aire_id): str(m.person) for m in mayors | presidents | chiefs}
    boxes = [("Pour la commune", _line(names.get((Role.MAIRE, None)), "maire"))]
    asaco = dict(Asaco.objects.filter(aire__in=[p.aire.pk for p in near]).values_list("aire", "name"))
    boxes += [
        (
            f"Pour {the_asaco(asaco.get(p.aire.pk, ''), p.aire.name)}",
            _line(names.get((Role.PRESIDENT, p.aire.pk)), "président"),
        )
        for p in near
    ]
    chief = _line(names.get((Role.MEDECIN_CHEF, None)), "médecin chef")
    return [*boxes, (f"Pour le {commune.district.csref_name}", chief)]


def the_asaco(name: str, aire: str) -> str:
    """« l’ASACO de Boron », « l’Asacodou », « l’ASACO « Benkan » »; ``name`` "": not registered."""
    if not name:
        return f"l’ASACO {de(aire)}"
    return f"l’{name}" if name.casefold().startswith("asaco") else f"l’ASACO «{HARD}{name}{HARD}»"


def _line(name: str | None, office: str) -> str:
    return f"{name}, {office}" if name else f"{VACANT} {office}"


def signer(role: Role, **place: int) -> str:
    """« Fanta Keïta, maire », who holds it there today; else a line to fill in by hand (one query)."""
    held = Mandate.objects.in_force().filter(role=role, **place).select_related("person").first()
    return f"{held.person}, {role.label}" if held else VACANT
