"""Play the script scene by scene on the real office, keep every mail, and show how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from mailvote.demo import folder as places
from mailvote.demo.album import Album
from mailvote.demo.drafts import TEXT, Draft, content
from mailvote.demo.house import House, Sent, open_house
from mailvote.demo.narrator import Narrator
from mailvote.demo.script import ELECTION, START, STRANGERS, Scene
from mailvote.demo.understanding import understood
from mailvote.mail import phrases
from mailvote.mail.letter import short_time
from mailvote.reports.declaration import Declaration, declaration_page
from mailvote.reports.gallery import Gallery, gallery_page

WITHOUT_REPORTLAB = "not made; it needs an extra: pip install 'mailvote[reports]'"

INTRODUCTION = (
    "Every mail of the demo in the order in which it passed: what the bot received, and each letter that it wrote.",
    "Names and addresses are invented. Beside a received mail stands what became of it in the end.",
)


def perform(folder: Path, narrator: Narrator, *, watch: bool) -> bool:
    """Play the election in a folder that is ready, until the narrator is stopped; whether it came to a declaration."""
    narrator.open(folder)
    with open_house(folder / places.OFFICE, START) as house:
        house.strike(START)
        performance = Performance(
            house=house,
            folder=folder,
            album=Album(folder),
            narrator=narrator,
            watch=watch,
            cast=cast_of(house),
        )
        for scene in ELECTION:
            if narrator.stop.is_set():
                return False
            performance.play(scene)
        return performance.finish() is not None


def files(folder: Path) -> list[tuple[str, Path | str]]:
    """What there is to look at: a name for each, and where it is or how to get it."""
    named = (
        ("Every mail to click through", places.GALLERY),
        ("The declaration", places.DECLARATION),
        ("The declaration as PDF", places.DECLARATION_PDF),
        ("The mails as .eml", places.MAILS),
        ("Database and settings", places.OFFICE),
    )
    return [(label, folder / name if (folder / name).exists() else WITHOUT_REPORTLAB) for label, name in named]


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """One playing of a script in a house; `watch` shows every letter in full, `cast` says who an address is."""

    house: House
    folder: Path
    album: Album
    narrator: Narrator
    watch: bool
    cast: Mapping[str, tuple[str, str]]

    def play(self, scene: Scene) -> None:
        """One scene: the message or the hour, how it was understood, and the letters that went out."""
        self.narrator.scene(self._when(scene), self._who(scene), scene.aside, _heard(scene))
        letters = self._deliver(scene) if scene.sender else self.house.strike(scene.at)
        for sent in letters:
            self.album.keep_sent(sent.letter, self._local(self.house.clock.now), sent.content)
        self.narrator.letters([(sent.purpose, _recipient(sent)) for sent in letters])
        for sent in letters if self.watch else ():
            text = content(sent.letter, TEXT)
            self.narrator.whole_letter(str(sent.letter["Subject"]), str(sent.letter["To"]), text)

    def finish(self) -> Declaration | None:
        """Write the declaration and the gallery; None where the ballot has not been declared."""
        declared = self.house.declaration()
        if declared is None:
            return None
        pdf = _pdf(declared)
        (self.folder / places.DECLARATION).write_text(declaration_page(declared), encoding="utf-8")
        if pdf is not None:
            (self.folder / places.DECLARATION_PDF).write_bytes(pdf)
        gallery = gallery_page(self._gallery(declared, has_pdf=pdf is not None))
        (self.folder / places.GALLERY).write_text(gallery, encoding="utf-8")
        self.narrator.declare(declared, self._sum())
        return declared

    def _deliver(self, scene: Scene) -> tuple[Sent, ...]:
        """Write the message in its mail program, put it into the mailbox, and note what became of it."""
        message = scene.client(self._draft(scene))
        raw = message.as_bytes(policy=SMTP)
        letters = self.house.receive(raw, scene.at)
        row = self.house.filed(str(message["Message-ID"]))
        verdict = understood(row, letters)
        self.narrator.verdict(row.fate, verdict)
        self.album.keep_received(message, self._local(scene.at), raw, note=scene.aside, verdict=verdict)
        return letters

    def _draft(self, scene: Scene) -> Draft:
        return Draft(
            name=self.cast[scene.sender][0],
            address=scene.sender,
            to=self.house.office.settings.address,
            words=scene.words,
            written_at=self._local(scene.at),
            subject=scene.subject,
            answers=self.house.newest(scene.sender, scene.answers) if scene.answers else None,
            form=scene.form,
        )

    def _gallery(self, declared: Declaration, *, has_pdf: bool) -> Gallery:
        links = [("The declaration", places.DECLARATION)] + [("as PDF", places.DECLARATION_PDF)] * has_pdf
        return Gallery(
            title=f"An election by email: {declared.title}",
            introduction=(*INTRODUCTION, f"{declared.headline}.", f"{declared.messages} {self._sum()}"),
            links=tuple(links),
            mails=self.album.with_fates(lambda message_id: self.house.filed(message_id).fate),
        )

    def _sum(self) -> str:
        """The line in which all messages of the organisation add up: those of the ballot and those of none."""
        ballot: Any = self.house.figures()["messages"]
        others = self.house.unattributed()
        within, outside = sum(ballot.values()), sum(others.values())
        delivered = sum(mail.incoming for mail in self.album.mails)
        total = f"{within} + {outside} = {within + outside}, of {delivered} delivered."
        return f"Outside the ballot, {phrases.reconciliation(others)} Together {total}"

    def _when(self, scene: Scene) -> str:
        return short_time(scene.at.replace(second=0), self.house.office.desk.house.calendar)

    def _who(self, scene: Scene) -> str:
        if not scene.sender:
            return "The clock"
        name, part = self.cast[scene.sender]
        return f"{name}{part} ({scene.program})"

    def _local(self, at: datetime) -> datetime:
        return self.house.office.desk.house.calendar.local(at)


def cast_of(house: House) -> dict[str, tuple[str, str]]:
    """Who the people of the story are, by address: their name, and their part as it follows the name."""
    people = {
        person.address: (person.name, f", {person.role} of {member.name}")
        for member in house.electorate().members
        for person in member.people
    }
    managers = {manager.address: (manager.name, ", election manager") for manager in house.office.desk.managers}
    return {**people, **managers, **{address: (name, ", a stranger") for address, name in STRANGERS.items()}}


def _heard(scene: Scene) -> str:
    """What the audience hears of a message: the subject of a new one, and the words."""
    return " / ".join(line for line in (scene.subject, *scene.words.split("\n")) if line)


def _recipient(sent: Sent) -> str:
    name, address = parseaddr(str(sent.letter["To"]))
    return name or address


def _pdf(declared: Declaration) -> bytes | None:
    """The declaration as PDF, where reportlab is installed."""
    try:
        from mailvote.reports.declaration_pdf import declaration_pdf
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "reportlab":
            raise
        return None
    return declaration_pdf(declared)
