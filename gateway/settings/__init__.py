"""From YAML files to one frozen ``Settings``; every mistake at once, with file, line and column."""
