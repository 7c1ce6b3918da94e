"""A document against the schema of its kind: findings, and whether its structure fits."""

from klantboek.schema.check import check
from klantboek.schema.codes import CODES
from klantboek.schema.fragments import FragmentError, check_fragment, fragment_problems
from klantboek.schema.misfit import Misfit
from klantboek.schema.swift import fits_swiftly

__all__ = ["CODES", "FragmentError", "Misfit", "check", "check_fragment", "fits_swiftly", "fragment_problems"]
