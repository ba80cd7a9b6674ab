"""What the tests with processes, servers and browsers share."""

from __future__ import annotations

from browser import chromium as chromium
from browser import screens as screens
