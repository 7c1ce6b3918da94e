"""Strict YAML: text to values that know their line and column, and values to text."""

from klantboek.yaml.document import Document
from klantboek.yaml.faults import FAULTS, Fault, FaultKind
from klantboek.yaml.quick import exact
from klantboek.yaml.reader import read, read_quickly
from klantboek.yaml.writer import write

__all__ = ["FAULTS", "Document", "Fault", "FaultKind", "exact", "read", "read_quickly", "write"]
