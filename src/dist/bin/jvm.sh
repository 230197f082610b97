# shellcheck shell=sh
# Shared by the launchers of the distribution and of the source folder: finds Java and starts the JVM.

oldest=17
main=io.elmstream.cli.Main

say() { echo "elmstream: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Fails if folder $1 cannot be part of a class path.
check_folder() {
  case $1 in
    *:*) fail "the path $1 contains a colon, which separates the entries of a class path; use another folder" ;;
  esac
}

# Succeeds if all files can be read. A JVM that cannot read its class path fails without a message, see become_java.
all_readable() {
  for file in "$@"; do
    [ -r "$file" ] || return 1
  done
}

# Prints the feature version of the Java installation in folder $1, or 0 if it has no program $2.
version_of() {
  version=
  if [ -x "$1/bin/$2" ] && [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${version:-0}"
}

# Selects the Java installation in folder $1 if it has a program $2 and is newer than the one selected so far.
consider() {
  version=$(version_of "$1" "$2")
  if [ "$version" -ge "$oldest" ] && [ "$version" -gt "$java_version" ]; then
    java_home=$1
    java_version=$version
  fi
}

# Selects the Java installation in JAVA_HOME, or else the newest one found. It must have the program $1 (java or javac);
# messages call it $2 and name the Debian package that ends in $3.
find_java() {
  java_version=0
  if [ -n "${JAVA_HOME:-}" ]; then
    consider "$JAVA_HOME" "$1"
    [ "$java_version" -eq 0 ] || return 0
    say "JAVA_HOME=$JAVA_HOME is not $2 $oldest or newer; looking for another $2"
  fi
  program=$(command -v "$1" || true)
  if [ -n "$program" ]; then
    consider "$(dirname "$(dirname "$(readlink -f "$program")")")" "$1"
  fi
  user=${HOME:-/nowhere}
  for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
      "$user"/.sdkman/candidates/java/* "$user"/.jdks/* "$user"/.asdf/installs/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$user"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    consider "$folder" "$1"
  done
  [ "$java_version" -gt 0 ] ||
    fail "found no $2 $oldest or newer. Install one (Debian: apt-get install openjdk-$oldest-$3) or set JAVA_HOME"
}

# Sets the default of HEAP_OPTS for the command in the arguments. A training needs memory for the square of its hidden
# units, and may use most of what the machine or container has; it checks beforehand that this is enough.
choose_heap() {
  heap=-Xmx768m
  case "${1:-} ${2:-}" in
    'train '* | 'model distill' | 'model draft' | 'model quantize') heap=-XX:MaxRAMPercentage=60 ;;
  esac
}

# Replaces the shell with the JVM. $1 is the folder of logback.xml; the rest are JVM flags, the main class and its arguments.
become_java() {
  conf=$1
  shift

  # JDK 22 to 24 would treat a pipe as a terminal.
  set -- -Djdk.console=java.base "$@"

  # Newer JDKs would warn at every start about the native libraries of our dependencies.
  if [ "$java_version" -ge 24 ]; then
    set -- --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$@"
  fi

  # In an ASCII locale the JVM could not read arguments and file names with other characters. A locale that is not
  # installed is ASCII too; locale tells, where there is one.
  case $(locale charmap 2>/dev/null || echo "${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}") in
    C | POSIX | ANSI_X3.4-1968 | US-ASCII) export LC_ALL=C.UTF-8 ;;
  esac

  # With the vector module the JVM prints a warning on stderr at every start, and no flag disables it. So the JVM's own
  # stderr is discarded, and the program writes to descriptor 3. If the user sets JVM flags, stderr is kept for the JVM's
  # messages about them.
  if [ -z "${JAVA_OPTS:-}${HEAP_OPTS:-}${JDK_JAVA_OPTIONS:-}${JAVA_TOOL_OPTIONS:-}" ]; then
    exec 3>&2 2>/dev/null
    set -- --add-opens java.base/java.io=ALL-UNNAMED -Delmstream.stderr=3 "$@"
  fi

  # The JVM's own warnings would go to standard output, which is reserved for the command's results.
  # shellcheck disable=SC2086 # HEAP_OPTS and JAVA_OPTS hold several words
  exec "$java_home/bin/java" ${HEAP_OPTS:-$heap} -XX:+ExitOnOutOfMemoryError -Xlog:disable \
    --add-modules jdk.incubator.vector "-Dlogback.configurationFile=$conf/logback.xml" ${JAVA_OPTS:-} "$@"
}
