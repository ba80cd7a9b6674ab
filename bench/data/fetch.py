"""Fetch the public development sets from where their authors publish them, into a folder that `bench.data.sets` reads.

usage: python -m bench.data.fetch [FOLDER] [--only flores ntrex systems] [--list]      (default: ../shared/eval)

| recipe | what | licence |
|---|---|---|
| flores | FLORES dev, Arabic and English, out of the archive of FLORES-200 or that of FLORES-101 | CC-BY-SA-4.0 |
| ntrex | NTREX-128, Arabic and English with document ids: every second document, from the second on | CC-BY-SA-4.0 |
| systems | what seven systems made of FLORES dev, from Mozilla's evaluations | MPL-2.0 |

Files of GitHub are pinned by commit. What is checked by SHA-256 is what is written, after the extraction: these sums
are those of the sets that all figures were measured on. The archive of FLORES-200 is checked as a whole too, by the sum
that MLCommons' description of the set (Croissant) states; for the other upstream files no sum but the result's is known
to us. Which of the two archives of FLORES has the very same lines could not be tried when this was written: the second
is asked where the first does not fit. Nothing of a recipe is written unless all of it is right.

QuoteBench and the natural sets are not public; benches that need them say so.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from bench.data.sets import SYSTEMS
from bench.harness import EVAL, command_line, run_main
from iqtibas.article.errors import ReadError
from iqtibas.storage.write import write_together

MOST_BYTES = 200 << 20
SECONDS = 60
META, GITHUB = "https://dl.fbaipublicfiles.com", "https://raw.githubusercontent.com"
FLORES_200, FLORES_101 = f"{META}/nllb/flores200_dataset.tar.gz", f"{META}/flores101/dataset/flores101_dataset.tar.gz"
NTREX, MOZILLA = f"{GITHUB}/MicrosoftTranslator/NTREX", f"{GITHUB}/mozilla/firefox-translations-models"
NTREX_TEXTS, NTREX_DOCUMENTS = "c9f006f2c132c932b83ccd7aaa6a35930dd9c370", "fa9e8c9e3bb875a39b0d3f36394c54e2d0f67cc7"
SYSTEM_COMMITS = {
    "argos": "e5080bca006dcffe0f32d14afc43a4a3cc2e34d1",
    "bergamot-base": "fc79080df5e0f992f4b641091e583f6386db50ab",
    "bergamot-base-memory": "403116963f987aeb1dce79b0ffb7de11e370a43a",
    "google": "e5080bca006dcffe0f32d14afc43a4a3cc2e34d1",
    "microsoft": "e5080bca006dcffe0f32d14afc43a4a3cc2e34d1",
    "nllb": "40005992df4d9cb4a659b27b109eb871798deec6",
    "opusmt": "40005992df4d9cb4a659b27b109eb871798deec6",
}
# SHA-256 of the files as the readers have them.
SUMS = {
    "flores-dev.ar": "6c3d4e291807a95f3a7c8e99ac499f23861264544a6393d906b514ef6f14a776",
    "flores-dev.en": "51a25f527fd81f428b6933d85a2f5e5544af92aa82042c7fbf0c4120327fba0a",
    "ntrex-odd.ar": "9393e816c125db405aa2d261638b80ed25e3b509c8e0017453134ab890a601d3",
    "ntrex-odd.en": "fb919d6a5f5f480e0a62f451f5dc53e1bec76d8322a9a508974766ff05476e5f",
    "ntrex-odd.docid": "4a93b21824a52fe67d404d4e9036763984f2432c5218d44d48b86db2ed57dbc9",
    "systems/flores-dev.argos.en": "725d3dcd1993f652f45f25616386954d43b26ac96e922fbab414631dc0d269f1",
    "systems/flores-dev.bergamot-base.en": "264358da3f79182f449661172e98917a0646c178e62d23cc16b5017f6a9712d0",
    "systems/flores-dev.bergamot-base-memory.en": "ec5af4044b9cf972cdd16a8e386af73d1fc7ca1e8423e52132d3b9f87b1fae0f",
    "systems/flores-dev.google.en": "fab43d4b8c34a02eed5778ea6a2ac9613209cb65819779a39dcb648db06b3541",
    "systems/flores-dev.microsoft.en": "4cc9475a9a094d82aa857223b78c89b1ca7a34fb0ff9561c46e75eaf889d0747",
    "systems/flores-dev.nllb.en": "205db3a63193bc2bef79d27f955e4e6fba5874f68c4ffb20e9c635fc9807d96f",
    "systems/flores-dev.opusmt.en": "a20dfa88743dae3638bb33906ebeb2bc87fe47461bc67c6dda52b0e94d27c9f5",
}
FLORES_200_SUM = "b8b0b76783024b85797e5cc75064eb83fc5288b41e9654dabc7be6ae944011f6"
Extract = Callable[[Sequence[bytes]], dict[str, bytes]]


class FetchError(ReadError):
    """A set could not be had, or is not the one that was measured on."""


@dataclass(frozen=True)
class Recipe:
    """A set and where it comes from.

    addresses: of the upstream files. extract: what makes the set's files of their bytes, by name. sums: SHA-256 of each
    of these. upstream: SHA-256 of an upstream file, by address, where it is known.
    """

    licence: str
    addresses: tuple[str, ...]
    extract: Extract
    sums: Mapping[str, str]
    upstream: Mapping[str, str] = field(default_factory=dict)


def flores(address: str, members: Mapping[str, str], upstream: Mapping[str, str]) -> Recipe:
    """FLORES dev out of an archive. members: the file in the archive for each of ours, from its second folder on."""

    def extract(files: Sequence[bytes]) -> dict[str, bytes]:
        return {name: from_archive(files[0], member) for name, member in members.items()}

    return Recipe("CC-BY-SA-4.0", (address,), extract, {name: SUMS[name] for name in members}, upstream)


def from_archive(archive: bytes, wanted: str) -> bytes:
    """A file of a gzipped tar, by the end of its path; nothing is unpacked. Raises FetchError."""
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as members:
            for member in members:
                if member.isfile() and f"/{member.name}".endswith(f"/{wanted}"):
                    opened = members.extractfile(member)
                    return opened.read() if opened else b""
    except (tarfile.TarError, OSError, EOFError) as error:
        raise FetchError(wanted, f"the archive cannot be read ({error})", AGAIN) from error
    raise FetchError(wanted, "is not in the archive")


def every_second_document(files: Sequence[bytes]) -> dict[str, bytes]:
    """The lines of every second document, from the second on. files: document ids, Arabic, English, line by line.

    White space around a line is dropped. Raises FetchError where the files differ in length.
    """
    columns = [[line.strip() for line in file.decode("utf-8").splitlines()] for file in files]
    if len({len(column) for column in columns}) > 1:
        raise FetchError("NTREX-128", f"files of {', '.join(str(len(column)) for column in columns)} lines", AGAIN)
    documents = list(dict.fromkeys(columns[0]))
    chosen = set(documents[1::2])
    rows = [row for row in zip(*columns, strict=True) if row[0] in chosen]
    names = ("ntrex-odd.docid", "ntrex-odd.ar", "ntrex-odd.en")
    return {name: "".join(f"{row[at]}\n" for row in rows).encode() for at, name in enumerate(names)}


def as_they_are(names: Sequence[str]) -> Extract:
    """One of ours for each upstream file, unchanged."""
    return lambda files: dict(zip(names, files, strict=True))


def _systems() -> Recipe:
    names = [f"systems/flores-dev.{system}.en" for system in SYSTEMS]
    addresses = [f"{MOZILLA}/{SYSTEM_COMMITS[s]}/evaluation/ar-en/flores-dev.{s}.en" for s in SYSTEMS]
    return Recipe("MPL-2.0", tuple(addresses), as_they_are(names), {name: SUMS[name] for name in names})


def _ntrex() -> Recipe:
    texts = f"{NTREX}/{NTREX_TEXTS}/NTREX-128/newstest2019"
    addresses = f"{NTREX}/{NTREX_DOCUMENTS}/DOCUMENT_IDS.tsv", f"{texts}-ref.arb.txt", f"{texts}-src.eng.txt"
    sums = {name: sum_ for name, sum_ in SUMS.items() if name.startswith("ntrex-odd")}
    return Recipe("CC-BY-SA-4.0", addresses, every_second_document, sums)


AGAIN = "try again"
ARABIC_ENGLISH = ("flores-dev.ar", "flores-dev.en")
# For each set the recipes that are tried, one after the other.
RECIPES: dict[str, tuple[Recipe, ...]] = {
    "flores": (
        flores(
            FLORES_200,
            dict(zip(ARABIC_ENGLISH, ("dev/arb_Arab.dev", "dev/eng_Latn.dev"), strict=True)),
            {FLORES_200: FLORES_200_SUM},
        ),
        flores(FLORES_101, dict(zip(ARABIC_ENGLISH, ("dev/ara.dev", "dev/eng.dev"), strict=True)), {}),
    ),
    "ntrex": (_ntrex(),),
    "systems": (_systems(),),
}


def fetch(recipes: Sequence[Recipe], folder: Path) -> bool:
    """Put a set into a folder, by the first recipe that gives what it should. Returns False if it was there already.

    Raises FetchError with what is wrong with each recipe, OutputError where the folder cannot be written.
    """
    if all(_sum_of_file(folder / name) == wanted for name, wanted in recipes[0].sums.items()):
        return False
    problems = []
    for recipe in recipes:
        try:
            found = cook(recipe)
        except FetchError as error:
            problems.append(error)
            continue
        for name in found:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_together({folder / name: [content] for name, content in found.items()})
        return True
    if len(problems) == 1:
        raise problems[0]
    raise FetchError(problems[0].where, f"{problems[0].problem}; and {'; '.join(str(e) for e in problems[1:])}")


def cook(recipe: Recipe) -> dict[str, bytes]:
    """The files of a recipe, all of them checked. Raises FetchError."""
    files = []
    for address in recipe.addresses:
        files.append(download(address))
        wanted = recipe.upstream.get(address)
        if wanted and hashlib.sha256(files[-1]).hexdigest() != wanted:
            raise FetchError(address, "is not the file that was published (its SHA-256 differs)", AGAIN)
    found = recipe.extract(files)
    for name, wanted in recipe.sums.items():
        if hashlib.sha256(found[name]).hexdigest() != wanted:
            raise FetchError(recipe.addresses[0], f"gives another {name} than was measured on (its SHA-256 differs)")
    return found


def download(address: str) -> bytes:
    """The bytes behind an address. Raises FetchError where they do not come, do not come whole, or are too many."""
    request = urllib.request.Request(address, headers={"User-Agent": "iqtibas-bench"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
            told = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchError(address, f"the server answers {error.code} ({error.reason})") from error
    except (OSError, HTTPException) as error:
        raise FetchError(address, f"cannot be fetched ({getattr(error, 'reason', error)})", AGAIN) from error
    if len(content) > MOST_BYTES:
        raise FetchError(address, f"is larger than {MOST_BYTES >> 20} MiB")
    if told is not None and int(told) != len(content):
        raise FetchError(address, f"was interrupted after {len(content)} of {told} bytes", AGAIN)
    return content


def _sum_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=EVAL)
    parser.add_argument("--only", nargs="+", choices=sorted(RECIPES), default=list(RECIPES))
    parser.add_argument("--list", action="store_true", help="print the addresses and fetch nothing")
    asked = parser.parse_args()
    failed = False
    for name in asked.only:
        if asked.list:
            for recipe in RECIPES[name]:
                print(f"{name} ({recipe.licence})", *recipe.addresses, sep="\n  ")
            continue
        try:
            new = fetch(RECIPES[name], asked.folder)
            print(f"{name}: {'fetched' if new else 'is there'}", flush=True)
        except FetchError as error:
            print(f"{name}: {error}", file=sys.stderr, flush=True)
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    run_main(main)
