"""What must not live again: keys that were taken back since the backup would open doors once more."""

from collections.abc import Sequence

from django.contrib.sessions.models import Session

from mandates.models import ApiToken, OneTimeCode

# In SQL: they run on a database rebuilt aside, which Django does not know.
ORDERS: Sequence[str] = (
    f"DELETE FROM {Session._meta.db_table}",  # noqa: S608
    f"DELETE FROM {OneTimeCode._meta.db_table}",  # noqa: S608
    f"UPDATE {ApiToken._meta.db_table} SET revoked_at = CURRENT_TIMESTAMP WHERE revoked_at IS NULL",  # noqa: S608
)
SAID = "Sessions et codes à usage unique effacés, jetons révoqués\u00a0: chacun se connecte de nouveau."
