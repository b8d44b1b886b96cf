"""The forms of boundary changes: who moves, where to, from which day, why."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from communes.models import Cercle, Commune, District
from core.access import PlaceSet
from core.fields import DayField
from core.formats import day
from cscom.boundaries.plans import MoveAire, MoveCommune, MoveVillages, NewDistrict, Plan
from cscom.boundaries.writing import BEFORE_ALL
from monitoring.boundaries import choices

AHEAD = timedelta(days=731)  # a decree is known some months ahead, never for longer
REASON_LENGTH = 300
NOT_HERE = (
    "Choisissez dans la liste\u00a0: «\u00a0%(value)s\u00a0» n’est pas de votre région, ou n’existe plus."
)
STAYS = "ne change pas"


def _errors(required: str) -> dict[str, str]:
    return {
        "required": required,
        "invalid_choice": NOT_HERE.replace("%(value)s", "ce lieu"),
        "list": NOT_HERE,
    }


class PlanForm(forms.Form):
    """A change and the day from which it holds. ``title``, ``lead``: what the page says above."""

    title: ClassVar[str]
    lead: ClassVar[str]
    starts_on = DayField(
        label="À partir du",
        help_text="Le jour écrit dans l’acte. Les mois qui finissent avant gardent le découpage d’avant.",
        error_messages={"required": "Écrivez à partir de quel jour."},
    )

    def __init__(self, places: PlaceSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.order_fields([name for name in self.fields if name != "starts_on"])

    def clean_starts_on(self) -> date:
        """A day that the territory can know."""
        on: date = self.cleaned_data["starts_on"]
        if on < BEFORE_ALL:
            raise forms.ValidationError(f"Le découpage n’est connu que depuis le {day(BEFORE_ALL)}.")
        if on > (last := timezone.localdate() + AHEAD):
            raise forms.ValidationError(f"Écrivez un jour d’ici deux ans, au plus tard le {day(last)}.")
        return on

    def plan(self) -> Plan:
        """What was asked, once valid."""
        raise NotImplementedError

    def offer(self, name: str, queryset: Any) -> None:
        """What a list offers."""
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class VillagesForm(PlanForm):
    """Villages join another aire. ``words``: the search that offers them."""

    title = "Des villages changent d’aire de santé"
    lead = (
        "Cherchez les villages par leur nom, ou par celui de leur aire\u202f; cochez-les, "
        "puis choisissez l’aire qui les reçoit."
    )
    villages = choices.SomeVillages(
        label="Villages qui changent d’aire",
        queryset=None,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins un village.",
            "invalid_choice": "Le village «\u00a0%(value)s\u00a0» n’est pas de votre région.",
            "invalid_pk_value": "Le village «\u00a0%(pk)s\u00a0» n’existe pas.",
        },
    )
    aire = choices.OneAire(
        label="Aire de santé qui les reçoit",
        queryset=None,
        to_field_name="code",
        empty_label="Choisissez",
        error_messages=_errors("Choisissez l’aire qui reçoit ces villages."),
    )

    def __init__(
        self, places: PlaceSet, *args: Any, words: str = "", chosen: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(places, *args, **kwargs)
        self.offer("villages", choices.villages_in(places))
        self.offer("aire", choices.aires_in(places))
        self.found, self.more = choices.villages_found(places, words, chosen)
        shown = [(village.code, choices.village_words(village)) for village in self.found]
        self.fields["villages"].widget.choices = shown

    def plan(self) -> Plan:
        aire = self.cleaned_data["aire"]
        villages = tuple(sorted(v.pk for v in self.cleaned_data["villages"]))
        return MoveVillages(self.cleaned_data["starts_on"], _region_of(aire.host_commune), villages, aire.pk)


class AireForm(PlanForm):
    """An aire moves."""

    title = "Une aire de santé change de commune ou de district"
    lead = "La commune d’accueil est celle où se trouve le CSCOM. Les villages de l’aire restent les siens."
    aire = choices.OneAire(
        label="Aire de santé",
        queryset=None,
        to_field_name="code",
        empty_label="Choisissez",
        error_messages=_errors("Choisissez l’aire qui change."),
    )
    commune = choices.OneCommune(
        label="Nouvelle commune d’accueil",
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label=STAYS,
        error_messages=_errors(""),
    )
    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label="Nouveau district sanitaire",
        help_text="Sans réponse\u00a0: celui de la nouvelle commune.",
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label="celui de la commune",
        error_messages=_errors(""),
    )

    def __init__(self, places: PlaceSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(places, *args, **kwargs)
        self.offer("aire", choices.aires_in(places))
        self.offer("commune", choices.communes_in(places))
        self.offer("district", choices.districts_in(places))

    def plan(self) -> Plan:
        data, aire = self.cleaned_data, self.cleaned_data["aire"]
        moved: Commune | None = data["commune"]
        district = data["district"].pk if data["district"] else (moved or aire).district_id
        host = moved or aire.host_commune
        return MoveAire(data["starts_on"], _region_of(aire.host_commune), aire.pk, host.pk, district)


class CommuneForm(PlanForm):
    """A commune moves, with the aires it hosts."""

    title = "Une commune change de cercle ou de district"
    lead = "Les aires de santé que la commune accueille suivent."
    commune = choices.OneCommune(
        label="Commune",
        queryset=None,
        to_field_name="code",
        empty_label="Choisissez",
        error_messages=_errors("Choisissez la commune qui change."),
    )
    cercle: forms.ModelChoiceField[Cercle] = forms.ModelChoiceField(
        label="Nouveau cercle",
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label=STAYS,
        error_messages=_errors(""),
    )
    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label="Nouveau district sanitaire",
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label=STAYS,
        error_messages=_errors(""),
    )

    def __init__(self, places: PlaceSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(places, *args, **kwargs)
        self.offer("commune", choices.communes_in(places))
        self.offer("cercle", choices.cercles_in(places))
        self.offer("district", choices.districts_in(places))

    def plan(self) -> Plan:
        data, commune = self.cleaned_data, self.cleaned_data["commune"]
        cercle = data["cercle"].pk if data["cercle"] else commune.cercle_id
        district = data["district"].pk if data["district"] else commune.district_id
        return MoveCommune(data["starts_on"], _region_of(commune), commune.pk, cercle, district)


class DistrictForm(PlanForm):
    """A district is created."""

    title = "Un district sanitaire est créé"
    lead = "Les communes cochées quittent leur district pour celui-ci, avec les aires qu’elles accueillent."
    name = forms.CharField(
        label="Nom du district", max_length=100, error_messages={"required": "Écrivez le nom du district."}
    )
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9-]{1,19}$",
        label="Code",
        help_text="Lettres sans accent, chiffres, tirets\u202f; vingt signes au plus. Il ne changera plus.",
        error_messages={
            "required": "Écrivez le code du district.",
            "invalid": "Lettres sans accent, chiffres et tirets seulement, de deux à vingt signes.",
        },
    )
    csref = forms.CharField(
        label="Nom du CSRéf",
        max_length=100,
        required=False,
        help_text="Sans réponse\u00a0: «\u00a0CSRéf\u00a0» et le nom.",
    )
    seat = choices.OneCommune(
        label="Commune où se trouve le CSRéf",
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label="pas encore connue",
        error_messages=_errors(""),
    )
    communes = choices.SomeCommunes(
        label="Communes de ce district",
        queryset=None,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins une commune.",
            "invalid_choice": "La commune «\u00a0%(value)s\u00a0» n’est pas de votre région.",
        },
    )

    def __init__(self, places: PlaceSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(places, *args, **kwargs)
        self.offer("seat", choices.communes_in(places))
        self.offer("communes", choices.communes_in(places))

    def clean_code(self) -> str:
        """A code is given once."""
        code: str = self.cleaned_data["code"].upper()
        if District.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(f"Le code «\u00a0{code}\u00a0» est déjà celui d’un district.")
        return code

    def plan(self) -> Plan:
        data = self.cleaned_data
        communes = list(data["communes"])
        return NewDistrict(
            data["starts_on"],
            _region_of(communes[0]),
            data["code"],
            data["name"],
            data["csref"] or f"CSRéf {data['name']}",
            tuple(sorted(commune.pk for commune in communes)),
            data["seat"].pk if data["seat"] else None,
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Motif",
        help_text="L’acte qui décide (numéro, date), ou une phrase. Gardé avec le changement.",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Écrivez le motif\u00a0: l’acte qui décide, ou une phrase.",
            "max_length": f"Motif trop long\u00a0: {REASON_LENGTH} signes au plus.",
        },
    )


def _region_of(commune: Commune) -> int:
    return commune.cercle.region_id
