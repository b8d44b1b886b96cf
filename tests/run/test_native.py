"""What is said when the system lacks a library."""

import os

import pytest

from ops import native


def test_a_missing_library_is_named_with_the_line_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(native, "PDF_LIBRARIES", ("libc.so.6", "libabsente.so.9"))
    assert native.ensure_pdf() is False
    assert capsys.readouterr().err == (
        "Les PDF ne seront pas produits\u202f: il manque libabsente.so.9.\n"
        "    sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0 fontconfig fonts-dejavu-core\n"
    )


def test_nothing_is_said_when_all_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(native, "PDF_LIBRARIES", ("libc.so.6",))
    assert native.ensure_pdf() is True
    assert capsys.readouterr() == ("", "")


def test_without_root_nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert native.install(("chromium",), reason="chromium") is False
