"""Why a file is not shown. The codes are part of the contract: the client has a sentence for each."""


class Refusal(Exception):
    """The file itself is at fault, so that trying again is of no use. `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
