"""Pages travel compressed; files, and readers who did not ask, get them as they are."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from core.compress import CompressMiddleware

LONG = b"<p>Banamba</p>" * 500


@pytest.mark.django_db
def test_a_page_is_compressed_for_who_asks(client: Client) -> None:
    packed = client.get("/connexion/", HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed["Content-Encoding"] == "gzip"
    assert "Se connecter" in gzip.decompress(packed.content).decode()
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in client.get("/connexion/")


@pytest.mark.parametrize(
    ("response", "packed"),
    [
        (HttpResponse(LONG), True),
        (HttpResponse(LONG, content_type="application/pdf"), False),
        (FileResponse(iter([LONG]), content_type="text/html"), False),
    ],
    ids=["page", "pdf", "file"],
)
def test_what_is_not_a_page_goes_out_as_it_is(response: HttpResponseBase, *, packed: bool) -> None:
    asked = RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip")
    sent = CompressMiddleware(lambda _request: response).process_response(asked, response)
    assert ("Content-Encoding" in sent) == packed
