"""A template variable that nobody gave fails the test."""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings
from django.template import Node, engines
from django.template.backends.django import DjangoTemplates


class Undefined(str):
    """Django's `string_if_invalid`: a text that fails when a template of ours asks for it, else empty."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        origin = asking_template(sys._getframe(1))
        if is_ours(origin):
            pytest.fail(f"undefined variable in {origin}: {variable}")
        return ""


def asking_template(frame: FrameType | None) -> str:
    """Path of the template whose node is being rendered, or "" when it came from a string."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and hasattr(node, "origin"):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def is_ours(origin: str) -> bool:
    """Whether a template is the project's (Django's administration leaves variables open on purpose)."""
    return Path(origin).is_relative_to(settings.BASE_DIR / "templates")


@pytest.fixture(autouse=True)
def _undefined_variables_fail() -> None:
    """Before each test: one that changes the settings of templates makes Django forget its engines."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    backend.engine.string_if_invalid = Undefined()
