"""HTML of a message into the lines that a person sees, with quotations marked as in plain text."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 192 * 1024
MAX_NODES = 8_000
MAX_TEXT = 64 * 1024
MAX_OPEN = 400

QUOTED = "> "
DIVIDER = "-----Original Message-----"
SIGNATURE = "-- "
STRUCK_OUT = " [struck out] "

_DROPPED = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "iframe", "select",
     "textarea", "-comment", "!doctype", "-doctype"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
     "table", "tr", "ul"}
)  # fmt: skip
_STRUCK = frozenset({"s", "strike", "del"})
_SPACED = frozenset({"p", "h1", "h2", "h3", "table", "ul", "ol"})
_SELF_CLOSING = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
     "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "option", "optgroup", "dt", "dd", "html",
     "head", "body"}
)  # fmt: skip
_QUOTE_CLASSES = frozenset(
    {"gmail_quote", "gmail_quote_container", "gmail_attr", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix",
     "moz-forward-container", "tutanota_quote", "zmail_extra", "zmail_extra_hr", "spark_quote"}
)  # fmt: skip
_QUOTE_IDS = frozenset({"reply-intro", "replyblockquote", "isforwardcontent", "isreplycontent"})
_DIVIDER_IDS = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "zwchr"})
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "applemailsignature"})
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em|%)?(?:;|!|\Z)|opacity:0(?:\.0+)?(?:;|!|\Z)"
    r"|max-height:0(?:px)?(?:;|!|\Z)"
)
_HEADER_RULE = re.compile(r"border-top:solid#?\w{1,20}1(?:\.0)?pt;padding:3(?:\.0)?pt0")
"""How Word draws the line above the From, Sent, To and Subject of a letter that is answered, in any language."""

_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,30})")
_PREFIX = re.compile(r"\A(?:x_|m_-?[0-9]{1,25}|ydp[0-9a-f]{6,12})+")
"""What Outlook, Gmail and Yahoo put before the names in a message that they answer."""


@dataclass(slots=True, repr=False)
class _Page:
    """Lines as they are written, and how much may still be."""

    lines: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    left: int = MAX_TEXT
    quotes: int = 0
    cut: bool = False
    numbers: dict[int, int] = field(default_factory=dict)

    def write(self, text: str) -> None:
        self.cut = self.cut or len(text) > self.left
        self.current.append(text[: self.left])
        self.left -= len(self.current[-1])

    def end_line(self, *, always: bool = False) -> None:
        line = "".join(self.current).strip(" ")
        self.current.clear()
        if line or always:
            self.lines.append(QUOTED + line if self.quotes else line)

    def mark(self, line: str) -> None:
        self.end_line()
        self.write(line)
        self.end_line()
        self.lines.append("")


def lines_of_html(html: str) -> tuple[tuple[str, ...], bool]:
    """The visible lines of an HTML part, quotations led by "> ", and whether a bound cut it short."""
    safe = _shallow(html[:MAX_HTML])
    page = _Page(cut=len(safe) < len(html))
    root = LexborHTMLParser(safe).root
    if root is not None:
        _walk(root, page)
    page.end_line()
    return tuple(page.lines), page.cut


def _shallow(html: str) -> str:
    """The HTML up to where more than `MAX_OPEN` elements are open: a parser's work grows with their square."""
    unclosed: dict[str, int] = {}
    depth = 0
    for tag in _TAG.finditer(html):
        name = tag.group(2).casefold()
        if name in _SELF_CLOSING:
            continue
        step = (-1 if unclosed.get(name) else 0) if tag.group(1) else 1
        unclosed[name] = unclosed.get(name, 0) + step
        depth += step
        if depth > MAX_OPEN:
            return html[: tag.start()]
    return html


def _walk(root: LexborNode, page: _Page) -> None:
    """Depth first without recursion, so that no nesting is too deep."""
    path: list[tuple[LexborNode, int]] = []
    node: LexborNode | None = root
    for _ in range(MAX_NODES):
        if node is None:
            return
        quotes = _enter(node, page)
        child = None if quotes is None else node.child
        if child is not None:
            path.append((node, quotes or 0))
            node = child
            continue
        _leave(node, page, quotes or 0)
        _end_quotation(node, path, page)
        while path and node.next is None:
            node, quotes = path.pop()
            _leave(node, page, quotes)
            _end_quotation(node, path, page)
        node = node.next if path else None
    page.cut = True


def _end_quotation(node: LexborNode, path: list[tuple[LexborNode, int]], page: _Page) -> None:
    """What follows a quotation inside the box that programs put it into is no part of it: an answer below."""
    if node.tag == "blockquote" and path and path[-1][0].tag != "blockquote":
        box, quotes = path[-1]
        page.quotes -= quotes
        path[-1] = (box, 0)


def _enter(node: LexborNode, page: _Page) -> int | None:
    """Write what stands at the beginning of an element; how many quotations it opens, None if it is not seen."""
    tag = node.tag or ""
    if tag == "-text":
        _text(node, page)
        return None
    if tag in _DROPPED or _hidden(node):
        return None
    if tag in _BLOCKS:
        page.end_line()
    names = _names(node)
    if names & _DIVIDER_IDS or _HEADER_RULE.search(_style(node)):
        page.mark(DIVIDER)
    elif names & (_SIGNATURE_CLASSES | _SIGNATURE_IDS) and not page.quotes:
        page.mark(SIGNATURE)
    quotes = int(tag == "blockquote" or bool(names & (_QUOTE_CLASSES | _QUOTE_IDS)))
    page.quotes += quotes
    _tag_text(tag, node, page)
    return quotes


def _tag_text(tag: str, node: LexborNode, page: _Page) -> None:
    if tag in _STRUCK or "line-through" in _style(node):
        page.write(STRUCK_OUT)
    if tag == "br":
        page.end_line(always=True)
    elif tag in ("td", "th") and page.current:
        page.write(" ")
    elif tag == "li" and (number := _item_number(node, page)):
        page.write(f"{number}. ")


def _leave(node: LexborNode, page: _Page, quotes: int) -> None:
    tag = node.tag or ""
    if tag in _BLOCKS:
        page.end_line()
    if tag in _SPACED and page.lines and page.lines[-1]:
        page.lines.append("")
    page.quotes -= quotes


def _text(node: LexborNode, page: _Page) -> None:
    text = node.text_content or ""
    parent = node.parent
    if parent is not None and parent.tag == "pre":
        first, *rest = text.split("\n")
        page.write(first)
        for line in rest:
            page.end_line(always=True)
            page.write(line)
        return
    plain = _SPACE.sub(" ", text)
    page.write(plain if page.current else plain.lstrip(" "))


def _names(node: LexborNode) -> set[str]:
    """The classes and the id of an element, without the prefix of a message that was answered before."""
    attributes = node.attributes
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:1000].casefold().split()
    return {_PREFIX.sub("", word) for word in words} if words else set()


def _hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or bool(_HIDDEN.search(_style(node)))


def _style(node: LexborNode) -> str:
    return (node.attributes.get("style") or "")[:2000].casefold().replace(" ", "")


def _item_number(node: LexborNode, page: _Page) -> int | None:
    """The number that a numbered list shows before its next item."""
    parent = node.parent
    if parent is None or parent.tag != "ol":
        return None
    following = page.numbers.get(parent.mem_id) or _whole(parent.attributes.get("start"), 1)
    number = _whole(node.attributes.get("value"), following)
    page.numbers[parent.mem_id] = number + 1
    return number


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else otherwise
