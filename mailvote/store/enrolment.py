"""Changing the register: each change of `register.Change` applied as rows, names kept unambiguous (R1, R7)."""

from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from mailvote.rules.electorate import Role, name_key
from mailvote.store import tables as t
