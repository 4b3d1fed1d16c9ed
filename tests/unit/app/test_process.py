from __future__ import annotations

import subprocess
import sys

CODE = """
import gc, sys
from gateway.app.process import SWITCH_SECONDS, YOUNG_OBJECTS, settle
settle()
assert gc.get_freeze_count() > 1_000
assert gc.get_threshold()[0] == YOUNG_OBJECTS
assert sys.getswitchinterval() == SWITCH_SECONDS
"""


def test_what_is_loaded_is_not_collected_again_and_threads_give_way_soon() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True)
