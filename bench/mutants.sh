#!/usr/bin/env bash
# Changes Aieh.Scoring in one place at a time and looks whether a test of that room notices; usage: bench/mutants.sh [--every N [--from K]] [room | room/File.cs]...
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
exec nice -n 19 python3 bench/mutants/run.py "$@"
