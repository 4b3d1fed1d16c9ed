from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

AT_RUN = "import pytest\ndef test_it() -> None:\n    pytest.skip('no server here')\n"
BY_MARK = "import pytest\n@pytest.mark.skip(reason='no server here')\ndef test_it() -> None: ...\n"
BY_FIXTURE = (
    "import pytest\n@pytest.fixture\ndef server() -> None:\n    pytest.skip('no server here')\n"
    "def test_it(server: None) -> None: ...\n"
)
AT_IMPORT = "import pytest\npytest.skip('no server here', allow_module_level=True)\n"
EXPECTED = "import pytest\n@pytest.mark.xfail(reason='known')\ndef test_it() -> None:\n    assert False\n"

SKIPS = {"at run": AT_RUN, "by mark": BY_MARK, "by fixture": BY_FIXTURE, "at import": AT_IMPORT}


def run(folder: Path, source: str, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(source)
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.skips",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(folder),
            "-ra",
        ],
        cwd=folder,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_in_continuous_integration_a_skip_fails_with_its_reason(tmp_path: Path, source: str) -> None:
    done = run(tmp_path, source, ci="true")
    assert done.returncode != 0
    assert "with CI=true nothing may be skipped" in done.stdout
    assert "no server here" in done.stdout


def test_elsewhere_a_skip_stays_a_skip(tmp_path: Path) -> None:
    done = run(tmp_path, BY_FIXTURE, ci="")
    assert done.returncode == 0
    assert "1 skipped" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    done = run(tmp_path, EXPECTED, ci="true")
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout
