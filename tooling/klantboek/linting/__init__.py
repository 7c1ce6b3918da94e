"""A whole book checked: record by record, in processes, with what was found before."""

from klantboek.linting.checked import Checked
from klantboek.linting.lint import Way, check_book, checked_again
from klantboek.linting.loaded import lint_loaded

__all__ = ["Checked", "Way", "check_book", "checked_again", "lint_loaded"]
