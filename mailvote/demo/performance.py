"""Play a story scene by scene on the real office, keep every mail, and show how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from mailvote.demo import folder as places
from mailvote.demo.album import Album
from mailvote.demo.drafts import TEXT, Draft, content
from mailvote.demo.files import enclosing
from mailvote.demo.house import House, Sent, open_house
from mailvote.demo.narrator import Narrator
from mailvote.demo.outputs import keep_declarations
from mailvote.demo.script import Message, Scene, Script
from mailvote.demo.understanding import understood
from mailvote.mail import phrases
from mailvote.mail.letter import short_time
from mailvote.reports.declaration import Declaration
from mailvote.reports.gallery import Gallery, gallery_page

INTRODUCTION = (
    "Every mail of the demo in the order in which it passed: what the bot received, and each letter that it wrote.",
    "Names and addresses are invented. Beside a received mail stands what became of it in the end.",
)


def perform(script: Script, folder: Path, narrator: Narrator, *, watch: bool) -> bool:
    """Play the story in a folder that is ready, until the narrator is stopped; whether it came to its declarations."""
    narrator.open(script.title, script.setting, folder)
    with open_house(folder / places.OFFICE, script) as house:
        performance = Performance(
            script=script,
            house=house,
            folder=folder,
            album=Album(folder),
            narrator=narrator,
            watch=watch,
        )
        for scene in script.scenes:
            if narrator.stop.is_set():
                return False
            performance.play(scene)
        return performance.finish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """One playing of a story in a house; `watch` shows every letter in full."""

    script: Script
    house: House
    folder: Path
    album: Album
    narrator: Narrator
    watch: bool

    def play(self, scene: Scene) -> None:
        """One scene: the messages or the hour, how they were understood, and the letters that went out."""
        cast = self._cast()
        self._announce(scene, cast)
        letters = self._deliver(scene, cast) if scene.messages else self.house.strike(scene.at)
        for sent in letters:
            self.album.keep_sent(sent.letter, self._local(self.house.clock.now), sent.content)
        self.narrator.letters([(sent.purpose, _recipient(sent)) for sent in letters])
        for sent in letters if self.watch else ():
            text = content(sent.letter, TEXT)
            self.narrator.whole_letter(str(sent.letter["Subject"]), str(sent.letter["To"]), text)

    def finish(self) -> bool:
        """Write the declarations and the gallery; False where a ballot has not been declared."""
        declared = self.house.declarations()
        if not declared:
            return False
        links = keep_declarations(self.folder, declared)
        gallery = gallery_page(self._gallery(declared, links))
        (self.folder / places.GALLERY).write_text(gallery, encoding="utf-8")
        for one in declared:
            self.narrator.declare(one)
        self.narrator.add_up(self._sum())
        return True

    def _announce(self, scene: Scene, cast: Mapping[str, tuple[str, str]]) -> None:
        """When it is, and who writes what; where several do, each is named with the verdict."""
        when = short_time(scene.at.replace(second=0), self.house.office.desk.house.calendar)
        if len(scene.messages) == 1:
            message = scene.messages[0]
            self.narrator.scene(when, _who(message, cast), scene.aside, self._heard(message))
        else:
            self.narrator.scene(when, f"{len(scene.messages)} messages" if scene.messages else "The clock", scene.aside)

    def _deliver(self, scene: Scene, cast: Mapping[str, tuple[str, str]]) -> tuple[Sent, ...]:
        """Write each message in its mail program, put all into the mailbox, and note what became of them."""
        written = [
            (at, message, enclosing(message.program.client(self._draft(at, message, cast)), message.files))
            for at, message in scene.timed()
        ]
        letters = self.house.receive([(mail.as_bytes(policy=SMTP), at) for at, _, mail in written])
        for at, message, mail in written:
            if len(written) > 1:
                self.narrator.voice(_who(message, cast), self._heard(message))
            self._note(at, mail, [sent for sent in letters if sent.recipient == message.sender], scene.aside)
        return letters

    def _note(self, at: datetime, mail: EmailMessage, answers: Sequence[Sent], aside: str) -> None:
        row = self.house.filed(str(mail["Message-ID"]))
        verdict = understood(row, answers)
        self.narrator.verdict(row.fate, verdict)
        self.album.keep_received(mail, self._local(at), mail.as_bytes(policy=SMTP), note=aside, verdict=verdict)

    def _draft(self, at: datetime, message: Message, cast: Mapping[str, tuple[str, str]]) -> Draft:
        return Draft(
            name=cast[message.sender][0],
            address=message.sender,
            to=self.house.office.settings.address,
            words=self.house.numbered(message.words),
            written_at=self._local(at),
            subject=message.subject,
            answers=self.house.newest(message.sender, message.answers) if message.answers else None,
            form=message.form,
        )

    def _heard(self, message: Message) -> str:
        """What the audience hears of a message: the subject of a new one, the words, and which files are attached."""
        files = (f"[{file.name}]" for file in message.files)
        words = self.house.numbered(message.words).split("\n")
        return " / ".join(line for line in (message.subject, *words, *files) if line)

    def _cast(self) -> dict[str, tuple[str, str]]:
        """Who the people of the story are by now, by address: their name, and their part as it follows the name."""
        people = {
            person.address: (person.name, f", {person.role} of {member.name}") for member, person in self.house.people()
        }
        managers = {one.address: (one.name, ", election manager") for one in self.house.office.desk.managers}
        outsiders = {address: (name, f", {part}") for address, (name, part) in self.script.outsiders.items()}
        return {**people, **managers, **outsiders}

    def _gallery(self, declared: Sequence[Declaration], links: Sequence[tuple[str, str]]) -> Gallery:
        results = [f"{one.headline}. {one.messages}" for one in declared]
        return Gallery(
            title=f"{self.script.title}: {declared[0].title}",
            introduction=(*INTRODUCTION, *results, self._sum()),
            links=tuple(links),
            mails=self.album.with_fates(lambda message_id: self.house.filed(message_id).fate),
        )

    def _sum(self) -> str:
        """The line in which all messages of the organisation add up: those of the ballots and those of none."""
        tables: list[Any] = [figures["messages"] for _, figures in self.house.ballots()]
        others = self.house.unattributed()
        parts = [sum(messages.values()) for messages in (*tables, others)]
        delivered = sum(mail.incoming for mail in self.album.mails)
        total = f"{' + '.join(map(str, parts))} = {sum(parts)}, of {delivered} delivered."
        outside = "Outside the ballot" if len(tables) == 1 else "Outside the ballots"
        return f"{outside}, {phrases.reconciliation(others)} Together {total}"

    def _local(self, at: datetime) -> datetime:
        return self.house.office.desk.house.calendar.local(at)


def _who(message: Message, cast: Mapping[str, tuple[str, str]]) -> str:
    name, part = cast[message.sender]
    return f"{name}{part} ({message.program.name})"


def _recipient(sent: Sent) -> str:
    name, address = parseaddr(str(sent.letter["To"]))
    return name or address
