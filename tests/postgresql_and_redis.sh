# Finds or starts a PostgreSQL and a Redis, and points the tests at them. Sourced by .ci/run.
if ! command -v redis-server >/dev/null || ! ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql redis-server
fi
if ! redis-cli ping >/dev/null 2>&1; then
  redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save "" --appendonly no >/dev/null
fi
pg=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
if ! "$pg/pg_isready" -q -h 127.0.0.1; then
  cluster=$(pg_lsclusters -h | head -n 1)
  pg_ctlcluster --skip-systemctl-redirect "$(echo "$cluster" | cut -d' ' -f1)" "$(echo "$cluster" | cut -d' ' -f2)" start
  for _ in $(seq 30); do "$pg/pg_isready" -q -h 127.0.0.1 && break; sleep 1; done
fi
# A role of the tests' own, made through the local socket as the superuser that Debian sets up.
psql_as_owner() { su postgres -c "psql -qAt -d postgres -c \"$1\""; }
[ "$(psql_as_owner "SELECT 1 FROM pg_roles WHERE rolname = 'said_and_done'")" = 1 ] ||
  psql_as_owner "CREATE ROLE said_and_done LOGIN CREATEDB PASSWORD 'tests-only'"
psql_as_owner "ALTER ROLE said_and_done CREATEROLE"  # the tests make an application's role and sign in as it
[ "$(psql_as_owner "SELECT 1 FROM pg_database WHERE datname = 'said_and_done'")" = 1 ] ||
  psql_as_owner "CREATE DATABASE said_and_done OWNER said_and_done"
export DATABASE_URL=postgres://said_and_done:tests-only@127.0.0.1:5432/said_and_done
export REDIS_URL=redis://127.0.0.1:6379/9
export CELERY_BROKER_URL=redis://127.0.0.1:6379/8
