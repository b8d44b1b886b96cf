"""How much disk a year of the country takes, table by table."""

from collections import defaultdict

from django.db import connection

from bench.country import settle
from bench.finding import Finding, Rows, Table, french
from bench.sizes import Size

SHOWN = 8
MEGA = 1_000_000
POSTGRESQL = """SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
SQLITE = """SELECT m.tbl_name, sum(s.pgsize), sum(CASE WHEN m.type = 'index' THEN s.pgsize ELSE 0 END)
FROM dbstat AS s JOIN sqlite_schema AS m ON m.name = s.name WHERE s.aggregate = TRUE GROUP BY m.tbl_name"""
GROWING = {
    "monitoring_total": "totaux",
    "monitoring_reportdiff": "modifications",
    "monitoring_monthlyreport": "rapports",
    "core_actlog": "actes",
    "monitoring_stamp": "visas et signatures",
    "monitoring_rulecomment": "commentaires",
}


def measure(size: Size) -> Finding:
    """Bytes by table, what grows with the months brought to a year."""
    settle()
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE)
        found = {name: (int(whole), int(indexes)) for name, whole, indexes in cursor.fetchall()}
    year: dict[str, float] = defaultdict(float)
    for name in found.keys() & GROWING.keys():
        year[name] = found[name][0] * 12 / size.months
    rows: Rows = [
        (GROWING[name], french(found[name][0] / MEGA, 1), french(found[name][1] / MEGA, 1), french(size_, 1))
        for name, size_ in sorted(((n, y / MEGA) for n, y in year.items()), key=lambda pair: -pair[1])
    ]
    still = sum(whole for name, (whole, _) in found.items() if name not in GROWING)
    rows.append(("le reste (lieux, personnes, catalogue)", french(still / MEGA, 1), "", ""))
    rows.append(("en tout, par an", "", "", french(sum(year.values()) / MEGA, 1)))
    finding = Finding("disk")
    finding.tables.append(
        Table(
            f"Disque, {connection.vendor}",
            ("table", f"{size.months} mois (Mo)", "dont index (Mo)", "par an (Mo)"),
            rows,
            f"{size.aires} aires, {size.communes} communes, un rapport par aire et par mois.",
        )
    )
    return finding
