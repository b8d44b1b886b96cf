"""The shape of our Python: small files, small functions, imports in sight."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import ROOT, is_test, named, python_files, tree

FILE_LINES = 350
FUNCTION_LINES = 60
HIDDEN_IMPORTS_ALLOWED = {"weasyprint"}  # it opens native libraries, which may be absent

PRODUCT = [path for path in python_files() if not is_test(path)]


def functions(module: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def hidden_imports(module: ast.AST) -> set[str]:
    """Names of the modules imported inside functions."""
    found: set[str] = set()
    for function in functions(module):
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module or ".")
    return {name for name in found if name.partition(".")[0] not in HIDDEN_IMPORTS_ALLOWED}


def docstring_fault(module: ast.Module) -> str:
    """What is wrong with the first line of a module, or ""."""
    if not module.body:
        return ""
    first = (ast.get_docstring(module) or "").partition("\n")[0]
    if not first:
        return "has no docstring"
    subject = first.partition(":")[0]  # what follows may be a list
    return f"says two things: {first}" if " and " in subject else ""


def test_a_file_is_one_sentence() -> None:
    faults = {named(path): docstring_fault(tree(path)) for path in PRODUCT}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_a_test_file_says_what_it_proves() -> None:
    silent = [named(path) for path in python_files() if tree(path).body and not ast.get_docstring(tree(path))]
    assert silent == []


def test_files_stay_small() -> None:
    lines = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PRODUCT}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_functions_stay_small() -> None:
    long = {
        f"{named(path)}:{node.lineno} {node.name}": length(node)
        for path in PRODUCT
        for node in functions(tree(path))
        if length(node) > FUNCTION_LINES
    }
    assert long == {}


def test_no_import_hides_in_a_function() -> None:
    hidden = {named(path): hidden_imports(tree(path)) for path in PRODUCT}
    assert {name: modules for name, modules in hidden.items() if modules} == {}


def test_what_installs_needs_nothing_installed() -> None:
    """`run` and `ops/` import the standard library alone."""
    mine = {"ops", *sys.stdlib_module_names}
    foreign = {
        f"{named(path)}: {name}"
        for path in PRODUCT
        if path.is_relative_to(ROOT / "ops") or path in {ROOT / "run", ROOT / ".ci" / "run"}
        for name in imported(tree(path))
        if name not in mine
    }
    assert foreign == set()


def imported(module: ast.AST) -> set[str]:
    """First names of all that a module imports."""
    nodes = list(ast.walk(module))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('"""One thing."""\nx = 1', ""),
        ("", ""),
        ('"""One thing: its parts and its ways."""', ""),
        ("x = 1", "has no docstring"),
        ('"""One thing and another."""', "says two things: One thing and another."),
    ],
)
def test_the_docstring_rule_sees(source: str, fault: str) -> None:
    assert docstring_fault(ast.parse(source)) == fault


def test_the_import_rule_sees() -> None:
    source = "import os\ndef f():\n  import re\n  from a.b import c\n  import weasyprint.urls"
    assert hidden_imports(ast.parse(source)) == {"re", "a.b"}


def test_the_rules_have_something_to_read() -> None:
    assert Path(__file__) in python_files()
    assert ROOT / "ops" / "demo.py" in PRODUCT
