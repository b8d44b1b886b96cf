"""A place in one page: what is told, by whom it may be read, what an empty place says, what papers hold."""

from django.test import Client

from tests.cast import Cast


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_smoke(quarter: Cast) -> None:
    here = quarter.territory
    for name in ("fanta", "drissa", "kadia", "julie", "nana", "ramata"):
        client = quarter.client_of(name)
        for path in (
            f"/communes/{here.host.code}/en-une-page/",
            f"/cscom/{here.aire.code}/en-une-page/",
            f"/communes/{here.host.code}/chronologie/",
            f"/cscom/{here.aire.code}/chronologie/",
        ):
            page(client, path)
        client.get("/federations/")
    page(quarter.client_of("kadia"), f"/asaco/{here.aire.code}/en-une-page/")
