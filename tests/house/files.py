"""The files of the project, as git sees them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {".git", "var", "__pycache__"}


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that is tracked or about to be; without git (an unpacked archive), all but `var/`."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not IGNORED & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def named(path: Path) -> str:
    """A path as it is read in a message: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def vendored(path: Path) -> bool:
    """Whether a file is somebody else's work, kept as it came."""
    return "vendor" in path.parts or path.name == "LICENSE"


@cache
def python_files() -> tuple[Path, ...]:
    """Our Python: migrations are generated, vendored files are not ours."""
    scripts = {ROOT / "run"}
    return tuple(
        path
        for path in all_files()
        if (path.suffix == ".py" or path in scripts) and "migrations" not in path.parts and not vendored(path)
    )


def is_test(path: Path) -> bool:
    """Whether a file belongs to tests or measurements."""
    return path.relative_to(ROOT).parts[0] in {"tests", "bench"}


@cache
def templates() -> tuple[Path, ...]:
    """Screen and paper templates."""
    return tuple(
        path
        for path in all_files()
        if path.relative_to(ROOT).parts[0] == "templates" and path.suffix in {".html", ".txt", ".svg"}
    )


def on_paper(path: Path) -> bool:
    """Whether a template is only ever printed."""
    return path.relative_to(ROOT).parts[:2] == ("templates", "paper")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def read(path: Path) -> str:
    """A text file; "" for a picture or a font."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
