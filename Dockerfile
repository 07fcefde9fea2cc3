# One image for web, worker and scheduler; which of them it is, the command says (see compose.yaml).
FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /app
RUN python -m venv /venv && /venv/bin/pip install --quiet uv
COPY requirements.lock requirements-s3.lock ./
# The second holds the first and what a bucket for files needs.
RUN /venv/bin/uv pip install --quiet --python /venv/bin/python --require-hashes --compile-bytecode -r requirements-s3.lock
COPY . .
# Static files need no secret: the values here are used for nothing else and are gone with this step.
RUN /venv/bin/uv pip install --quiet --python /venv/bin/python --no-deps --editable . \
 && mkdir -p var/static var/media \
 && DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=build \
    FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= KEY_PEPPER=build-build-build-build-build-build \
    ALLOWED_HOSTS=build BASE_URL=https://build EMAIL_HOST=build DEFAULT_FROM_EMAIL=build@build.example \
    EMERGENCY_DUTY_ADDRESS=build@build.example DATABASE_URL=postgres://build/build \
    REDIS_URL=redis://build CELERY_BROKER_URL=redis://build \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim-bookworm
# pg_dump, pg_restore and psql for `manage.py backup` and `manage.py restore`: Debian 12 brings version 15, so that is
# the server's version in compose.yaml too.
# hadolint ignore=DL3008
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-client-15 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --no-create-home --uid 10001 app \
 && install -d -o app -g app /backups
COPY --from=build /venv /venv
# The code belongs to root and is not written to; uploads and backups are volumes.
COPY --from=build /app /app
COPY --from=build --chown=app /app/var/media /app/var/media
WORKDIR /app
USER app
ENV PATH=/venv/bin:$PATH DJANGO_SETTINGS_MODULE=config.settings.production \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
