"""A folder of its own for the files of each test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def root(settings: Settings, tmp_path: Path) -> Path:
    """Where stored files go during one test."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"
