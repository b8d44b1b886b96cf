"""What a change of boundaries moved, loading and deriving again leave where it is."""

from datetime import date

from django.core.management import call_command

from accounts.models import Person
from communes.models import Cercle, Commune, District
from cscom.boundaries.plans import MoveCommune, plan_of
from cscom.boundaries.writing import carry_out, undo
from cscom.models import Aire, BoundaryChange

MOVED = date(2026, 6, 1)


def test_files_loaded_again_do_not_bring_back_what_moved(koulikoro: str, db: None) -> None:
    person = Person.objects.create(first_name="Nana", last_name="Touré", sex="F")
    commune = Commune.objects.get(code="ML020201")
    cercle = Cercle.objects.filter(region=commune.cercle.region).exclude(pk=commune.cercle_id)[0]
    district = District.objects.filter(region=cercle.region).exclude(pk=commune.district_id)[0]
    plan = MoveCommune(MOVED, cercle.region_id, commune.pk, cercle.pk, district.pk)
    params = {"commune": commune.pk, "cercle": cercle.pk, "district": district.pk}
    change = BoundaryChange.objects.create(
        region=cercle.region, kind="commune", starts_on=MOVED, title="Essai", reason="Décret",
        params=params, asked_by=person,
    )  # fmt: skip
    assert plan_of(change) == plan
    carry_out(change, previewed=False)
    aires = list(Aire.objects.filter(host_commune=commune))
    assert aires
    call_command("load_territory")
    call_command("derive_territory")
    commune.refresh_from_db()
    assert (commune.cercle, commune.district) == (cercle, district)
    assert set(Aire.objects.filter(host_commune=commune).values_list("district", flat=True)) == {district.pk}
    undo(change, person, "Erreur")
    commune.refresh_from_db()
    assert commune.cercle != cercle
