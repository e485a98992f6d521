"""What a sender raises, whatever it sends through."""


class SendError(Exception):
    """Not sent. `permanent`: the same message would be refused again, so that trying again is of no use.

    The text is shown to staff and logged; it holds no contact details.
    """

    def __init__(self, detail: str, *, permanent: bool) -> None:
        super().__init__(detail)
        self.permanent = permanent
