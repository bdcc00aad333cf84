"""`python -m hocsau`: giống lệnh `hocsau`."""

import sys

from hocsau.cli import main

sys.exit(main())
