#!/bin/bash
# Pass all tests: install what is missing, build with gcc and clang, warnings as errors, run every suite,
# the unit tests under AddressSanitizer and UBSan too.  The last line is «N passed, N failed».
set -u
cd "$(dirname "$0")/.."
tools/setup.sh test || exit 1

log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
passed=0 failed=0

# build NAME OPTION...: counts as one test.
build() {
  local dir=$1; shift
  if { [ -f "$dir/build.ninja" ] || env "${envs[@]}" meson setup "$dir" "$@"; } >"$log/out" 2>&1 &&
     ninja -C "$dir" >"$log/out" 2>&1; then
    echo "ok build $dir"; passed=$((passed + 1))
  else
    echo "not ok build $dir"; tail -60 "$log/out"; failed=$((failed + 1)); return 1
  fi
}

# run DIR ARG...: counts what Meson's tests counted in TAP.
run() {
  local dir=$1 counts; shift
  meson test -C "$dir" --no-rebuild --print-errorlogs "$@" 2>&1 | tee "$log/out" | grep -v '^$'
  counts=$(python3 tools/count-tap.py "$dir/meson-logs/testlog.json")
  passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
}

envs=(CC=gcc)
build build-test -Dwerror=true && run build-test && run build-test --suite slow
envs=(CC=clang)
build build-asan -Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false && run build-asan --suite unit --suite golden --suite bad

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
