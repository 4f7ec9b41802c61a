#!/bin/bash
# All texts that nashra can say, as a catalogue without translations on standard output:
#     gather-words.sh NASHRA
# What stands in formats xgettext finds in the sources; what stands in tables the program says itself (nashra words).
set -eu
export LC_ALL=C.UTF-8
nashra=$(realpath "$1")
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# gather MODULE… KEYWORD…: a name can mean different functions in different modules.
n=0
gather() {
  local files=() words=()
  for m in $1; do
    for f in $(ls src/$m/*.c | grep -v -e '/test-' -e '/bench'); do
      # xgettext counts the commas of a compound literal as those of arguments.
      mkdir -p "$tmp/$m"; perl -0pe 's/\(struct \w+\) \{[^{}]*\}/X/g' "$f" >"$tmp/$m/${f##*/}"
      files+=("$tmp/$m/${f##*/}")
    done
  done
  shift
  n=$((n + 1))
  for k in N_ diag_word diag_word_n:1,2 diag_add:5 diag_help:2 lang_say lang_say_n:1,2 "$@"; do words+=("--keyword=$k"); done
  xgettext --language=C --from-code=UTF-8 --keyword "${words[@]}" --add-location=never -o "$tmp/$n.pot" "${files[@]}" 2>"$tmp/said" || { cat "$tmp/said" >&2; exit 1; }
}

gather layout fault:4
gather yaml fault:4
gather yaml fault:5
gather item item_fault:4 refuse:4
gather item refuse:5
gather base fault:4
gather base fault:6
gather image canvas_refuse:2 refuse:2
gather proof fault_add:4
gather batch refuse:4
gather import refuse:4 say:4 take:4 set_date:4
gather proofread found:4
gather proofread found:5
gather cli usage_error:2
gather diff find:4
gather "story font shape line page sheet paint pdf press batch preview impose diff specimen"
"$nashra" words >"$tmp/tables.pot"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$tmp"/*.pot
msgcat --no-wrap --use-first "$tmp"/*.pot
