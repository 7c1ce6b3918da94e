"""Splink on a table: trained as its tutorial does, or with fixed probabilities. splink_peer.py WAY IN OUT."""

import json
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

pandas: Any = import_module("pandas")
splink: Any = import_module("splink")
cl: Any = import_module("splink.comparison_library")

splink_errors: Any = import_module("splink.internals.exceptions")

block_on = splink.block_on
Plan = dict[str, Any]
# Of each comparison of the fixed model: m and u per level, the exact one first.
_M = {2: (0.9, 0.1), 3: (0.8, 0.12, 0.08), 4: (0.75, 0.1, 0.05, 0.1), 5: (0.72, 0.08, 0.06, 0.04, 0.1)}
_M_LONG = {6: (0.75, 0.06, 0.04, 0.03, 0.02, 0.1)}


def main() -> None:
    """Read a table, predict, cluster, write pairs; the way ``read`` only reads, to tell what the rest costs."""
    way, source, target = sys.argv[1:]
    table = pandas.read_csv(source, dtype=str, keep_default_na=False).replace("", None)
    if way == "read":
        Path(target).write_text(json.dumps({"records": len(table)}), encoding="utf-8")
        return
    linked = "source" in table
    plan = _febrl() if "soc_sec_id" in table else _dutch()
    known = {column for column in table if table[column].notna().any()}
    settings = splink.SettingsCreator(
        link_type="link_only" if linked else "dedupe_only",
        comparisons=[one for column, one in plan["comparisons"].items() if column in known],
        blocking_rules_to_generate_predictions=_rules(plan, "tight" if way == "fixed" else "blocking", known),
        unique_id_column_name="id",
        retain_matching_columns=False,
        probability_two_random_records_match=0.2 / max(len(table), 2),
    )
    api = splink.DuckDBAPI()
    frames = [api.register(part) for part in _parts(table, linked=linked)]
    if way == "fixed":
        settings = _with_fixed(settings.create_settings_dict("duckdb"), len(table))
    linker = splink.Linker(frames if linked else frames[0], settings, log_level=None)
    if way == "trained":
        _train(linker, plan, known)
    found = linker.inference.predict(threshold_match_probability=0.01)
    rows = found.as_pandas_dataframe()
    pairs = [
        [a, b, round(p, 6)]
        for a, b, p in zip(rows["id_l"], rows["id_r"], rows["match_probability"], strict=True)
    ]
    clusters: list[list[str]] = []
    if not linked:
        made = linker.clustering.cluster_pairwise_predictions_at_threshold(
            found, threshold_match_probability=0.5
        )
        by = made.as_pandas_dataframe().groupby("cluster_id")["id"]
        clusters = [sorted(group) for _, group in by if len(group) > 1]
    Path(target).write_text(json.dumps({"pairs": pairs, "clusters": clusters}), encoding="utf-8")


def _parts(table: Any, *, linked: bool) -> list[Any]:
    if not linked:
        return [table]
    return [part.drop(columns="source").reset_index(drop=True) for _, part in table.groupby("source")]


def _febrl() -> Plan:
    return {
        "comparisons": {
            "given_name": cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            "surname": cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            "date_of_birth": cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            "soc_sec_id": cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            "street_number": cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            "postcode": cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                term_frequency_adjustments=True
            ),
        },
        "blocking": "soc_sec_id|given_name|surname|date_of_birth|postcode|street_number address_1|suburb address_2",
        "tight": "soc_sec_id|given_name surname|surname date_of_birth|given_name date_of_birth|street_number address_1"
        "|postcode date_of_birth",
        "certain": "soc_sec_id|given_name surname date_of_birth",
        "training": "date_of_birth|postcode",
    }


def _dutch() -> Plan:
    return {
        "comparisons": {
            "name": cl.NameComparison("name").configure(term_frequency_adjustments=True),
            "given": cl.NameComparison("given").configure(term_frequency_adjustments=True),
            "birth": cl.DateOfBirthComparison("birth", input_is_string=True, invalid_dates_as_null=True),
            "street": cl.JaroWinklerAtThresholds("street", [0.92, 0.8]),
            "house": cl.ExactMatch("house").configure(term_frequency_adjustments=True),
            "postcode": cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            "phone": cl.DamerauLevenshteinAtThresholds("phone", [1]),
            "email": cl.EmailComparison("email"),
            "register": cl.ExactMatch("register"),
            "iban": cl.ExactMatch("iban"),
        },
        "blocking": "name|phone|email|register|iban|birth|postcode|street house",
        "tight": "phone|email|register|iban|name postcode|name street house|name birth|name given city"
        "|postcode house|street house city",
        "certain": "register|iban|name postcode house|name given birth|name phone",
        "training": "name|postcode|phone|given birth",
    }


def _rules(plan: Plan, part: str, known: set[str]) -> list[Any]:
    """Give the blocking rules of which every column has values: others can neither block nor be learned."""
    rules = [rule.split() for rule in plan[part].split("|")]
    return [block_on(*rule) for rule in rules if known.issuperset(rule)]


def _train(linker: Any, plan: Plan, known: set[str]) -> None:
    linker.training.estimate_probability_two_random_records_match(_rules(plan, "certain", known), recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in _rules(plan, "training", known):
        # A rule that gives no pairs, or only pairs that all agree, teaches nothing.
        with suppress(splink_errors.EMTrainingException, splink_errors.SplinkException):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, record_sample_proportion=1.0
            )


def _with_fixed(settings: dict[str, Any], size: int) -> dict[str, Any]:
    """Write m and u in every level: what they mostly are, whoever the people."""
    settings["probability_two_random_records_match"] = 0.2 / max(size, 2)
    for comparison in settings["comparisons"]:
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        chances = (_M | _M_LONG).get(len(levels)) or (
            0.8,
            *[0.1 / (len(levels) - 2)] * (len(levels) - 2),
            0.1,
        )
        name = comparison.get("output_column_name", "")
        exact = {"house": 0.02, "street_number": 0.02, "given": 0.01, "given_name": 0.01}.get(name, 0.001)
        rest = 1.0
        for place, level in enumerate(levels):
            level["m_probability"] = chances[place]
            u = rest if place == len(levels) - 1 else exact * (3**place)
            rest -= u
            level["u_probability"] = u
    return settings


main()
