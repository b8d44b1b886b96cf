"""The public lists of Mali's places, turned into the project's reference sheets (``docs/territoire.md``)."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from communes import layout
from communes.names import accented, folded
from communes.outline_maker import borders
from communes.populations import largest_remainder
from communes.sheets import Sheet
from core.formats import de, join_and

Record = dict[str, str]

PLACES = "OCHA COD-AB 2015 (CC0)"
FACILITIES = "KEMRI/OMS-AFRO, Maina et coll. 2019"
CENSUS = "RGPH 2009 (INSTAT)"
SHARED_BY_VOTERS = "dérivé, à confirmer\u00a0: RGPH 2009 du cercle réparti selon les électeurs de 2013"
CENSUS_YEAR, LAST_CENSUS_YEAR = 2009, 2022

# The régions opened since 2015 and the one each was cut from: the census of 2022 counts them apart.
CUT_FROM = {
    "Nioro": "Kayes",
    "Kita": "Kayes",
    "Dioïla": "Koulikoro",
    "Nara": "Koulikoro",
    "Bougouni": "Sikasso",
    "Koutiala": "Sikasso",
    "San": "Ségou",
    "Douentza": "Mopti",
    "Bandiagara": "Mopti",
    "Taoudenni": "Tombouctou",
    "Ménaka": "Gao",
}
GRAPHIES = layout.SHIPPED.parent / "graphies.csv"


class Lists:
    """The public lists of one folder, for the whole country or one région (by its code)."""

    def __init__(self, folder: Path, region: str = "") -> None:
        def kept(name: str) -> list[Record]:
            rows = _read(folder / name)
            return [r for r in rows if not region or r["region_code"] == region]

        self.cercles = kept("cercles_mali.csv")
        self.regions = {r["region_code"]: r["region"] for r in self.cercles}
        self.communes = kept("communes_mali.csv")
        for commune in self.communes:
            commune["code"] = commune["code"] or _own_code(commune)
        self.villages = kept("localites_mali.csv")
        names = {name: code for code, name in self.regions.items()}
        self.facilities = []
        for facility in _read(folder / "facilities_mali.csv"):
            code = facility["region_code"] or names.get(facility["region"], "")
            if code in self.regions:
                self.facilities.append(facility | {"region_code": code})
        self.census_2022 = _read(folder / "mali_stats" / "mali_population_rgph5_2022_regions.csv")
        with (folder / "boundaries" / "communes_mali.topojson").open(encoding="utf-8") as file:
            self.topology = json.load(file)
        self.graphies = {r["nom"]: r["graphie"] for r in _read(GRAPHIES, ";")}


def make(lists: Lists, out: Path) -> dict[str, int]:
    """Write the sheets into ``out``; file name → rows. The coefficients are copied: no list gives them."""
    rates = growth_rates(lists)
    spell = Spelling(lists)
    rows: dict[str, list[list[Any]]] = {
        layout.REGIONS.name: [[code, name, PLACES] for code, name in sorted(lists.regions.items())],
        layout.CERCLES.name: [
            [c["cercle_code"], c["cercle"], c["region_code"], rates[c["region_code"]], PLACES]
            for c in lists.cercles
        ],
        layout.DISTRICTS.name: _districts(lists, spell),
        layout.COMMUNES.name: [
            [
                c["code"],
                _typed(c["nom"]),
                c["cercle_code"],
                "",
                _degrees(c["lat"]),
                _degrees(c["lon"]),
                c["superficie_km2"],
                PLACES if c["lat"] else "CENI 2013, liste des communes",
            ]
            for c in lists.communes
        ],
        layout.BORDERS.name: [
            [*border, PLACES] for border in borders(lists.topology, [c["code"] for c in lists.communes])
        ],
        layout.VILLAGES.name: [
            [
                v["code"],
                _typed(v["nom"]),
                _typed(v["autre_nom"]),
                v["commune_code"],
                _degrees(v["lat"]),
                _degrees(v["lon"]),
                "OCHA",
            ]
            for v in lists.villages
        ],
        layout.CSCOM.name: _cscom(lists, spell),
        layout.POPULATIONS.name: [*_of_regions(lists), *_of_cercles(lists), *_of_communes(lists)],
        layout.COEFFICIENTS.name: [
            list(row.values()) for row in _read(layout.SHIPPED / layout.COEFFICIENTS.name, ";")
        ],
    }
    out.mkdir(parents=True, exist_ok=True)
    for sheet in layout.SHEETS:
        _write(out / sheet.name, sheet, rows[sheet.name])
    return {name: len(lines) for name, lines in rows.items()}


def growth_rates(lists: Lists) -> dict[str, Decimal]:
    """Région → yearly growth from the census of 2009 to that of 2022, on the territory of 2009."""
    after = {code: total for code, total, _ in region_totals_2022(lists)}
    before: dict[str, int] = defaultdict(int)
    for cercle in lists.cercles:
        before[cercle["region_code"]] += int(cercle["pop_2009"])
    years = LAST_CENSUS_YEAR - CENSUS_YEAR
    return {
        code: Decimal(str(round((after[code] / total) ** (1 / years) - 1, 4)))
        for code, total in before.items()
    }


def region_totals_2022(lists: Lists) -> list[tuple[str, int, list[str]]]:
    """(code, inhabitants, régions of 2023 added up) of each région of before 2023."""
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in lists.census_2022:
        name = row["region_2023"]
        parts[CUT_FROM.get(name, name)][name] = int(row["population_menages_ordinaires_2022"])
    return [
        (code, sum(parts[name].values()), list(parts[name]))
        for code, name in sorted(lists.regions.items())
        if name in parts
    ]


class Spelling:
    """Health lists have no accents: take those of communes, then of localities, when sure."""

    def __init__(self, lists: Lists) -> None:
        self.own = lists.graphies
        self.units: dict[str, list[str]] = defaultdict(list)
        self.localities: dict[str, list[str]] = defaultdict(list)
        for commune in lists.communes:
            self.units[commune["cercle_code"]].append(_typed(commune["nom"]))
        for cercle in lists.cercles:
            self.units[cercle["cercle_code"]].append(cercle["cercle"])
        for village in lists.villages:
            self.localities[village["cercle_code"]].append(_typed(village["nom"]))

    def of(self, name: str, cercle: str) -> str:
        """« Degnekoro » → « Dégnékoro », « Dioila Central » → « Dioïla Central »."""
        if name in self.own:
            return self.own[name]
        for spellings in (self.units[cercle], self.localities[cercle]):
            if (found := accented(name, spellings)) != name:
                return found
        return " ".join(accented(word, self.units[cercle]) for word in name.split(" "))


def _districts(lists: Lists, spell: Spelling) -> list[list[Any]]:
    rows = []
    for csref in lists.facilities:
        if csref["type"] == "CSREF" and csref["cercle_code"]:
            name = spell.of(_typed(csref["nom"].removeprefix("CSRéf ")), csref["cercle_code"])
            place = [csref["region_code"], csref["cercle_code"], f"CSRéf {de(name)}"]
            spot = [_degrees(csref["lat"]), _degrees(csref["lon"])]
            rows.append([csref["id"], name, *place, *spot, FACILITIES])
    return rows


def _cscom(lists: Lists, spell: Spelling) -> list[list[Any]]:
    rows = []
    for cscom in lists.facilities:
        if cscom["type"] != "CSCOM":
            continue
        bare = cscom["nom"].removeprefix("CSCOM ")
        source = FACILITIES if cscom["commune_code"] else f"{FACILITIES} (région de {cscom['region']})"
        place = [cscom["region_code"], cscom["commune_code"], _degrees(cscom["lat"]), _degrees(cscom["lon"])]
        rows.append([cscom["id"], spell.of(_typed(bare), cscom["cercle_code"]), bare, *place, source])
    return rows


def _of_regions(lists: Lists) -> Iterable[list[Any]]:
    totals: dict[str, int] = defaultdict(int)
    for cercle in lists.cercles:
        totals[cercle["region_code"]] += int(cercle["pop_2009"])
    for code, total in sorted(totals.items()):
        yield ["region", code, CENSUS_YEAR, total, "non", f"{CENSUS}, somme des cercles"]
    for code, total, parts in region_totals_2022(lists):
        source = "RGPH5 2022 (ménages ordinaires)"
        added = len(parts) > 1
        words = f"{source}, somme de {join_and(parts)}" if added else source
        yield ["region", code, LAST_CENSUS_YEAR, total, "oui" if added else "non", words]


def _of_cercles(lists: Lists) -> Iterable[list[Any]]:
    for cercle in lists.cercles:
        yield ["cercle", cercle["cercle_code"], CENSUS_YEAR, cercle["pop_2009"], "non", CENSUS]


def _of_communes(lists: Lists) -> Iterable[list[Any]]:
    """The census figure where it is known; the rest of the cercle is shared by the others' voters."""
    by_cercle: dict[str, list[Record]] = defaultdict(list)
    for commune in lists.communes:
        by_cercle[commune["cercle_code"]].append(commune)
    for cercle in lists.cercles:
        communes = by_cercle[cercle["cercle_code"]]
        known = {c["code"]: int(c["population_rgph2009"]) for c in communes if c["population_rgph2009"]}
        others = {c["code"]: Decimal(c["pop_2009_estimee"] or 0) for c in communes if c["code"] not in known}
        rest = int(cercle["pop_2009"]) - sum(known.values())
        shared = _shared(others, rest)
        for commune in communes:
            code = commune["code"]
            if code in known:
                source = commune["source_population"]
                certain = source.startswith("INSTAT")
                yield ["commune", code, CENSUS_YEAR, known[code], "non" if certain else "oui", source]
            elif shared[code]:
                yield ["commune", code, CENSUS_YEAR, shared[code], "oui", SHARED_BY_VOTERS]


def _shared(estimates: Mapping[str, Decimal], rest: int) -> dict[str, int]:
    """``rest`` by the estimates; the estimates as they are when the known figures pass the cercle's."""
    if rest > 0 and any(estimates.values()):
        return largest_remainder(estimates, rest)
    return {code: int(estimate) for code, estimate in estimates.items()}


# ---- Cells and files ----
def _own_code(commune: Record) -> str:
    """Two communes have no P-code: the administration's code, else the cercle and the name."""
    plain = folded(commune["nom"]).upper().replace(" ", "")
    return commune["code_antim"] or f"{commune['cercle_code']}-{plain}"[:20]


def _typed(name: str) -> str:
    """The typographic apostrophe, single spaces."""
    return " ".join(name.replace("'", "’").split())


def _degrees(value: str) -> str:
    """Five decimals: a metre."""
    return f"{float(value):.5f}".rstrip("0") if value else ""


def _read(path: Path, delimiter: str = ",") -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _write(path: Path, sheet: Sheet, rows: list[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow([column.name for column in sheet.columns])
        writer.writerows(rows)
