"""``python -m gateway.cli`` is ``sallyport``."""

import sys

from gateway.cli.main import main

sys.exit(main())
