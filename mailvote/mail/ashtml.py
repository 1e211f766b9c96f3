"""The HTML alternative of a letter: tables and inline styles for Outlook, one column for phones, and dark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from markdown_it.tree import SyntaxTreeNode

from mailvote.mail.markup import choice, is_choice, parsed, words
from mailvote.mail.quotation import MARKERS

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_BODY = f"{_FONT};font-size:16px;line-height:1.5;color:#1a1f24"
_SOFT = f"{_FONT};font-size:14px;line-height:1.5;color:#4d5761"
_BREAK = "overflow-wrap:anywhere;word-break:break-word"
_WHOLE_WORDS = "overflow-wrap:break-word;word-break:normal"
_DARK = """
@media (prefers-color-scheme: dark) {
  .page { background: #14181c !important; }
  .card { background: #1d2329 !important; border-color: #39434d !important; }
  .ink { color: #eceff2 !important; }
  .soft { color: #b3bdc7 !important; }
  .link { color: #9cc9ff !important; }
  .choice { background: #20303f !important; border-color: #8ec2ff !important; }
  .choice-words { color: #e6f1ff !important; }
  .line { border-color: #4a5661 !important; }
  .form { background: #262e36 !important; border-color: #4a5661 !important; }
}
"""
_STYLE = """:root { color-scheme: light dark; }
body, table, td { -webkit-text-size-adjust: 100%; }
@media (max-width: 480px) { .pad { padding: 16px !important; } }"""


def as_html(source: str, title: str) -> str:
    """The letter as a complete HTML document that shows the same words as its text."""
    return html_of(parsed(source), title)


def html_of(tree: SyntaxTreeNode, title: str) -> str:
    """The document of a letter that has been parsed."""
    content = _Page().blocks(tree)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="supported-color-schemes" content="light dark">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\n{_STYLE}{_DARK}</style>\n</head>\n"
        '<body class="page" style="margin:0;padding:0;background:#f3f5f7">\n'
        '<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="background:#f3f5f7"><tr><td align="center" style="padding:12px 8px">\n'
        '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->\n'
        '<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="max-width:600px;background:#ffffff;border:1px solid #d5dbe1;border-radius:8px">'
        f'<tr><td class="pad ink" align="left" style="padding:24px;{_BODY};{_BREAK}">\n'
        f"{content}"
        "</td></tr></table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n"
    )


class _Page:
    """Writes blocks from the top of the page down; what stands below a rule is small print."""

    def __init__(self) -> None:
        self.small = False
        self._writers: Mapping[str, Callable[[SyntaxTreeNode], str]] = {
            "paragraph": self._paragraph,
            "heading": _heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "table": _table,
            "blockquote": _quotation,
            "fence": _form,
            "hr": self._rule,
        }

    def blocks(self, node: SyntaxTreeNode) -> str:
        return "".join(self._writers[child.type](child) for child in node.children)

    def _ink(self) -> str:
        return f'class="soft" style="{_SOFT};' if self.small else f'class="ink" style="{_BODY};'

    def _paragraph(self, node: SyntaxTreeNode) -> str:
        if node.parent is not None and node.parent.type == "list_item":
            return _inline(node)
        if is_choice(node):
            return _buttons([node])
        if words(node).casefold() in MARKERS:
            return f'<p class="soft" style="{_SOFT};font-size:13px;margin:0 0 12px">{_inline(node)}</p>\n'
        return f'<p {self._ink()}margin:0 0 14px;{_BREAK}">{_inline(node)}</p>\n'

    def _list(self, node: SyntaxTreeNode) -> str:
        if all(is_choice(item) for item in node.children):
            return _buttons(node.children)
        tag = "ol" if node.type == "ordered_list" else "ul"
        items = "".join(self._item(item) for item in node.children)
        return f'<{tag} style="margin:0 0 14px;padding:0 0 0 22px">\n{items}</{tag}>\n'

    def _item(self, item: SyntaxTreeNode) -> str:
        return f'<li {self._ink()}margin:0 0 6px;{_BREAK}">{self.blocks(item)}</li>\n'

    def _rule(self, node: SyntaxTreeNode) -> str:
        self.small = True
        return '<hr class="line" style="border:0;border-top:1px solid #d5dbe1;margin:22px 0 14px">\n'


def _heading(node: SyntaxTreeNode) -> str:
    size, above = {"h1": ("20px", 0), "h2": ("18px", 22)}.get(node.tag, ("16px", 18))
    style = f"{_BODY};font-size:{size};line-height:1.3;font-weight:bold;margin:{above}px 0 10px"
    return f'<{node.tag} class="ink" style="{style}">{_inline(node)}</{node.tag}>\n'


def _table(node: SyntaxTreeNode) -> str:
    rows = "".join(_row(row) for part in node.children for row in part.children)
    style = "border-collapse:collapse;margin:0 0 16px"
    return f'<table width="100%" cellpadding="0" cellspacing="0" border="0" style="{style}">\n{rows}</table>\n'


def _row(row: SyntaxTreeNode) -> str:
    return f"<tr>{''.join(_cell(cell) for cell in row.children)}</tr>\n"


def _cell(cell: SyntaxTreeNode) -> str:
    align = "right" if "right" in str(cell.attrs.get("style", "")) else "left"
    ink, face, scope = ("soft", _SOFT, ' scope="col"') if cell.tag == "th" else ("ink", _BODY, "")
    style = (
        f"{face};font-weight:normal;padding:{'7px 0 7px 10px' if align == 'right' else '7px 10px 7px 0'};"
        f"border-bottom:1px solid #d5dbe1;text-align:{align};vertical-align:top;{_WHOLE_WORDS}"
    )
    inner = _inline(cell)
    return f'<{cell.tag}{scope} class="{ink} line" align="{align}" style="{style}">{inner}</{cell.tag}>'


def _quotation(node: SyntaxTreeNode) -> str:
    style = "margin:0 0 16px;padding:12px 0 0 14px;border-left:4px solid #d5dbe1"
    return f'<blockquote class="line" style="{style}">\n{_Page().blocks(node)}</blockquote>\n'


def _form(node: SyntaxTreeNode) -> str:
    """Each line in a block of its own, so that mail programs keep them apart when they quote."""
    lines = node.content.rstrip("\n").split("\n")
    divs = "".join(f"<div>{escape(line) or '<br>'}</div>\n" for line in lines)
    style = f"{_BODY};background:#f3f5f7;border:1px solid #d5dbe1;padding:12px;margin:0 0 16px;{_BREAK}"
    return f'<div class="form ink" style="{style}">\n{divs}</div>\n'


def _inline(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "code_inline"):
        return escape(node.content)
    if node.type in ("softbreak", "hardbreak"):
        return " " if node.type == "softbreak" else "<br>\n"
    inner = "".join(_inline(child) for child in node.children)
    if node.type in ("strong", "em"):
        return f"<{node.tag}>{inner}</{node.tag}>"
    return _link(node, inner) if node.type == "link" else inner


def _link(node: SyntaxTreeNode, inner: str) -> str:
    target = escape(str(node.attrs.get("href", "")))
    shown = f"{inner}: {target}" if target.startswith("http") and target != inner else inner
    return f'<a class="link" href="{target}" style="color:#0b5cad;text-decoration:underline">{shown}</a>'


def _buttons(nodes: Sequence[SyntaxTreeNode]) -> str:
    """One full-width button for each; without a target, as in a proof, it looks the same and does nothing."""
    return "".join(_button(choice(node), 18 if node is nodes[-1] else 8) for node in nodes)


def _button(link: SyntaxTreeNode, below: int) -> str:
    inner = "".join(_inline(child) for child in link.children)
    target = escape(str(link.attrs.get("href", "")))
    tag, reference = ("a", f' href="{target}"') if target else ("span", "")
    style = "display:block;padding:11px 14px;font-size:17px;line-height:1.35;color:#083d73;text-decoration:none"
    box = "background:#eef5fc;border:1px solid #0b5cad;border-radius:6px;mso-padding-alt:11px 14px"
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" '
        f'style="margin:0 0 {below}px"><tr><td class="choice" style="{box}">'
        f'<{tag}{reference} class="choice-words" style="{_FONT};{style}">{inner}</{tag}></td></tr></table>\n'
    )
