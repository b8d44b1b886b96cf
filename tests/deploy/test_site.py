"""The deployed site, through its proxy over TLS: what docker-compose.yml promises, seen from outside."""

import gzip
import http.client
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import brotli
import psycopg2
import pytest

from tests.cast import PASSWORD
from tests.deploy.reader import Reader
from tests.deploy.site import NAME, Site, living_site
from tests.loss.world import QUARTER
from tests.rows import read

pytestmark = pytest.mark.deployed
PROGRAMS = ("caddy", "redis-server", "openssl", "initdb", "postgres", "pg_isready", "psql")
PEOPLE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from tests.loss.world import make_communes
everybody, communes = make_communes()
print(communes[0].code, everybody.user_of("nana"), everybody.user_of("moussa"))
"""
ADMINISTRATOR = ["--prenom", "Yaya", "--nom", "Keïta", "--sexe", "M", "--telephone", "70 99 00 01"]
SECRET = "quatre pirogues rouges"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One site for the file."""
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    with living_site() as living:
        yield living


@pytest.fixture
def reader(site: Site) -> Reader:
    return Reader(site.https_port, site.folder / "secrets" / "tls" / "certificate.pem")


@dataclass(frozen=True)
class People:
    """A commune whose quarter may be printed, the names under which two people sign in."""

    commune: str
    nana: str
    moussa: str


@pytest.fixture(scope="module")
def administrator(site: Site) -> str:
    """What is printed when the first person of a new site is made."""
    command = ["python", "manage.py", "create_administrator", *ADMINISTRATOR, "--password-stdin"]
    return site.run("web", command, told=SECRET + "\n")


@pytest.fixture(scope="module")
def people(site: Site, administrator: str) -> People:
    """The cast of the tests, twenty communes with a validated month."""
    return People(*site.run("web", ["python", "-c", PEOPLE]).splitlines()[-1].split())


def until(seconds: float, condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def checks(reader: Reader) -> tuple[int, dict[str, bool]]:
    answer = reader.ask("/readyz")
    return answer.status, {name: one["ok"] for name, one in json.loads(answer.body)["controles"].items()}


def test_alive_then_ready(reader: Reader) -> None:
    assert reader.ask("/healthz").status == 200
    until(60, lambda: checks(reader)[0] == 200, "ready: scheduler and worker came")


def test_the_container_s_own_check(site: Site) -> None:
    site.run("web", site.services["web"]["healthcheck"]["test"][1:])


def test_plain_http_is_sent_to_https(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.http_port, timeout=10)
    connection.request("GET", "/aide/?x=1", headers={"Host": NAME})
    answer = connection.getresponse()
    connection.close()
    assert answer.status in {301, 308}
    assert answer.headers["Location"] == f"https://{NAME}/aide/?x=1"


def test_headers_of_a_page(reader: Reader) -> None:
    answer = reader.ask("/connexion/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Server" not in answer.headers
    assert "secure" in reader.flags["csrftoken"]


def test_another_name_is_not_ours(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.web_port, timeout=10)
    connection.request("GET", "/connexion/", headers={"Host": "ailleurs.example"})
    assert connection.getresponse().status == 400
    connection.close()


@pytest.mark.parametrize(("accepted", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_static_files_travel_light_and_stay(
    reader: Reader, accepted: str, unpack: Callable[[bytes], bytes]
) -> None:
    page = reader.ask("/connexion/").text
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert found, page[:1500]
    plain = reader.ask(found[1])
    light = reader.ask(found[1], headers={"Accept-Encoding": accepted})
    assert light.headers["Content-Encoding"] == accepted
    assert unpack(light.body) == plain.body
    assert len(light.body) < len(plain.body) / 2
    assert "immutable" in light.headers["Cache-Control"]
    assert "max-age=315360000" in light.headers["Cache-Control"]


def test_an_administrator_from_the_command_line(administrator: str, reader: Reader) -> None:
    assert "y.keita" in administrator
    answer = reader.sign_in("y.keita", SECRET)
    assert (answer.status, answer.headers["Location"]) == (302, "/")
    assert {"secure", "httponly", "samesite=lax"} <= set(reader.flags["sessionid"])
    assert reader.ask("/administration/").status == 200


def test_a_document_made_by_the_worker(reader: Reader, people: People) -> None:
    assert reader.sign_in(people.nana, PASSWORD).status == 302
    assert "Nana" in reader.ask("/").text
    page = f"/communes/{people.commune}/rapport-trimestriel/"
    form = {"trimestre": QUARTER.code, "csrfmiddlewaretoken": reader.ask(page).hidden("csrfmiddlewaretoken")}
    job = reader.ask(page, form).headers["Location"]
    printed = re.compile(r'href="(/documents/[^"?]+)"')
    until(60, lambda: printed.search(reader.ask(job).text) is not None, "the report printed")
    found = printed.search(reader.ask(job).text)
    assert found
    link = re.search(r'href="(/fichiers/[^"]+)"', reader.ask(found[1]).text)
    assert link
    paper = reader.ask(link[1])
    assert paper.status == 200
    assert paper.body.startswith(b"%PDF-")
    assert paper.body.rstrip().endswith(b"%%EOF")


def test_a_forged_address_does_not_reach_the_throttle(site: Site, reader: Reader, people: People) -> None:
    for number in range(5):
        forged = {
            "X-Forwarded-For": f"41.73.0.{number}",
            "X-Real-IP": "41.73.9.9",
            "Forwarded": "for=41.73.8.8",
        }
        assert reader.sign_in(people.moussa, "faux mot", forged).status == 200
    assert reader.sign_in(people.moussa, "faux mot", {"X-Forwarded-For": "41.73.0.9"}).status == 429
    rows = as_application(site, "SELECT DISTINCT ip_address FROM axes_accessattempt")
    assert [str(row[0]) for row in rows] == ["127.0.0.1"]


def test_what_is_too_heavy_stays_outside(reader: Reader) -> None:
    announced = reader.ask("/connexion/", {}, {"Content-Length": "26000000"})
    assert announced.status == 413
    assert "25 Mo" in announced.text


def as_application(site: Site, query: str) -> list[tuple[object, ...]]:
    password = site.secret("db_app_password")
    return read(f"postgresql://jekabaara_app:{password}@127.0.0.1:{site.database.port}/jekabaara", query)


@pytest.mark.parametrize(
    "query", ["CREATE TABLE x (y int)", "DROP TABLE jobs_job", "ALTER TABLE jobs_job ADD z int"]
)
def test_the_application_cannot_change_tables(site: Site, query: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_application(site, query)


def test_redis_wants_its_password_and_writes_bells_down(site: Site) -> None:
    from_outside = site.run("redis", ["redis-cli", "-p", str(site.redis_port), "ping"])
    assert "NOAUTH" in from_outside
    assert list((site.folder / "redis").glob("appendonlydir/*.aof"))


def test_not_ready_while_redis_is_away(site: Site, reader: Reader) -> None:
    site.redis.stop()
    status, told = checks(reader)
    assert (status, told["file_d_attente"], told["base"]) == (503, False, True)
    assert reader.ask("/healthz").status == 200
    assert reader.ask("/connexion/").status == 200
    site.redis.start()
    until(60, lambda: checks(reader)[0] == 200, "ready again")


def test_readers_wait_while_the_web_restarts(site: Site, reader: Reader) -> None:
    site.web.stop()
    site.web.start()
    assert reader.ask("/connexion/").status == 200


def test_the_way_back(site: Site, reader: Reader, people: People) -> None:
    """A copy, an upgrade that goes wrong, the copy put back: as docs/deploiement.md says."""
    phrase = site.folder / "phrase"
    phrase.write_text("calebasse, pirogue, karité, balafon, mil")
    phrase.chmod(0o600)
    manage, closed = ["python", "manage.py"], ["--phrase-file", str(phrase)]
    site.run("migrate", [*manage, "backup", *closed])
    [archive] = (site.folder / "var" / "sauvegardes").glob("*.age")
    stopped = (site.web, site.worker, site.beat)
    for one in stopped:
        one.stop()
    site.database.order("UPDATE accounts_user SET password = 'perdu'", "jekabaara")
    site.run("migrate", [*manage, "restore", str(archive), *closed, "--replace"])
    site.give_roles()
    site.run("migrate")
    for one in stopped:
        one.start()
    assert reader.sign_in(people.nana, PASSWORD).status == 302
    assert "Nana" in reader.ask("/").text
