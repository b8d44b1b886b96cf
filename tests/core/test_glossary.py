"""The acronyms, their words, their tag."""

import pytest
from django.template import Context, Template
from django.test import Client

from core.glossary import terms


def test_every_term_is_whole() -> None:
    assert len(terms()) > 40
    for term in terms().values():
        assert term.expansion, term
        assert term.definition.endswith("."), term
        assert "'" not in term.expansion + term.definition, term
    assert len({term.anchor for term in terms().values()}) == len(terms())


def test_the_tag_writes_the_words() -> None:
    html = Template('{% abbr "CSRéf" %}').render(Context())
    assert html == '<abbr title="centre de santé de référence">CSRéf</abbr>'


def test_an_acronym_nobody_explained_is_an_error() -> None:
    with pytest.raises(KeyError):
        Template('{% abbr "XYZ" %}').render(Context())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "words"), [("/glossaire/", "convention d’assistance mutuelle"), ("/aide/", "J’ai un code")]
)
def test_open_to_everybody(client: Client, page: str, words: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert words.lower() in answer.content.decode().lower()
