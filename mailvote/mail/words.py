"""The words of a text, as every reader of votes compares them."""

import re
from collections.abc import Iterator

Words = tuple[str, ...]

QUESTION_MARKS: frozenset[str] = frozenset("?？؟⁇⁈⁉‽⸮¿︖﹖")
"""The marks of a question in any script."""


_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’"))


def plain_words(text: str) -> Iterator[str]:
    """The words of a text in one case, without apostrophes and stops: "Dr. O'Brien-Lee" gives dr, obrien, lee."""
    return iter(_WORD.findall(text.casefold().translate(_APOSTROPHES)))
