"""Posts of every platform as people paste them: what is said, by whom, when, and none of the dress around it."""

from __future__ import annotations

import datetime

import pytest
from pasted import between, inner

from iqtibas.article import Embed, find_embeds

SAID = "The North Bridge will open on June 3 and will carry 12,000 cars a day."
DAY = datetime.date(2024, 5, 14)
NAME, HANDLE = "Lena Hartwell", "LenaHartwell"


def posts(pasted: str) -> list[Embed]:
    """The posts in a pasted text, all of which must be embeds."""
    article = between(pasted)
    assert {kind for kind, _ in inner(article)} == {"embed"}
    return find_embeds(article)


@pytest.mark.parametrize(
    ("pasted", "author", "handle", "day"),
    [
        (f"{SAID}\n— {NAME} (@{HANDLE}) May 14, 2024", NAME, HANDLE, DAY),
        (f"{SAID}\n— {NAME} (@hartwell.bsky.social) May 14, 2024 at 6:02 PM", NAME, "hartwell.bsky.social", DAY),
        (f"{SAID}\n— {NAME} (@lena@social.example) May 14, 2024", NAME, "lena@social.example", DAY),
        (f"{SAID}\n— Ministry — Official (@{HANDLE}) May 14, 2024", "Ministry — Official", HANDLE, DAY),
        (f"{SAID}\n— Ministry (North) – News (@{HANDLE}) May 14, 2024", "Ministry (North) – News", HANDLE, DAY),
        (f"{SAID} — {NAME} (@{HANDLE}) 14 أيار / مايو 2024", NAME, HANDLE, DAY),
        (f"{SAID}\nPosted by {NAME} on Tuesday, May 14, 2024", NAME, "", DAY),
        (f"{SAID}\nPosted by\u00a0{NAME} on\u00a0Tuesday, May 14, 2024", NAME, "", DAY),
        (f"{SAID}\nتم النشر بواسطة \u200f{NAME}\u200f في الثلاثاء، ١٤ مايو ٢٠٢٤", NAME, "", DAY),
        (f"View this post on Instagram\n{SAID}\nA post shared by {NAME} (@lena.hartwell)", NAME, "lena.hartwell", None),
        (f"{SAID}\nA video posted by {NAME} (@lena.hartwell) on May 14, 2024 at 6:02pm PST", NAME, "lena.hartwell", DAY),
        (
            f"\u200f\u200eعرض هذا المنشور على Instagram\u200e\u200f\n{SAID}\n"
            f"\u200f\u200eتمت مشاركة منشور بواسطة \u200f\u200e{NAME}\u200e\u200f (@\u200f\u200elena_h\u200e\u200f)\u200e\u200f",
            NAME, "lena_h", None,
        ),
        (f"{SAID}\nPost by @lena.hartwell\nView on Threads", "", "lena.hartwell", None),
        (f"{NAME}, [14.05.2024 18:02]\n{SAID}", NAME, "", DAY),
        (f"Ministry of Transport\n{SAID}\n12.3K views\n18:02, May 14", "Ministry of Transport", "", None),
        (f"{NAME}\n@{HANDLE}\n{SAID}\n1.2k ReTruths 4.5k Likes\nMay 14, 2024, 6:02 PM", NAME, HANDLE, DAY),
        (f"{NAME} on X: \"{SAID}\" / X", NAME, "", None),
        (f"{SAID}\n— {NAME}, May 14, 2024", NAME, "", DAY),
        (f"{SAID}\nView on Truth Social", "", "", None),
        (f"{SAID}\nعرض على Truth Social", "", "", None),
        (f"{SAID}\nشاهد على X", "", "", None),
        (f"{SAID}\nSee more\nعرض الترجمة", "", "", None),
    ],
)  # fmt: skip
def test_forms_of_platforms(pasted: str, author: str, handle: str, day: datetime.date | None) -> None:
    [embed] = posts(pasted)
    assert embed.text == SAID
    assert (embed.author, embed.handle, embed.date) == (author, handle, day)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (f"{NAME}\n@{HANDLE}\n·\nFollow", "6:02 PM · May 14, 2024\n1.2K\nReply\nCopy link\nRead 87 replies"),
        (f"{NAME}\n@{HANDLE}", "6:02 PM · May 14, 2024\n·\n120K\n Views\n87\nReposts\n12\nQuotes\n1,2K\nLikes"),
        (f"{NAME} @{HANDLE} · May 14, 2024", "87\n1.2K\n3.4K\n120K"),
        (f"{NAME}\n@{HANDLE}\n·\nمتابعة", "٦:٠٢ م · ١٤ مايو ٢٠٢٤\n١٫٢ ألف\nرد\nنسخ الرابط\nقراءة 87 ردا"),
        (f"{NAME}\n@{HANDLE}", "6:02 PM - 14 May 2024\nTwitter for iPhone\n87 Retweets 1,234 Likes"),
        (f"{NAME}\n@{HANDLE}", "6:02 PM · May 14, 2024 from North City, Marzan"),
        (f"Ministry Reposted\n{NAME}\n@{HANDLE}\nVerified account", "Translate post\n6:02 PM · May 14, 2024"),
        (f"{NAME}\n\n@{HANDLE}\n", "\n6:02 PM · May 14, 2024\n\nReply\n\nShare"),
        (f"\u200e{NAME}\u200e\n\u200e@{HANDLE}\u200e", "\u200e6:02 PM · May 14, 2024\u200e\nShow more"),
    ],
)
def test_a_card_copied_from_the_screen(above: str, below: str) -> None:
    [embed] = posts(f"{above}\n{SAID}\n{below}")
    assert embed.text == SAID
    assert (embed.author, embed.handle, embed.date) == (NAME, HANDLE, DAY)


def test_a_card_in_arabic_and_one_without_a_handle() -> None:
    arabic = "نفتتح الجسر الجديد يوم الاثنين"
    [embed] = posts(f"وزارة النقل\n@MinTransport\n·\nمتابعة\n{arabic}\n6:02 م · 14 مايو 2024\nنسخ الرابط")
    assert (embed.text, embed.author, embed.language) == (arabic, "وزارة النقل", "ar")
    [embed] = posts(f"{NAME}\nMay 14, 2024 ·\n{SAID}\n1.2K\n87 comments\n12 shares\nLike\nComment\nShare")
    assert (embed.text, embed.author, embed.date) == (SAID, NAME, DAY)


@pytest.mark.parametrize("handle", ["lena.hartwell", "lena_hartwell", "lenahartwell", "_lena.h2"])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "\n05/14/2024 at 6:02 PM\n412\n38\n21\nView on Threads"),
        ("\n2h", "\n412\n38\nReply"),
        ("\nVerified\n•\nFollow", "\n1,204 likes\nView all 38 comments\nMay 14, 2024"),
        ("", "\nView on Threads"),
        ("\n05/14/2024", "\nTranslate\n412\n38\n21"),
        ("", "\nLike\n412\nComment\n38\nRepost\n3\nShare\n7"),
    ],
)
def test_a_handle_without_its_sign_over_the_words(handle: str, above: str, below: str) -> None:
    for label in ("", "Profile picture\n", f"{handle}'s profile picture\n"):
        [embed] = posts(f"{label}{handle}{above}\n{SAID}{below}")
        assert (embed.text, embed.author, embed.handle) == (SAID, "", handle)


@pytest.mark.parametrize("degree", ["1st", "2nd", "3rd+", "Following"])
def test_a_card_that_says_what_its_author_does(degree: str) -> None:
    below = "…more\nActivate to view larger image,\n412\n38 comments\n21 reposts\nLike\nComment\nRepost\nSend"
    for line in (f"{NAME} • {degree}\nMinister of Transport\n3d •\nEdited •", f"{NAME} • {degree}\n3d •"):
        [embed] = posts(f"{line}\n{SAID}\n{below}")
        assert (embed.text, embed.author, embed.handle) == (SAID, NAME, "")


def test_a_caption_begins_with_its_handle() -> None:
    [embed] = posts(f"View this post on Instagram\nlena.hartwell {SAID}\nA post shared by {NAME} (@lena.hartwell)")
    assert (embed.text, embed.author, embed.handle) == (SAID, NAME, "lena.hartwell")
    [embed] = posts(f"lena.hartwell {SAID}\n— {NAME} (@lena) May 14, 2024")
    assert embed.text == f"lena.hartwell {SAID}"


def test_two_cards_and_two_posts_on_a_line() -> None:
    older = "An older post that is quoted, about ferries that stop."
    cards = (
        f"{NAME}\n@{HANDLE}\n{SAID}\n6:02 PM · May 14, 2024\nCity Ferries\n@CityFerries\n{older}\n6:02 PM · Apr 2, 2024"
    )
    run_together = f"{SAID} — {NAME} (@{HANDLE}) May 14, 2024 {older} — City Ferries (@CityFerries) April 2, 2024"
    for pasted in (cards, run_together):
        assert [(e.text, e.author, e.handle, e.date) for e in posts(pasted)] == [
            (SAID, NAME, HANDLE, DAY),
            (older, "City Ferries", "CityFerries", datetime.date(2024, 4, 2)),
        ]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks to\n@someone\nfor the great work that you have done on this bridge",
        "We will not stop — never. It is our bridge and we will build it.",
        "1/3 of our land is burnt and we will not leave it so.",
        "We planted trees on 3/4 of the land that is ours.",
        "There are 350\nof them and we will not rest.",
        "freedom\nis what we ask for, and we will not rest.",
    ],
)
def test_words_that_look_like_dress_stay(text: str) -> None:
    [embed] = posts(f"{text}\n— {NAME} (@{HANDLE}) May 14, 2024")
    assert embed.text == text


@pytest.mark.parametrize(
    "numbered",
    ["1/3 {}", "1/ {}", "2/n {}", "(1/3) {}", "[2/4] {}", "🧵 1/4 {}", "Thread: {}", "{} (2/4)", "{} 3/4", "{} 3/n", "{}\n4/5", "{} 🧵"],
)  # fmt: skip
def test_numbers_of_a_thread_are_none_of_the_statement(numbered: str) -> None:
    [embed] = posts(f"{numbered.format(SAID)}\n— {NAME} (@{HANDLE}) May 14, 2024")
    assert embed.text == SAID


@pytest.mark.parametrize(
    "byline", ["Posted by Admin on May 14, 2024", "نشر بواسطة كريم البدري في 14 مايو 2024", "Karim Badri\nMay 14, 2024"]
)
def test_a_byline_of_the_page_makes_no_post_of_the_article(byline: str) -> None:
    assert find_embeds(between("وزيرة النقل تعلن افتتاح الجسر", byline)) == []
