"""What a request body may be: one JSON document of at most a megabyte."""

import io
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

BODY_BYTES = 1_000_000


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = "The request is too large."


class LimitedJson(JSONParser):
    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Raises TooLarge, or ParseError for what is not JSON, nests too deep, or is in no text encoding."""
        content = stream.read(BODY_BYTES + 1)
        if len(content) > BODY_BYTES:
            raise TooLarge
        try:
            return super().parse(io.BytesIO(content), media_type, parser_context)
        except RecursionError as error:
            raise ParseError("JSON nests too deep.") from error
