"""What the commands share: options for keys, refusals said as Django says them."""

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import CommandError

from backup.keys import Key, key_of_file, phrase_of_file
from backup.refused import Refused


def add_phrase(parser: ArgumentParser) -> None:
    """A passphrase, typed or from a file; never an argument, which everybody on the machine reads."""
    parser.add_argument("--phrase", action="store_true", help="demander une phrase secrète")
    parser.add_argument("--phrase-file", type=Path, help="fichier qui commence par cette phrase")


def add_key(parser: ArgumentParser) -> None:
    """What opens."""
    parser.add_argument("--key", type=Path, help="fichier de la clé secrète")
    add_phrase(parser)


def phrase_from(options: dict[str, Any], *, twice: bool) -> str:
    """The passphrase that the options lead to, or ""."""
    if options["phrase_file"]:
        return phrase_of_file(options["phrase_file"])
    if not options["phrase"]:
        return ""
    if not sys.stdin.isatty():
        raise Refused("La phrase se tape dans un terminal\u00a0; sinon\u00a0: --phrase-file.")
    phrase = getpass("Phrase secrète\u00a0: ")
    if twice and getpass("Encore une fois\u00a0: ") != phrase:
        raise Refused("Les deux phrases ne sont pas les mêmes.")
    return phrase


def key_from(options: dict[str, Any]) -> Key | None:
    """What opens, or None when the options say nothing of it."""
    if options["key"]:
        return key_of_file(options["key"])
    phrase = phrase_from(options, twice=False)
    return Key(phrase=phrase) if phrase else None


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal, a full disk: a sentence, exit status 1. Told to stop, one cleans up first."""
    former = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except Refused as refused:
        raise CommandError(str(refused)) from None
    except OSError as error:
        raise CommandError(f"{error.strerror or error}\u00a0: {error.filename or ''}") from None
    finally:
        signal.signal(signal.SIGTERM, former)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)
