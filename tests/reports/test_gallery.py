"""The gallery shows every mail, links only to what is there, and lets nothing out of a mail that is in it."""

from html.parser import HTMLParser

from mailvote.reports.gallery import Gallery, Mail, gallery_page


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text outside of styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def mail(number: int, **changes: object) -> Mail:
    values: dict[str, object] = {
        "number": number,
        "day": "Monday 23 November 2026",
        "clock": "09:05",
        "incoming": number % 2 == 1,
        "sender": "Dr A <a@x.example>",
        "recipient": "Ballots <ballots@selg.example>",
        "subject": f"Subject {number}",
        "text": "the text",
        "html": "<p>the html</p>",
        "file": f"mails/{number:03}.eml",
    }
    return Mail(**{**values, **changes})  # type: ignore[arg-type]


def shown(*mails: Mail) -> Page:
    gallery = Gallery(title="An election", introduction=("Look.",), links=(("Result", "r.html"),), mails=mails)
    return Page(gallery_page(gallery))


HOSTILE = '"></iframe><script>alert(1)</script><img src="https://spy.example/p.gif"><style>*{display:none}</style>'


def test_a_hostile_mail_stays_text_and_inside_its_frame() -> None:
    page = shown(
        mail(1, subject=HOSTILE, sender=HOSTILE, recipient=HOSTILE, text=HOSTILE, html=HOSTILE, note=HOSTILE,
             verdict=HOSTILE, fate=HOSTILE, file=HOSTILE)
    )  # fmt: skip
    assert not page.all("script") + page.all("img")
    assert len(page.all("style")) == 1
    assert [frame["srcdoc"] for frame in page.all("iframe")] == [HOSTILE]


def test_a_frame_has_no_permission_at_all_and_the_page_fetches_nothing() -> None:
    page = shown(mail(1), mail(2))
    assert [frame["sandbox"] for frame in page.all("iframe")] == ["", ""]
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in str(policy)
    assert not page.all("link") + page.all("script")


def test_every_mail_can_be_reached_from_the_list_and_from_its_neighbours() -> None:
    page = shown(*(mail(number) for number in (1, 2, 3)))
    targets = {f"#{article['id']}" for article in page.all("article")}
    links = [str(link["href"]) for link in page.all("a")]
    assert targets == {"#mail-1", "#mail-2", "#mail-3"}
    assert {link for link in links if link.startswith("#mail-")} == targets
    assert links.count("#mail-2") == 3, "the list, the mail before it, and the mail after it"


def test_a_mail_without_html_shows_its_text_alone() -> None:
    page = shown(mail(1, html=""), mail(2, html="", text=""))
    assert not page.all("iframe")
    assert len(page.all("pre")) == 2


def test_many_letters_of_one_kind_fold_into_one_line() -> None:
    papers = [mail(n, incoming=False, subject=f"Vote by Monday [SELG-2026-01 TAG{n}]") for n in range(1, 6)]
    page = shown(*papers)
    assert len(page.all("details")) == 1
    assert "5 letters" in page.words
    assert not shown(*papers[:3]).all("details")
    assert not shown(*(mail(n, incoming=True, subject="Re: Vote") for n in range(1, 6))).all("details")


def test_a_gallery_without_mails_is_a_page_too() -> None:
    assert "An election" in shown().words
