"""What the tests look for in a page."""

from collections import Counter
from html.parser import HTMLParser


class Links(HTMLParser):
    """The links, anchors and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.anchors: set[str] = set()
        self.tags: Counter[str] = Counter()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.targets |= {str(given["href"])} if "href" in given else set()
        self.anchors |= {f"#{given['id']}"} if "id" in given else set()
