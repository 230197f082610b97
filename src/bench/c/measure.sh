#!/bin/sh
# Prints what models that were exported to C take: sizes of code, tables and stack in bytes (-Os), and the time of a row (-O2).
# Usage: measure.sh [GCC FLAG...] HEADER...
set -eu

flags=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%-24s %8s %8s %8s %10s\n' header code tables stack 'ns a row'
for word in "$@"; do
  case $word in
    -*) flags="$flags $word"; continue ;;
  esac
  prefix=$(sed -n 's/^#ifndef \(.*\)_MODEL_H$/\1/p' "$word")
  lower=$(echo "$prefix" | tr '[:upper:]' '[:lower:]')
  cp "$word" "$work/model.h"
  cat > "$work/one.c" <<C
#include "model.h"
int classify(const float *row, float *probabilities);
int classify(const float *row, float *probabilities) { return ${lower}_classify(row, probabilities); }
C
  cat > "$work/time.c" <<C
#include <stdio.h>
#include <time.h>
#include "model.h"
int main(void) {
  static float row[${prefix}_INPUTS], probabilities[${prefix}_CLASSES];
  double best = 1e30;
  int round, i, sum = 0;
  for (round = 0; round < 50; round++) {
    clock_t start = clock();
    for (i = 0; i < 2000; i++) {
      row[0] = (float) (i % 100);
      sum += ${lower}_classify(row, probabilities);
    }
    double took = (double) (clock() - start) / CLOCKS_PER_SEC / 2000 * 1e9;
    best = took < best ? took : best;
  }
  printf("%.0f\n", sum < 0 ? 0 : best);
  return 0;
}
C
  # shellcheck disable=SC2086 # several words
  (cd "$work" && gcc -std=c99 -Os $flags -fstack-usage -fno-asynchronous-unwind-tables -c one.c &&
    gcc -std=c99 -O2 $flags -o time time.c)
  printf '%-24s %8s %8s %8s %10s\n' "$(basename "$word")" \
    "$(size -A "$work/one.o" | awk '/^\.text/ {sum += $2} END {print sum}')" \
    "$(size -A "$work/one.o" | awk '/^\.(rodata|data)/ {sum += $2} END {print sum}')" \
    "$(awk '{sum += $2} END {print sum}' "$work"/one.su)" \
    "$("$work/time")"
done
