"""``sallyport scan``: what the classifiers find in a payload or in the files of a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import orjson

from gateway.cli.configured import Format, add_format
from gateway.cli.exits import Exit, UsageFault
from gateway.cli.payload import STDIN, body_of, read_payload
from gateway.cli.scanning.documents import files_document, payload_document
from gateway.cli.scanning.files import scan_files
from gateway.cli.scanning.folder import Listing, listing
from gateway.cli.scanning.progress import Progress
from gateway.cli.scanning.scanned import scan_to_the_end
from gateway.cli.scanning.sought import Sought, add_sought, sought
from gateway.cli.scanning.told import told_files, told_payload
from gateway.domain.message import Body
from gateway.settings import render
from gateway.settings.mistakes import InvalidConfiguration


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="?", default=STDIN, metavar="PATH", help="a payload, or a folder of them; - is standard input"
    )
    add_sought(parser)
    parser.add_argument(
        "--content-type", metavar="TYPE", help="of the payload; else its name or its looks tell what it is"
    )
    parser.add_argument("--explain", action="store_true", help="say of each finding why it is one")
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    path = Path(options.path)
    what: Body | Listing
    if options.path == STDIN or not path.is_dir():
        what = body_of(options.path, read_payload(options.path), options.content_type)
    elif options.content_type:
        raise UsageFault("--content-type is about one payload, and not about a folder")
    else:
        what = listing(path)
    if sys.stderr.isatty():
        print("Loading the classifiers ...", file=sys.stderr)
    try:
        looked_for = sought(options)
    except InvalidConfiguration as invalid:
        print(render.text(invalid.mistakes), file=sys.stderr)
        return Exit.FINDINGS
    return _payload(what, looked_for, options) if isinstance(what, Body) else _folder(what, looked_for, options)


def _payload(body: Body, looked_for: Sought, options: argparse.Namespace) -> int:
    scanned = scan_to_the_end(body, looked_for)
    if options.format == Format.JSON:
        print(_json(payload_document(scanned, looked_for, explain=options.explain)))
    else:
        print(told_payload(scanned, looked_for, explain=options.explain))
    return Exit.FINE if scanned.is_clean else Exit.FINDINGS


def _folder(listed: Listing, looked_for: Sought, options: argparse.Namespace) -> int:
    with Progress(sys.stderr) as progress:
        files = [*scan_files(listed, looked_for, progress)]
    if options.format == Format.JSON:
        print(_json(files_document(files, listed, looked_for, explain=options.explain)))
    else:
        print(told_files(files, listed, looked_for, explain=options.explain))
    return Exit.FINE if all(file.is_clean for file in files) else Exit.FINDINGS


def _json(document: object) -> str:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
