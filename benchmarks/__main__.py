"""``./dev bench [gateway]``: run a benchmark and print its table."""

from __future__ import annotations

import argparse
import sys

from benchmarks import gateway


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure Sallyport against a bare proxy.")
    parser.add_argument("what", nargs="?", default="gateway", choices=["gateway"])
    parser.add_argument("--seconds", type=float, default=4, help="of load for each row (%(default)s)")
    parser.add_argument("--connections", type=int, default=16, help="open at once (%(default)s)")
    options = parser.parse_args()
    gateway.run(options.seconds, options.connections)
    return 0


if __name__ == "__main__":
    sys.exit(main())
