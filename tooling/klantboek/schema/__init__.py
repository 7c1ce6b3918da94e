"""A document against the schema of its kind: findings, and whether its structure fits."""

from klantboek.schema.check import check

__all__ = ["check"]
