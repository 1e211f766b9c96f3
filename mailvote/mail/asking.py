"""What a letter asks its reader to write, in the words of the paper's choices."""

from mailvote.rules.paper import Paper


def instruction(paper: Paper) -> str:
    """The sentence that a paper begins with: `Reply with just the number, for example 2.`"""
    if paper.rules.has_fixed_options:
        return f"Reply {_names(paper)}, or just the number."
    number = choose_at_most(paper)
    numbers = ", ".join(map(str, example(paper)))
    return f"Reply with {'just the number' if number == 1 else f'up to {number} numbers'}, for example {numbers}."


def answer(paper: Paper) -> str:
    """The same behind the word “reply”, inside a sentence: `with just the number of your choice`."""
    if paper.rules.has_fixed_options:
        return f"{_names(paper)}, or just the number"
    number = choose_at_most(paper)
    return "with just the number of your choice" if number == 1 else f"with up to {number} numbers, your choices"


def correction(paper: Paper) -> str:
    """What to reply to change a vote, behind the word “reply”."""
    if paper.rules.has_fixed_options:
        return f"{', '.join(option.name.upper() for option in paper.options)} or ABSTAIN"
    what = "just the number of your choice" if choose_at_most(paper) == 1 else "all the numbers of your choice"
    return f"with {what}, or with ABSTAIN,"


def buttons(paper: Paper) -> str:
    """What the press of a button does, and what it leaves to be done."""
    shown = "Where these lines are shown as buttons, pressing one"
    if choose_at_most(paper) == 1:
        return f"{shown} writes the reply for you; you still have to send it."
    return (
        f"{shown} begins the reply for you: add your other numbers, and send it. "
        "All your numbers go in one reply; a second reply adds nothing to the first."
    )


def choose_at_most(paper: Paper) -> int:
    """How many numbers one reply may hold: as many as the rules allow, and never more than there are options."""
    return max(1, min(paper.choose_at_most, len(paper.options)))


def example(paper: Paper) -> tuple[int, ...]:
    """Numbers that stand on this paper: 2 where one may be chosen, 1 and 3 where it may be two."""
    numbers = tuple(option.number for option in paper.options)
    wanted = choose_at_most(paper)
    if wanted == 1:
        return numbers[1:2] or numbers
    return numbers if wanted == len(numbers) else (numbers[0], *numbers[2 : wanted + 1])


def _names(paper: Paper) -> str:
    return " or ".join(option.name.upper() for option in paper.options)
