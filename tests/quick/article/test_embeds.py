"""Embedded statements in pasted text: which lines they take, and what is read from them."""

from __future__ import annotations

import datetime

import pytest
from pasted import BEFORE, BEHIND, between, inner, pasted

from iqtibas.article import Article, Embed, find_embeds

SAID = "The new bridge will open on Monday."
TAIL = "— Karim Badri (@KarimB) March 24, 2021"
DAY = datetime.date(2021, 3, 24)
ARABIC = "نفتتح الجسر الجديد يوم الاثنين"


def only(article: Article) -> Embed:
    """The one embed of an article, whose spans must hold what they say."""
    [embed] = find_embeds(article)
    assert article.slice(embed.said) == embed.text
    assert embed.start <= embed.said.start <= embed.said.end <= embed.end
    return embed


@pytest.mark.parametrize(
    ("lines", "links"),
    [
        ((f"{SAID} pic.twitter.com/abC1", TAIL), ("pic.twitter.com/abC1",)),
        ((f"{SAID} pic.twitter.com/abC1 {TAIL}",), ("pic.twitter.com/abC1",)),
        ((f"{SAID} pic.x.com/abC1", TAIL), ("pic.x.com/abC1",)),
        ((f"{SAID} https://t.co/abC1", TAIL), ("https://t.co/abC1",)),
        ((f"{SAID} http://t.co/abC1", TAIL), ("http://t.co/abC1",)),
        ((f"{SAID}pic.twitter.com/abC1", TAIL), ("pic.twitter.com/abC1",)),
        ((f"{SAID}https://t.co/abC1 {TAIL}",), ("https://t.co/abC1",)),
        (
            (f"{SAID} https://t.co/a1 https://t.co/a2 pic.x.com/a3", TAIL),
            ("https://t.co/a1", "https://t.co/a2", "pic.x.com/a3"),
        ),
        ((f"{SAID} pic.twitter.com/abC1", "", TAIL), ("pic.twitter.com/abC1",)),
        ((f"{SAID}\u00a0pic.twitter.com/abC1", "—\u00a0Karim Badri (@KarimB)\u00a0March 24, 2021"), ("pic.twitter.com/abC1",)),
        ((SAID, TAIL), ()),
        ((f"{SAID} {TAIL}",), ()),
        ((SAID, TAIL + " https://t.co/tail"), ("https://t.co/tail",)),
    ],
)  # fmt: skip
def test_a_tweet_with_its_tail(lines: tuple[str, ...], links: tuple[str, ...]) -> None:
    article = between(*lines)
    assert inner(article) == [("embed", "\n".join(lines))]
    embed = only(article)
    assert (embed.text, embed.author, embed.handle, embed.date) == (SAID, "Karim Badri", "KarimB", DAY)
    assert (embed.links, embed.platform, embed.language) == (links, "twitter", "en")


@pytest.mark.parametrize("dash", ["—", "–", "―", "--", "&mdash;", "&mdash; "])
@pytest.mark.parametrize("form", ["{said} {tail}", "{said}\n{tail}"])
def test_every_dash_opens_a_tail(dash: str, form: str) -> None:
    tail = dash + TAIL.removeprefix("—" if dash == "&mdash;" else "— ")
    embed = only(between(form.format(said=SAID, tail=tail)))
    assert (embed.text, embed.author, embed.handle, embed.date) == (SAID, "Karim Badri", "KarimB", DAY)


def test_marks_of_direction_around_a_tweet_change_nothing() -> None:
    """Copying from a page that runs from right to left brings them along."""
    lines = (f"\u200e{SAID} pic.twitter.com/abC1\u200e", f"\u200e{TAIL}\u200e")
    article = between(*lines)
    assert inner(article) == [("embed", "\n".join(lines))]
    embed = only(article)
    assert embed.text.strip("\u200e") == SAID
    assert (embed.author, embed.handle, embed.date) == ("Karim Badri", "KarimB", DAY)


@pytest.mark.parametrize("link", ["pic.twitter.com/abC1", "pic.x.com/abC1", "https://t.co/abC1"])
def test_a_tweet_without_tail_is_told_by_its_link(link: str) -> None:
    article = between(f"{SAID} {link}")
    assert inner(article) == [("embed", f"{SAID} {link}")]
    embed = only(article)
    assert (embed.text, embed.author, embed.handle, embed.date) == (SAID, "", "", None)
    assert (embed.links, embed.platform, embed.language) == ((link,), "twitter", "en")


def test_english_without_any_mark_of_a_tweet_is_a_statement_if_it_is_long_enough() -> None:
    embed = only(between("The minister said that the bridge will be open to all on Monday."))
    assert (embed.author, embed.handle, embed.links, embed.platform) == ("", "", (), "")
    assert embed.language == "en"


@pytest.mark.parametrize(
    ("above", "short", "below"),
    [
        (f"وكتب البدري: «{ARABIC}».", "We open on Monday.", ""),
        ('وكتب البدري: "لن نتوقف أبدا"', "We will never stop!", ""),
        ("وكتب البدري على حسابه:", "It is done.", ""),
        ("", "We open on Monday.", f"وكتب البدري «{ARABIC}»."),
    ],
)
def test_a_short_sentence_is_a_statement_beside_what_quotes_or_announces_it(above: str, short: str, below: str) -> None:
    assert only(between(above, short, below)).text == short
    assert find_embeds(between("", short, "")) == []


@pytest.mark.parametrize(
    "line", ["The Bridge of the North", "Karim Badri, Minister.", "And so on", "Le pont et la mer."]
)
def test_short_lines_that_are_no_sentence_stay_foreign_there_too(line: str) -> None:
    assert find_embeds(between(f"وكتب البدري: «{ARABIC}».", line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "نشر المقال الأصلي بعنوان: Why the Valley Is Running Out of Water and What to Do About It",
        "الفيلم الفائز: The Bridge of the North and the Men Who Built It",
        "المصدر: The Post of the North and of the West",
    ],
)
def test_a_line_stays_arabic_with_a_title_behind_its_colon(line: str) -> None:
    [(kind, text)] = inner(between(line))
    assert kind not in ("embed", "foreign")
    assert text == line


def test_what_somebody_says_behind_a_colon_is_a_statement_of_its_own() -> None:
    said = "We will never leave this valley without water."
    article = between(f"وكتب البدري بالإنجليزية: {said}")
    assert inner(article) == [("paragraph", "وكتب البدري بالإنجليزية:"), ("embed", said)]
    assert only(article).text == said


def test_two_short_posts_each_behind_its_quotation() -> None:
    article = between("وكتب: «اكتمل الجسر».", "The bridge is done.", "ثم كتب: «شكرا لكم».", "We thank you all.")
    assert [embed.text for embed in find_embeds(article)] == ["The bridge is done.", "We thank you all."]


@pytest.mark.parametrize(
    "said",
    [
        "Get the latest from our office: the bridge opens on Monday.",
        "We open on Monday.\nRead more: https://roads.example/bridge",
        "We open on Monday.\nSign up for the walk over the bridge.",
    ],
)
def test_a_tail_claims_words_that_a_page_might_have_written(said: str) -> None:
    embed = only(between(f"{said}\n{TAIL}"))
    assert (embed.text, embed.author) == (said, "Karim Badri")


@pytest.mark.parametrize("lead", [".@KarimB: ", "@KarimB: ", "RT @KarimB: ", ".@KarimB : "])
def test_a_leading_handle_is_no_part_of_what_was_said(lead: str) -> None:
    embed = only(between(f"{lead}{SAID} https://t.co/x1"))
    assert (embed.text, embed.handle, embed.platform) == (SAID, "KarimB", "twitter")
    article = between(f"{lead}{SAID} https://t.co/x1", "— Ministry of Roads (@Roads) March 24, 2021")
    assert only(article).text == SAID
    assert only(article).author == "Ministry of Roads"


def test_a_handle_before_the_text_is_kept_beside_that_of_the_account() -> None:
    tail = "— Ministry of Roads (@Roads) March 24, 2021"
    embed = only(between(f".@KarimB: {SAID} https://t.co/x1", tail))
    assert (embed.text, embed.handle, embed.speaker) == (SAID, "Roads", "KarimB")
    embed = only(between(f".@roads: {SAID} https://t.co/x1", tail))
    assert (embed.text, embed.handle, embed.speaker) == (SAID, "Roads", "")


@pytest.mark.parametrize(
    ("tail", "author", "handle"),
    [
        ("— Marsa News (World) (@MarsaWorld) June 18, 2019", "Marsa News (World)", "MarsaWorld"),
        ("— Ministry of Health, Marzan (@HealthMarzan) June 18, 2019", "Ministry of Health, Marzan", "HealthMarzan"),
        ("— Al-Badri (@al_badri) June 18, 2019", "Al-Badri", "al_badri"),
        ("— كريم البدري (@KarimB) June 18, 2019", "كريم البدري", "KarimB"),
        ("— Karim 🌉 Badri (@KarimB) June 18, 2019", "Karim 🌉 Badri", "KarimB"),
    ],
)  # fmt: skip
def test_names_of_every_kind(tail: str, author: str, handle: str) -> None:
    for article in (between(SAID, tail), between(f"{SAID} {tail}")):
        embed = only(article)
        assert (embed.text, embed.author, embed.handle) == (SAID, author, handle)
        assert embed.date == datetime.date(2019, 6, 18)


@pytest.mark.parametrize(
    "date",
    [
        "March 24, 2021",
        "Mar 24, 2021",
        "Mar. 24, 2021",
        "march 24 2021",
        "24 March 2021",
        "24 Mar, 2021",
        "2021-03-24",
        "10:32 AM · Mar 24, 2021",
        "24 مارس 2021",
        "24 مارس، 2021",
        "٢٤ مارس ٢٠٢١",
        "24 آذار 2021",
        "24 آذار/مارس 2021",
        "24 مارس/آذار، 2021",
        "مارس 24, 2021",
        "١٠:٣٢ ص · ٢٤ مارس ٢٠٢١",
    ],
)
def test_dates_in_both_languages(date: str) -> None:
    assert only(between(SAID, f"— Karim Badri (@KarimB) {date}")).date == DAY


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("3 كانون الثاني 2022", datetime.date(2022, 1, 3)),
        ("3 كانون الأول 2022", datetime.date(2022, 12, 3)),
        ("3 تشرين الثاني 2022", datetime.date(2022, 11, 3)),
        ("3 يونيو 2022", datetime.date(2022, 6, 3)),
        ("3 حزيران 2022", datetime.date(2022, 6, 3)),
        ("May 3, 2022", datetime.date(2022, 5, 3)),
        ("Sept 3, 2022", datetime.date(2022, 9, 3)),
    ],
)
def test_months_by_their_names(date: str, day: datetime.date) -> None:
    assert only(between(SAID, f"— Karim Badri (@KarimB) {date}")).date == day


@pytest.mark.parametrize("date", ["", "yesterday", "February 31, 2021", "24 Brumaire 2021", "March 24", "9999999"])
def test_what_is_no_date_is_none(date: str) -> None:
    embed = only(between(SAID, f"— Karim Badri (@KarimB) {date}"))
    assert (embed.text, embed.author, embed.date) == (SAID, "Karim Badri", None)


def test_a_link_inside_a_sentence_is_said_and_listed() -> None:
    said = "Read the plan at https://t.co/plan1, then (https://example.org/a/b?c=1) and https://t.co/plan2. We open on Monday."
    embed = only(between(f"{said} https://t.co/pic1", TAIL))
    assert embed.text == said
    assert embed.links == (
        "https://t.co/plan1",
        "https://example.org/a/b?c=1",
        "https://t.co/plan2",
        "https://t.co/pic1",
    )


def test_a_tweet_of_several_lines_is_one_embed() -> None:
    said = "Three years.\n\n400 workers, one bridge.\nWe open on Monday."
    article = between(f"{said} https://t.co/a1", TAIL)
    assert inner(article) == [("embed", f"{said} https://t.co/a1\n{TAIL}")]
    assert only(article).text == said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{SAID}\n{TAIL}", "We thank everyone.\n— Lina Amari (@LinaA) March 25, 2021"),
        (f"{SAID} {TAIL}", "We thank everyone. — Lina Amari (@LinaA) March 25, 2021"),
        (f"{SAID} https://t.co/a1", "We thank everyone. https://t.co/a2"),
        (f"{SAID} https://t.co/a1\n{TAIL}", ".@LinaA: We thank everyone. https://t.co/a2"),
        (f"{SAID} https://t.co/a1", ".@LinaA: We thank everyone.\n— Lina Amari (@LinaA) March 25, 2021"),
        (f".@KarimB: {SAID}", ".@LinaA: We thank everyone.\n— Lina Amari (@LinaA) March 25, 2021"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_two_tweets_one_after_the_other(first: str, second: str, gap: str) -> None:
    article = between(first + gap + second)
    assert inner(article) == [("embed", first), ("embed", second)]
    assert [embed.text for embed in find_embeds(article)] == [SAID, "We thank everyone."]


@pytest.mark.parametrize(
    "lines",
    [
        (f"{ARABIC} pic.twitter.com/abC1", "— وزارة النقل (@Roads) March 24, 2021"),
        (f"{ARABIC} pic.twitter.com/abC1 — وزارة النقل (@Roads) ٢٤ مارس ٢٠٢١",),
        (f"{ARABIC} pic.twitter.com/abC1",),
        (f"{ARABIC} https://t.co/abC1",),
        (ARABIC, "— وزارة النقل (@Roads) March 24, 2021"),
    ],
)
def test_an_arabic_tweet_is_an_embed_in_arabic(lines: tuple[str, ...]) -> None:
    article = between(*lines)
    assert inner(article) == [("embed", "\n".join(lines))]
    embed = only(article)
    assert (embed.text, embed.language) == (ARABIC, "ar")


@pytest.mark.parametrize(
    "line",
    [
        "وقال الوزير — كريم البدري (@KarimB) إن الجسر سيفتح يوم الاثنين للجميع.",
        "ونشر الحساب (@Roads) صورا من الافتتاح.",
        "وتجدون التفاصيل في https://t.co/abC1 وعلى صفحة الوزارة.",
    ],
)
def test_an_arabic_sentence_with_a_handle_or_link_in_it_is_no_tweet(line: str) -> None:
    assert inner(between(line)) == [("paragraph", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Le ministre est dans la ville pour une visite de deux jours avec les élus.",
        "Der Minister ist mit dem Zug in die Stadt gefahren und hat die Brücke nicht gesehen.",
        "Home | News | Sport | Weather | Travel | Future | Culture",
        "Karim Badri",
        "Photo by Karim Badri and the staff of the ministry of roads",
        "© 2021 The Marsa News Agency. All rights of the owners are reserved.",
        "Министр посетил новый мост и был доволен работой строителей.",
        "12.5",
        "***",
        "🌉🌉🌉",
    ],
)
def test_a_foreign_line_is_kept_and_is_no_statement(line: str) -> None:
    article = between(line)
    assert inner(article) == [("foreign", line)]
    assert find_embeds(article) == []


def test_a_tweet_in_another_language_is_kept_without_a_guess() -> None:
    embed = only(between("Le pont est ouvert dans une semaine avec les élus. https://t.co/x", TAIL))
    assert embed.language == "und"


def test_embeds_come_in_the_order_of_the_article() -> None:
    article = pasted(
        BEFORE, f"{SAID} https://t.co/a1", BEHIND, f"{ARABIC} https://t.co/a2", BEFORE, f"We thank all. {TAIL}"
    )
    found = find_embeds(article)
    assert [embed.text for embed in found] == [SAID, ARABIC, "We thank all."]
    assert [article.text[embed.start : embed.end] for embed in found] == [
        f"{SAID} https://t.co/a1",
        f"{ARABIC} https://t.co/a2",
        f"We thank all. {TAIL}",
    ]


_FIRST, _SECOND = (
    "Our harbour deserves better than this, and they know it very well",
    "These delays insult the fishermen, and that must end today",
)


@pytest.mark.parametrize(
    ("ends", "begins"),
    [
        (".....", "...."),
        ("...", "..."),
        ("…", "…"),
        (" …", "… "),
        ("", "...."),
        (".", "..."),
        ("....", '"....'),
        (". . .", ". . . "),
        ("…..", ".."),
        ("! ...", "“… "),
    ],
)
@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\n \n\n"])
def test_a_post_that_goes_on_with_dots_is_one_of_its_own(ends: str, begins: str, end: str) -> None:
    article = pasted(f"{BEFORE}{end}{_FIRST}{ends}{end}{begins}{_SECOND}.{end}{BEFORE}")
    said = [embed.text for embed in find_embeds(article)]
    assert [text.strip(' .…“"!') for text in said] == [_FIRST, _SECOND]


def test_the_tail_is_of_the_post_that_goes_on() -> None:
    tail = "— Lena Hartwell (@LenaHartwell) May 14, 2024"
    article = pasted(f"{BEFORE}\n\n{_FIRST}....\n\n....{_SECOND}.\n{tail}\n\n{BEFORE}")
    assert [(embed.text, embed.author) for embed in find_embeds(article)] == [
        (f"{_FIRST}....", ""),
        (f"....{_SECOND}.", "Lena Hartwell"),
    ]


def test_dots_without_a_blank_line_are_inside_of_a_post() -> None:
    article = pasted(f"{BEFORE}\n\n{_FIRST}...\n...{_SECOND}.\n\n{BEFORE}")
    assert len(find_embeds(article)) == 1


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("The road stays closed until\n", "March 20."),
        ("We start in Harton,\n", "May 3."),
        ("The new hall opens on\n", "4 June"),
    ],
)
def test_a_day_that_ends_a_wrapped_sentence_is_of_its_words(words: str, day: str) -> None:
    embed = only(pasted(f"{BEFORE}\n\n{words}{day}\n— Lena Hartwell (@LenaHartwell)\nMay 14, 2024\n\n{BEHIND}"))
    assert (embed.text, embed.author, str(embed.date)) == (f"{words}{day}", "Lena Hartwell", "2024-05-14")
