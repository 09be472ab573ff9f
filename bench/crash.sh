#!/usr/bin/env bash
# Kills the service with SIGKILL during submissions; usage: bench/crash.sh [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --configuration Release --project bench/load -- crash --rounds "${1:-20}"
