"""How a member is shown: as a face in a list, and as a whole profile."""

import zlib

import msgspec

from rsc_sandbox.recruiter.words import t
from rsc_sandbox.store.members import Education, Member, Position

_TONES = 6


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """A person in one line; `tone` picks the colour of the monogram."""

    id: int
    name: str
    initials: str
    tone: int
    headline: str
    location: str
    employer: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One position or one education."""

    title: str
    where: str
    period: str


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a recruiter reads about a person."""

    face: Face
    about: str
    positions: tuple[Entry, ...]
    educations: tuple[Entry, ...]
    skills: tuple[str, ...]


def face(member: Member) -> Face:
    return Face(
        id=member.id,
        name=member.name,
        initials=(member.first_name[:1] + member.last_name[:1]).upper() or "?",
        tone=zlib.crc32(member.slug.encode()) % _TONES,
        headline=member.headline,
        location=member.location,
        employer=", ".join(member.employers),
    )


def profile(member: Member) -> Profile:
    return Profile(
        face=face(member),
        about=member.about,
        positions=tuple(_position(one) for one in member.positions),
        educations=tuple(_education(one) for one in member.educations),
        skills=member.skills,
    )


def _position(one: Position) -> Entry:
    end = t("today") if one.end is None else str(one.end)
    period = "" if one.start is None else f"{one.start}–{end}" if one.end else f"{one.start} – {end}"
    return Entry(title=one.title, where=one.company, period=period)


def _education(one: Education) -> Entry:
    return Entry(title=one.school, where=", ".join(part for part in (one.degree, one.field) if part), period="")
