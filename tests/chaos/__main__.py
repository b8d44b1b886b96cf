"""`./run chaos`: kill every program of the site while it works, then look for what was lost."""

import argparse
import os
import random
import signal
import statistics
import sys
import time
from types import FrameType

from redis import Redis

from ops.places import Problem, complain, say
from tests.chaos import plan
from tests.chaos.house import House, house, tell
from tests.chaos.storm import Storm, open_site, rage
from tests.chaos.verdict import faults, lost_answers, orphans

BACK = 10.0  # seconds a restarted site may take to serve again


def main(arguments: list[str]) -> int:
    """0: nothing lost, nothing twice, nothing stuck; 1 else; 130 when interrupted."""
    asked = _parsed(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    size = {"ci": plan.CI, "normal": plan.NORMAL, "long": plan.LONG}[asked.taille]
    kills = plan.draw(seed, size.kills)
    again = "" if asked.taille == "normal" else f" --{asked.taille}"
    say(f"Graine {seed}. Pour rejouer\u00a0: ./run chaos{again} --seed {seed}")
    say(
        f"{size.submissions} envois par {plan.CLIENTS} clients, "
        f"{size.sendings} par {plan.DEVICES} appareils, "
        f"{size.communes} rapports trimestriels, {len(kills)} morts\u00a0: {plan.words(kills)}"
    )
    try:
        with house() as site:
            tell("site neuf, base migrée")
            storm = Storm(site, open_site(site, size.communes), size)
            tell("le site sert\u202f; l’orage commence")
            rage(storm, kills, seed)
            found = _judged(storm, asked.patience)
            if found:
                _show_logs(site)
    except Problem as problem:
        complain(str(problem))
        return 1
    except KeyboardInterrupt:
        complain("Interrompu\u00a0: tout ce qui avait été lancé est arrêté.")
        return 130
    say("\nTENU\u00a0: rien de perdu, rien en double, rien de bloqué." if not found else "\nMANQUÉ")
    for fault in found:
        complain(f"  {fault}")
    return 1 if found else 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run chaos", description="Tue le site pendant qu’il travaille.")
    parser.set_defaults(taille="normal")
    parser.add_argument(
        "--long", dest="taille", action="store_const", const="long", help="3 000 envois, 20 morts"
    )
    parser.add_argument(
        "--ci", dest="taille", action="store_const", const="ci", help="20 communes au lieu de 108"
    )
    parser.add_argument("--seed", type=int, help="rejouer ce tirage")
    parser.add_argument("--patience", type=float, default=BACK, help="secondes permises pour revenir (10)")
    return parser.parse_args(arguments)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End what is going on, once: the ending itself is not interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _judged(storm: Storm, patience: float) -> list[str]:
    """Say what was measured; what is not as promised."""
    site, told = storm.site, storm.told
    found = faults(site, storm.world, told, storm.size.saves)
    if storm.stuck:
        found.append(f"bloqué\u00a0: {storm.stuck}")
    took = [seconds for _, seconds in storm.recoveries if seconds is not None]
    if len(took) < len(storm.recoveries) or max(took, default=0) > patience:
        slow = [f"{kill.kind} {seconds}" for kill, seconds in storm.recoveries]
        found.append(f"retour en plus de {patience:.0f} s\u00a0: {', '.join(slow)}")
    if storm.stuck or len(took) < len(storm.recoveries):
        return found  # the rest would only repeat it
    found += _totals(site)
    left = _queue(site)
    if left[0]:
        found.append(f"la file d’attente garde {left[0]} messages")
    half, swept = len(orphans(site)), site.manage("delete_orphans", "--heures", "0").strip()
    if rest := orphans(site):
        found.append(f"{len(rest)} fichiers que rien ne connaît, après {swept}")
    mine = [one for one in told.saves if one.device]
    told_of_devices = f"{len(mine)} d’appareils ({sum(len(one.cells) for one in mine)} cases)"
    retries = ", ".join(f"{count} × {status or 'sans réponse'}" for status, count in told.retries.items())
    say(f"""
durée                    {storm.seconds:.0f} s, charge {os.getloadavg()[1]:.1f} sur {os.cpu_count()} cœurs
envois reçus             {len(told.saves)}, dont {told_of_devices}, actes {len(told.acts)}
réponses perdues         {told.replayed} à des programmes, {lost_answers(site, told)} à des appareils
renvois                  {sum(told.retries.values())} ({retries})
attente la plus longue   {told.slowest:.1f} s
retour après une mort    min {min(took):.1f} s, médiane {statistics.median(took):.1f} s, max {max(took):.1f} s
documents                {storm.look()[0]}
fichiers sans ligne      {half} balayés
file d’attente           {left[0]}, {left[1]} sonneries non accusées (rendues après 15 min, sans effet)""")
    return found


def _totals(site: House) -> list[str]:
    try:
        tell(site.manage("verify_totals").strip().splitlines()[-1])
    except Problem as problem:
        return [f"totaux\u00a0: {problem}"]
    return []


def _queue(site: House) -> tuple[int, int]:
    """Messages that wait; bells that a dead worker never acknowledged."""
    client = Redis.from_url(site.redis)
    try:
        end = time.monotonic() + 30
        while client.llen("celery") and time.monotonic() < end:  # the last bells: a sweep may have just rung
            site.supervisor.look()
            time.sleep(0.2)
        return int(str(client.llen("celery"))), int(str(client.hlen("unacked")))
    finally:
        client.close()


def _show_logs(site: House) -> None:
    """The last words of every program, when something failed."""
    for child in site.supervisor.children:
        complain(f"──── {child.name}\n{site.log(child.name)[-4_000:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
