"""The newcomer's walk: an empty folder, an empty home, one command, a site with its PDF."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import tarfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import ROOT

READY = re.compile(r"est prêt\W+(http\S+)")
PATIENCE = 420.0  # seconds, with packages to fetch
ENDING = 20.0


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tracked files alone."""
    archive = tmp_path / "copy.tar"
    subprocess.run(["git", "archive", "-o", archive, "HEAD"], cwd=ROOT, check=True)
    folder = tmp_path / "copy"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


@pytest.fixture
def demo(copy: Path, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """`./run demo` with nothing of this machine but PATH."""
    home = tmp_path / "home"
    home.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            ["./run", "demo"],
            cwd=copy,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        yield process
        process.kill()
        process.wait()


def wait_until_ready(process: "subprocess.Popen[bytes]", said: Path) -> str:
    """The address of the site, once it is said to be ready."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if ready := READY.search(said.read_text()):
            return ready[1]
        time.sleep(0.2)
    pytest.fail("never ready:\n" + said.read_text())


def programs_in(folder: Path) -> set[int]:
    """Processes started from a folder, whoever their parent is now."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            about = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if str(folder).encode() in about:
                found.add(int(entry.name))
    return found - {os.getpid()}


@pytest.mark.newcomer
def test_one_command_from_an_empty_folder(
    demo: "subprocess.Popen[bytes]", copy: Path, tmp_path: Path
) -> None:
    url = wait_until_ready(demo, tmp_path / "said")
    said = (tmp_path / "said").read_text()

    with urllib.request.urlopen(url, timeout=10) as answer:
        page = answer.read().decode()
    assert answer.status == 200
    assert 'type="password"' in page, "whoever comes first is asked to sign in"

    papers = [
        Path(word) for word in said.split() if word.startswith(str(copy / "var")) and word.endswith(".pdf")
    ]
    assert len(papers) == 1, said
    assert papers[0].read_bytes().startswith(b"%PDF-")

    assert len(programs_in(copy)) >= 4, "web, worker, beat and what started them"
    began = time.monotonic()
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=ENDING) == 0
    assert time.monotonic() - began < ENDING
    assert programs_in(copy) == set(), "nothing survives"
    added = subprocess.run(
        ["git", f"--work-tree={copy}", "ls-files", "--others", "--exclude-standard"],
        cwd=copy,
        env=os.environ | {"GIT_DIR": str(ROOT / ".git")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert added.stdout == "", "the demonstration writes nothing beside var/"
