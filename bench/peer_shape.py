"""The peer of bench_lint: read each relation with PyYAML's C loader and check it with jsonschema, no more."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SCHEMAS = Path(__file__).parents[1] / "schemas"


class Loader(yaml.CSafeLoader):
    """PyYAML's C loader, which leaves dates as text like the schemas ask."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def main() -> None:
    """Check every relation below the folder that is named."""
    definitions = json.loads((SCHEMAS / "definitions.json").read_text())
    registry: Any = Registry()
    registry = registry.with_resource(definitions["$id"], DRAFT202012.create_resource(definitions))
    schema = json.loads((SCHEMAS / "relation.json").read_text())
    validator = Draft202012Validator(schema, registry=registry)
    wrong = 0
    for file in sorted((Path(sys.argv[1]) / "relations").rglob("*.yaml")):
        with file.open("rb") as stream:
            wrong += not validator.is_valid(yaml.load(stream, Loader))  # noqa: S506 -- a subclass of the safe loader
    print(wrong)


if __name__ == "__main__":
    main()
