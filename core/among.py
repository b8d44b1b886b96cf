"""« In one of these places », said to the database: a level without any id asks nothing of it."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q


def among(**ids: Collection[int]) -> Q:
    """Rows of which one of these columns is among its ids; no row at all when every one is empty.

    A condition on no id is never true, yet each joins its tables, that the database plans for nothing.
    """
    asked = [Q(**{f"{column}__in": known}) for column, known in ids.items() if known]
    return reduce(or_, asked) if asked else Q(pk__in=[])
