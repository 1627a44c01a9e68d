"""All rules over one application: as a record, as text and as JUnit XML."""

from xml.etree import ElementTree as ET  # only written here, never read

import msgspec

from rsc_sandbox.certification import access, deletion, engineering, retrieving, set_up, syncing
from rsc_sandbox.certification.facts import Facts
from rsc_sandbox.certification.verdict import Result, State
from rsc_sandbox.recruiter.words import t

_MARKS = {State.MET: "met          ", State.NOT_MET: "NOT MET      ", State.NOT_EXERCISED: "not exercised"}


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The developer application that is judged."""

    id: int
    client_id: str
    unique_foreign_id: str
    name: str


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """The rules LinkedIn demonstrates together."""

    id: str
    title: str
    rules: tuple[Result, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """`since`: nothing older counts; `at`: when it was read. Both on the sandbox's clock."""

    application: Subject
    since: int
    at: int
    met: int
    not_met: int
    not_exercised: int
    modules: tuple[Module, ...]

    @property
    def rules(self) -> tuple[Result, ...]:
        return tuple(rule for module in self.modules for rule in module.rules)


def judge(facts: Facts) -> Report:
    """In the language of the request; English outside of one."""
    modules = tuple(
        Module(id=name, title=title, rules=tuple(found))
        for name, title, found in (
            ("module-1", t("Module 1: set-up"), set_up.rules(facts)),
            ("module-2", t("Module 2: from your system to LinkedIn"), syncing.rules(facts)),
            ("module-3", t("Module 3: from LinkedIn to your system"), retrieving.rules(facts)),
            ("module-4", t("Module 4: access lists"), access.rules(facts)),
            ("module-5", t("Module 5: deletion"), deletion.rules(facts)),
            ("engineering", t("Engineering rules"), engineering.rules(facts)),
        )
    )
    states = [rule.state for module in modules for rule in module.rules]
    application = facts.application
    return Report(
        application=Subject(
            id=application.id,
            client_id=application.client_id,
            unique_foreign_id=application.unique_foreign_id,
            name=application.name,
        ),
        since=facts.since,
        at=facts.now,
        met=states.count(State.MET),
        not_met=states.count(State.NOT_MET),
        not_exercised=states.count(State.NOT_EXERCISED),
        modules=modules,
    )


def as_text(report: Report) -> str:
    subject = report.application
    lines = [
        f"{subject.name} ({subject.unique_foreign_id}, {subject.client_id})",
        f"{report.met} met, {report.not_met} not met, {report.not_exercised} not exercised",
    ]
    for module in report.modules:
        lines += ["", module.title]
        for rule in module.rules:
            lines.append(f"  {_MARKS[rule.state]}  {rule.id:8} {rule.title}")
            lines += [f"                 seen against it: {text}" for text in rule.contradictions]
            lines += [f"                 next: {rule.next_step}"] if rule.next_step else []
            lines += [f"                 by hand: {rule.by_hand}"] if rule.by_hand else []
    return "\n".join(lines) + "\n"


def as_junit(report: Report) -> str:
    """Met passes, not met fails, not exercised is skipped."""
    root = ET.Element("testsuites", name=f"Recruiter certification of {report.application.name}")
    for module in report.modules:
        suite = ET.SubElement(
            root,
            "testsuite",
            name=module.title,
            tests=str(len(module.rules)),
            failures=str(sum(rule.state is State.NOT_MET for rule in module.rules)),
            skipped=str(sum(rule.state is State.NOT_EXERCISED for rule in module.rules)),
        )
        for rule in module.rules:
            _case(suite, module, rule)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, module: Module, rule: Result) -> None:
    case = ET.SubElement(suite, "testcase", classname=module.id, name=f"{rule.id} {rule.title}")
    seen = [f"{'[x]' if step.done else '[ ]'} {step.text} {step.evidence}".strip() for step in rule.steps]
    if rule.state is State.NOT_MET:
        failure = ET.SubElement(case, "failure", message=_printable(rule.contradictions[0]))
        failure.text = _printable("\n".join((*rule.contradictions, *seen)))
    elif rule.state is State.NOT_EXERCISED:
        ET.SubElement(case, "skipped", message=_printable(rule.next_step))
    notes = [*seen, *([f"by hand: {rule.by_hand}"] if rule.by_hand else [])]
    ET.SubElement(case, "system-out").text = _printable("\n".join(notes))


def _printable(text: str) -> str:
    """XML has no place for control characters, which a vendor's ids may hold."""
    return "".join(mark for mark in text if mark >= " " or mark == "\n")
