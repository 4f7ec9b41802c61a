#!/bin/bash
# See a bulletin: install what is missing, build, set the samples, say where the PDF is.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh
[ -f build/build.ninja ] || meson setup build >/dev/null
ninja -C build --quiet
mkdir -p out
build/src/cli/nashra render samples/daily/issue.yaml -l daily -o out/bulletin.pdf
build/src/cli/nashra render samples/long-release.md -l release -o out/release.pdf
build/src/cli/nashra render samples/statement.md -l letter -o out/letter.pdf
echo "The bulletin is $PWD/out/bulletin.pdf (one release: out/release.pdf, a letter: out/letter.pdf)."
