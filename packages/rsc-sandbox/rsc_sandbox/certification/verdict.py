"""How a rule stands: met, not met, or not exercised yet, step by step and with what was seen."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from rsc_sandbox.recruiter.words import moment, t, tn
from rsc_sandbox.store.observations import Observation


class State(StrEnum):
    """NOT_MET: something that was seen contradicts the rule."""

    MET = "met"
    NOT_MET = "not met"
    NOT_EXERCISED = "not exercised"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, and what shows that it was done."""

    text: str
    done: bool
    evidence: str = ""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One rule. `contradictions` is what was seen against it, `by_hand` what no test from outside can see."""

    id: str
    title: str
    state: State
    steps: tuple[Step, ...]
    contradictions: tuple[str, ...] = ()
    by_hand: str = ""
    next_step: str = ""


def judged(
    rule: str, title: str, steps: Sequence[Step], *, against: Sequence[str | None] = (), by_hand: str = ""
) -> Result:
    """Any contradiction breaks the rule; else every step must have been seen."""
    contradictions = tuple(one for one in against if one)
    open_steps = [step.text for step in steps if not step.done]
    state = State.NOT_MET if contradictions else State.NOT_EXERCISED if open_steps else State.MET
    next_step = open_steps[0] if open_steps else ""
    if contradictions:
        next_step = t("Put right what is listed as seen against the rule, begin afresh, and do it again.")
    return Result(
        id=rule,
        title=title,
        state=state,
        steps=tuple(steps),
        contradictions=contradictions,
        by_hand=by_hand,
        next_step=next_step,
    )


def step(text: str, done: object, evidence: str = "") -> Step:
    """Done by an observation, which then is its evidence, or by anything else that is true."""
    shown = evidence or (calls(done) if isinstance(done, Observation) else "")
    return Step(text=text, done=bool(done), evidence=shown if done else "")


def calls(seen: Observation) -> str:
    """How often, how many records, when last, and the id for LinkedIn's support."""
    parts = [tn("{n} time", "{n} times", seen.times)]
    if seen.records:
        parts.append(tn("{n} record", "{n} records", seen.records))
    parts.append(t("last {moment}", moment=moment(seen.last_at)))
    if seen.li_uuid:
        parts.append(f"x-li-uuid {seen.li_uuid}")
    return ", ".join(parts)


def so_far(n: int) -> str:
    return t("{n} so far", n=n)


def against(text: str, seen: Observation | None) -> str | None:
    """A sentence with the evidence for it; None where nothing was seen."""
    if seen is None:
        return None
    details = ", ".join(part for part in (calls(seen), seen.subject, seen.message) if part)
    return f"{text} ({details})"
