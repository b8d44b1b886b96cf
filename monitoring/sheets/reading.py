"""What somebody sent, whatever its name says: a sheet of a report, a rescue file."""

from files.sheets.rows import OLD_WORKBOOK, WORKBOOK, decoded, rows_in
from monitoring.sheets.contents import Content
from monitoring.sheets.grid import FORMAT
from monitoring.sheets.rescue import content_of_rescue
from monitoring.sheets.table import content_of_table


def read(octets: bytes) -> Content:
    """What the file says, believed of nothing yet. Raises Unreadable, a French sentence."""
    if not octets.startswith((WORKBOOK, OLD_WORKBOOK)) and octets.strip():
        text = decoded(octets)
        if text.lstrip().startswith("{"):
            return content_of_rescue(text)
    return content_of_table(rows_in(octets, FORMAT))
