"""``./dev bench [gateway|classifiers]``: run a benchmark and print its tables."""

from __future__ import annotations

import argparse
import sys

from benchmarks import gateway
from benchmarks.classifiers import parts


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure Sallyport against its peers, in one run.")
    benchmarks = parser.add_subparsers(dest="what", required=True)
    proxy = benchmarks.add_parser("gateway", help="the gateway against a bare reverse proxy (the default)")
    proxy.add_argument("--seconds", type=float, default=4, help="of load for each row (%(default)s)")
    proxy.add_argument("--connections", type=int, default=16, help="open at once (%(default)s)")
    parts.add_options(benchmarks.add_parser("classifiers", help="the classifiers against stock Presidio"))
    arguments = sys.argv[1:]
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in {"-h", "--help"}):
        arguments = ["gateway", *arguments]
    options = parser.parse_args(arguments)
    if options.what == "classifiers":
        parts.run(options)
    else:
        gateway.run(options.seconds, options.connections)
    return 0


if __name__ == "__main__":
    sys.exit(main())
