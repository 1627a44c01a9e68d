"""Thousands of made-up requests: no crash, refusals as documented, and every operation does its work too.

`python -m bench generated` plays ten thousand of them.
"""

from tests.sandbox.generated import ANSWERED, Wire

MANY = 15 * len(ANSWERED)


def test_whatever_is_sent_is_answered_as_documented():
    tally = Wire(seed=7).play(MANY)

    assert tally.faults == []
    assert {name for name in ANSWERED if not tally.good[name]} == set()


def test_every_operation_answers_its_own_example():
    wire = Wire(seed=8)

    answers = {name: wire.send(wire.documented(name)) for name in ANSWERED}

    assert {name: answer.text for name, answer in answers.items() if not answer.is_success} == {}
