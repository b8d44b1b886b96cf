"""The four changes of boundaries: what each touches, what refuses it, what it writes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db.models import Q

from communes.models import Cercle, Commune, District, Place, Village
from core.formats import day, join_and
from cscom.models import Aire, BoundaryChange, CommuneShare, VillageAire
from cscom.shares import join, rebuild

Kind = BoundaryChange.Kind
NAMED = 3  # villages, communes named in a title; the others are counted
ELSEWHERE = (
    "Tout le changement se passe dans une seule région\u00a0: l’autre direction régionale fait le sien."
)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a plan moves, or reckons again, by number."""

    aires: tuple[int, ...] = ()
    villages: tuple[int, ...] = ()
    communes: tuple[int, ...] = ()


class Plan(Protocol):
    """One change, thought but not yet written."""

    @property
    def on(self) -> date: ...
    @property
    def region(self) -> int: ...
    def title(self) -> str: ...
    def touched(self) -> Touched: ...
    def refusal(self) -> str: ...
    def write(self) -> None: ...


@dataclass(frozen=True, slots=True)
class MoveVillages:
    """Villages join another aire."""

    on: date
    region: int
    villages: tuple[int, ...]
    aire: int

    def title(self) -> str:
        names = Village.objects.filter(pk__in=self.villages).order_by("name").values_list("name", flat=True)
        return f"{_named(list(names), 'villages')} → aire {Aire.objects.get(pk=self.aire).name}"

    def touched(self) -> Touched:
        left = self._links().values_list("aire", flat=True)
        return Touched(tuple(sorted({*left, self.aire})), self.villages)

    def refusal(self) -> str:
        """The first sentence that refuses the move; "" when nothing does."""
        villages = Village.objects.filter(pk__in=self.villages).select_related("commune__cercle")
        aire = Aire.objects.select_related("host_commune__cercle").get(pk=self.aire)
        if {v.commune.cercle.region_id for v in villages} | {aire.host_commune.cercle.region_id} != {
            self.region
        }:
            return ELSEWHERE
        if here := [link.village.name for link in self._links() if link.aire_id == self.aire]:
            there = "est déjà" if len(here) == 1 else "sont déjà"
            return f"{join_and(here)} {there} dans l’aire de santé {aire.name}."
        if late := self._links().filter(starts_on__gt=self.on).first():
            return (
                f"{late.village.name} n’est dans l’aire de santé {late.aire.name} que depuis le "
                f"{day(late.starts_on)}\u00a0: écrivez ce jour-là ou un autre après."
            )
        return _not_open(self.on, aire, *villages)

    def write(self) -> None:
        aire = Aire.objects.get(pk=self.aire)
        links = {link.village_id: link for link in self._links()}
        for village in Village.objects.filter(pk__in=self.villages):
            join(village, aire, self.on, links.get(village.pk), "découpage")
        rebuild(_aires(self.touched().aires + tuple(link.aire_id for link in links.values())), self.on)

    def _links(self) -> Any:
        open_links = VillageAire.objects.filter(village__in=self.villages, ends_on=None)
        return open_links.select_related("village", "aire").order_by("village__name")


@dataclass(frozen=True, slots=True)
class MoveAire:
    """An aire gets another host commune, another district, or both."""

    on: date
    region: int
    aire: int
    host: int
    district: int

    def title(self) -> str:
        aire, commune = Aire.objects.get(pk=self.aire), Commune.objects.get(pk=self.host)
        district = District.objects.get(pk=self.district)
        moves = [f"commune {commune.name}"] if aire.host_commune_id != self.host else []
        moves += [f"district {district.name}"] if aire.district_id != self.district else []
        return f"Aire {aire.name} → {join_and(moves) or 'au même lieu'}"

    def touched(self) -> Touched:
        return Touched((self.aire,))

    def refusal(self) -> str:
        """The first sentence that refuses the move; "" when nothing does."""
        aire = Aire.objects.select_related("host_commune__cercle").get(pk=self.aire)
        commune = Commune.objects.select_related("cercle").get(pk=self.host)
        district = District.objects.get(pk=self.district)
        regions = {aire.host_commune.cercle.region_id, commune.cercle.region_id, district.region_id}
        if regions != {self.region}:
            return ELSEWHERE
        if (aire.host_commune_id, aire.district_id) == (self.host, self.district):
            return f"L’aire de santé {aire.name} est déjà dans cette commune et ce district."
        return _not_open(self.on, aire, commune, district)

    def write(self) -> None:
        aire = Aire.objects.get(pk=self.aire)
        aire.host_commune_id, aire.district_id = self.host, self.district
        _keep(aire, self.on)
        rebuild([aire], self.on)


@dataclass(frozen=True, slots=True)
class MoveCommune:
    """A commune gets another cercle, another district, or both; the aires it hosts follow."""

    on: date
    region: int
    commune: int
    cercle: int
    district: int

    def title(self) -> str:
        commune = Commune.objects.get(pk=self.commune)
        cercle, district = Cercle.objects.get(pk=self.cercle), District.objects.get(pk=self.district)
        moves = [f"cercle {cercle.name}"] if commune.cercle_id != self.cercle else []
        moves += [f"district {district.name}"] if commune.district_id != self.district else []
        return f"Commune {commune.name} → {join_and(moves) or 'au même lieu'}"

    def touched(self) -> Touched:
        """A cercle has its own growth: every aire touching the commune is reckoned again."""
        return Touched(_hosted_or_touching([self.commune]), communes=(self.commune,))

    def refusal(self) -> str:
        """The first sentence that refuses the move; "" when nothing does."""
        commune = Commune.objects.select_related("cercle").get(pk=self.commune)
        cercle, district = Cercle.objects.get(pk=self.cercle), District.objects.get(pk=self.district)
        if {commune.cercle.region_id, cercle.region_id, district.region_id} != {self.region}:
            return ELSEWHERE
        if (commune.cercle_id, commune.district_id) == (self.cercle, self.district):
            return f"La commune {commune.name} est déjà dans ce cercle et ce district."
        return _not_open(self.on, commune, cercle, district)

    def write(self) -> None:
        aires = _aires(self.touched().aires)
        commune = Commune.objects.get(pk=self.commune)
        old, commune.district_id = commune.district_id, self.district
        commune.cercle_id, commune.district_estimated = self.cercle, False
        _keep(commune, self.on)
        _follow(aires, {self.commune}, {old}, self.district, self.on)
        rebuild(_aires(a.pk for a in aires), self.on)


@dataclass(frozen=True, slots=True)
class NewDistrict:
    """A district is created around a CSRéf, with the communes it takes; the aires they host follow."""

    on: date
    region: int
    code: str
    name: str
    csref: str
    communes: tuple[int, ...]
    seat: int | None = None  # the commune where the CSRéf stands
    made: list[int] = field(default_factory=list)  # the number of the district, once written

    def title(self) -> str:
        names = Commune.objects.filter(pk__in=self.communes).order_by("name").values_list("name", flat=True)
        return f"District {self.name} créé\u00a0: {_named(list(names), 'communes')}"

    def touched(self) -> Touched:
        return Touched(_hosted(self.communes), communes=self.communes)

    def refusal(self) -> str:
        """The first sentence that refuses the district; "" when nothing does."""
        communes = list(Commune.objects.filter(pk__in=self.communes).select_related("cercle", "district"))
        if {c.cercle.region_id for c in communes} != {self.region}:
            return ELSEWHERE
        if District.objects.filter(code__iexact=self.code).exists():
            return f"Le code «\u00a0{self.code}\u00a0» est déjà celui d’un district."
        if District.objects.filter(region=self.region, name__iexact=self.name, closed_on=None).exists():
            return f"Un district de la région s’appelle déjà {self.name}."
        return _not_open(self.on, *communes)

    def write(self) -> None:
        seat = Commune.objects.filter(pk=self.seat).first() if self.seat else None
        district = District(
            code=self.code,
            name=self.name,
            region_id=self.region,
            csref_name=self.csref,
            opened_on=self.on,
            source="découpage",
            latitude=seat and seat.latitude,
            longitude=seat and seat.longitude,
        )
        _keep(district, self.on)
        self.made[:] = [district.pk]  # a trial undone may have written another before
        communes = list(Commune.objects.filter(pk__in=self.communes))
        left = {commune.district_id for commune in communes}
        for commune in communes:
            commune.district_id, commune.district_estimated = district.pk, False
            _keep(commune, self.on)
        _follow(_aires(self.touched().aires), set(self.communes), left, district.pk, self.on)


_PLANS: Mapping[str, Callable[..., Plan]] = {
    Kind.VILLAGES: MoveVillages,
    Kind.AIRE: MoveAire,
    Kind.COMMUNE: MoveCommune,
    Kind.DISTRICT: NewDistrict,
}


def kind_of(plan: Plan) -> Kind:
    """Which of the four."""
    return next(Kind(kind) for kind, made in _PLANS.items() if type(plan) is made)


def params_of(plan: Any) -> dict[str, Any]:
    """What a row keeps of a plan, beside its day and its région."""
    return {key: value for key, value in asdict(plan).items() if key not in {"on", "region", "made"}}


def plan_of(change: BoundaryChange) -> Plan:
    """The plan that a row keeps."""
    told = {key: tuple(v) if isinstance(v, list) else v for key, v in change.params.items()}
    return _PLANS[change.kind](on=change.starts_on, region=change.region_id, **told)


def made_by(plan: Plan) -> list[int]:
    """The districts that writing ``plan`` made."""
    return list(plan.made) if isinstance(plan, NewDistrict) else []


# ---- What the four share ----
def _aires(pks: Iterable[int]) -> list[Aire]:
    return list(Aire.objects.filter(pk__in=set(pks)).order_by("pk"))


def _hosted(communes: Iterable[int]) -> tuple[int, ...]:
    found = Aire.objects.filter(host_commune__in=list(communes)).order_by("pk")
    return tuple(found.values_list("pk", flat=True))


def _hosted_or_touching(communes: list[int]) -> tuple[int, ...]:
    touching = CommuneShare.objects.filter(commune__in=communes, ends_on=None, share__gt=0).values("aire")
    found = Aire.objects.filter(Q(host_commune__in=communes) | Q(pk__in=touching)).order_by("pk")
    return tuple(found.values_list("pk", flat=True))


def _follow(aires: Iterable[Aire], communes: set[int], left: set[int], district: int, on: date) -> None:
    """The aires these communes host go with them, unless they already were in another district."""
    for aire in aires:
        if aire.host_commune_id in communes and aire.district_id in left:
            aire.district_id = district
            _keep(aire, on)


def _keep(place: Any, on: date) -> None:
    """Save, with the day it holds from in its row of history."""
    place._change_reason = f"découpage, à partir du {day(on)}"  # noqa: SLF001
    place.save()


def _not_open(on: date, *places: Place) -> str:
    """The sentence about the first of these that does not exist on that day."""
    for place in places:
        if place.opened_on and on < place.opened_on:
            return f"{place.name} n’existe que depuis le {day(place.opened_on)}."
        if place.closed_on and on >= place.closed_on:
            return f"{place.name} n’existe plus depuis le {day(place.closed_on)}."
    return ""


def _named(names: list[str], many: str) -> str:
    return join_and(names) if len(names) <= NAMED else f"{len(names)} {many}"
