import json
from urllib.request import Request, urlopen

from .conftest import ACCOUNT, Cloud


def test_the_api_answers_through_its_function(cloud: Cloud) -> None:
    # On AWS the API's id is enough. The local endpoint looks for it in the account that a request's credential names.
    account = {"Authorization": f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{cloud.region}/execute-api/aws4_request"}
    with urlopen(Request(cloud.outputs["ApiUrl"] + "/health", headers=account)) as answer:
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/json"
        health = json.load(answer)
    assert health["status"] == "ok"
    assert len(health["version"]) == 12
