# One image for web, worker and scheduler; which of them it is, the command says (see compose.yaml).
FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv && /venv/bin/pip install --quiet uv
COPY requirements.lock ./
RUN /venv/bin/uv pip install --quiet --python /venv/bin/python --require-hashes --compile-bytecode -r requirements.lock
COPY . .
RUN /venv/bin/uv pip install --quiet --python /venv/bin/python --no-deps --editable . \
 && mkdir -p var/static \
 # Static files need no secret: the values here are used for nothing else and are gone with this step.
 && DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=build FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    KEY_PEPPER=build-build-build-build-build-build ALLOWED_HOSTS=build BASE_URL=https://build EMAIL_HOST=build \
    DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim-bookworm
# pg_dump and pg_restore for `manage.py backup` and `manage.py restore`.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* && useradd --create-home --uid 10001 app
COPY --from=build /venv /venv
COPY --from=build --chown=app /app /app
WORKDIR /app
USER app
ENV PATH=/venv/bin:$PATH DJANGO_SETTINGS_MODULE=config.settings.production PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
