"""The declarations of a story as files, and the list of all that there is to look at."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mailvote.demo import folder as places
from mailvote.reports.declaration import Declaration, declaration_page

WITHOUT_REPORTLAB = "not made; it needs an extra: pip install 'mailvote[reports]'"

Link = tuple[str, str]
"""What a file is, and its name in the folder."""


def keep_declarations(folder: Path, declared: Sequence[Declaration]) -> tuple[Link, ...]:
    """Write the declarations, the oldest first, each as a page and as PDF; what was written."""
    *earlier, last = declared
    named = [
        *((f"The declaration of {one.reference}", places.earlier_declaration(one.reference), one) for one in earlier),
        ("The declaration", places.DECLARATION, last),
    ]
    return tuple(link for label, name, one in named for link in _keep(folder, label, name, one))


def files(folder: Path) -> list[tuple[str, Path | str]]:
    """What there is to look at: a name for each, and where it is or how to get it."""
    earlier = [(f"The declaration of {reference}", name) for reference, name in places.earlier_declarations(folder)]
    named = (
        ("Every mail to click through", places.GALLERY),
        *earlier,
        ("The declaration", places.DECLARATION),
        ("The declaration as PDF", places.DECLARATION_PDF),
        ("The mails as .eml", places.MAILS),
        ("Database and settings", places.OFFICE),
    )
    return [(label, folder / name if (folder / name).exists() else WITHOUT_REPORTLAB) for label, name in named]


def _keep(folder: Path, label: str, name: str, declared: Declaration) -> Iterator[Link]:
    (folder / name).write_text(declaration_page(declared), encoding="utf-8")
    yield label, name
    pdf = _pdf(declared)
    if pdf is not None:
        beside = (folder / name).with_suffix(".pdf")
        beside.write_bytes(pdf)
        yield "as PDF", beside.name


def _pdf(declared: Declaration) -> bytes | None:
    """The declaration as PDF, where reportlab is installed."""
    try:
        from mailvote.reports.declaration_pdf import declaration_pdf
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "reportlab":
            raise
        return None
    return declaration_pdf(declared)
