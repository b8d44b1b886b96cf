"""Words that no file of the project may hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import all_files, is_test, named, python_files, read, tree, vendored

# Each pattern is written so that it does not find itself in this file.
FORBIDDEN = {
    "a path of some machine": r"(?<![\w.~>])/(?:work|farm|root|home)/\w",
    "left for later": r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b",
    "a package registry": r"\b(?:pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|pypi/[s]imple)\b",
    "the place it was built in": r"(?i)\b(?:the[ ]founder|this[ ]session|the[ ]brief|anthro[p]ic|claud[e])\b",
    "a number of some tracker": r"(?i)\b(?:issue|ticket|PR)[ ]#?\d+\b",
}
# An elision with the typewriter's apostrophe, in a text a reader may see.
TYPEWRITER = re.compile(
    r"(?i)\b(?:l|d|j|n|s|c|m|t|qu|jusqu|lorsqu|puisqu|quelqu|aujourd)'(?=[a-zàâéèêëîïôûœ])"
)


def findings(text: str) -> list[str]:
    """What a text holds that it should not, with its words."""
    return [f"{why}: {hit[0]}" for why, pattern in FORBIDDEN.items() for hit in re.finditer(pattern, text)]


def french_strings(module: ast.Module) -> Iterator[str]:
    """Texts of a module, docstrings apart (they are in English)."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_the_project_speaks_of_itself_alone() -> None:
    found = {named(path): findings(read(path)) for path in all_files() if not vendored(path)}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_french_in_python_has_true_apostrophes() -> None:
    found = [
        f"{named(path)}: {text[:60]!r}"
        for path in python_files()
        if not is_test(path)
        for text in french_strings(tree(path))
        if TYPEWRITER.search(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "see /wor" + "k/notes",
        "# TO" + "DO later",
        "index: https://py" + "pi.org/x",
        "as asked in issue" + " #12",
    ],
)
def test_the_word_rule_sees(text: str) -> None:
    assert len(findings(text)) == 1


@pytest.mark.parametrize("text", ["homework/notes", "/static/work.css", "todos", "an issue with 12 rows"])
def test_the_word_rule_lets_pass(text: str) -> None:
    assert findings(text) == []


def test_the_apostrophe_rule_sees() -> None:
    module = ast.parse('"""It\'s d\'accord here."""\nx = "l\'aire"\ny = "l’aire"')
    assert [bool(TYPEWRITER.search(text)) for text in french_strings(module)] == [True, False]


def test_the_rule_reads_this_file() -> None:
    assert Path(__file__) in all_files()
