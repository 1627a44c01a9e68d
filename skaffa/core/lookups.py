"""`field__among=ids`: what `__in` says, with all the ids as one array.

To quote thousands of values one by one, and to have PostgreSQL read them, costs more than to find their rows.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, BigIntegerField, CharField, ForeignKey
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    _Lookup = Lookup[Iterable[int | str]]
else:
    _Lookup = Lookup


class Among(_Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        values = list(self.rhs)
        if not values:
            raise EmptyResultSet
        field, given = self.process_lhs(compiler, connection)
        return f"{field} = ANY (%s)", (*given, values)


for _field in (BigAutoField, BigIntegerField, CharField, ForeignKey):
    _field.register_lookup(Among)
