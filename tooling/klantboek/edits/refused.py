"""The error of an edit that can't be made without risk."""

from klantboek.errors import KlantboekError


class EditRefusedError(KlantboekError):
    """An edit that the text does not allow, or whose result would not be what was asked; nothing is written."""

    exit_code = 20

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"{name} was left as it is: {reason}.", "Make this change by hand, then check it with lint."
        )
        self.reason = reason
