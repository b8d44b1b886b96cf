"""Ranges of days that may not overlap: said to the database, whoever writes, at the same instant or not.

PostgreSQL keeps it by an exclusion, SQLite by two triggers that refuse. These are written with
the table: a migration that makes it again makes them again too.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Q

_EXCLUDE = (
    "CONSTRAINT %(name)s EXCLUDE USING gist "
    "(int8range(%(key)s, %(key)s, '[]') WITH &&, daterange(%(starts)s, %(ends)s, '[)') WITH &&)"
)
# A range that gives no day (« saisi par erreur ») meets none.
_TRIGGER = (
    "CREATE TRIGGER %(trigger)s BEFORE %(event)s ON %(table)s FOR EACH ROW "
    "WHEN (NEW.%(ends)s IS NULL OR NEW.%(ends)s > NEW.%(starts)s) BEGIN "
    "SELECT RAISE(ABORT, 'constraint failed: %(said)s') WHERE EXISTS (SELECT 1 FROM %(table)s AS other "
    "WHERE other.%(key)s = NEW.%(key)s AND other.%(pk)s IS NOT NEW.%(pk)s "
    "AND (other.%(ends)s IS NULL OR (other.%(ends)s > NEW.%(starts)s AND other.%(ends)s > other.%(starts)s)) "
    "AND (NEW.%(ends)s IS NULL OR other.%(starts)s < NEW.%(ends)s)); END"
)


class NoOverlap(models.BaseConstraint):
    """Rows of one ``key`` (a foreign key) never share a day of [``starts``, ``ends``); no end: for ever."""

    def __init__(
        self, *, key: str, name: str, starts: str = "starts_on", ends: str = "ends_on", **said: Any
    ) -> None:
        self.key, self.starts, self.ends = key, starts, ends
        super().__init__(name=name, **said)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """What stands in CREATE TABLE; on SQLite nothing does, the triggers follow the table."""
        if schema_editor.connection.vendor == "postgresql":
            return _EXCLUDE % self._names(model, schema_editor)
        schema_editor.deferred_sql += self._triggers(model, schema_editor)
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """What is said once the table stands."""
        if schema_editor.connection.vendor == "postgresql":
            return Statement(
                "ALTER TABLE %(table)s ADD %(constraint)s",
                table=Table(model._meta.db_table, schema_editor.quote_name),
                constraint=self.constraint_sql(model, schema_editor),
            )
        first, second = self._triggers(model, schema_editor)
        schema_editor.deferred_sql.append(second)
        return first

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """For PostgreSQL: on SQLite the table is made again without it."""
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """The same, asked before the row is written. Raises ValidationError."""
        field = model._meta.get_field(self.key)
        held = getattr(instance, str(getattr(field, "attname", self.key)))
        first, end = getattr(instance, self.starts), getattr(instance, self.ends)
        left_out = {self.key, self.starts, self.ends} & set(exclude or ())
        if left_out or held is None or first is None or (end is not None and end <= first):
            return
        others = model._default_manager.using(using).filter(**{self.key: held}).exclude(pk=instance.pk)
        others = others.filter(
            Q(**{self.ends: None})
            | Q(**{f"{self.ends}__gt": first}) & Q(**{f"{self.ends}__gt": F(self.starts)})
        )
        if end is not None:
            others = others.filter(**{f"{self.starts}__lt": end})
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "key": self.key, "starts": self.starts, "ends": self.ends}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.key))

    def _triggers(self, model: Any, schema_editor: Any) -> tuple[Statement, Statement]:
        names = self._names(model, schema_editor)
        table = Table(model._meta.db_table, schema_editor.quote_name)
        insert, update = (
            Statement(
                _TRIGGER,
                table=table,
                trigger=schema_editor.quote_name(f"{self.name}_{event.lower()}"),
                event=event,
                said=self.name,
                **names,
            )
            for event in ("INSERT", "UPDATE")
        )
        return insert, update

    def _names(self, model: Any, schema_editor: Any) -> dict[str, str]:
        quoted, column = schema_editor.quote_name, model._meta.get_field
        fields = {"key": self.key, "starts": self.starts, "ends": self.ends}
        names = {part: quoted(str(getattr(column(name), "column", name))) for part, name in fields.items()}
        return names | {"name": quoted(self.name), "pk": quoted(model._meta.pk.column)}
