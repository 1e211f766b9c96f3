"""One source, two alternatives: a letter's CommonMark as a tree, of which text and HTML are written."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_RULES_UNUSED = ("autolink", "code", "html_block", "html_inline", "image", "lheading", "reference")
_COMMONMARK = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_RULES_UNUSED))


def parsed(source: str) -> SyntaxTreeNode:
    """The letter as a tree of blocks."""
    return SyntaxTreeNode(_COMMONMARK.parse(source))


def is_choice(item: SyntaxTreeNode) -> bool:
    """A list item or paragraph that is one link and nothing else: in HTML a button, in text a line."""
    inline = item
    while inline.type != "inline" and len(inline.children) == 1:
        inline = inline.children[0]
    return inline.type == "inline" and [child.type for child in inline.children] == ["link"]


def choice(item: SyntaxTreeNode) -> SyntaxTreeNode:
    """The link of an item that `is_choice`."""
    link = item
    while link.type != "link":
        link = link.children[0]
    return link


def words(node: SyntaxTreeNode) -> str:
    """The words of a node in order, soft and hard breaks as blanks and newlines."""
    if node.type in ("text", "code_inline", "fence"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " " if node.type == "softbreak" else "\n"
    return "".join(words(child) for child in node.children)
