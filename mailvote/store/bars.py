"""Whom a declared interest keeps from voting: a whole practice, or one person in every role (R11)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from mailvote.rules.electorate import Electorate, Member, Person, name_key
from mailvote.store.interests import Interest

Somebody: TypeAlias = tuple[str, str]
"""A person whatever their appointments: a name and an address. Several people may share an address (R10)."""


def barred(electorate: Electorate, interests: Sequence[Interest]) -> Electorate:
    """The electorate in which these interests are in force; of several the oldest is given as the reason.

    An interest names one appointment, but the person keeps it as deputy, as proxy, or for another practice.
    """
    newest_first = interests[::-1]
    appointed = {person.id: person for member in electorate.members for person in member.people}
    practices = {one.member_id: one.description for one in newest_first if one.person_id is None}
    people = {somebody(appointed[one.person_id]): one.description for one in newest_first if one.person_id in appointed}
    return Electorate(members=tuple(_barred(member, practices, people) for member in electorate.members))


def _barred(member: Member, practices: Mapping[int, str], people: Mapping[Somebody, str]) -> Member:
    own = tuple(replace(person, barred=people.get(somebody(person), "")) for person in member.people)
    return replace(member, people=own, barred=practices.get(member.id, ""))


def somebody(person: Person) -> Somebody:
    """Who holds an appointment, the same in all that they hold."""
    return name_key(person.name), person.address.casefold()
