"""What `./run demo` decides before anything is started."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import aside, demo
from ops.places import Places, Problem


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    listener = socket.create_server((demo.HOST, 0))
    yield listener
    listener.close()


def test_a_taken_port_gives_the_next_free_one_and_says_it(
    taken: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    port = taken.getsockname()[1]
    chosen = demo.choose_port(str(port))
    assert port < chosen <= port + demo.PORTS_TRIED
    assert capsys.readouterr().out == (
        f"Le port {port} est pris\u202f: la démonstration s’ouvre sur le port {chosen}.\n"
    )


def test_a_free_port_is_taken_without_a_word(
    taken: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    port = taken.getsockname()[1]
    taken.close()
    assert demo.choose_port(str(port)) == port
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("wanted", ["http", "0", "65536", "-1", "80 80", "²"])
def test_a_port_that_is_none_is_refused(wanted: str) -> None:
    with pytest.raises(Problem, match="PORT doit être un nombre de 1 à 65535"):
        demo.choose_port(wanted)


def test_two_demonstrations_do_not_share_a_folder(tmp_path: Path) -> None:
    with demo.only_one(tmp_path / "demo.lock") as lock:
        lock.write("http://127.0.0.1:8123/\n")
        lock.flush()
        with pytest.raises(Problem, match="8123"), demo.only_one(tmp_path / "demo.lock"):
            pytest.fail("the second one got in")
    with demo.only_one(tmp_path / "demo.lock"):
        pass  # the first has ended: the next may begin


def test_a_real_database_is_never_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://production/jekabaara")
    monkeypatch.setenv("REDIS_URL", "redis://production")
    environment = demo.demo_environment(Places(var=tmp_path))
    assert "DATABASE_URL" not in environment
    assert "REDIS_URL" not in environment
    assert environment["JEKABAARA_VAR"] == str(tmp_path)
    assert capsys.readouterr().out.count("n’est pas utilisée par la démonstration") == 2


def test_data_of_another_version_are_kept_aside(tmp_path: Path) -> None:
    var = tmp_path / "var"
    (var / "venv").mkdir(parents=True)
    (var / "files").mkdir()
    (var / "files" / "pv.pdf").write_text("PV")
    (var / "jekabaara.sqlite3").write_text("ancienne")
    kept = aside.set_aside(var)
    assert kept.parent == tmp_path
    assert kept.name.startswith("var.ancien-")
    assert sorted(p.name for p in var.iterdir()) == ["venv"], "environments stay"
    assert (kept / "files" / "pv.pdf").read_text() == "PV"


def test_a_second_aside_of_the_day_does_not_cover_the_first(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    for number in ("un", "deux"):
        (var / "jekabaara.sqlite3").write_text(number)
        kept = aside.set_aside(var)
    assert kept.name.endswith("-2")
    assert sorted((p / "jekabaara.sqlite3").read_text() for p in tmp_path.glob("var.ancien-*")) == [
        "deux",
        "un",
    ]


def test_data_come_back_when_a_new_start_fails_too(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    (var / "jekabaara.sqlite3").write_text("ancienne")
    kept = aside.set_aside(var)
    (var / "jekabaara.sqlite3").write_text("neuve, manquée")
    aside.put_back(kept, var)
    assert (var / "jekabaara.sqlite3").read_text() == "ancienne"
    others = [p.read_text() for p in tmp_path.glob("var.ancien-*/jekabaara.sqlite3")]
    assert others == ["neuve, manquée"], "nothing is deleted, even what failed"
