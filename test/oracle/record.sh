#!/bin/bash
# Writes the expected results of fixtures/ with the C tool; record.js says how.
exec node "$(dirname "${BASH_SOURCE[0]}")/record.js" "$@"
