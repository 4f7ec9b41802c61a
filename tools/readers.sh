#!/bin/bash
# Other people's readers of PDF that Debian does not have, for the tests: from PyPI, npm and Maven Central, in the versions
# that tools/readers/ names.  They are kept outside of the tree, under ~/.cache/nashra or $NASHRA_READERS, and fetched once.
# usage: readers.sh          install them
#        readers.sh --where  say where they are; fails when they are not there
set -eu
pins=$(cd "$(dirname "$0")/readers" && pwd)
sum=$(cat "$pins"/* | cksum | cut -d' ' -f1)
to=${NASHRA_READERS:-${HOME:-/root}/.cache/nashra/readers}-$sum

if [ "${1:-}" = --where ]; then
  [ -f "$to/done" ] || { echo "the readers are not installed: run tools/setup.sh test" >&2; exit 1; }
  echo "$to"
  exit
fi

mkdir -p "$to"
exec 9>"$to/lock"
flock 9
[ -f "$to/done" ] && exit
log=$to/log

from_pypi() {
  /usr/bin/python3 -m venv --clear "$to/python" &&
  "$to/python/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir --only-binary :all: \
    -r "$pins/requirements.txt"
}

# The canvas that pdf.js paints on is left out: only text is asked for.
from_npm() {
  rm -rf "$to/node" && mkdir "$to/node" && cp "$pins/package.json" "$to/node" &&
  (cd "$to/node" && npm install --omit=optional --ignore-scripts --no-package-lock --no-audit --no-fund)
}

# Java trusts a list of its own: certificates that the machine was given for its network are added to a copy.
trust() {
  cp /etc/ssl/certs/java/cacerts "$to/cacerts" || return
  local c
  for c in /usr/local/share/ca-certificates/*.crt; do
    [ -f "$c" ] || continue
    keytool -importcert -noprompt -keystore "$to/cacerts" -storepass changeit -alias "$(basename "$c")" -file "$c" || return
  done
}

from_maven() {
  rm -rf "$to/java" && trust &&
  MAVEN_OPTS="-Djavax.net.ssl.trustStore=$to/cacerts" mvn --batch-mode --quiet -f "$pins/pom.xml" -Dmaven.repo.local="$to/maven" \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$to/java" &&
  rm -rf "$to/maven" "$to/cacerts"
}

for part in pypi npm maven; do
  echo "readers.sh: from $part" >&2
  "from_$part" >"$log" 2>&1 || { tail -30 "$log" >&2; echo "readers.sh: cannot install what comes from $part" >&2; exit 1; }
done
touch "$to/done"
