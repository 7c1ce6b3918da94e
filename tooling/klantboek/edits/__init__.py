"""Edits of text: splices at the places of a document, verified, and written so that nothing gets lost."""

from klantboek.edits.edit import edited
from klantboek.edits.refused import EditRefusedError

__all__ = ["EditRefusedError", "edited"]
