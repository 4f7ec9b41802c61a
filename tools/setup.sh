#!/bin/bash
# Install what nashra needs: to build it, from Debian; with `setup.sh test` to test it too, from Debian, PyPI, npm and Maven.
# Does nothing, and needs no network, where everything is there already.
set -eu

build=(gcc meson ninja-build pkg-config libglib2.0-dev libyaml-dev libxml2-dev gettext libcmark-dev libjansson-dev libicu-dev
  libfontconfig-dev libfreetype-dev libpango1.0-dev libharfbuzz-dev libcairo2-dev libqpdf-dev
  libqrencode-dev libpng-dev libjpeg-dev libdeflate-dev zlib1g-dev liblcms2-dev nettle-dev libmicrohttpd-dev)
tests=(python3 mandoc fish zsh zbar-tools ghostscript poppler-utils mupdf-tools librsvg2-bin qpdf unicode-data hunspell-ar strace clang libclang-rt-dev
  slurm-wlm munge parallel make systemd python3-yaml valgrind chromium python3-venv python3-gi gir1.2-poppler-0.18 default-jre-headless maven nodejs)
# IPTC's schema of ninjs is tried with it.
tests+=(python3-jsonschema)
# Some packages of Node.js bring npm along, and do not go with Debian's.
command -v npm >/dev/null || tests+=(npm)

want=("${build[@]}")
[ "${1:-}" = test ] && want+=("${tests[@]}")

missing=()
for p in "${want[@]}"; do
  dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "setup.sh: as root: apt-get install ${missing[*]}" >&2; exit 1; }
    sudo=sudo
  fi
  echo "setup.sh: installing ${missing[*]}" >&2
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [ "${1:-}" = test ]; then
  "$(dirname "$0")/readers.sh"
fi
