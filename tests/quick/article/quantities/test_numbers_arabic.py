"""Arabic numbers case by case: where each begins and ends, every reading, its kind, and what nobody need render."""

from __future__ import annotations

from decimal import Decimal

import pytest
from spelled_out import spelled_out

from iqtibas.article.quantities.arabic import arabic_values
from iqtibas.article.quantities.arabic_numerals import lookup_key, number_word

DIGITS = [
    ("١٢ و۱۲ و12", "١٢ = 12 count; ۱۲ = 12 count; 12 = 12 count"),
    ("١٬٢٠٠ قارب", "١٬٢٠٠ = 1200|1.2 count"),
    ("١٢٫٥ متر", "١٢٫٥ = 12.5 count"),
    ("783،562 قاربا", "783،562 = 783562|783.562 count"),
    ("20.000 قارب", "20.000 = 20|20000 count"),
    ("20.000 ألف", "20.000 ألف = 20000|20000000 count"),
    ("لكل 000 100 نسمة", "000 100 = 100000|100 count"),
    ("نحو 500 12 نسمة", "500 12 = 12500 count about"),
    ("١٢ ٥٠٠ نسمة", "١٢ ٥٠٠ = 12500 count"),
    ("000 100 2000", "000 100 = 100000|100 count; 2000 = 2000 count"),
    ("@dalen7 #سنة2020 https://x.example/5 ثم 5", "5 = 5 count"),
    ("5كم و5 كم", "5 = 5 count; 5 = 5 count"),
]
JOINED = [
    ("بـ76 والـ48", "76 = 76 count; 48 = 48 count"),
    ("ب76 و200", "76 = 76 count; 200 = 200 count"),
    ("س76", "76 = 76 count soft"),
    ("كوفيد19", "19 = 19 count soft"),
    ("كوفيد-19", "19 = 19 name"),
    ("إف-16 وF-16 وF16", "16 = 16 name; 16 = 16 name; 16 = 16 name"),
    ("مارس-19", "مارس = 3 month soft; 19 = 19 count"),
    ("كوفيد - 19", "19 = 19 count"),
    ("بـ-19", "19 = 19 count"),
]
SCALED_DIGITS = [
    ("3 آلاف و3 ألف و3 ألفا", "3 آلاف = 3000 count; 3 ألف = 3000 count; 3 ألفا = 3000 count"),
    ("3 مليون و200 ألف", "3 مليون و200 ألف = 3200000 count"),
    ("3 مليون و200", "3 مليون = 3000000 count; 200 = 200 count"),
    ("3 آلاف و200", "3 آلاف و200 = 3200 count"),
    ("3 ملايين ومئة ألف", "3 ملايين ومئة ألف = 3100000 count"),
    ("3 ملايين وخمسة", "3 ملايين وخمسة = 3000005 count"),
    ("ألف و500", "ألف و500 = 1500 count"),
    ("ألف و1500", "ألف = 1000 count soft; 1500 = 1500 count"),
    ("ألف و500 ألف", "ألف = 1000 count soft; 500 ألف = 500000 count"),
    ("مليون و200 ألف", "مليون و200 ألف = 1200000 count"),
    ("مئة و20", "مئة و20 = 120 count"),
    ("مئتان و50 وألف ومئة و5", "مئتان و50 = 250 count; وألف ومئة و5 = 1105 count"),
    ("خمسمئة و20 ألفا", "خمسمئة و20 ألفا = 520000 count"),
    ("مئة و200، مئة و2.5", "مئة = 100 count soft; 200 = 200 count; مئة = 100 count soft; 2.5 = 2.5 count"),
    ("مئة وخمسة و20", "مئة وخمسة = 105 count; 20 = 20 count"),
    ("مئة 20، 5 في المئة و20 قاربا", "مئة = 100 count soft; 20 = 20 count; 5 في المئة = 5 percent; 20 = 20 count"),
    ("3 مئات و4 مئات ألف", "3 مئات = 300 count; و4 مئات ألف = 400000 count"),
    ("عام 2020 مئات القوارب وآلافها", "2020 = 2020 count"),
    ("عام 2020 آلاف القوارب، 9 آلاف قارب", "2020 = 2020 count; 9 آلاف = 9000 count"),
    ("3.1 ملايين", "3.1 ملايين = 3100000 count"),
    ("3 وألف", "3 = 3 count; وألف = 1000 count soft"),
    ("3 بمليون", "3 = 3 count; بمليون = 1000000 count soft"),
    ("3 مليون ونصف", "3 مليون ونصف = 3500000 count"),
    ("3½ مليون", "3½ مليون = 3500000 count"),
    ("3 مليون نصفهم", "3 مليون = 3000000 count; نصفهم = 0.5 fraction soft"),
]
WORDS = [
    ("ثلاثة ملايين ومئتا ألف وستة", "ثلاثة ملايين ومئتا ألف وستة = 3200006 count"),
    ("مليون ومئتان", "مليون ومئتان = 1000200 count"),
    ("مئة ألف وخمسة قوارب", "مئة ألف وخمسة = 100005 count"),
    ("خمسة وعشرون ألفا ومئة", "خمسة وعشرون ألفا ومئة = 25100 count"),
    ("خمسة ملايين وخمسة آلاف", "خمسة ملايين وخمسة آلاف = 5005000 count"),
    ("خمسة آلاف وستة ملايين", "خمسة آلاف = 5000 count; وستة ملايين = 6000000 count"),
    ("تسعمئة وتسعة وتسعون", "تسعمئة وتسعة وتسعون = 999 count"),
    ("خمسة عشر ألفا", "خمسة عشر ألفا = 15000 count"),
    ("اثني عشر ألفا", "اثني عشر ألفا = 12000 count"),
    ("خمس مئة ألف", "خمس مئة ألف = 500000 count"),
    ("خمس مئات وعشرون", "خمس مئات وعشرون = 520 count"),
    ("خمسة مئات ألف", "خمسة مئات ألف = 500000 count"),
    ("ألف وثلاث مئات وأربع مئات", "ألف وثلاث مئات = 1300 count; وأربع مئات = 400 count"),
    ("مئة وخمس مئات", "مئة = 100 count soft; وخمس مئات = 500 count"),
    ("خمس ومئات، أحد مئات الرجال", "خمس = 5|0.2 count; أحد = 1 count soft"),
    ("أحد ملايين الرجال، عشرون ملايين", "أحد = 1 count soft; عشرون = 20 count"),
    ("بملايين والملايين، عشرات الملايين، بضع مئات، مئات الآلاف", ""),
    ("ملايين وخمسة، أربعة ملايين ملايين", "وخمسة = 5|0.2 count; أربعة ملايين = 4000000 count"),
    ("ألف مليون", "ألف مليون = 1000000000 count"),
    ("مليون ألف", "مليون = 1000000 count soft; ألف = 1000 count soft"),
    ("ألف ألف", "ألف = 1000 count soft; ألف = 1000 count soft"),
    ("مئة مئة", "مئة = 100 count soft; مئة = 100 count soft"),
    ("عشرة مئة", "عشرة = 10|0.1 count; مئة = 100 count soft"),
    ("مئة وألف", "مئة = 100 count soft; وألف = 1000 count soft"),
    ("ألفين وثلاثة آلاف", "ألفين = 2000 count; وثلاثة آلاف = 3000 count"),
    ("مليوني وثلاثة آلاف", "مليوني وثلاثة آلاف = 2003000 count"),
    ("ثلاثمئة وأربع مئة", "ثلاثمئة = 300 count; وأربع مئة = 400 count"),
    ("مئة وثلاث مئة", "مئة = 100 count soft; وثلاث مئة = 300 count"),
    ("ثلاثون أربعون", "ثلاثون = 30 count; أربعون = 40 count"),
    ("ستة ثمانية", "ستة = 6 count; ثمانية = 8 count"),
    ("أربعة ومئة", "أربعة = 4 count; ومئة = 100 count soft"),
    ("ثلاثة وعشر", "ثلاثة = 3 count; وعشر = 10|0.1 count"),
    ("عشر وثلاثة", "عشر = 10|0.1 count; وثلاثة = 3 count"),
    ("وأحد عشر قاربا", "وأحد عشر = 11 count"),
    ("مئة وأحد عشر", "مئة وأحد عشر = 111 count"),
    ("مئة وواحد", "مئة وواحد = 101 count"),
    ("ثلاث لمئة", "ثلاث = 3 count; لمئة = 100 count soft"),
    ("ثلاثة بآلاف", "ثلاثة = 3 count"),
    ("مئات وآلاف وعشرات", ""),
]
SHARED = [  # what is written like another number
    ("خمس المزارع", "خمس = 5|0.2 count"),
    ("سبع وتسع وعشر وست", "سبع = 7|0.143 count; وتسع = 9|0.111 count; وعشر = 10|0.1 count; وست = 6 count soft"),
    ("ألفا قارب ومليونا قارب", "ألفا = 1000|2000 count soft; ومليونا = 1000000|2000000 count soft"),
    ("خمسين ألفا", "خمسين ألفا = 50000 count"),
    ("لست هنا، وست سنوات", "لست = 6 count soft; وست = 6 count soft"),
    ("لستة قوارب", "لستة = 6 count"),
    ("خمسا وسبعا وعشرين", "خمسا = 5|0.2 count soft; وسبعا وعشرين = 27 count"),
    ("أحدهم وأربعهم", "أحدهم = 1 implied soft; وأربعهم = 4 implied soft"),
    ("خمسهم وعشرها", "خمسهم = 5|0.2 fraction soft; وعشرها = 10|0.1 fraction soft"),
    ("اثنان واثنتين", "اثنان = 2 count soft; واثنتين = 2 count soft"),
    ("الألفي والألفية", "والألفية = 2000 implied soft"),
]
ORDINALS = [
    ("الأول والثانية", "الأول = 1 ordinal soft; والثانية = 2 ordinal soft"),
    ("الثالث، رابعا، العاشرة", "الثالث = 3 ordinal; رابعا = 4 ordinal; العاشرة = 10 ordinal"),
    ("الحادية عشرة والثاني عشر", "الحادية عشرة = 11 ordinal; والثاني عشر = 12 ordinal"),
    ("الخامسة والثلاثين", "الخامسة والثلاثين = 35 ordinal"),
    ("الرابع والخامس عشر", "الرابع = 4|14 ordinal; والخامس عشر = 15 ordinal"),
    ("السادس عشر والسابع عشر", "السادس عشر = 16 ordinal; والسابع عشر = 17 ordinal"),
    ("الرابع وخمسة عشر", "الرابع = 4 ordinal; وخمسة عشر = 15 count"),
    ("الرابع والخامس", "الرابع = 4 ordinal; والخامس = 5 ordinal"),
    ("الأول عشر", "الأول = 1 ordinal soft; عشر = 10|0.1 count"),
]
FRACTIONS = [
    ("ثلاثة أرباع السكر", "ثلاثة أرباع = 0.75 fraction"),
    ("ثلاثة أخماس وخمسة أسداس", "ثلاثة أخماس = 0.6 fraction; وخمسة أسداس = 0.833|1.833 fraction"),
    ("أربعة أسباع، خمسة أثمان", "أربعة أسباع = 0.571 fraction; خمسة أثمان = 0.625 fraction"),
    ("تسعة أعشار، ثلاثة أثلاث", "تسعة أعشار = 0.9 fraction; ثلاثة أثلاث = 1 fraction"),
    ("ثلاثة أرباع الساعة", "ثلاثة أرباع = 0.75 fraction"),
    ("ثلاثة أرباع مليون", "ثلاثة أرباع مليون = 750000 count"),
    ("نصف مليون وربع مليار", "نصف مليون = 500000 count; وربع مليار = 250000000 count"),
    ("النصف، ثلثي القوم", "النصف = 0.5 fraction soft; ثلثي = 0.667 fraction soft"),
    ("نصفهم وربعها", "نصفهم = 0.5 fraction soft; وربعها = 0.25|1.25 fraction soft"),
    ("سدس، ثلث", "سدس = 0.167 fraction soft; ثلث = 0.333 fraction soft"),
    ("نصف ساعة، نصف عام", "نصف = 0.5 fraction soft; نصف = 0.5 fraction soft"),
    ("ربع قرن", "ربع = 0.25 fraction soft; قرن = 100 implied soft"),
    ("½ قارب", "½ = 0.5 fraction soft"),
    ("2½ ساعة و3.5 سنة", "2½ = 2.5 count; 3.5 = 3.5 count"),
    ("ساعة ونصف، عام ونصف", "ونصف = 0.5|1.5 fraction soft; ونصف = 0.5|1.5 fraction soft"),
    ("متر ونصف", "ونصف = 0.5|1.5 fraction soft"),
    ("ثلاث ساعات ونصف", "ثلاث = 3|3.5 count; ونصف = 0.5|1.5 fraction soft"),
    ("ثلاث ساعات نصف", "ثلاث = 3 count; نصف = 0.5 fraction soft"),
    ("3.5 ساعة ونصف", "3.5 = 3.5 count; ونصف = 0.5|1.5 fraction soft"),
    ("ساعتان ونصف", "ساعتان = 2|2.5 count soft; ونصف = 0.5|1.5 fraction soft"),
    ("مليار ونصف المليار", "مليار ونصف المليار = 1500000000 count"),
    ("مليار ونصف مليون", "مليار ونصف مليون = 1000500000 count"),
    ("خمسة ملايين ونصف", "خمسة ملايين ونصف = 5500000 count"),
    ("ثلاثة آلاف وربع", "ثلاثة آلاف وربع = 3250 count"),
    ("مليون وخمسة ونصف", "مليون وخمسة = 1000005 count; ونصف = 0.5|1.5 fraction soft"),
]
PERCENTAGES = [
    ("٥٪ و5 %", "٥٪ = 5 percent; 5 % = 5 percent"),
    ("%5 و٪٥", "5 = 5 percent; ٥ = 5 percent"),
    ("% 5", "5 = 5 count"),
    ("5 في المئة، 6 في المائة، 7 بالمائة", "5 في المئة = 5 percent; 6 في المائة = 6 percent; 7 بالمائة = 7 percent"),
    ("ثلاثون بالمئة", "ثلاثون بالمئة = 30 percent"),
    ("مئة في المئة", "مئة في المئة = 100 percent"),
    ("5 في البيت، 5 في", "5 = 5 count; 5 = 5 count"),
]
RANGES = [
    ("20 إلى 30 مليون", "20 = 20|20000000 count; 30 مليون = 30000000 count"),
    ("20 و30 مليون", "20 = 20|20000000 count; 30 مليون = 30000000 count"),
    ("20 أو 30 ألفا", "20 = 20|20000 count; 30 ألفا = 30000 count"),
    ("20 حتى 30 ألف", "20 = 20|20000 count; 30 ألف = 30000 count"),
    ("20-30 مليون", "20 = 20|20000000 count; 30 مليون = 30000000 count"),
    ("ثلاثة وأربعة ملايين", "ثلاثة = 3|3000000 count; وأربعة ملايين = 4000000 count"),
    ("ثلاثة إلى أربعة ملايين", "ثلاثة = 3|3000000 count; أربعة ملايين = 4000000 count"),
    ("999 إلى 2 مليون", "999 = 999|999000000 count; 2 مليون = 2000000 count"),
    ("1000 إلى 2 مليون", "1000 = 1000 count; 2 مليون = 2000000 count"),
    ("3 إلى 5 مئات", "3 = 3|300 count; 5 مئات = 500 count"),
    ("20 ثم 30 مليون", "20 = 20 count; 30 مليون = 30000000 count"),
    ("20 إلى مدينة", "20 = 20 count"),
    ("20 إلى", "20 = 20 count"),
    ("20 و30 قاربا", "20 = 20 count; 30 = 30 count"),
]
MULTIPLES = [
    ("ثلاثة عقود، 3 قرون", "ثلاثة = 3 count; 3 = 3 count"),
    ("30 عقدا", "30 = 30 count; عقدا = 10 implied soft"),
    ("12 دزينة", "12 = 12|144 count; دزينة = 12 implied soft"),
]
TIMES = [
    ("في 7:30 و٧:٣٠", "7:30 = 450 time; ٧:٣٠ = 450 time"),
    ("نتيجة 25:10", "25:10 = 25 date; 25:10 = 10 date"),
    ("السابعة والنصف، السابعة ونصف", "السابعة والنصف = 450 time; السابعة ونصف = 450 time"),
    ("السابعة والربع، السابعة وربع", "السابعة والربع = 435 time; السابعة وربع = 435 time"),
    ("السابعة والثلث، السابعة وثلث", "السابعة والثلث = 440 time; السابعة وثلث = 440 time"),
    ("السابعة إلا ربعا، السابعة إلا الربع", "السابعة إلا ربعا = 405 time; السابعة إلا الربع = 405 time"),
    ("السابعة إلا ثلثا، الواحدة", "السابعة إلا ثلثا = 400 time; الواحدة = 1 count soft"),
    ("السابعة إلا قليلا", "السابعة = 7 ordinal"),
    ("الثانية عشرة والنصف", "الثانية عشرة والنصف = 750 time"),
    ("الثالثة عشرة والنصف", "الثالثة عشرة = 13 ordinal; والنصف = 0.5|1.5 fraction soft"),
    ("ظهرا، الظهر، منتصف الليل", "ظهرا = 720 time soft; الظهر = 720 time soft; منتصف الليل = 0 time soft"),
    ("منتصف النهار", "منتصف النهار = 720 time soft"),
]
DATES = [
    ("24/3/2021", "24 = 24 date; 3 = 3 date; 2021 = 2021 date"),
    ("24-3-2021", "24 = 24 count; 3 = 3 date; 2021 = 2021 count"),
    ("24.3.2021", "24.3.2021 = 24 date; 24.3.2021 = 3 date; 24.3.2021 = 2021 date"),
    ("في 12 آذار، في آذار", "12 = 12 count; آذار = 3 month; آذار = 3 month soft"),
    ("مارس 2021", "مارس = 3 month; 2021 = 2021 count"),
    ("في شهر مارس", "مارس = 3 month"),
    ("شهري مارس وأبريل", "مارس = 3 month; وأبريل = 4 month soft"),
    ("آذار/مارس، آذار - مارس", "آذار/مارس = 3 month; آذار - مارس = 3 month"),
    ("آذار (مارس)", "آذار (مارس = 3 month"),
    ("آذار/أبريل", "آذار = 3 month soft; أبريل = 4 month soft"),
    ("آذار مارس", "آذار = 3 month soft; مارس = 3 month soft"),
    ("كانون الأول، كانون الثاني/يناير", "كانون الأول = 12 month; كانون الثاني/يناير = 1 month"),
    ("وتشرين الأول، تشرين الثاني", "وتشرين الأول = 10 month; تشرين الثاني = 11 month"),
    ("كانون الثالث", "الثالث = 3 ordinal"),
    ("في آب، قال أب، أب 2021", "آب = 8 month soft; أب = 8 month; 2021 = 2021 count"),
    ("المارس، للمارس", ""),
]
DECADES = [
    ("التسعينيات والستينات", "التسعينيات = 90 decade; والستينات = 60 decade"),
    ("تسعينيات القرن الماضي", "تسعينيات القرن الماضي = 1990 decade"),
    ("تسعينيات القرن المنصرم", "تسعينيات القرن المنصرم = 1990 decade"),
    ("ثمانينيات القرن الفائت", "ثمانينيات القرن الفائت = 1980 decade"),
    ("تسعينيات من القرن التاسع عشر", "تسعينيات من القرن التاسع عشر = 1890 decade"),
    ("تسعينيات القرن الـ19", "تسعينيات القرن الـ19 = 1890 decade"),
    ("تسعينيات القرن 19", "تسعينيات القرن 19 = 1890 decade"),
    ("تسعينيات القرن الجميل", "تسعينيات = 90 decade; القرن = 100 implied soft"),
    ("تسعينيات القرن", "تسعينيات = 90 decade; القرن = 100 implied soft"),
]
APPROXIMATE = [
    ("نحو 30 قاربا", "30 = 30 count about"),
    ("بنحو عشرين قاربا", "عشرين = 20 count about"),
    ("ما لا يقل عن 30", "30 = 30 count about"),
    ("30 تقريبا، 40 قاربا تقريبا", "30 = 30 count about; 40 = 40 count about"),
    ("30 قاربا هنا تقريبا", "30 = 30 count"),
    ("30 أو أقل، 30 قاربا أو أكثر", "30 = 30 count about; 30 = 30 count about"),
    ("30 قاربا أو سفينة", "30 = 30 count"),
    ("نحو كل هذه القوارب 30", "30 = 30 count"),
    ("نحو 20 و30", "20 = 20 count about; 30 = 30 count"),
    ("30 قاربا", "30 = 30 count"),
]
SOFT_WORDS = [
    ("صفر، كلا البلدين", "صفر = 0 implied soft; كلا = 2 implied soft; البلدين = 2 count soft"),
    (
        "كلتا، زوج، ثنائية، ضعف",
        "كلتا = 2 implied soft; زوج = 2 implied soft; ثنائية = 2 implied soft; ضعف = 2 implied soft",
    ),
    ("ثلاثي، رباعية، خماسي", "ثلاثي = 3 implied soft; رباعية = 4 implied soft; خماسي = 5 implied soft"),
    ("سداسية، سباعي، عشري", "سداسية = 6 implied soft; سباعي = 7 implied soft; عشري = 10 implied soft"),
    ("عقدين، دزينة، قرنين", "عقدين = 20 implied soft; دزينة = 12 implied soft; قرنين = 200 implied soft"),
]
DUALS = [
    ("عامين ويومان ومرتين", "عامين = 2 count soft; ويومان = 2 count soft; ومرتين = 2 count soft"),
    ("قاربين، وزيرتا", "قاربين = 2 implied soft; وزيرتا = 2 implied soft"),
    ("كتابان ونصف، كتابان نصف", "كتابان = 2|2.5 implied soft; ونصف = 0.5|1.5 fraction soft; كتابان = 2 implied soft; نصف = 0.5 fraction soft"),
    ("عين، بين، أنتا", ""),
    ("الاثنين، للاثنين", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(DIGITS + JOINED + SCALED_DIGITS + WORDS + SHARED + ORDINALS + FRACTIONS + PERCENTAGES + RANGES + MULTIPLES),
        *(TIMES + DATES + DECADES + APPROXIMATE + SOFT_WORDS + DUALS),
    ],
)
def test_an_arabic_text_is_read_to_the_letter(text: str, expected: str) -> None:
    assert spelled_out(text, arabic_values(text)) == expected


MONTHS = (
    *("يناير جانفي", "فبراير شباط فيفري", "مارس آذار", "أبريل نيسان أفريل", "مايو أيار"),
    *("يونيو يونيه حزيران", "يوليو يوليه تموز جويليه يوليوز", "أغسطس آب أوت غشت", "سبتمبر أيلول شتنبر"),
    *("أكتوبر", "نوفمبر نونبر", "ديسمبر دجنبر"),
)


@pytest.mark.parametrize(("number", "names"), list(enumerate(MONTHS, 1)))
def test_every_month_is_known_by_all_its_names(number: int, names: str) -> None:
    for name in names.split():
        [_, month] = arabic_values(f"في 5 {name}")
        assert (month.value, month.kind, month.soft) == (number, "month", False)


@pytest.mark.parametrize(("name", "number"), [("ماي", 5), ("جوان", 6)])
def test_a_month_that_is_also_a_person_is_one_in_a_date_only(name: str, number: int) -> None:
    assert [(q.value, q.kind) for q in arabic_values(f"يوم 5 {name} 2021")][1] == (number, "month")
    assert [q.kind for q in arabic_values(f"قالت تيريزا {name} عام 2017")] == ["count"]


FORMS = [
    (1, "واحد واحدة واحداً أحد إحدى"),
    (2, "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثنتان ثنتين"),
    (3, "ثلاث ثلاثة ثلاثاً"),
    (4, "أربع أربعة أربعا"),
    (5, "خمس خمسة خمسا"),
    (6, "ستّ ستة ستا"),
    (7, "سبع سبعة سبعا"),
    (8, "ثمانٍ ثماني ثمانية ثمانيا"),
    (9, "تسع تسعة تسعا"),
    (10, "عشر عشرة عشرا"),
    (20, "عشرون عشرين"),
    (30, "ثلاثون ثلاثين"),
    (40, "أربعون أربعين"),
    (50, "خمسون خمسين"),
    (60, "ستون ستين"),
    (70, "سبعون سبعين"),
    (80, "ثمانون ثمانين"),
    (90, "تسعون تسعين"),
    (100, "مئة مائة"),
    (200, "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي"),
    (300, "ثلاثمئة ثلاثمائة"),
    (400, "أربعمئة أربعمائة"),
    (500, "خمسمئة خمسمائة"),
    (600, "ستمئة ستمائة"),
    (700, "سبعمئة سبعمائة"),
    (800, "ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة"),
    (900, "تسعمئة تسعمائة"),
    (1000, "ألف ألفا"),
    (2000, "ألفان ألفين ألفي"),
    (10**6, "مليون مليونا"),
    (2 * 10**6, "مليونان مليونين مليوني"),
    (10**9, "مليار مليارا بليون بليونا"),
    (2 * 10**9, "ملياران مليارين ملياري بليونان بليونين بليوني"),
    (10**12, "تريليون ترليون تريليونا ترليونا"),
]
ORDINAL_FORMS = [
    (1, "أول أولى أولا"),
    (2, "ثانٍ ثاني ثانية ثانيا"),
    (3, "ثالث ثالثة ثالثا"),
    (4, "رابع رابعة رابعا"),
    (5, "خامس خامسة خامسا"),
    (6, "سادس سادسة سادسا"),
    (7, "سابع سابعة سابعا"),
    (8, "ثامن ثامنة ثامنا"),
    (9, "تاسع تاسعة تاسعا"),
    (10, "عاشر عاشرة عاشرا"),
]


@pytest.mark.parametrize(("value", "forms"), FORMS)
def test_every_form_of_a_number_word_has_its_value(value: int, forms: str) -> None:
    for form in forms.split():
        [found] = arabic_values(form)
        assert (found.value, found.kind) == (value, "count"), form


@pytest.mark.parametrize(("value", "forms"), ORDINAL_FORMS)
def test_every_form_of_an_ordinal_has_its_value(value: int, forms: str) -> None:
    for form in forms.split():
        [found] = arabic_values(form)
        assert (found.value, found.kind, found.soft) == (value, "ordinal", value <= 2), form


@pytest.mark.parametrize(
    ("plural", "scale"),
    [
        ("مئات", 10**2),
        ("آلاف", 10**3),
        ("ملايين", 10**6),
        ("مليارات", 10**9),
        ("بلايين", 10**9),
        ("بليونات", 10**9),
        ("تريليونات", 10**12),
        ("ترليونات", 10**12),
    ],
)
def test_plurals_of_scales_need_a_number_before_them(plural: str, scale: int) -> None:
    assert [q.value for q in arabic_values(f"ستة {plural}")] == [6 * scale]
    assert arabic_values(plural) == []


@pytest.mark.parametrize(
    "proclitic", "و ف ب ل ك ال لل وب ول وك فب فل فك وال فال بال كال ولل فلل وبال وكال فبال".split()
)
def test_what_is_written_in_one_with_a_number_changes_nothing(proclitic: str) -> None:
    [found] = arabic_values(f"{proclitic}ثمانين")
    assert (found.value, found.start, found.end) == (80, 0, len(proclitic) + 6)
    word = number_word(lookup_key(f"{proclitic}ثمانين"))
    assert word is not None
    assert word.joined == proclitic.startswith("و")
    assert word.preposition == (proclitic.lstrip("وف")[:1] in tuple("بكل") and proclitic.lstrip("وف") != "")


def test_words_too_long_for_a_number_are_not_looked_up() -> None:
    assert lookup_key("م" * 24) == "م" * 24
    assert lookup_key("م" * 25) == ""


@pytest.mark.parametrize(
    ("word", "key"),
    [("أُسْبُوع", "اسبوع"), ("إلى", "الي"), ("آلاف", "الاف"), ("مئـــة", "مئه"), ("ٱلف", "الف"), ("یک", "يك"), ("مئتين", "مئتين")],
)  # fmt: skip
def test_spellings_are_folded_but_for_the_hamza_on_its_ya(word: str, key: str) -> None:
    assert lookup_key(word) == key


def test_a_third_is_exact_to_the_last_digit() -> None:
    [third] = arabic_values("ثلث")
    assert third.value == Decimal(1) / 3
