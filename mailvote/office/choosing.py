"""What a manager writes for the vote of a practice, read as an option of the paper, and an option put into words."""

from mailvote.mail.readings import read_line
from mailvote.mail.vocabulary import Vocabulary
from mailvote.mail.voter import voter_of
from mailvote.rules.electorate import name_key
from mailvote.rules.paper import Paper

PRESENT = frozenset(map(name_key, ("present", "was present", "present, no vote", "present, did not vote", "no vote")))
"""What stands for a practice that was at the meeting and did not vote: it takes part (R27)."""


def option_name(paper: Paper, choice: tuple[int, ...]) -> str:
    """The chosen option in words."""
    return ", ".join(option.name for option in paper.chosen(choice)) or "an abstention"


def read_option(paper: Paper, text: str, vocabulary: Vocabulary) -> tuple[int, ...] | None:
    """The choice that a manager names, read as a voter's line is: by number, name or `abstain`; None if it is none.

    The whole name of an option goes before anything that it could mean otherwise.
    """
    named = next((option for option in paper.options if name_key(option.name) == name_key(text)), None)
    if named is not None:
        return (named.number,)
    found = read_line(text, voter_of(paper, vocabulary, sender_name=""))
    choice = found.choice if found else None
    return None if choice is None or len(choice) > paper.choose_at_most else choice


def is_present(paper: Paper, text: str) -> bool:
    """Whether it says that a practice was at the meeting and cast no vote; only where the vote is taken at one."""
    return not paper.rules.is_by_mail and name_key(text) in PRESENT


def not_an_option(paper: Paper, text: str) -> str:
    """That the text names no option, and what may stand in its place."""
    names = "; ".join(f"{option.number} {option.name}" for option in paper.options)
    others = "“abstain”" if paper.rules.is_by_mail else "“abstain”, or “present”"
    return f"“{text}” is not on the paper. Its options are: {names}; or {others}."
