"""Every issued paper is a file that a screen reader reads: tagged, titled, in French, its drawings told."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pikepdf
import pytest

from communes.models import Commune
from concertation.models import Meeting
from concertation.writing import Framing, begin
from conventions.models import Cam
from core.months import Month
from files.store import open_file
from monitoring.spans import QUARTER as T3
from monitoring.spans import chosen, spans
from planning.enums import Source
from planning.models import Plan
from reports import pdf, plan_papers
from reports.cam import issuing as conventions
from reports.consolidated import issuing as consolidated
from reports.dossier import meeting_paper
from reports.dossier.paper import DOSSIER
from reports.essential.issuing import SHEET
from reports.issuing import issue
from reports.models import Document, DocumentKind
from tests.cast import Cast
from tests.conventions.forced import all_said, in_force
from tests.mandates.organs import organ
from tests.planning.running import add_line, made_plan, say
from tests.reports.conftest import QUARTER

MOST = 5 * 1024 * 1024  # octets


def papers(cast: Cast, plan: Plan | None = None) -> Iterator[Document]:
    """One of each kind; without ``plan``, one of a single line."""
    land, span = cast.territory, chosen(T3, spans(Month(2026, 9)))
    commune = Commune.objects.select_related("cercle__region", "district__region").get(pk=land.host.pk)
    if plan is None:
        plan = made_plan(land.aire)
        say(add_line(plan, 1, {Source.ASACO: 400_000}, text="Bɛ ɲɛ, ŋana, kɔnɔ"), 1, 50, by_asaco=100_000)
    yield issue(commune, QUARTER)
    yield consolidated.issue(commune.district.region, QUARTER)
    yield consolidated.issue(commune.district, QUARTER)
    yield SHEET.issue(commune, span)
    yield DOSSIER.issue(commune, span)
    yield plan_papers.issue(plan, asked_by=None)
    met = begin(organ(aire=land.aire), Framing(date(2026, 11, 12)), cast.scope_of("kadia"))
    yield meeting_paper.issue(Meeting.objects.located().get(pk=met.pk), asked_by=None)
    cam = Cam.objects.located().first()
    if cam is None:
        cam = in_force(cast, preamble="Bɛ ɲɛ, ŋana, kɔnɔ")
        all_said(cam, parties=["commune"])
    yield conventions.issue(conventions.Sheet(cam), asked_by=None)
    yield conventions.issue(conventions.Sheet(cam, 2026), asked_by=None)


def opened(document: Document) -> pikepdf.Pdf:
    """Its file, as qpdf reads it."""
    with open_file(document.file) as kept:
        return pikepdf.open(io.BytesIO(kept.read()))


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """Every tag of a structure tree, in reading order."""
    for kid in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                yield kid
            yield from elements(kid.get("/K", pikepdf.Array()))


def titles(items: list[pikepdf.OutlineItem], depth: int = 1) -> Iterator[tuple[int, str]]:
    """Every bookmark with its depth."""
    for item in items:
        yield depth, str(item.title)
        yield from titles(item.children, depth + 1)


def remarks(file: pikepdf.Pdf) -> list[str]:
    """What PDF/UA asks for and this file lacks, one sentence each."""
    root, said = file.Root, file.Root.Metadata.read_bytes().decode()
    tags = list(elements(root.StructTreeRoot.K))
    kinds = [str(tag.S) for tag in tags]
    silent = [tag for tag in tags if tag.S == "/Figure" and not str(tag.get("/Alt", "")).strip()]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    jumps = any(after > before + 1 for before, after in zip([0, *levels], levels, strict=False))
    checks = {
        "sa syntaxe est fausse": bool(file.check_pdf_syntax()),
        "sa langue n’est pas dite": root.get("/Lang") != "fr",
        "il n’est pas balisé": not root.MarkInfo.Marked,
        "il ne se dit pas PDF/UA-1": not re.search(r'pdfuaid:part(>|=")1', said),
        "son titre n’est pas montré": not root.ViewerPreferences.DisplayDocTitle,
        "son titre manque": not re.search(r"<dc:title>.*Samakélé|<dc:title>.*Banamba", said, re.DOTALL),
        f"{len(silent)} images muettes": bool(silent),
        "aucun signet": len(list(titles(list(file.open_outline().root)))) < 3,
        "des titres sautent un niveau": jumps or levels[:1] != [1],
        "un tableau n’a pas d’en-tête": kinds.count("/Table") > kinds.count("/THead"),
    }
    return [remark for remark, wrong in checks.items() if wrong]


@pytest.fixture
def issued(quarter: Cast) -> dict[str, pikepdf.Pdf]:
    """Kind → its file."""
    found = {}
    for document in papers(quarter):
        assert document.file.size <= MOST
        found[document.kind] = opened(document)
    return found


@pytest.mark.django_db
def test_each_paper_is_read_aloud_as_it_is_read(issued: dict[str, pikepdf.Pdf]) -> None:
    assert {kind: remarks(file) for kind, file in issued.items()} == {kind: [] for kind in DocumentKind}
    told = {
        str(tag.Alt) for tag in elements(issued["rapport_trimestriel"].Root.StructTreeRoot.K) if "/Alt" in tag
    }
    assert any(words.startswith("Enfants ayant reçu le Penta 3, par mois, 2026 et 2025.") for words in told)
    bookmarks = list(titles(list(issued["dossier"].open_outline().root)))
    assert (1, "Dossier de réunion") in bookmarks
    assert (2, "1. Fiche essentielle de la commune (SIEC-S)") in bookmarks
    assert (3, "A. Population et cibles") in bookmarks


def test_a_remark_is_made(one_line: Any) -> None:
    """The checks see: a mute drawing, a level that is jumped, no bookmark, another title."""
    content = pdf.render(
        *one_line('<h1>Un</h1><h3>Trois</h3><svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>')
    )
    assert remarks(pikepdf.open(io.BytesIO(content))) == [
        "son titre manque",
        "1 images muettes",
        "aucun signet",
        "des titres sautent un niveau",
    ]
