# What the scripts share; sourced, never run. Sets `home`, the folder with the README.
# shellcheck shell=bash

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Prints one sentence and ends the script.
fail() {
    printf 'messenger: %s\n' "$1" >&2
    exit "${2:-1}"
}

# The major version of the Java under a folder, or nothing.
java_major() {
    [[ -x $1/bin/java ]] || return 0
    if [[ -r $1/release ]]; then
        sed -nE 's/^JAVA_VERSION="(1\.)?([0-9]+).*/\2/p' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | sed -nE '1s/.*version "(1\.)?([0-9]+).*/\2/p'
    fi
}

# Where a Java may be installed, best first, one folder a line.
java_homes() {
    printf '%s\n' "${JAVA_HOME:-}"
    printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/*java* | sort -rV
    printf '%s\n' "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}"/candidates/java/*
    printf '%s\n' /Library/Java/JavaVirtualMachines/*/Contents/Home
    local java
    if java=$(command -v java) && java=$(readlink -f "$java"); then
        printf '%s\n' "${java%/bin/java}"
    fi
}

# Sets JAVA_HOME to a Java of at least 25 that has `$1` (java, or javac to build with).
find_java() {
    local candidate major
    while read -r candidate; do
        [[ -n $candidate && -x $candidate/bin/$1 ]] || continue
        major=$(java_major "$candidate")
        if [[ $major =~ ^[0-9]+$ ]] && ((major >= 25)); then
            export JAVA_HOME=$candidate
            return 0
        fi
    done < <(java_homes)
    return 1
}

require_java() {
    find_java "$1" || fail "JDK 25 or newer is missing: install one, for example from https://adoptium.net, \
or set JAVA_HOME to where it is."
}

# Installs the first of the packages that this machine's repositories offer.
apt_install() {
    [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
    [[ -n ${updated:-} ]] || apt-get -qq update >&2 || true
    updated=yes
    local package
    for package in "$@"; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$package" >&2
            return
        fi
    done
    return 1
}

command_or_install() {
    command -v "$1" >/dev/null || apt_install "$2" || fail "$1 is missing: install it (Debian: apt-get install $2)."
}

# The settings of messenger.env, where there is one; what the environment says already wins.
load_settings() {
    local line name
    [[ -r $home/messenger.env ]] || return 0
    while IFS= read -r line || [[ -n $line ]]; do
        [[ $line =~ ^(MESSENGER_[A-Z_]+)=(.*)$ ]] || continue
        name=${BASH_REMATCH[1]}
        [[ -n ${!name+set} ]] || export "$name=${BASH_REMATCH[2]}"
    done <"$home/messenger.env"
}

# Whether any source or pom is newer than a file, or the file is not there.
sources_newer_than() {
    [[ -e $1 ]] || return 0
    [[ -n $(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main -newer "$1" -print -quit) ]]
}

# Maven, on the Java that was found; its own libraries would make a new one print warnings.
maven() {
    local quiet="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
    (cd "$home" && MAVEN_OPTS="$quiet ${MAVEN_OPTS:-}" mvn -B -ntp "$@")
}

# Builds server/target/messenger.jar and, beside it, lib/ with all that it needs.
build() {
    local jar=$home/server/target/messenger.jar started
    command -v mvn >/dev/null || fail "Maven is missing: install it, for example with 'apt-get install maven'."
    started=$(mktemp)
    maven -q package -Dmaven.test.skip -Dspotless.check.skip || {
        rm -f "$started"
        return 1
    }
    # Maven leaves a jar alone whose content is the same; a source saved meanwhile must stay newer.
    touch -r "$started" "$jar"
    rm -f "$started"
}

# Builds server and tests, where a source is newer than what was built, and sets `test_classes` to
# a class path with both.
build_tests() {
    local target=$home/server/target started
    if sources_newer_than "$target/messenger.jar" ||
        [[ ! -e $target/test.classpath || ! -d $target/test-classes ||
            -n $(find "$home"/*/src/test -name '*.java' -newer "$target/test.classpath" -print -quit) ]]; then
        command_or_install mvn maven
        echo "Building Messenger and its tests ..." >&2
        started=$(mktemp)
        maven -q package dependency:build-classpath -DskipTests -Dspotless.check.skip \
            -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
        # Maven leaves files alone whose content is the same; a source saved meanwhile must stay newer.
        touch -r "$started" "$target/messenger.jar" "$target/test.classpath"
        rm -f "$started"
    fi
    # shellcheck disable=SC2034 # the scripts use it
    test_classes=$target/test-classes:$target/classes:$(<"$target/test.classpath")
}

# Whether the server was built since it was trained.
untrained() {
    local target=$home/server/target
    [[ ! -e $target/messenger.aot ]] ||
        [[ -n $(find "$target/messenger.jar" "$target/lib" -newer "$target/messenger.aot" -print -quit) ]]
}

# Starts the built server once, on data that are thrown away, and has the JVM keep what it learnt of
# the classes (JEP 514): later starts take half the time. If that fails, an empty file says so.
train() {
    local cache=$home/server/target/messenger.aot scratch server
    scratch=$(mktemp -d)
    (
        unset "${!MESSENGER_@}"
        export MESSENGER_JAVA_OPTIONS="-XX:AOTCacheOutput=$cache"
        rm -f "$cache"
        serve_built --host 127.0.0.1 --port 0 --data-dir "$scratch/data"
    ) >"$scratch/log" 2>&1 &
    server=$!
    # shellcheck disable=SC2064 # what they are now
    trap "kill $server; wait $server || true; rm -rf '$scratch'" EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    for _ in {1..300}; do
        if grep -qs '^Messenger serves' "$scratch/log" || ! kill -0 "$server" 2>/dev/null; then
            break
        fi
        sleep 0.2
    done
    kill "$server" 2>/dev/null || true
    wait "$server" || true
    [[ -s $cache ]] || touch "$cache"
    rm -rf "$scratch"
    trap - EXIT INT TERM
}

# Becomes the server that was built last.
serve_built() {
    local target=$home/server/target
    if [[ -s $target/messenger.aot ]] && ! untrained; then
        export MESSENGER_JAVA_OPTIONS="-XX:AOTCache=$target/messenger.aot -Xlog:aot=off ${MESSENGER_JAVA_OPTIONS:-}"
    fi
    serve "$target/messenger.jar:$target/lib/*" "$@"
}

# Becomes the server, with the jars of class path `$1` and the arguments after it.
serve() {
    local class_path=$1
    shift
    export MESSENGER_DATA_DIR=${MESSENGER_DATA_DIR:-$home/data}
    if [[ -z ${MESSENGER_FIREBASE_CREDENTIALS:-} && -e $home/serviceAccountKey.json ]]; then
        export MESSENGER_FIREBASE_CREDENTIALS=$home/serviceAccountKey.json
    fi
    # MESSENGER_JAVA_OPTIONS is split at blanks on purpose: it holds flags.
    # shellcheck disable=SC2086
    exec "$JAVA_HOME/bin/java" "@$home/scripts/jvm.options" ${MESSENGER_JAVA_OPTIONS:-} \
        -cp "$class_path" dev.messenger.server.Main "$@"
}
