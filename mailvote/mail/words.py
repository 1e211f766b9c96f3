"""The words of a text, as every reader of votes compares them."""

from collections.abc import Iterator

Words = tuple[str, ...]

QUESTION_MARKS: frozenset[str] = frozenset("?？؟⁇⁈⁉‽⸮¿︖﹖")
"""The marks of a question in any script."""


def plain_words(text: str) -> Iterator[str]:
    """The words of a text in one case, without apostrophes and stops: "Dr. O'Brien-Lee" gives dr, obrien, lee."""
    word: list[str] = []
    for sign in text.casefold():
        if sign.isalnum():
            word.append(sign)
        elif sign not in "'’" and word:
            yield "".join(word)
            word = []
    if word:
        yield "".join(word)
