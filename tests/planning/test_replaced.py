"""A plan that an amendment replaced is still read: its page, its list, its API tell what replaced it."""

from planning.beginning import amend
from planning.models import Plan
from planning.workflow import CIRCUIT
from tests.cast import Cast
from tests.planning.moves import DETAILS

WHOLE = (("moussa", "adopter"), ("fanta", "avis"), ("seydou", "valider"), ("nana", "approuver"))


def approve(plan: Plan, cast: Cast) -> Plan:
    """Through the whole circuit."""
    for name, act in WHOLE:
        said, details = "Conforme.", DETAILS.get(act)
        CIRCUIT.apply(plan, act, cast.scope_of(name), version=plan.version, comment=said, details=details)
    return Plan.objects.located().get(pk=plan.pk)


def test_it_is_read_by_everybody_of_the_circuit(plan: Plan, everybody: Cast) -> None:
    first = approve(plan, everybody)
    second = approve(amend(first, "Deux villages de plus", everybody.scope_of("awa")), everybody)
    first.refresh_from_db()
    assert (first.state, second.state) == ("remplace", "approuve")
    for name in ("kadia", "moussa", "fanta", "seydou", "nana", "boubacar", "sitan", "julie"):
        client = everybody.client_of(name)
        for edition in (1, 2):
            address = f"/plans/{plan.aire.code}/2027/{edition}/"
            for page in (address, f"{address}bilan/", f"{address}imprimer/"):
                assert client.get(page).status_code == 200, (name, page)
        assert client.get("/plans/").status_code == 200
        assert client.get("/plans/ensemble/?annee=2027").status_code == 200
    log = CIRCUIT.history(first).last()
    assert log is not None
    assert log.act == "remplacer"
    receipt = everybody.client_of("nana").get(f"/plans/{plan.aire.code}/2027/1/actes/{log.pk}/")
    assert receipt.status_code == 200
    assert second.number in receipt.content.decode()
