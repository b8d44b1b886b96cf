"""Communes as the reader of documents sees them: those of their places, those their aires touch."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from communes.models import Commune, CommuneQuerySet
from core.access import Action, PlaceSet, Scope
from core.months import Quarter
from cscom.models import CommuneShare
from reports.models import Document


def communes_of(places: PlaceSet) -> CommuneQuerySet:
    """The communes in ``places``; whoever holds an aire reads the documents of every commune it touches."""
    communes = Commune.objects.open_on()
    if places.everywhere:
        return communes
    touched = CommuneShare.objects.filter(ends_on=None, aire__in=places.aires).values("commune")
    inside = Commune.objects.within(places).values("pk")
    return communes.filter(Q(pk__in=inside) | Q(pk__in=touched))


def load_commune(scope: Scope, code: str) -> Commune:
    """A commune whose documents this reader may see; 404 otherwise."""
    communes = communes_of(scope.reach(Action.DOCUMENT_SEE)).select_related("cercle__region", "district")
    commune: Commune = get_object_or_404(communes, code=code)
    return commune


def load_document(scope: Scope, number: str) -> Document:
    """A document within reach; 404 otherwise."""
    documents = Document.objects.within(scope.reach(Action.DOCUMENT_SEE))
    return get_object_or_404(
        documents.select_related("commune__cercle__region", "commune__district", "file", "asked_by"),
        number=number,
    )


def quarter_of(code: str | None, default: Quarter) -> Quarter:
    """The quarter of an address or of a form, « 2026-T3 »; ``default`` when none is given. Raises 404."""
    if not code:
        return default
    try:
        return Quarter.parse(code)
    except ValueError as error:
        raise Http404(str(error)) from error
