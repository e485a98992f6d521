"""GET /health: the API answers, and this is what is deployed."""

import json
import os
from typing import Any


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json", "cache-control": "no-store"},
        "body": json.dumps({"status": "ok", "version": os.environ["VERSION"]}),
    }
