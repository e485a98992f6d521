# One image for the web server, the relay, the clock, the worker and what sets them up; `local-aws` stands in for AWS beside them.

FROM node:24-slim AS client
WORKDIR /client
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend ./
RUN npm run build

FROM python:3.13-slim AS environment
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PATH=/opt/gymcrm/bin:$PATH
RUN python -m venv /opt/gymcrm
COPY requirements/base.txt /tmp/base.txt
RUN pip install --require-hashes --requirement /tmp/base.txt

FROM environment AS local-aws
COPY requirements/stack.txt /tmp/stack.txt
RUN pip install --require-hashes --requirement /tmp/stack.txt
RUN useradd --system gymcrm && install --directory --owner gymcrm /data
WORKDIR /srv/gymcrm
COPY gymcrm gymcrm
USER gymcrm
# The functions run inside it, and find boto3 here as they do on AWS.
ENV BIND_HOST=0.0.0.0 PERSIST_STATE=1 STATE_DIR=/data/state S3_PERSIST=1 S3_DATA_DIR=/data/s3 \
    IOT_MTLS_ENABLED=0 SFTP_ENABLED=0
CMD ["python", "-m", "gymcrm.stack.local_aws"]

FROM environment AS functions
WORKDIR /srv/gymcrm
COPY lambda lambda
COPY gymcrm gymcrm
RUN python -m gymcrm.stack.resources --package

FROM python:3.13-slim AS system
ENV PATH=/opt/gymcrm/bin:$PATH PYTHONUNBUFFERED=1 GYM_DEBUG=0 GYM_LOG_FORMAT=json
RUN useradd --system gymcrm && install --directory --owner gymcrm /resources
WORKDIR /srv/gymcrm
COPY --from=environment /opt/gymcrm /opt/gymcrm
COPY . .
COPY --from=client /client/dist frontend/dist
COPY --from=functions /srv/gymcrm/build build
USER gymcrm
EXPOSE 8000
CMD ["python", "-m", "gymcrm.web_server", "--host", "0.0.0.0"]
