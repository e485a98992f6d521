"""Deploys `lambda/` to where AWS_ENDPOINT_URL says; prints the settings that name what is there, one NAME=value a line.

`python -m gymcrm.stack.resources`. With `--package` it only packages the functions, which the deployment then finds.
"""

import os
import sys
from functools import partial

from gymcrm.stack.deploy import FUNCTIONS, PACKAGES, ROOT, DeployError, deploy, package

# Outputs of lambda/template.yaml, and the settings that take them.
SETTINGS = {
    "EventsTopicArn": "GYM_EVENTS_TOPIC_ARN",
    "OutcomeQueueUrl": "GYM_OUTCOME_QUEUE_URL",
    "MediaBucket": "GYM_MEDIA_BUCKET",
    "ApiUrl": "GYM_ANSWERS_URL",
}
# Settings that are the template's parameters, too: what isn't set keeps the template's default.
PARAMETERS = {
    "EmailFrom": os.environ.get("GYM_EMAIL_FROM"),
    "LinkSecret": os.environ.get("GYM_LINK_SECRET"),
    "CentreName": os.environ.get("GYM_CENTRE_NAME"),
    "TimeZone": os.environ.get("GYM_TIME_ZONE"),
}
BUILD = ROOT / "build" / "lambda"


def parameters() -> dict[str, str]:
    origin = os.environ.get("GYM_PUBLIC_URL", "http://localhost:8000")
    origins = ",".join({origin: 0, origin.replace("localhost", "127.0.0.1"): 0})
    return {"MediaOrigins": origins, **{name: value for name, value in PARAMETERS.items() if value}}


def main() -> None:
    say = partial(print, file=sys.stderr)
    try:
        if "--package" in sys.argv:
            for function in PACKAGES.values():
                package(FUNCTIONS / function, BUILD, say=say)
            return
        outputs = deploy(
            endpoint_url=os.environ.get("AWS_ENDPOINT_URL"),
            region=os.environ.get("AWS_DEFAULT_REGION", "eu-central-1"),
            build_dir=BUILD,
            parameters=parameters(),
            say=say,
        )
    except DeployError as error:
        sys.exit(str(error))
    for output, setting in SETTINGS.items():
        print(f"{setting}={outputs[output]}")


if __name__ == "__main__":
    main()
