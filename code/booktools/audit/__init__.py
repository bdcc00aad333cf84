"""Measure every page as a reader on a slow phone meets it: `make audit` prints the table.

Eight numbers a page, each with its limit:
- kB that the browser fetches (gzip) before the reader touches anything;
- LCP: milliseconds until the largest thing on the first screen is drawn, with a processor slowed four times
  and a line of 150 ms round trip and 1.6 Mbit/s;
- CLS: how far things jump, while the page loads and while every control is moved;
- serious or critical findings of axe-core, in light and in dark;
- shown cells whose code is cut at the edge of its box, on a laptop (1440 px) and on a phone (360 px);
- the tallest live picture, as a share of the window, on the same two: its controls, reading and drawing
  are to be seen at once.
"""

from booktools.audit.page import Audit, audit
from booktools.audit.table import LIMITS, over, table

__all__ = ["LIMITS", "Audit", "audit", "over", "table"]
