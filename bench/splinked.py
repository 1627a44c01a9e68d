"""The same records judged by Splink, with the comparisons its documentation advises for names, dates, places and codes."""

import logging
from typing import Any

import pandas as pd
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.peoples import SHAPES, People

_LEAST = 0.01  # what is less probable is not listed
_PAIRS = 5e6  # of which chance agreement is counted


def score(people: People) -> dict[tuple[int, int], float]:
    """Probability by pair of places."""
    logging.disable(logging.WARNING)  # Splink tells every step
    linker = _linker(people)
    for at in _TRAINED_BY[people.shape]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*at))
    found = linker.inference.predict(threshold_match_probability=_LEAST).as_pandas_dataframe()
    pairs = zip(found.unique_id_l, found.unique_id_r, found.match_probability, strict=True)
    return {(min(one, other), max(one, other)): float(probability) for one, other, probability in pairs}


def _linker(people: People) -> Any:
    historical = people.shape == "historical"
    comparisons = _historical() if historical else _febrl(people.shape)
    settings = SettingsCreator(
        link_type="dedupe_only" if people.sides is None else "link_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in _BLOCKS[people.shape]],
    )
    api = DuckDBAPI()
    linker = Linker([api.register(frame) for frame in _frames(people)], settings)
    sure: list[Any] = [block_on(*rule) for rule in _SURE[people.shape]]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6 if historical else 0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=1)
    return linker


def _frames(people: People) -> list[pd.DataFrame]:
    rows = [
        {key: value or None for key, value in row.items()} | {"unique_id": place}
        for place, row in enumerate(people.raw)
    ]
    if people.sides is None:
        return [pd.DataFrame(rows)]
    sides = list(zip(people.sides, rows, strict=True))
    return [pd.DataFrame([row for side, row in sides if side == wanted]) for wanted in (0, 1)]


def _historical() -> list[Any]:
    return [
        compare.ForenameSurnameComparison("first_name", "surname"),
        compare.DateOfBirthComparison("dob", input_is_string=True),
        compare.JaroWinklerAtThresholds("birth_place").configure(term_frequency_adjustments=True),
        compare.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ]


def _febrl(shape: str) -> list[Any]:
    found = [
        compare.NameComparison("given_name").configure(term_frequency_adjustments=True),
        compare.NameComparison("surname").configure(term_frequency_adjustments=True),
        compare.JaroWinklerAtThresholds("suburb").configure(term_frequency_adjustments=True),
        compare.ExactMatch("state"),
    ]
    if shape != SHAPES[2]:
        found += [
            compare.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            compare.LevenshteinAtThresholds("postcode", [1, 2]),
            compare.JaroWinklerAtThresholds("address_1"),
            compare.ExactMatch("street_number"),
        ]
    if shape == SHAPES[1]:
        found.append(compare.LevenshteinAtThresholds("soc_sec_id", [1, 2]))
    return found


_FULL = [
    *(("given_name", "surname"), ("date_of_birth",), ("postcode", "given_name"), ("surname", "postcode")),
    *(("suburb", "surname"), ("address_1",), ("given_name",), ("surname",)),
]
_BLOCKS: dict[str, list[tuple[str, ...]]] = {
    SHAPES[0]: _FULL,
    SHAPES[1]: [*_FULL, ("soc_sec_id",)],
    SHAPES[2]: [("given_name",), ("surname",), ("substr(given_name,1,3)", "substr(surname,1,3)")],
    "historical": [
        *(("full_name",), ("dob", "birth_place"), ("dob", "occupation"), ("surname", "dob"), ("first_name", "dob")),
        *(("first_name", "surname"), ("surname", "birth_place"), ("first_name", "birth_place")),
        *(("surname", "occupation"), ("first_name", "occupation")),
    ],
}
"""The keys by which ours proposes pairs, as far as Splink's fields allow."""

_SURE: dict[str, list[tuple[str, ...]]] = {
    SHAPES[0]: [("given_name", "surname", "date_of_birth"), ("date_of_birth", "postcode")],
    SHAPES[1]: [("given_name", "surname", "date_of_birth"), ("date_of_birth", "postcode")],
    SHAPES[2]: [("given_name", "surname", "suburb")],
    "historical": [("full_name", "dob"), ("full_name", "birth_place")],
}
_TRAINED_BY: dict[str, list[tuple[str, ...]]] = {
    SHAPES[0]: [("date_of_birth",), ("given_name", "surname")],
    SHAPES[1]: [("date_of_birth",), ("given_name", "surname")],
    SHAPES[2]: [("suburb",), ("given_name", "surname")],
    "historical": [("first_name", "surname"), ("dob",)],
}
