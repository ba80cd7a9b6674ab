"""English numbers case by case: where each begins and ends, every reading, its kind, and what nobody need render."""

from __future__ import annotations

import pytest
from spelled_out import spelled_out

from iqtibas.article.quantities.english import english_values
from iqtibas.article.quantities.english_numerals import roman_value

DIGITS = [
    ("1,234 boats", "1,234 = 1234|1.234 count"),
    ("1,234,567 boats", "1,234,567 = 1234567 count"),
    ("12,34,567 boats", "12,34,567 = 1234567 count"),
    ("1.234 boats", "1.234 = 1.234|1234 count"),
    ("1.234,5 boats", "1.234,5 = 1234.5 count"),
    ("0,123 litres", "0,123 = 0.123 count"),
    ("1.2.3 boats", "1.2.3 = 1 date; 1.2.3 = 2 date; 1.2.3 = 3 date"),
    ("12 500 000 boats", "12 500 000 = 12500000 count"),
    ("12 50 boats", "12 = 12 count; 50 = 50 count"),
    ("2021 500 boats", "2021 = 2021 count; 500 = 500 count"),
    ("999999999999999999 grains", "999999999999999999 = 999999999999999999 count"),
    ("9999999999999999999 grains", ""),
    ("007 and 0", "007 = 7 count; 0 = 0 count"),
    ("@user7 #y2020 www.a5.org pic.twitter.com/5 5", "5 = 5 count"),
]
SCALED = [
    ("5k", "5k = 5000|5 count"),
    ("5m", "5m = 5000000|5 count"),
    ("5mn", "5mn = 5000000|5 count"),
    ("5mln", "5mln = 5000000|5 count"),
    ("5b", "5b = 5000000000|5 count"),
    ("1.5bn", "1.5bn = 1500000000|1.5 count"),
    ("5t", "5t = 5000000000000|5 count"),
    ("5tn", "5tn = 5000000000000|5 count"),
    ("5 mil", "5 mil = 5000000 count"),
    ("5 bil", "5 bil = 5000000000 count"),
    ("5 k of it", "5 = 5 count"),
    ("5-million prize", "5-million = 5000000 count"),
    ("5+ million boats", "5+ million = 5000000 count"),
    ("5 thousands", "5 thousands = 5000 count"),
    ("5 trillion", "5 trillion = 5000000000000 count"),
    ("3½ million", "3½ million = 3500000 count"),
    ("3 1/2 million", "3 1/2 million = 3500000 count"),
    ("5 3/8 inches", "5 3/8 = 5.375 count"),
    ("2 to 3 million", "2 = 2|2000000 count; 3 million = 3000000 count"),
    ("2–3 million", "2 = 2|2000000 count; 3 million = 3000000 count"),
    ("2 and 3 million", "2 = 2|2000000 count; 3 million = 3000000 count"),
    ("three or four million", "three = 3|3000000 count; four million = 4000000 count"),
    ("999 to 2 million", "999 = 999|999000000 count; 2 million = 2000000 count"),
    ("1000 to 2 million", "1000 = 1000 count; 2 million = 2000000 count"),
    ("2 then 3 million", "2 = 2 count; 3 million = 3000000 count"),
    ("2 to many million", "2 = 2 count; million = 1000000 count soft"),
    ("from 4 to", "4 = 4 count"),
]
MONEY = [
    ("$5", "$5 = 5 count"),
    ("for € 5", "€ 5 = 5 count"),
    ("£5m", "£5m = 5000000|5 count"),
    ("¥5 trillion", "¥5 trillion = 5000000000000 count"),
    ("5€", "5 = 5 count"),
    ("$2-$3 million", "$2 = 2|2000000 count; $3 million = 3000000 count"),
    ("$2 to $3bn", "$2 = 2|2000000000 count; $3bn = 3000000000|3 count"),
]
SUFFIXED = [
    ("1st, 22nd, 33rd, 4Th", "1st = 1 ordinal; 22nd = 22 ordinal; 33rd = 33 ordinal; 4Th = 4 ordinal"),
    ("in the 1990s", "1990s = 1990 decade"),
    ("in the '90s", "90s = 90 decade"),
    ("in the 1970’s", "1970’s = 1970 decade"),
    ("90kg, 100w, 5x, 5GB", "90 = 90 count; 100 = 100 count; 5 = 5 count; 5 = 5 count"),
    ("5g of salt and 5G masts", "5 = 5 count; 5 = 5 name"),
    ("a 5abc", "5 = 5 name"),
]
WORDS = [
    ("one hundred thousand and five boats", "one hundred thousand and five = 100005 count"),
    (
        "three million two hundred thousand and six",
        "three million two hundred thousand and six = 3200006 count",
    ),
    (
        "one hundred and five million and five thousand",
        "one hundred and five million and five thousand = 105005000 count",
    ),
    ("five thousand and five million", "five thousand = 5000 count; five million = 5000000 count"),
    ("two hundred and fifty thousand", "two hundred and fifty thousand = 250000 count"),
    (
        "two thousand million and 2 thousand million",
        "two thousand million = 2000000000 count; 2 thousand million = 2000000000 count",
    ),
    ("one thousand two hundred million", "one thousand two hundred million = 1200000000 count"),
    ("two thousand million five hundred thousand", "two thousand million five hundred thousand = 2000500000 count"),
    ("two million thousand", "two million = 2000000 count; thousand = 1000 count soft"),
    ("two thousand, five million", "two thousand = 2000 count; five million = 5000000 count"),
    ("one hundred and two hundred", "one hundred = 100 count; two hundred = 200 count"),
    ("two hundred and boats", "two hundred = 200 count"),
    ("nineteen hundred boats", "nineteen hundred = 1900 count"),
    ("a hundred and one boats", "hundred and one = 101 count"),
    ("a thousand and one nights", "thousand and one = 1001 count"),
    ("twenty one and twenty-one", "twenty one = 21 count; twenty-one = 21 count"),
    ("nineteen nineteen", "nineteen = 19 count; nineteen = 19 count"),
    ("twenty thirty", "twenty = 20 count; thirty = 30 count"),
    ("ten five", "ten = 10 count; five = 5 count"),
    ("five twenty", "five = 5 count; twenty = 20 count"),
    ("twenty -five", "twenty = 20 count; five = 5 count"),
    ("twenty- five", "twenty = 20 count; five = 5 count"),
    ("five and six boats", "five = 5 count; six = 6 count"),
    ("three- and five-year plans", "three = 3 count; five = 5 count"),
    ("sixty-seven, eighty-nine", "sixty-seven = 67 count; eighty-nine = 89 count"),
]
ORDINALS = [
    ("the third and the fifth boat", "third = 3|0.333 ordinal; fifth = 5|0.2 ordinal"),
    ("the tenth, the eleventh", "tenth = 10|0.1 ordinal; eleventh = 11 ordinal"),
    ("seventy-fifth", "seventy-fifth = 75 ordinal"),
    ("the thirty-first of May", "thirty-first = 31 ordinal; May = 5 month"),
    ("the third party and third-party", "third = 3|0.333 ordinal soft; third = 3|0.333 ordinal soft"),
    ("the ninth parties, a ninth part", "ninth = 9|0.111 ordinal soft; ninth = 9|0.111 ordinal"),
    ("the first, the second", "first = 1 ordinal soft; second = 2 ordinal soft"),
]
FRACTIONS = [
    ("two fifths of it", "two fifths = 0.4|2 fraction"),
    ("two-thirds, nine tenths", "two-thirds = 0.667|2 fraction; nine tenths = 0.9|9 fraction"),
    ("one quarter of them", "one quarter = 0.25|1 fraction"),
    ("nineteen quarters", "nineteen quarters = 4.75|19 fraction"),
    ("twenty quarters", "twenty = 20 count"),
    ("⅔ and ¼", "⅔ = 0.667 fraction; ¼ = 0.25 fraction"),
    ("1 ¾ cups", "1 ¾ = 1.75 count"),
    ("three and a quarter miles", "three and a quarter = 3.25 count"),
    ("two and a third miles", "two and a third = 2.333 count"),
    ("two-and-a-half hours", "two-and-a-half = 2.5 count"),
    ("3 and a half million", "3 and a half million = 3500000 count"),
    ("three and a boat", "three = 3 count"),
    ("1.5 hours, 1.5 years", "1.5 = 1.5 count; 1.5 = 1.5 count"),
    ("a quarter-million boats", "quarter-million = 250000 count"),
    ("half a million", "half a million = 500000 count"),
    ("half of the boats", "half = 0.5 fraction soft"),
    ("half an hour, half of a year", "half = 0.5 fraction soft; half = 0.5 fraction soft"),
    ("a half-hour, half hour", "half = 0.5 fraction soft; half = 0.5 fraction soft"),
    ("a half-century", "half = 0.5 fraction soft; century = 100 implied soft"),
    ("a quarter of a century", "quarter = 0.25 fraction soft; century = 100 implied soft"),
    ("half a dozen", "half = 0.5|6 fraction soft; dozen = 12 implied soft"),
    ("an hour and a half", "half = 0.5|1.5 fraction soft"),
    ("a mile and a half", "half = 0.5|1.5 fraction soft"),
]
MULTIPLES = [
    ("3 decades", "3 = 3 count"),
    ("a 3-decade war", "3 = 3 count; decade = 10 implied soft"),
    ("three centuries", "three = 3 count"),
    ("2 dozens", "2 = 2|24 count"),
    ("the 12th-century wall", "12th = 12 ordinal; century = 100 implied soft"),
]
PERCENTAGES = [
    ("20%, 20 %, 20 pct", "20% = 20 percent; 20 % = 20 percent; 20 pct = 20 percent"),
    ("20-percent, twenty percent", "20-percent = 20 percent; twenty percent = 20 percent"),
    ("20 percentage points", "20 percentage = 20 percent"),
    ("two per cent", "two per cent = 2 percent"),
    ("20 per person", "20 = 20 count"),
    ("5½ percent", "5½ percent = 5.5 percent"),
]
TIMES = [
    ("at 7:30", "7:30 = 450 time"),
    ("at 7:30 pm", "7:30 pm = 1170 time"),
    ("at 7.30pm", "7.30pm = 1170 time"),
    ("at 7 a.m. or 7 p. m.", "7 a.m. = 420 time; 7 p. m. = 1140 time"),
    ("at 7PM", "7PM = 1140 time"),
    ("at 12 am and 12 pm", "12 am = 0 time; 12 pm = 720 time"),
    ("at 12:15 a.m.", "12:15 a.m. = 15 time"),
    ("at 24:00", "24:00 = 1440 time"),
    ("a 25:10 lead", "25:10 = 25 date; 25:10 = 10 date"),
    ("a 7:75 lead", "7:75 = 7 date; 7:75 = 75 date"),
    ("7.30 metres", "7.30 = 7.3 count"),
    ("at noon or midnight", "noon = 720 time soft; midnight = 0 time soft"),
]
DATES = [
    ("3/24/2021", "3 = 3 date; 24 = 24 date; 2021 = 2021 date"),
    ("24-3-2021", "24 = 24 count; 3 = 3 date; 2021 = 2021 count"),
    ("5 - 3 - 2", "5 = 5 count; 3 = 3 count; 2 = 2 count"),
    ("open 24/7", "24 = 24 date soft; 7 = 7 date soft"),
    ("open 24/8", "24 = 24 date; 8 = 8 date"),
    ("on 7/24", "7 = 7 date; 24 = 24 date"),
    ("in 1995-96", "1995 = 1995 count; 96 = 96|1996 count"),
    ("in 1995–6", "1995 = 1995 count; 6 = 6|1996 count"),
    ("in 1943/4", "1943 = 1943 date; 4 = 4|1944 date"),
    ("1995 - 96", "1995 = 1995 count; 96 = 96 count"),
    ("95-96 and 1995-996", "95 = 95 count; 96 = 96 count; 1995 = 1995 count; 996 = 996 count"),
]
MONTHS = [
    ("March 24", "March = 3 month; 24 = 24 count"),
    ("24 of March", "24 = 24 count; March = 3 month"),
    ("March of 2021", "March = 3 month; 2021 = 2021 count"),
    ("March, 2021", "March = 3 month; 2021 = 2021 count"),
    ("Sept. 5", "Sept = 9 month; 5 = 5 count"),
    ("in March", "March = 3 month"),
    ("March opened", "March = 3 month soft"),
    ("Mira May said", "May = 5 month soft"),
    ("they march 24 miles", "24 = 24 count"),
]
NAMES = [
    ("an F-16", "16 = 16 name"),
    ("the G20", "20 = 20 name"),
    ("a B 52", "52 = 52 count"),
    ("COVID-19", "19 = 19 name"),
    ("mid-2020, Post-2011", "2020 = 2020 count; 2011 = 2011 count"),
    ("May-2020", "May = 5 month soft; 2020 = 2020 count"),
    ("x5", "5 = 5 name"),
]
IMPLIED = [
    ("zero, nil", "zero = 0 implied soft; nil = 0 implied soft"),
    ("once, a single boat", "once = 1 implied soft; single = 1 implied soft"),
    ("a twin, both, doubled", "twin = 2 implied soft; both = 2 implied soft; doubled = 2 implied soft"),
    ("thrice, a trilogy", "thrice = 3 implied soft; trilogy = 3 implied soft"),
    ("a quartet, quarterly", "quartet = 4 implied soft; quarterly = 4 implied soft"),
    ("a quintet", "quintet = 5 implied soft"),
    ("tenfold, a fortnight", "tenfold = 10 implied soft; fortnight = 14 implied soft"),
    ("a century, a millennium", "century = 100 implied soft; millennium = 1000 implied soft"),
    ("a foursome, sixpence", "foursome = 4 implied soft; sixpence = 6 implied soft"),
    ("ninefold, threesome", "ninefold = 9 implied soft; threesome = 3 implied soft"),
    ("oneself, twosome", ""),
    ("the thirties and nineties", "thirties = 30 decade soft; nineties = 90 decade soft"),
]
SOFT = [
    ("one boat, two boats, three boats", "one = 1 count soft; two = 2 count soft; three = 3 count"),
    ("a hundred boats, one hundred boats", "hundred = 100 count soft; one hundred = 100 count"),
    ("million thanks, one million", "million = 1000000 count soft; one million = 1000000 count"),
    ("hundreds and millions of boats", ""),
    ("Seven boats", "Seven = 7 count"),
    ("Six Flags", "Six = 6 count soft"),
    ("the Dalen Seven", "Seven = 7 count soft"),
    ("“Three boats”", "Three = 3 count"),
    ("(Three Wells)", "Three = 3 count soft"),
    ("three Boats", "three = 3 count"),
]
ROMAN = [
    ("World War II", "II = 2 ordinal soft"),
    ("World War I", "I = 1 ordinal soft"),
    ("type I, type-I", "I = 1 ordinal soft; I = 1 ordinal soft"),
    ("he and I", ""),
    ("I am here", ""),
    ("(i) and (iii)", "i = 1 ordinal soft; iii = 3 ordinal soft"),
    ("Henry IV’s and Mira IX's", "IV’s = 4 ordinal soft; IX's = 9 ordinal soft"),
    ("a CIVIC MIX (a)", ""),
]
APPROXIMATE = [
    ("about 30 boats", "30 = 30 count about"),
    ("almost exactly fifty 30", "fifty = 50 count about; 30 = 30 count about"),
    ("nearly all of those 30", "30 = 30 count"),
    ("some 20 or 30 boats", "20 = 20 count about; 30 = 30 count"),
    ("30 or more, 40 or so", "30 = 30 count about; 40 = 40 count about"),
    ("30-odd boats", "30 = 30 count about"),
    ("30 or fewer, 40 boats or fewer", "30 = 30 count about; 40 = 40 count about"),
    ("40 boats or ships, 40 fast boats or fewer", "40 = 40 count; 40 = 40 count"),
    ("30 or none", "30 = 30 count"),
    ("30 boats", "30 = 30 count"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(DIGITS + SCALED + MONEY + SUFFIXED + WORDS + ORDINALS + FRACTIONS + MULTIPLES + PERCENTAGES + TIMES),
        *(DATES + MONTHS + NAMES + IMPLIED + SOFT + ROMAN + APPROXIMATE),
    ],
)
def test_an_english_text_is_read_to_the_letter(text: str, expected: str) -> None:
    assert spelled_out(text, english_values(text)) == expected


MONTH_NAMES = "January February March April May June July August September October November December".split()


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTH_NAMES, 1)))
def test_every_month_is_known_in_full_and_short(number: int, name: str) -> None:
    for text in (f"in {name}", f"in {name[:3]}"):
        [month] = english_values(text)
        assert (month.value, month.kind, month.soft) == (number, "month", False)


TEENS = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()


@pytest.mark.parametrize(("number", "word"), list(enumerate(TEENS, 11)))
def test_teens_follow_hundreds_but_not_tens(number: int, word: str) -> None:
    assert [q.value for q in english_values(f"one hundred {word}, then twenty-{word}")] == [100 + number, 20, number]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("I", 1),
        ("III", 3),
        ("IV", 4),
        ("V", 5),
        ("VIII", 8),
        ("IX", 9),
        ("X", 10),
        ("XI", 11),
        ("XIV", 14),
        ("XIX", 19),
        ("XX", 20),
        ("XXXVIII", 38),
        ("XL", 40),
        ("XLIX", 49),
        ("L", 50),
        ("LI", 51),
        ("LIX", 59),
    ],
)
def test_roman_numerals_up_to_fifty_nine(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


@pytest.mark.parametrize("numeral", ["IIII", "VV", "IC", "XXXX", "LX", "MIX", "ii", "VIX"])
def test_what_is_no_roman_numeral_is_worth_nothing(numeral: str) -> None:
    assert roman_value(numeral) == 0
