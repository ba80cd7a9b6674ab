"""The one exception tree: whatever goes wrong for a reason outside the program ends in an `IqtibasError`.

Every error names the place (`where`), says what is wrong, and, where there is one, the way out (`hint`), so
that the terminal can print it in one line.
"""

from __future__ import annotations


class IqtibasError(Exception):
    """Something that a person can mend: a wrong input, a damaged model, an unwritable folder.

    where: the file, URL, line or model concerned. problem: what is wrong, without a final stop. hint: what to
    do about it, or "".
    """

    def __init__(self, where: str, problem: str, hint: str = "") -> None:
        super().__init__(where, problem, hint)
        self.where, self.problem, self.hint = where, problem, hint

    def __str__(self) -> str:
        line = f"{self.where}: {self.problem}" + (f"; {self.hint}" if self.hint else "")
        return " ".join(line.split())


class UsageError(IqtibasError):
    """The command line asks for something that does not exist or does not go together."""


class ReadError(IqtibasError):
    """An input cannot be read as an article: missing, empty, binary, too large, broken, without Arabic."""


class EncodingError(ReadError):
    """The bytes are in no encoding that we can tell, or were decoded wrongly before they reached us."""


class ModelError(IqtibasError):
    """A model is unknown, incomplete, altered, or fails its check at load time."""


class OutputError(IqtibasError):
    """A result cannot be written."""


class DefectError(IqtibasError):
    """A defect of this program, met while it worked on one input; the other inputs go on."""

    @classmethod
    def of(cls, where: str, error: Exception) -> DefectError:
        """What to tell a user of an exception that nobody foresaw."""
        return cls(where, f"a defect of Iqtibas: {error!r}", "please report it; IQTIBAS_TRACEBACKS=1 shows where")
