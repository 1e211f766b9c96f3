"""The text alternative of a letter: wrapped for any mail program, forms and tables in lines of their own."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping

from markdown_it.tree import SyntaxTreeNode

from mailvote.mail.markup import is_choice, parsed, words

WIDTH = 72
RULE = "- " * 12


def as_text(source: str) -> str:
    """The letter as plain text, at most `WIDTH` columns wide where words allow, ending in one newline."""
    return text_of(parsed(source))


def text_of(tree: SyntaxTreeNode) -> str:
    """The text of a letter that has been parsed."""
    return "\n".join(_blocks(tree, WIDTH)) + "\n"


def _blocks(node: SyntaxTreeNode, width: int) -> list[str]:
    """The lines of all children, with a blank line between blocks."""
    lines: list[str] = []
    for child in node.children:
        lines += ([""] if lines else []) + _WRITERS[child.type](child, width)
    return lines


def _prose(node: SyntaxTreeNode, width: int) -> list[str]:
    return [line for part in _inline(node).split("\n") for line in _wrapped(part, width)]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False)


def _inline(node: SyntaxTreeNode) -> str:
    """The words of a line; an address on the web follows its label, a mailto link is its label alone."""
    if node.type != "link":
        return words(node) if not node.children else "".join(_inline(child) for child in node.children)
    label, target = "".join(_inline(child) for child in node.children), str(node.attrs.get("href", ""))
    return f"{label}: {target}" if target.startswith("http") and target != label else label


def _list(node: SyntaxTreeNode, width: int) -> list[str]:
    items = [
        _item(item, f"{number}. " if node.type == "ordered_list" else "- ", width)
        for number, item in enumerate(node.children, start=int(node.attrs.get("start", 1)))
    ]
    return [line for item in items for line in item]


def _item(item: SyntaxTreeNode, marker: str, width: int) -> list[str]:
    marker = "  " if is_choice(item) else marker
    lines = _blocks(item, width - len(marker))
    return [(marker if number == 0 else " " * len(marker)) + line if line else "" for number, line in enumerate(lines)]


def _table(node: SyntaxTreeNode, width: int) -> list[str]:
    rows = [list(row.children) for part in node.children for row in part.children]
    texts = [[_inline(cell) for cell in row] for row in rows]
    widths = [max(len(text) for text in column) for column in zip(*texts, strict=True)]
    lines = [
        "  ".join(_cell(cell, text, columns) for cell, text, columns in zip(row, line, widths, strict=True)).rstrip()
        for row, line in zip(rows, texts, strict=True)
    ]
    return [lines[0], "  ".join("-" * columns for columns in widths), *lines[1:]]


def _cell(cell: SyntaxTreeNode, text: str, width: int) -> str:
    return text.rjust(width) if "right" in str(cell.attrs.get("style", "")) else text.ljust(width)


def _quotation(node: SyntaxTreeNode, width: int) -> list[str]:
    return [f"> {line}".rstrip() for line in _blocks(node, width - 2)]


def _form(node: SyntaxTreeNode, width: int) -> list[str]:
    return node.content.rstrip("\n").split("\n")


_WRITERS: Mapping[str, Callable[[SyntaxTreeNode, int], list[str]]] = {
    "paragraph": _prose,
    "heading": _prose,
    "bullet_list": _list,
    "ordered_list": _list,
    "table": _table,
    "blockquote": _quotation,
    "fence": _form,
    "hr": lambda node, width: [RULE.rstrip()],
}
