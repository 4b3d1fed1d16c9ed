from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gateway.cli.exits import Exit
from gateway.cli.scanning.files import told_name
from tests.commands import Run
from tests.made_documents import zipped

CARD = "4111 1111 1111 1111"
RULES = """\
- {id: no-cards, owner: a@example.com, because: PCI DSS, labels: [payment_card], action: block}
- {id: no-pay, owner: a@example.com, because: private, fields: ["$.salary"], action: drop}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand beside a folder of a finding in a text, one in a document, nothing, and a file that cannot be read."""
    folder = tmp_path / "export"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub/note.txt").write_text(f"hello\ncard {CARD}\n")
    (folder / "letter.zip").write_bytes(zipped({"a.txt": f"charged {CARD}"}))
    (folder / "plain.json").write_text('{"a": 1}')
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_files_of_a_folder_are_one_table(run: Run, folder: Path) -> None:
    ended = run("scan", "export", "--labels", "payment_card")
    assert ended.code == Exit.FINDINGS
    assert ended.out == (
        "file                 label         place            characters  score  recogniser\n"
        "export/letter.zip    payment_card  body /members/0  9-27        1.00   CardRecognizer\n"
        "export/sub/note.txt  payment_card  body, line 2     12-30       1.00   CardRecognizer\n"
        "\n"
        "not inspected    because\n"
        "export/logo.png  an image, which is not read\n"
        "\n"
        "4 files, 2 findings, 1 not inspected\n"
    )
    assert ended.err == ""


def test_a_file_that_cannot_be_inspected_is_like_a_finding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean/a.txt").write_text("hello")
    ended = run("scan", tmp_path / "clean", "--labels", "payment_card")
    assert (ended.code, ended.out) == (Exit.FINE, "1 file, 0 findings\n")
    (tmp_path / "clean/b.zip").write_bytes(b"PK\x03\x04")
    ended = run("scan", tmp_path / "clean", "--labels", "payment_card")
    assert ended.code == Exit.FINDINGS
    assert ended.out.endswith("b.zip  a ZIP archive that is damaged\n\n2 files, 0 findings, 1 not inspected\n")


def test_a_pipe_is_told_and_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ended = run("scan", tmp_path, "--labels", "payment_card")
    assert ended.code == Exit.FINDINGS
    assert ended.out.endswith("pipe  a pipe, a socket or a device\n\n1 file, 0 findings, 1 not inspected\n")


def test_what_was_left_out_is_counted(run: Run, tmp_path: Path) -> None:
    for name in (".git", "node_modules"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path)
    ended = run("scan", tmp_path, "--labels", "payment_card")
    assert ended.out == "0 files, 0 findings; left out: 2 directories, 1 symbolic link\n"


def test_programs_get_every_file(run: Run, folder: Path) -> None:
    ended = run("scan", "export", "--labels", "payment_card", "--format", "json", "--explain")
    assert ended.code == Exit.FINDINGS
    document = json.loads(ended.out)
    letter, logo, plain, note = document["files"]
    assert letter["withheld"] == "Nothing can be taken out of a document."
    assert logo == {"file": "export/logo.png", "not_inspected": "an image, which is not read"}
    assert plain == {
        "file": "export/plain.json",
        "not_inspected": None,
        "findings": [],
        "treatments": [],
        "withheld": None,
    }
    [finding] = note["findings"]
    assert (finding["label"], finding["line"], finding["span"]) == ("payment_card", 2, [11, 30])
    assert finding["evidence"]["pattern"] == "Visa, 16 digits"
    assert document["left_out"] == {"directories": 0, "symbolic_links": 0}
    assert CARD not in ended.out


def test_each_finding_is_explained_below_the_table(run: Run, folder: Path) -> None:
    ended = run("scan", "export", "--labels", "payment_card", "--explain")
    assert "\n\nexport/sub/note.txt: payment_card in body, line 2, characters 12-30\n  title     Payment" in ended.out
    assert CARD not in ended.out


def test_rules_say_what_is_done_in_each_file(run: Run, folder: Path) -> None:
    (folder.parent / "rules.yaml").write_text(RULES)
    (folder / "logo.png").unlink()
    (folder / "page.txt").write_text("hello")
    ended = run("scan", "export", "--rules", "rules.yaml")
    withheld = "nothing would be released. A rule on fields applies, and the content has none that can be told apart."
    assert ended.out.split("\n\n")[1].splitlines() == [
        f"export/letter.zip: {withheld}",
        f"export/page.txt: {withheld}",
        f"export/sub/note.txt: {withheld}",
    ]


def test_what_each_rule_does_is_told_with_the_file(run: Run, folder: Path) -> None:
    (folder.parent / "rules.yaml").write_text(RULES.splitlines()[0])
    ended = run("scan", "export", "--rules", "rules.yaml")
    assert ended.out.split("\n\n")[1].splitlines() == [
        "export/letter.zip: no-cards: block payment_card in body /members/0",
        "export/sub/note.txt: no-cards: block payment_card in body",
        "export/letter.zip: nothing would be released. Blocked by no-cards.",
        "export/sub/note.txt: nothing would be released. Blocked by no-cards.",
    ]


def test_rules_that_have_nothing_to_do_say_so(run: Run, folder: Path) -> None:
    (folder.parent / "rules.yaml").write_text(RULES)
    for name in ("logo.png", "letter.zip", "sub/note.txt"):
        (folder / name).unlink()
    ended = run("scan", "export", "--rules", "rules.yaml")
    assert (ended.code, ended.out) == (Exit.FINE, "no rule treats any of it\n\n1 file, 0 findings\n")


def test_a_media_type_is_not_that_of_a_whole_folder(run: Run, folder: Path) -> None:
    ended = run("scan", "export", "--content-type", "text/plain")
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert "--content-type is about one payload" in ended.err


def test_a_name_of_any_bytes_is_told_in_one_line() -> None:
    assert told_name(Path(os.fsdecode(b"a\xff\n\x1b[2K"))) == r"a\xff\n\x1b[2K"


def test_a_person_at_a_terminal_sees_how_far_it_is(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    ended = run("scan", "export", "--labels", "payment_card")
    assert ended.err.startswith("Loading the classifiers ...\n\r0/4 files, 0 findings\r")
    assert ended.err.endswith("\r")
