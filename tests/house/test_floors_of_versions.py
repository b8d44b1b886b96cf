"""Locked versions stand at or above floors known to be needed. This is a list by hand, not an audit.

A version above its floor may have holes that this list has never heard of: an audit asks a database of known
vulnerabilities, which needs a network. Nothing here stands for it.
"""

import re

import pytest

from tests.house.files import ROOT

NOT_AN_AUDIT = "this list is kept by hand: it is not an audit, and being above it proves nothing more"
# name: (floor, why no lower)
FLOORS = {
    "django": ((5, 2, 17), "5.2.17: four holes told in August 2026 (CVE-2026-15307 among them)"),
    "gunicorn": ((23, 0, 0), "22 and 23: request smuggling (CVE-2024-1135, CVE-2024-6827)"),
    "pillow": ((11, 3, 0), "11.3: a buffer written past its end in DDS (CVE-2025-48379)"),
    "brotli": ((1, 2, 0), "1.2: a small answer that unfolds without end (CVE-2025-6176)"),
    "weasyprint": ((70, 0), "70: style sheets go through our fetcher too (CVE-2026-55073)"),
    "djangorestframework": ((3, 15, 2), "3.15.2: script in the browsable API (CVE-2024-21520)"),
    "celery": ((5, 2, 2), "5.2.2: a command run from the result backend (CVE-2021-23727)"),
    "redis": ((4, 5, 4), "4.5.4: answers given to another's request (CVE-2023-28859)"),
    "fonttools": ((4, 60, 2), "4.60.2: a file written anywhere by a forged designspace (CVE-2025-66034)"),
    "urllib3": ((2, 6, 0), "2.6: an answer that unfolds without end (CVE-2025-66418)"),
    "requests": ((2, 32, 4), "2.32.4: the password of .netrc given to another host (CVE-2024-47081)"),
    "sqlparse": ((0, 5, 0), "0.5: a deep list that never ends (CVE-2024-4340)"),
    "pyyaml": ((5, 4), "5.4: code run by full_load (CVE-2020-14343)"),
}
LOCKED = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)


def version(text: str) -> tuple[int, ...]:
    """« 5.2.17 » → (5, 2, 17); what follows the numbers is left out."""
    found = re.match(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def too_low(lock: str) -> list[str]:
    """Packages of a lock that stand below their floor, with the reason."""
    locked = {name.lower(): found for name, found in LOCKED.findall(lock)}
    return [
        f"{name} {locked[name]} — {why} ({NOT_AN_AUDIT})"
        for name, (floor, why) in FLOORS.items()
        if name in locked and version(locked[name]) < floor
    ]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_versions_stand_above_their_floors(lock: str) -> None:
    assert too_low((ROOT / lock).read_text(encoding="utf-8")) == []


def test_what_is_deployed_is_among_them() -> None:
    """A floor for a package that nobody locks any more would prove nothing."""
    locked = {name.lower() for name, _ in LOCKED.findall((ROOT / "requirements-dev.lock").read_text())}
    assert {name for name in FLOORS if name not in locked} == set()


@pytest.mark.parametrize(
    ("lock", "low"), [("django==5.2.16 \\\n", True), ("django==5.2.17\n", False), ("django==5.10.0\n", False)]
)
def test_the_rule_sees(lock: str, low: bool) -> None:
    found = too_low(lock)
    assert bool(found) == low
    assert all("not an audit" in one for one in found)
