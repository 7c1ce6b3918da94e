"""A peer written by hand: read each file with PyYAML's C loader and check it with jsonschema, no more."""

import json
import re
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator


class Loader(yaml.CSafeLoader):
    """PyYAML's C loader, which leaves days as text and takes only true and false for yes and no."""


_YES_NO, _DAY = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in {_YES_NO, _DAY}]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(_YES_NO, re.compile("true|false"), list("tf"))


def main() -> int:
    """Check every file below a folder against a schema; tell whether one is wrong."""
    schema, folder = map(Path, sys.argv[1:])
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    wrong = 0
    for file in sorted(folder.rglob("*.yaml")):
        with file.open("rb") as stream:
            value = yaml.load(stream, Loader)  # noqa: S506 -- a subclass of the safe loader
        for error in validator.iter_errors(value):
            print(f"{file}: {error.json_path}: {error.message}")
            wrong += 1
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
