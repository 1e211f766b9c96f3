"""Other choices with nearly the same totals, found by trying what a dozen practices may have given to each option.

The practices that chose an option, its column, are the bits of one number. All columns of a fitting weight are listed,
those most like what was cast first; then one is taken for every option, such that no practice stands in too many
columns and as many practices as abstained stand in none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

from mailvote.rules.disclosure.reader import Bounds, Cast, Choices

VERDICT = 30
"""How much patience it costs to ask for the verdict on totals, where to look at one column costs 1."""

Column = int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The columns that each option may have, each with its total; a practice, one of `rows`, stands in `at_most`."""

    columns: tuple[Mapping[Column, int], ...] = field(repr=False)
    rows: tuple[Column, ...]
    at_most: int
    abstentions: int


def search(
    cast: Cast, bounds: Bounds, practice: int, window: Sequence[int], patience: Iterator[object]
) -> Choices | None:
    """Choices that fit the bounds, in which this practice chose otherwise and those outside the window as they did.

    Looking costs `patience`. None is a proof that there are no such choices, unless that has run out.
    """
    table = _table(cast, bounds, window)
    ways = (
        dict(columns)
        for order, changed in _deviations(table, cast.choices[practice], window.index(practice))
        for columns in _fill(changed, order, (0,) * table.at_most, patience)
    )
    found = (_choices(cast, window, columns) for columns in ways if _same_verdict(cast, table, columns, patience))
    return next((choices for choices in found if cast.fits(choices, bounds)), None)


def _table(cast: Cast, bounds: Bounds, window: Sequence[int]) -> _Table:
    sums = [0]
    for practice in window:
        sums += [cast.weights[practice] + weight for weight in sums]
    return _Table(
        columns=tuple(_columns(cast, option, bounds[option], window, sums) for option in range(cast.options)),
        rows=tuple(1 << row for row in range(len(window))),
        at_most=cast.at_most,
        abstentions=sum(not cast.choices[practice] for practice in window),
    )


def _columns(
    cast: Cast, option: int, bounds: tuple[int, int], window: Sequence[int], sums: Sequence[int]
) -> Mapping[Column, int]:
    """The columns with which the option has a total within the bounds."""
    own = sum(1 << row for row, practice in enumerate(window) if cast.choices[practice] >> option & 1)
    outside = cast.totals[option] - sums[own]
    least, most = bounds[0] - outside, bounds[1] - outside
    fitting = (column for column, weight in enumerate(sums) if least <= weight <= most)
    alike = sorted(fitting, key=lambda column: ((column ^ own).bit_count(), column))
    return {column: outside + sums[column] for column in alike}


def _deviations(table: _Table, own: int, row: int) -> Iterator[tuple[list[int], _Table]]:
    """For each option the table in which the practice of that row changed sides there, and the order to fill it in.

    Where every practice has one choice, whoever voted and changed sides has left the option it voted for.
    """
    everything = range(len(table.columns))
    for option in everything:
        stood = own >> option & 1
        if stood or not own or table.at_most > 1:
            changed = {one: total for one, total in table.columns[option].items() if one >> row & 1 != stood}
            columns = (*table.columns[:option], changed, *table.columns[option + 1 :])
            others = sorted({*everything} - {option}, key=lambda one: len(columns[one]))
            yield [option, *others], replace(table, columns=columns)


def _fill(
    table: _Table, order: Sequence[int], standing: tuple[Column, ...], patience: Iterator[object]
) -> Iterator[tuple[tuple[int, Column], ...]]:
    """Every way to fill the options in that order; `standing` are those who stand in one column, in two ..."""
    if not order:
        if len(table.rows) - standing[0].bit_count() == table.abstentions:
            yield ()
        return
    option, *rest = order
    for column, _ in zip(_candidates(table, order, standing), patience, strict=False):
        if not column & standing[-1]:
            for columns in _fill(table, rest, _stand(standing, column), patience):
                yield (option, column), *columns


def _candidates(table: _Table, order: Sequence[int], standing: tuple[Column, ...]) -> Iterable[Column]:
    """What the next option may have: of the last, where each has one choice, all that are left but the abstentions."""
    columns = table.columns[order[0]]
    if table.at_most > 1 or len(order) > 1:
        return columns
    left = [row for row in table.rows if not row & standing[0]]
    ways = (sum(left) - sum(idle) for idle in combinations(left, table.abstentions))
    return (column for column in ways if column in columns)


def _stand(standing: tuple[Column, ...], column: Column) -> tuple[Column, ...]:
    """Whoever stood in some columns and stands in this one stands in one more."""
    return tuple(here | below & column for here, below in zip(standing, (-1, *standing), strict=False))


def _same_verdict(cast: Cast, table: _Table, columns: Mapping[int, Column], patience: Iterator[object]) -> bool:
    totals = tuple(totals[columns[option]] for option, totals in enumerate(table.columns))
    paid = len(tuple(islice(patience, VERDICT))) == VERDICT
    return paid and cast.verdict(totals) == cast.verdict(cast.totals)


def _choices(cast: Cast, window: Sequence[int], columns: Mapping[int, Column]) -> Choices:
    choices = list(cast.choices)
    for row, practice in enumerate(window):
        choices[practice] = sum(1 << option for option, column in columns.items() if column >> row & 1)
    return tuple(choices)
