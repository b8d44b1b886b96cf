"""A report keeps the form of its month: shown, checked, summed with it, whatever the form became since."""

import shutil
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from monitoring.arriving import Lines, placed
from monitoring.enums import SectionKind
from monitoring.form import load_form
from monitoring.listing import lines, slots
from monitoring.loading import FOLDER, load_catalogue
from monitoring.models import Element, Modality, MonthlyReport, Period, Rule, Section, Total
from monitoring.stamping import lacking, wanted_on
from monitoring.todo import waiting_for
from monitoring.totals import open_period, verify
from tests.cast import Cast
from tests.monitoring.pages import address, field_of, text_of, values_of
from tests.reporting import NOW, act, complete_report, good_values, make_period, type_in, validated_report

pytestmark = pytest.mark.django_db
CHANGE = date(2026, 11, 1)
LATER = "2026-12-03T10:00:00+00:00"
NEW = {"nutrition", "personnel"}  # sections that did not exist in the installation of before


def version(code: str, **says: object) -> Element:
    """The version in force of ``code`` ends on the day of the change; another begins."""
    old = Element.objects.get(code=code, valid_to=None)
    old.valid_to = CHANGE
    old.save()
    says = {**_copied(old), "valid_from": CHANGE, "valid_to": None, **says}
    return Element.objects.create(**says)


def _copied(element: Element) -> dict[str, object]:
    names = ("code", "section", "order", "label", "type", "axes", "owner", "optional", "definition", "source")
    return {name: getattr(element, name) for name in names}


@pytest.fixture
def november(cast: Cast, october: Period) -> Iterator[Period]:
    """October is validated with the old form; then the form changes, and November is typed in it."""
    open_period(october)
    validated_report(cast, october)
    with time_machine.travel(LATER, tick=False):
        month = make_period("2026-11")
        open_period(month)
        version("CPN2", label="CPN, deuxième contact")
        Modality.objects.bulk_create(
            Modality(axis="ag4", code=code, label=label, order=order)
            for order, (code, label) in enumerate(
                [
                    ("lt1", "moins de 1 an"),
                    ("1-4", "1 à 4 ans"),
                    ("5-9", "5 à 9 ans"),
                    ("10p", "10 ans et plus"),
                ]
            )
        )
        version("CC_NC", axes=["ag4", "sx"])
        gone = Element.objects.get(code="CPN4")
        gone.valid_to = CHANGE
        gone.save()
        born = _copied(gone) | {"code": "CPN8", "label": "Huit contacts", "valid_from": CHANGE}
        Element.objects.create(**born)
        yield month


@pytest.mark.usefixtures("november")
def test_each_month_shows_its_form(cast: Cast, october: Period) -> None:
    november = Period.objects.get(month=11)
    kadia, aire = cast.client_of("kadia"), cast.territory.aire
    old = kadia.get(address("report_section", aire, october, "cpn"))
    new = kadia.get(address("report_section", aire, november, "cpn"))
    assert "CPN, deuxième contact" in text_of(new)
    assert "CPN, deuxième contact" not in text_of(old)
    assert (field_of(old, "CPN4") != "", field_of(old, "CPN8")) == (True, "")
    assert (field_of(new, "CPN4"), field_of(new, "CPN8") != "") == ("", True)
    old = kadia.get(address("report_section", aire, october, "curatif"))
    new = kadia.get(address("report_section", aire, november, "curatif"))
    assert field_of(old, "CC_NC.5p.M")
    assert not field_of(old, "CC_NC.5-9.M")
    assert field_of(new, "CC_NC.5-9.M")
    assert not field_of(new, "CC_NC.5p.M")


def test_the_printed_sheet_too(cast: Cast, october: Period, november: Period) -> None:
    kadia, aire = cast.client_of("kadia"), cast.territory.aire
    old = text_of(kadia.get(address("report_show", aire, october)))
    new = text_of(kadia.get(address("report_show", aire, november)))
    assert "5 ans et plus" in old
    assert "Huit contacts" not in old
    assert "Huit contacts" in new
    assert "5 à 9 ans" in new


def test_each_month_is_summed_with_its_form(cast: Cast, october: Period, november: Period) -> None:
    values = good_values(load_form(november.starts_on))
    assert "CPN4" not in values
    values |= dict.fromkeys(load_form(november.starts_on).elements["CC_NC"].keys, 10)
    values["CC_D5"] = 60  # with 15 and 5: the eighty new cases
    report = type_in(cast, "kadia", cast.territory.aire, november, values).report
    act(cast, "kadia", report, "declarer")
    old, new = (
        Total.objects.get(period=period, place_kind="pays").received for period in (october, november)
    )
    assert (old["CC_NC"][0], new["CC_NC"][0]) == (60, 80)  # six cells, then eight
    assert ("CPN4" in old, "CPN8" in old, "CC_NC.5p.M" in old) == (True, False, True)
    assert ("CPN4" in new, "CPN8" in new, "CC_NC.5p.M" in new) == (False, True, False)
    assert verify() == []


def test_a_cell_of_another_month_is_refused(cast: Cast, october: Period, november: Period) -> None:
    aire = cast.territory.aire
    answer = cast.client_of("kadia").post(
        address("report_section", aire, november, "cpn"),
        {"c.CPN4": "4", "c.CPN8": "8", "version": "0", "operation": "0b1f7f5e-6f0e-4d38-9f0e-0d6d3f0d5b11"},
    )
    assert answer.status_code < 500
    assert "CPN4" not in values_of(aire, november)


def test_an_indicator_missing_from_a_month_is_not_shown_there(cast: Cast, october: Period) -> None:
    """The page of a month whose form has not all that a figure is made of opens all the same."""
    open_period(october)
    for code in ("CPN1_T1", "ACC_CS", "NV", "PAL_CNF"):
        Element.objects.filter(code=code).update(valid_from=CHANGE)
    form = load_form(october.starts_on)
    assert "NV" in form.ever
    kadia, aire = cast.client_of("kadia"), cast.territory.aire
    for section in form.sections:
        assert kadia.get(address("report_section", aire, october, section.code)).status_code == 200
    assert kadia.get("/hors-ligne/paquet/").status_code == 200
    assert cast.client_of("salif").get(f"/aires/{aire.code}/chiffres/").status_code == 200
    complete_report(cast, october)
    assert verify() == []


def test_a_rule_speaks_of_its_own_months(cast: Cast, october: Period, november: Period) -> None:
    Rule.objects.create(
        code="VX",
        expression="CPN2 <= 0",
        severity="bloquant",
        message="{left} > {right}",
        valid_from=CHANGE,
        source="essai",
    )
    salif = cast.client_of("salif")
    assert "10 > 0" not in text_of(salif.get(address("report_show", cast.territory.aire, october)))
    type_in(cast, "kadia", cast.territory.aire, november, {"CPN2": 10})
    assert "10 > 0" in text_of(salif.get(address("report_show", cast.territory.aire, november)))


# ---- An installation that holds reports, and its upgrade ----
@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The catalogue of before: two sections and a rule fewer."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "avant"))
    for name, column in (("sections.csv", 0), ("elements.csv", 1)):
        head, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.split(";")[column] not in NEW]
        (folder / name).write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    elements = {line.split(";")[0] for line in (folder / "elements.csv").read_text().splitlines()}
    every = {line.split(";")[0] for line in (FOLDER / "elements.csv").read_text().splitlines()}
    for name in ("regles.csv", "indicateurs.csv"):
        lines_ = (folder / name).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines_ if not any(code in line for code in every - elements)]
        (folder / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def upgraded(cast: Cast, before: Path) -> MonthlyReport:
    """October waits for its stamps, made with the form of before; then the catalogue of today arrives."""
    with time_machine.travel(NOW, tick=False):
        load_catalogue(before)
        october = make_period("2026-10")
        open_period(october)
        report = complete_report(cast, october)
        load_catalogue()
    return report


def test_the_first_load_keeps_the_dates_of_the_file(db: None) -> None:
    assert {one.since for one in load_catalogue()} == {None}
    assert not Element.objects.exclude(valid_from=date(2009, 1, 1)).exists()


def test_a_new_section_begins_after_the_last_report(upgraded: MonthlyReport) -> None:
    october = {section.code for section in load_form(date(2026, 10, 1)).sections}
    november = {section.code for section in load_form(date(2026, 11, 1)).sections}
    assert november - october == NEW
    assert not Element.objects.filter(section__code__in=NEW).exclude(valid_from=CHANGE).exists()
    assert set(wanted_on([date(2026, 10, 1)])[date(2026, 10, 1)]) == set(SectionKind)


def test_a_report_of_before_asks_no_stamp_for_what_it_had_not(cast: Cast, upgraded: MonthlyReport) -> None:
    with time_machine.travel(NOW, tick=False):
        assert waiting_for(cast.scope_of("awa")).visa.count == 1
        act(cast, "awa", upgraded, "viser")
        act(cast, "moussa", upgraded, "signer")
        assert upgraded.stamps.count() == Section.objects.exclude(code__in=NEW).count()
        assert waiting_for(cast.scope_of("awa")).visa.count == 0
        assert waiting_for(cast.scope_of("salif")).validate.lines[0].note == "prêt à valider"
        line = lines(slots([upgraded.aire], [upgraded.period], None))[0]
        assert line.next_words == "vérifier, puis valider (le chargé du SIS)"
        act(cast, "salif", upgraded, "valider")
    assert verify() == []


def test_loading_again_changes_nothing(upgraded: MonthlyReport) -> None:
    again = load_catalogue()
    assert {(one.counts.created, one.counts.changed) for one in again} == {(0, 0)}
    assert Element.objects.count() == 117


def test_the_month_may_be_chosen(cast: Cast, before: Path, now: time_machine.Traveller) -> None:
    load_catalogue(before)
    open_period(make_period("2026-10"))
    type_in(cast, "kadia", cast.territory.aire, Period.objects.get(), {"CPN2": 1})
    out = StringIO()
    call_command("load_catalogue", "--from", "2026-10", stdout=out)
    assert "les lignes nouvelles valent à partir du 1er octobre 2026" in out.getvalue()
    assert {s.code for s in load_form(date(2026, 10, 1)).sections} >= NEW
    assert not {s.code for s in load_form(date(2026, 9, 1)).sections} & NEW
    with pytest.raises(CommandError, match="n’est pas un mois"):
        call_command("load_catalogue", "--from", "octobre", stdout=out)


def test_a_month_of_the_28th_begins_on_the_28th(
    cast: Cast, before: Path, now: time_machine.Traveller
) -> None:
    load_catalogue(before)
    october = make_period("2026-10")
    Period.objects.filter(pk=october.pk).update(starts_on=date(2026, 9, 28), ends_on=date(2026, 10, 27))
    type_in(cast, "kadia", cast.territory.aire, Period.objects.get(), {"CPN2": 1})
    load_catalogue()
    assert Element.objects.filter(valid_from=date(2026, 10, 28)).exists()
    assert (
        set(Element.objects.filter(valid_from=date(2026, 10, 28)).values_list("section__code", flat=True))
        == NEW
    )


def test_one_modality_more_on_an_axis_in_use_is_refused(upgraded: MonthlyReport, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "apres"))
    with (folder / "modalites.csv").open("a", encoding="utf-8") as sheet:
        sheet.write("ag3;15p;15 ans et plus;4\n")
    with pytest.raises(CommandError, match="prend un autre axe"):
        call_command("load_catalogue", "--folder", folder, stdout=StringIO())


def test_what_a_month_lacks_is_told_by_kind() -> None:
    wanted = {SectionKind.CLINICAL: frozenset({"cpn"}), SectionKind.MANAGEMENT: frozenset({"finances"})}
    assert lacking(wanted, {"cpn", "gone"}) == {SectionKind.MANAGEMENT}
    assert lacking(wanted, {"cpn", "finances"}) == set()


def test_a_code_unknown_here_begins_in_the_version_in_force() -> None:
    """Both began, in the file, in months that hold reports here: the second alone, and not before."""
    first, second, later = date(2026, 1, 1), date(2026, 6, 1), date(2026, 11, 1)
    wanted: Lines = {
        ("NEW", first): {"valid_from": first, "valid_to": second, "label": "Avant"},
        ("NEW", second): {"valid_from": second, "valid_to": None, "label": "Depuis"},
    }
    once = placed(wanted, {}, later)
    assert once == {("NEW", later): {"valid_from": later, "valid_to": None, "label": "Depuis"}}
    assert placed(wanted, once, date(2026, 12, 1)) == once
    assert placed(wanted, {}, None) == wanted
    assert placed(wanted, {("NEW", first): None}, later) == wanted  # known: its second version is as it says
