"""Where the demo leaves its files: a new folder, an empty one, or that of an earlier demo, and nothing beside it."""

import re
import shutil
import tempfile
from pathlib import Path

from mailvote.errors import ConfigurationError, Mistake

MARK = ".mailvote-demo"
MAILS = "mails"
OFFICE = "office"
GALLERY = "index.html"
DECLARATION = "declaration.html"
DECLARATION_PDF = "declaration.pdf"

_OURS = (MAILS, OFFICE, GALLERY, DECLARATION, DECLARATION_PDF)
_EARLIER = re.compile(r"declaration-(?P<reference>[A-Z0-9_]+-\d{4}-\d+)\.(?:html|pdf)")


def prepare(out: Path | None) -> Path:
    """The folder, ready to be filled; without `out` a new one for temporary files.

    What an earlier demo left in it is removed, anything else makes it refused: ConfigurationError.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="mailvote-demo-")) if out is None else _cleared(out.resolve())
        (folder / MARK).write_text("This folder was made by `mailvote demo`, which may write over it.\n")
        for name in (MAILS, OFFICE):
            (folder / name).mkdir()
    except OSError as problem:
        raise _refused(out, f"cannot be written ({problem.strerror}); allowed: a folder of yours") from None
    return folder


def earlier_declaration(reference: str) -> str:
    """The name of the page with the declaration of a ballot that another one followed."""
    return f"declaration-{reference}.html"


def earlier_declarations(folder: Path) -> list[tuple[str, str]]:
    """The declarations of ballots that others followed, by reference, with the names of their pages."""
    found = ((_EARLIER.fullmatch(file.name), file.name) for file in sorted(folder.glob("*.html")))
    return [(named["reference"], name) for named, name in found if named]


def _cleared(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        raise _refused(folder, "is not empty; allowed: a new folder, an empty one, or that of an earlier demo")
    earlier = [path for path in folder.iterdir() if _EARLIER.fullmatch(path.name)]
    for path in (*(folder / name for name in _OURS), *earlier):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return folder


def _refused(folder: Path | None, phrase: str) -> ConfigurationError:
    return ConfigurationError([Mistake("demo", "--out", f"{folder or tempfile.gettempdir()} {phrase}")])
