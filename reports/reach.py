"""Communes as the reader of documents sees them: those of their places, those their aires touch."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from communes.models import Commune, CommuneQuerySet
from core.access import Action, PlaceSet, Scope
from core.months import Quarter
from reports.models import Document, communes_read_in


def communes_of(places: PlaceSet) -> CommuneQuerySet:
    """The communes in ``places``; whoever holds an aire reads the documents of every commune it touches."""
    return Commune.objects.open_on().filter(communes_read_in(places))


def load_commune(scope: Scope, code: str) -> Commune:
    """A commune whose documents this reader may see; 404 otherwise."""
    communes = communes_of(scope.reach(Action.DOCUMENT_SEE)).select_related("cercle__region", "district")
    commune: Commune = get_object_or_404(communes, code=code)
    return commune


def load_document(scope: Scope, number: str) -> Document:
    """A document within reach; 404 otherwise."""
    documents = Document.objects.visible_to(scope)
    found = documents.placed().select_related(
        "commune__cercle__region", "commune__district", "district__region", "file", "asked_by"
    )
    return get_object_or_404(found.select_related("plan__aire", "meeting__organ__kind"), number=number)


def quarter_of(code: str | None, default: Quarter) -> Quarter:
    """The quarter of an address or of a form, « 2026-T3 »; ``default`` when none is given. Raises 404."""
    if not code:
        return default
    try:
        return Quarter.parse(code)
    except ValueError as error:
        raise Http404(str(error)) from error
