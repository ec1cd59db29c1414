#!/bin/sh
# Gets this machine ready for Brochure: system libraries, a .venv, the locked packages.
#   ./setup.sh         what building the PDFs needs
#   ./setup.sh --dev   what the tests need as well (qpdf, poppler, PDFBox, pytest, …)
# Runs again in no time: what is done is remembered in .venv/set-up and .venv/set-up-dev.
set -eu
cd "$(dirname "$0")"

lock=requirements.txt
stamp=.venv/set-up
if [ "${1:-}" = --dev ]; then
    lock=requirements-dev.txt
    stamp=.venv/set-up-dev
fi

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ja*) language=ja ;; *) language=en ;; esac

say() { # say JAPANESE ENGLISH
    if [ $language = ja ]; then echo "$1"; else echo "$2"; fi
}

stop() { # stop JAPANESE ENGLISH: nothing more can be done here
    say "$1" "$2" >&2
    exit 2
}

# --- System packages, through apt where there is one -----------------------------

as_root() { # as_root COMMAND…: as it is for root, through sudo for others
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || [ -t 0 ]
}

install_packages() { # install_packages PACKAGE…
    may_install || stop \
        "必要なパッケージがありません。管理者の権限で次を実行してください: apt-get install $*" \
        "System packages are missing. Run this as an administrator: apt-get install $*"
    say "システムのパッケージを入れます（apt-get）: $*" \
        "Installing system packages with apt-get: $*"
    apt="env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0"
    log=$(mktemp)
    # The package lists of a fresh machine are empty or old: refresh them, try again.
    as_root $apt install -y --no-install-recommends "$@" >"$log" 2>&1 || {
        as_root $apt update >>"$log" 2>&1 || true
        # Ubuntu 22.04 has no such package; without the library the build is slower.
        apt-cache show libharfbuzz-subset0 >/dev/null 2>&1 ||
            set -- $(echo " $* " | sed 's/ libharfbuzz-subset0 / /')
        [ $# = 0 ] || as_root $apt install -y --no-install-recommends "$@" >>"$log" 2>&1
    } || {
        tail -n 5 "$log" >&2
        rm -f "$log"
        stop "パッケージを入れられませんでした。次を試してください: sudo apt-get update && sudo apt-get install $*" \
            "The packages could not be installed. Try: sudo apt-get update && sudo apt-get install $*"
    }
    rm -f "$log"
}

# --- Python ----------------------------------------------------------------------

good_python() { # good_python COMMAND: 3.11 or newer?
    command -v "$1" >/dev/null &&
        "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() { # sets `python`
    for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        good_python "$python" && return 0
    done
    return 1
}

python_from_apt() { # Debian calls it python3, Ubuntu 22.04 has a python3.11 beside its own
    may_install || return 1
    as_root apt-get -qq update >/dev/null 2>&1 || true
    if apt-cache show python3 2>/dev/null | grep -Eq '^Version: 3\.(1[1-9]|[2-9][0-9])'; then
        install_packages python3 python3-venv
    elif apt-cache show python3.11-venv >/dev/null 2>&1; then
        install_packages python3.11 python3.11-venv
    else
        return 1
    fi
    find_python
}

# --- What is missing -------------------------------------------------------------

missing_libraries() { # the Debian packages of the libraries that WeasyPrint loads
    "$python" - <<'PYTHON'
import ctypes

for soname, package in {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}.items():
    try:
        ctypes.CDLL(soname)
    except OSError:
        print(package)
PYTHON
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

missing_witnesses() { # the Debian packages of the tools that check our PDFs in the tests
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v qpdf >/dev/null || echo qpdf
    command -v java >/dev/null || echo default-jre-headless
    command -v gs >/dev/null || echo ghostscript
    # A real browser looks at the preview; Ubuntu's package is only a pointer to a snap.
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        [ "$(. /etc/os-release 2>/dev/null; echo "${ID:-}")" = ubuntu ] || echo chromium
    # PDFBox preflight, and two parts of old Javas that it still calls
    [ -e /usr/share/java/preflight.jar ] || echo libpdfbox2-java
    [ -e /usr/share/java/javax.activation.jar ] || echo libactivation-java
    [ -e /usr/share/java/jaxb-api.jar ] || echo libjaxb-api-java
    [ -e /usr/share/java/commons-io.jar ] || echo libcommons-io-java
}

# --- In order --------------------------------------------------------------------

fingerprint() { { .venv/bin/python -V; cat setup.sh "$lock"; } 2>/dev/null | cksum; }

[ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint)" ] && exit 0

here=$(python3 --version 2>/dev/null || say なし none)
find_python || python_from_apt || stop \
    "Python 3.11 以上が要ります（ここにあるもの: $here）。次のどれかを実行してください: apt-get install python3 python3-venv、apt-get install python3.11 python3.11-venv（Ubuntu 22.04）、PYTHON=/path/to/python3.11 make pdf" \
    "Python 3.11 or newer is needed (here: $here). Run one of: apt-get install python3 python3-venv; apt-get install python3.11 python3.11-venv (Ubuntu 22.04); PYTHON=/path/to/python3.11 make pdf"

# shellcheck disable=SC2046
set -- $(missing_libraries)
[ $# = 0 ] || install_packages "$@"
if [ "$stamp" = .venv/set-up-dev ]; then
    # shellcheck disable=SC2046
    set -- $(missing_witnesses)
    if [ $# = 0 ]; then
        :
    elif may_install; then
        install_packages "$@"
    else
        say "検証ツールがないので、その試験は飛ばされます。入れるには: apt-get install $*" \
            "Some tests will be skipped for want of tools. To have them: apt-get install $*"
    fi
fi

# A .venv that was interrupted, or made by a Python that is gone, is made afresh.
good_python .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1 || {
    rm -rf .venv
    "$python" -m venv .venv
}
say "Python のパッケージを .venv に入れます（$lock）" \
    "Installing the Python packages of $lock into .venv"
.venv/bin/python -m pip install -qq --no-input \
    --require-hashes -r "$lock" || stop \
    "Python のパッケージを入れられませんでした。ネットワークを確かめて、もう一度実行してください。" \
    "The Python packages could not be installed. Check the network, then run this again."
fingerprint >"$stamp"
# The development lock holds the same versions as the other one, and more.
[ "$stamp" = .venv/set-up ] || { lock=requirements.txt; fingerprint >.venv/set-up; }
