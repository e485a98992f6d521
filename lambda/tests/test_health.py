import json

from .conftest import Cloud


def test_the_api_answers_through_its_function(cloud: Cloud) -> None:
    status, headers, body = cloud.ask("GET", "/health")
    assert status == 200
    assert headers["content-type"] == "application/json"
    health = json.loads(body)
    assert health["status"] == "ok"
    assert len(health["version"]) == 12
