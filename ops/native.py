"""What only the system's package manager can install."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops.places import complain, say

# What WeasyPrint opens when it is imported, by the name the linker knows.
PDF_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
PDF_PACKAGES = (
    "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig", "fonts-dejavu-core",
)  # fmt: skip


def missing_libraries() -> list[str]:
    """Names of the libraries WeasyPrint would not find."""
    return [name for name in PDF_LIBRARIES if not opens(name)]


def opens(soname: str) -> bool:
    """Whether the dynamic linker finds a library; elsewhere than on Linux, by its bare name."""
    if sys.platform != "linux":
        stem = soname.removeprefix("lib").split(".so")[0]
        return ctypes.util.find_library(stem) is not None
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def ensure_pdf() -> bool:
    """Make WeasyPrint's libraries available; say what to do when that is not ours to do."""
    missing = missing_libraries()
    if not missing:
        return True
    if install(PDF_PACKAGES, reason="les bibliothèques de mise en page des PDF"):
        missing = missing_libraries()
    if missing:
        complain(f"Les PDF ne seront pas produits\u202f: il manque {', '.join(missing)}.")
        complain(f"    sudo {by_hand(PDF_PACKAGES)}")
    return not missing


def ready(program: str) -> bool:
    """Whether a program is on the path."""
    return shutil.which(program) is not None


def ensure_program(name: str, package: str) -> str | None:
    """Path of a program, installed when we may; None when it is absent and we may not."""
    if not ready(name):
        install((package,), reason=package)
    return shutil.which(name)


def by_hand(packages: tuple[str, ...]) -> str:
    """The line a Debian administrator would type."""
    return f"apt-get install --no-install-recommends {' '.join(packages)}"


def install(packages: tuple[str, ...], *, reason: str) -> bool:
    """Install Debian packages; False when this is not Debian, when we are not root, or when it failed."""
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists() or shutil.which("apt-get") is None:
        return False
    say(f"Installation de {reason} (apt-get)…")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    )
    done = [
        subprocess.run(command, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        for command in commands
    ]
    return done[-1].returncode == 0
