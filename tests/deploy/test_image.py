"""The Dockerfile builds what runs: the hashed lock, the native libraries, nobody's secrets, no root."""

import re
from fnmatch import fnmatch

from ops.native import PDF_PACKAGES
from tests.deploy.compose import services
from tests.house.files import ROOT, all_files, named

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
# What stays out of the image: tests, measures, documents, settings of tools.
NOT_RUN = {"tests", "bench", "docs", ".ci"}


def stages() -> dict[str, list[str]]:
    """The instructions of each stage, by its name; a continued line is one instruction."""
    found: dict[str, list[str]] = {}
    plain = "\n".join(line for line in DOCKERFILE.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n\s*", " ", plain).splitlines():
        if begun := re.fullmatch(r"FROM (\S+) AS (\S+)", line):
            found[begun[2]] = []
        if line:
            list(found.values())[-1].append(line)
    return found


def kept(path: str) -> bool:
    """Does .dockerignore let a file into the image? The last pattern that matches decides."""
    inside = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.lstrip("!")
        if not line or line.startswith("#"):
            continue
        parts = path.split("/")
        above = ["/".join(parts[: n + 1]) for n in range(len(parts))]
        bare = pattern.removeprefix("**/")
        tried = parts if pattern != bare else above
        if any(fnmatch(one, bare) for one in tried):
            inside = line.startswith("!")
    return inside


def test_packages_come_from_the_lock_with_their_hashes() -> None:
    [install] = [line for line in stages()["packages"] if "pip install" in line]
    for word in ("--require-hashes", "--no-deps", "--only-binary :all:", "-r /tmp/requirements.lock"):
        assert word in install


def test_the_libraries_of_pdf_are_there() -> None:
    [install] = [line for line in stages()["app"] if "apt-get install" in line]
    assert set(PDF_PACKAGES) <= set(install.split())
    assert "--no-install-recommends" in install


def test_pg_dump_is_of_the_database_s_version() -> None:
    version = re.fullmatch(r"postgres:(\d+)-\w+", services()["db"]["image"])
    assert version
    assert f"postgresql-client-{version[1]} " in DOCKERFILE


def test_images_end_as_somebody_who_is_not_root() -> None:
    for stage in ("app", "proxy"):
        lines = stages()[stage]
        user = max(n for n, line in enumerate(lines) if line.startswith("USER "))
        assert re.fullmatch(r"USER (1\d{4}):\1", lines[user])
        assert not any(line.startswith(("RUN", "COPY", "ADD")) for line in lines[user:])
        assert services()["web" if stage == "app" else stage]["user"] == lines[user].split()[1]


def test_no_registry_is_named() -> None:
    """An image is a plain name: where it comes from is the engine's business."""
    named_images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    named_images += [one["image"] for one in services().values()]
    assert [one for one in named_images if "/" in one] == []


def test_the_image_asks_itself_how_it_is() -> None:
    [check] = [line for line in stages()["app"] if line.startswith("HEALTHCHECK")]
    assert check.endswith('CMD ["python", "deploy/healthcheck.py"]')
    assert services()["web"]["healthcheck"]["test"] == ["CMD", "python", "deploy/healthcheck.py"]


def test_static_files_are_in_the_image() -> None:
    assert any("collectstatic" in line and "SECRET_KEY=" in line for line in stages()["app"])
    assert "ENV STATIC_ROOT=/srv/static" in stages()["app"]
    assert services()["web"]["environment"]["STATIC_ROOT"] == "/srv/static"


def test_every_part_of_the_site_goes_in() -> None:
    parts = {named(path).split("/")[0] for path in all_files() if "/" in named(path) and path.suffix == ".py"}
    assert {part for part in parts - NOT_RUN if not kept(f"{part}/x.py")} == set()
    for name in ("templates/base.html", "static/css/tokens.css", "deploy/gunicorn.conf.py", "manage.py"):
        assert kept(name), name


def test_nothing_private_goes_in() -> None:
    for name in (
        ".env",
        "secrets/secret_key",
        "var/jekabaara.sqlite3",
        ".git/config",
        "tests/cast.py",
        "a.dump",
    ):
        assert not kept(name), name
    assert not kept("jobs/__pycache__/tasks.pyc")
