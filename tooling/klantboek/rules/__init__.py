"""Lint rules: one file each, named by what must hold; the docstring is the documentation."""

from klantboek.rules.registry import Problem, Rule, all_rules, rule, run
from klantboek.rules.selection import Choice, lint

__all__ = ["Choice", "Problem", "Rule", "all_rules", "lint", "rule", "run"]
