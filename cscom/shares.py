"""What follows from the villages of an aire: the communes' shares in it, and its population year by year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from communes.geography import km_between
from communes.models import Population, Village
from communes.populations import DERIVED, in_year, largest_remainder, rounded
from communes.upsert import BATCH, Counts, upsert
from core.workflow import Refusal
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom, VillageAire
from cscom.past import first_years, remember

WHOLE = 10_000
REASON = "calcul à partir des villages"


@dataclass(frozen=True, slots=True)
class Inhabited:
    """A village of an aire, as figures: its commune, what is known of its inhabitants, how they grow."""

    commune_id: int
    commune_code: str
    rate: Decimal
    known: tuple[Population, ...]


@transaction.atomic
def rebuild(aires: Iterable[Aire], on: date, years: Collection[int] = ()) -> Counts:
    """Shares and populations of ``aires``, from the villages they hold now.

    Shares that change are closed on ``on`` and opened anew; never before the day the closed ones began.
    Populations: ``years``, or every year already written from that of ``on`` (it and the next one at least),
    never before the year of the last move. One set by hand is left; an aire left without villages holds
    nobody. What it did to populations is returned; totals are the caller's to rebuild.
    """
    aires = list(aires)
    villages = _villages(aires)
    _rebuild_shares(aires, villages, on)
    return _rebuild_populations(aires, villages, on, years)


@transaction.atomic
def move_village(village: Village, aire: Aire, on: date, source: str = "") -> tuple[Aire, ...]:
    """``village`` belongs to ``aire`` from ``on``; the aires touched, rebuilt (totals are the caller's).

    Raises Refusal when it already does, when the aire is closed, when ``on`` is to come or precedes the link.
    """
    if refusal := why_not(village, aire, on):
        raise Refusal(refusal)
    link = _open_link(village)
    touched = (link.aire, aire) if link else (aire,)
    remember(touched, on)
    join(village, aire, on, link, source)
    rebuild(touched, on)
    return touched


def join(village: Village, aire: Aire, on: date, link: VillageAire | None, source: str = "") -> None:
    """Write that ``village`` leaves ``link`` for ``aire``; what follows from it is the caller's."""
    relink(
        VillageAire(
            village=village,
            aire=aire,
            starts_on=on,
            distance_km=_distance(village, aire),
            nearest_km=link.nearest_km if link else None,
            source=source or "décision",
        ),
        link,
    )


def why_not(village: Village, aire: Aire, on: date) -> str:
    """The sentence that refuses to move ``village`` to ``aire`` on that day; "" when nothing does."""
    link = _open_link(village)
    if link and link.aire_id == aire.pk:
        return f"{village.name} appartient déjà à l’aire de santé {aire.name}."
    if on > timezone.localdate():
        return "Un village ne change pas d’aire de santé à une date à venir."
    if not Aire.objects.open_on(on).filter(pk=aire.pk).exists():
        return f"L’aire de santé {aire.name} n’est pas ouverte à cette date."
    if link and on < link.starts_on:
        return "Ce village a déjà changé d’aire de santé après cette date."
    return ""


def _open_link(village: Village) -> VillageAire | None:
    return VillageAire.objects.select_related("aire").filter(village=village, ends_on=None).first()


def relink(new: VillageAire, old: VillageAire | None) -> None:
    """Open ``new``; ``old`` is closed the day before it begins, or becomes it when both begin on one day."""
    if old and old.starts_on == new.starts_on:
        new.pk = old.pk
    elif old:
        old.ends_on = new.starts_on
        old.save(update_fields=["ends_on"])
    new.save()


def aire_population(aire: Aire, year: int) -> int | None:
    """Inhabitants of ``aire`` in ``year``: the row when there is one, else the closest before it, projected.

    None when the aire has no population at all.
    """
    return aire_populations([aire], year)[aire.pk]


def aire_populations(aires: Collection[Aire], year: int) -> dict[int, int | None]:
    """The same for several aires, with the cercle of their host commune, by their number (one query)."""
    known = defaultdict[int, list[AirePopulation]](list)
    for row in AirePopulation.objects.filter(aire__in=aires):
        known[row.aire_id].append(row)
    totals = {a.pk: in_year(known[a.pk], year, a.host_commune.cercle.growth_rate) for a in aires}
    return {pk: None if total is None else rounded(total) for pk, total in totals.items()}


# ---- The villages of an aire ----
def _villages(aires: Sequence[Aire]) -> dict[int, list[Inhabited]]:
    """Aire → its villages now, with every population known of them."""
    links = list(
        VillageAire.objects.filter(aire__in=[a.pk for a in aires], ends_on=None)
        .select_related("village__commune__cercle")
        .order_by("village__code")
    )
    known: dict[int, list[Population]] = defaultdict(list)
    ids = [link.village_id for link in links]
    for start in range(0, len(ids), BATCH):
        for row in Population.objects.filter(village__in=ids[start : start + BATCH]):
            known[row.village_id or 0].append(row)
    villages: dict[int, list[Inhabited]] = defaultdict(list)
    for link in links:
        commune = link.village.commune
        rows = tuple(known[link.village_id])
        villages[link.aire_id].append(Inhabited(commune.pk, commune.code, commune.cercle.growth_rate, rows))
    return villages


def _rebuild_shares(aires: Sequence[Aire], villages: dict[int, list[Inhabited]], on: date) -> None:
    current: dict[int, dict[int, CommuneShare]] = defaultdict(dict)
    for share in CommuneShare.objects.filter(aire__in=[a.pk for a in aires], ends_on=None):
        current[share.aire_id][share.commune_id] = share
    closed: list[CommuneShare] = []
    erased: list[CommuneShare] = []
    opened: list[CommuneShare] = []
    for aire in aires:
        wanted = commune_shares(villages[aire.pk], on.year) or {aire.host_commune_id: WHOLE}
        now = current[aire.pk]
        if wanted == {commune: share.share for commune, share in now.items()}:
            continue
        day = max([on, *(share.starts_on for share in now.values())])
        for share in now.values():
            # A share opened this very day never stood: it goes, since a row lasts a day at least.
            (erased if share.starts_on == day else closed).append(share)
            share.ends_on = day
        opened += [
            CommuneShare(aire=aire, commune_id=commune, share=part, starts_on=day)
            for commune, part in wanted.items()
        ]
    CommuneShare.objects.filter(pk__in=[share.pk for share in erased]).delete()
    CommuneShare.objects.bulk_update(closed, ["ends_on"], batch_size=BATCH)
    CommuneShare.objects.bulk_create(opened, batch_size=BATCH)


def commune_shares(villages: Sequence[Inhabited], year: int) -> dict[int, int]:
    """Commune → ten-thousandths of the inhabitants, 10 000 in all; {} without a village.

    When nobody is counted anywhere, each village weighs the same.
    """
    weights: dict[str, Decimal] = defaultdict(Decimal)
    ids = {v.commune_code: v.commune_id for v in villages}
    for village in villages:
        weights[village.commune_code] += in_year(village.known, year, village.rate) or 0
    if villages and not any(weights.values()):
        for village in villages:
            weights[village.commune_code] += 1
    shares = largest_remainder(weights, WHOLE) if weights else {}
    return {ids[code]: share for code, share in shares.items()}


def _rebuild_populations(
    aires: Sequence[Aire], villages: dict[int, list[Inhabited]], on: date, years: Collection[int]
) -> Counts:
    known = {(p.aire_id, p.year): p for p in AirePopulation.objects.filter(aire__in=[a.pk for a in aires])}
    moved = first_years(aires)
    reckoned = {aire_id for (aire_id, _), row in known.items() if row.estimated}
    wanted = {}
    kept = 0
    for aire in aires:
        written = {year for aire_id, year in known if aire_id == aire.pk and year >= on.year}
        first = moved.get(aire.pk, 0)
        for year in sorted(y for y in years or written | {on.year, on.year + 1} if y >= first):
            row = known.get((aire.pk, year))
            total = population_of(villages[aire.pk], year)
            if not villages[aire.pk] and aire.pk in reckoned:
                total = 0
            if row and (not row.estimated or row.total == total):
                kept += 1
            elif total is not None:
                wanted[aire.pk, year] = {
                    "aire_id": aire.pk,
                    "year": year,
                    "total": total,
                    "estimated": True,
                    "source": f"{DERIVED}\u00a0: somme des villages, projetée",
                }
    return upsert(AirePopulation, wanted, known, REASON) + Counts(unchanged=kept)


def population_of(villages: Sequence[Inhabited], year: int) -> int | None:
    """The sum of the villages in ``year``, each grown at its cercle's rate; None when none was counted."""
    counted = [in_year(v.known, year, v.rate) for v in villages]
    known = [total for total in counted if total is not None]
    return rounded(sum(known, Decimal(0))) if known else None


def _distance(village: Village, aire: Aire) -> float | None:
    cscom = Cscom.objects.filter(aire=aire).first()
    if cscom is None or village.latitude is None or village.longitude is None:
        return None
    if cscom.latitude is None or cscom.longitude is None:
        return None
    return round(km_between(village.latitude, village.longitude, cscom.latitude, cscom.longitude), 2)
