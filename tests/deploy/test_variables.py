"""Every variable that the site reads stands in the table of docs/deploiement.md, no other does."""

import ast
import re
from collections.abc import Iterator

from tests.deploy.compose import variables
from tests.house.files import ROOT, is_test, python_files, tree

PAGE = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")
READERS = {"text", "flag", "number", "names"}


def documented() -> set[str]:
    """The names in the first column of the tables of « Variables »."""
    part = PAGE.partition("\n## Variables\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([A-Z][A-Z_]+)`", cell)}


def read_by(module: ast.Module) -> Iterator[str]:
    """Names read by our own functions, by ``os.environ``."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        first, function = node.args[0], ast.unparse(node.func)
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            continue
        if function in READERS | {"os.environ.get", "os.environ.setdefault", "os.getenv"}:
            yield first.value
        elif function == "secret":
            yield from (first.value, f"{first.value}_FILE")


def of_the_site() -> set[str]:
    """What the code of the site reads; ``./run`` and the tests have variables of their own."""
    ours = [path for path in python_files() if not is_test(path) and "ops" not in path.parts]
    return {name for path in ours for name in read_by(tree(path)) if name.isupper()}


def test_every_variable_is_told() -> None:
    read = of_the_site() | variables()
    assert read - documented() == set()


def test_no_variable_is_told_that_nobody_reads() -> None:
    assert documented() - of_the_site() - variables() == set()


def test_the_rule_sees() -> None:
    module = ast.parse('a = flag("A_B")\nb = secret("KEY")\nc = os.environ.get("D", "")\nd = print("E")')
    assert set(read_by(module)) == {"A_B", "KEY", "KEY_FILE", "D"}
    assert {"SECRET_KEY_FILE", "DATABASE_HOST", "HTTPS", "WEB_BIND"} <= of_the_site()


def test_commands_of_the_page_exist() -> None:
    """What one copies from the page is there to be run."""
    for name in re.findall(r"manage\.py (\w+)", PAGE):
        found = list(ROOT.glob(f"*/management/commands/{name}.py"))
        assert found or name in {"migrate", "collectstatic"}, name
    for path in re.findall(r"(?<![\w/])((?:deploy|docs|tests)/[\w./-]+\w)", PAGE):
        assert (ROOT / path).exists(), path
