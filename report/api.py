"""What `import iqtibas` has of this room: a finding in words."""

from __future__ import annotations

from iqtibas.align.model import Finding
from iqtibas.article.errors import UsageError
from iqtibas.report.wording import LANGUAGES, Language, sentence


def describe(finding: Finding, language: Language = "en") -> str:
    """Put a finding into one sentence, without its full stop, as reports and the machine output have it.

    language: "en" or "ar". To learn what was found, read `reason` and `values`, not the sentence. Raises UsageError for
    another language.
    """
    if language not in LANGUAGES:
        problem = f"{language!r} is none that findings are told in"
        raise UsageError("language", problem, f"choose {' or '.join(LANGUAGES)}")
    return str(sentence(finding, language))
