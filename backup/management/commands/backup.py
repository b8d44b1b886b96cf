"""Save the database with its files in one encrypted archive, while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backup.asking import add_phrase, phrase_from, refusals
from backup.keys import Lock, lock_for_keys, lock_for_phrase
from backup.making import make, rotate
from backup.refused import Refused
from backup.site import Site, here, workshop
from core.formats import counted
from core.formats import size as size_words

NO_KEY = (
    "Pour qui fermer cette sauvegarde\u202f? Faites d’abord une paire de clés (backup_key), ou donnez "
    "--public-key ou --phrase."
)


class Command(BaseCommand):
    help = "Sauvegarde la base et les fichiers dans une archive chiffrée."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="dossier des archives (var/sauvegardes par défaut)")
        parser.add_argument("--public-key", type=Path, action="append", help="clé publique, répétable")
        add_phrase(parser)
        parser.add_argument("--keep", type=int, help="ne garder que les N dernières archives du dossier")

    def handle(self, *args: Any, **options: Any) -> None:
        """The archive stands under its name only when it is whole."""
        with refusals():
            site = here()
            keep = options["keep"]
            if keep is not None and keep < 1:
                raise Refused("--keep veut un nombre d’archives, 1 au moins.")
            lock = lock_from(site, options)
            folder = options["to"] or site.archives
            with workshop(site) as work:
                made = make(site, folder, lock, work, self.stdout.write)
                self.stdout.write(f"Sauvegardé\u00a0: {made.path} ({size_words(made.size)}).")
                gone = rotate(folder, keep) if keep else []
            if gone:
                self.stdout.write(
                    f"{counted(len(gone), 'ancienne archive ôtée', 'anciennes archives ôtées')}."
                )
        if made.manifest.damaged:
            listed = "\n".join(made.manifest.damaged[:20])
            count = counted(len(made.manifest.damaged), "fichier manque", "fichiers manquent")
            raise CommandError(
                f"L’archive est faite, mais {count} sur le disque ou y a changé\u00a0:\n{listed}"
            )


def lock_from(site: Site, options: dict[str, Any]) -> Lock:
    """For whom the archive is closed. Raises Refused."""
    phrase = phrase_from(options, twice=True)
    if phrase or options["phrase"] or options["phrase_file"]:
        if options["public_key"]:
            raise Refused("Une clé publique ou une phrase, pas les deux.")
        return lock_for_phrase(phrase)
    paths = options["public_key"] or [site.public_key]
    if not options["public_key"] and not site.public_key.exists():
        raise Refused(NO_KEY)
    return lock_for_keys(paths)
