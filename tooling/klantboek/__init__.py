"""Customer records as code: YAML files in git, checked, compiled and published as a handbook."""

__version__ = "0.1.0"
