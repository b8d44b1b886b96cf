"""Who signs for whom: functions of both sides are declared, nobody binds both without a substitute."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Person
from conventions.enums import CamParty
from conventions.models import Cam, Substitute
from conventions.signing import functions_of
from conventions.substituting import Named, designate, eligible, replaceable
from conventions.workflow import CIRCUIT
from core.access import Role
from core.models import ActLog
from core.workflow import Refusal, Stale
from mandates.models import Mandate
from tests.cast import Cast
from tests.conventions.moves import CHAIN, walk

DAY = date(2026, 10, 5)


def holds(person: Person, role: Role, cast: Cast, **place: object) -> Mandate:
    """One more function of somebody, here."""
    of_asaco = role in (Role.PRESIDENT, Role.TRESORIER)
    here: dict[str, Any] = {"aire": cast.territory.aire} if of_asaco else {"commune": cast.territory.host}
    return Mandate.objects.create(person=person, role=role, starts_on=date(2024, 1, 1), **here | place)


@pytest.fixture
def voted(cam: Cam, everybody: Cast) -> Cam:
    """It waits for both signatures."""
    return walk(cam, everybody, *CHAIN[:3])


def sign(cam: Cam, cast: Cast, name: str, party: str, **said: str) -> ActLog:
    return CIRCUIT.apply(cam, f"signer_{party}", cast.scope_of(name), version=cam.version, details=dict(said))


def named(cast: Cast, replaced: str, stand_in: Mandate, **more: object) -> Named:
    said = {"decision": "PV du CA n° 4", "decided_on": DAY, "why": "Il est aussi conseiller."} | more
    return Named(cast.mandate_of(replaced), stand_in, **said)  # type: ignore[arg-type]


def test_a_function_of_the_other_side_is_declared(voted: Cam, everybody: Cast) -> None:
    holds(everybody.person_of("fanta"), Role.TRESORIER, everybody)
    with pytest.raises(Refusal, match="déclarez-la"):
        sign(voted, everybody, "fanta", "commune", interest="  ")
    log = sign(voted, everybody, "fanta", "commune", interest="Trésorière de l’ASACO.")
    assert log.details == {"interest": "Trésorière de l’ASACO."}


def test_elsewhere_is_no_matter(voted: Cam, everybody: Cast) -> None:
    """Treasurer of another ASACO, councillor of another commune: nothing to declare here."""
    holds(everybody.person_of("fanta"), Role.TRESORIER, everybody, aire=everybody.territory.second_aire)
    holds(everybody.person_of("moussa"), Role.CONSEILLER, everybody, commune=everybody.territory.neighbour)
    sign(voted, everybody, "fanta", "commune")
    sign(voted, everybody, "moussa", "asaco")
    voted.refresh_from_db()
    assert voted.state == "signee"


def test_what_ended_is_not_held(voted: Cam, everybody: Cast) -> None:
    one = holds(everybody.person_of("moussa"), Role.CONSEILLER, everybody)
    Mandate.objects.filter(pk=one.pk).update(ends_on=DAY)
    sign(voted, everybody, "moussa", "asaco")


def test_the_head_of_one_does_not_sign_for_the_other(voted: Cam, everybody: Cast) -> None:
    """Fanta presides the ASACO too: she signs for none of them before somebody stands in."""
    fanta = everybody.person_of("fanta")
    everybody.end_mandate_of("moussa")
    holds(fanta, Role.PRESIDENT, everybody)
    for party in ("commune", "asaco"):
        with pytest.raises(Refusal, match="désignez un remplaçant"):
            sign(voted, everybody, "fanta", party, interest="Présidente de l’ASACO.")
    president = Mandate.objects.get(person=fanta, role=Role.PRESIDENT)
    stand_in = Named(president, everybody.mandate_of("kadia"), "PV du CA n° 4", DAY, "Elle est maire.")
    designate(voted, CamParty.ASACO, everybody.scope_of("issa"), stand_in, version=voted.version)
    sign(voted, everybody, "fanta", "commune", interest="Présidente de l’ASACO.")
    with pytest.raises(Refusal, match="Fanta Keïta a signé pour la commune"):
        sign(voted, everybody, "fanta", "asaco", interest="Maire.")


def test_who_is_replaced_does_not_sign(voted: Cam, everybody: Cast) -> None:
    designate(
        voted, CamParty.ASACO, everybody.scope_of("kadia"),
        named(everybody, "moussa", everybody.mandate_of("sitan")), version=voted.version,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Sitan Konaré est désigné pour signer à la place de Moussa"):
        sign(voted, everybody, "moussa", "asaco")
    log = CIRCUIT.history(voted).last()
    assert log is not None
    assert (log.act, log.person_name, log.version) == ("designer", "Kadia Traoré", voted.version)


def test_another_is_named_until_the_signature(voted: Cam, everybody: Cast) -> None:
    scope = everybody.scope_of("issa")
    for name in ("sitan", "kadia"):
        one = named(everybody, "moussa", everybody.mandate_of(name))
        designate(voted, CamParty.ASACO, scope, one, version=voted.version)
    assert Substitute.objects.get().person == everybody.person_of("kadia")
    assert CIRCUIT.history(voted).filter(act="designer").count() == 2
    sign(voted, everybody, "fanta", "commune")
    voted.refresh_from_db()
    binta = named(everybody, "fanta", everybody.mandate_of("binta"))
    with pytest.raises(Refusal, match="La commune a déjà signé"):
        designate(voted, CamParty.COMMUNE, scope, binta, version=voted.version)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"decision": " "}, "Écrivez la décision"),
        ({"why": ""}, "Écrivez la décision"),
        ({"decided_on": date(2026, 10, 6)}, "jour à venir"),
    ],
)
def test_what_a_designation_says(more: dict[str, object], why: str, voted: Cam, everybody: Cast) -> None:
    one = named(everybody, "moussa", everybody.mandate_of("sitan"), **more)
    with pytest.raises(Refusal, match=why):
        designate(voted, CamParty.ASACO, everybody.scope_of("kadia"), one, version=voted.version)
    assert not Substitute.objects.exists()


def test_who_is_not_designated(voted: Cam, everybody: Cast) -> None:
    scope = everybody.scope_of("kadia")
    with pytest.raises(Refusal, match="une autre personne"):
        designate(
            voted, CamParty.ASACO, scope, named(everybody, "moussa", everybody.mandate_of("moussa")),
            version=voted.version,
        )  # fmt: skip
    mayor_too = holds(everybody.person_of("fanta"), Role.TRESORIER, everybody)
    with pytest.raises(Refusal, match="première fonction de l’autre partie"):
        designate(voted, CamParty.ASACO, scope, named(everybody, "moussa", mayor_too), version=voted.version)
    sign(voted, everybody, "fanta", "commune", interest="Trésorière.")
    voted.refresh_from_db()
    assert mayor_too not in eligible(voted, CamParty.ASACO)
    assert replaceable(voted, CamParty.ASACO) == [everybody.mandate_of("moussa")]


def test_who_may_not_designate(voted: Cam, everybody: Cast) -> None:
    one = named(everybody, "moussa", everybody.mandate_of("sitan"))
    for name in ("awa", "drissa", "boubacar", "nana"):
        with pytest.raises(Refusal, match="ressort"):
            designate(voted, CamParty.ASACO, everybody.scope_of(name), one, version=voted.version)
    with pytest.raises(Stale):
        designate(voted, CamParty.ASACO, everybody.scope_of("kadia"), one, version=voted.version - 1)


def test_what_one_holds_on_each_side(voted: Cam, everybody: Cast) -> None:
    moussa = everybody.person_of("moussa")
    holds(moussa, Role.CONSEILLER, everybody)
    found = functions_of(voted, moussa, DAY)
    assert [one.words for one in found[CamParty.ASACO]] == ["président de l’ASACO"]
    assert [one.words for one in found[CamParty.COMMUNE]] == ["conseiller, commission santé"]
