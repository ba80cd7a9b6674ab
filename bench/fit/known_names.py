"""Write translate/data/names.tsv: names that every reader of the news knows, with their standard English.

usage: python -m bench.fit.known_names [--write]

Countries come from the CLDR through babel; organisations, persons in office, places, months, currencies and
corrections are listed here.
Columns: standard English, accepted beginnings of words in lower case (`|` between them), Arabic forms (the same).
"""

from __future__ import annotations

from babel import Locale

from bench.harness import ROOT, command_line, run_main
from iqtibas.report import write_atomically

NAMES = ROOT / "translate" / "data" / "names.tsv"
# Shorter beginnings of a country's name accept its adjective too: Japan, Japanese; Ukraine, Ukrainian.
BEGINNING = 4
# Also common words (financial, they built, alliance of peoples, prison, rose, grape …), or names of several places.
AMBIGUOUS = frozenset(
    "ML OM BJ TD PE NE GN GW GQ DM DO GE CC CX KI MO NU SX VC GS SH TF UM AQ AX BQ BV HM IO NF".split()
)
# Adjectives that do not begin as the country does.
ADJECTIVES = {
    "AT": "austri", "AU": "austral", "FR": "french", "ES": "spanish", "DK": "danish", "NL": "dutch", "CH": "swiss",
    "IE": "irish", "PH": "filipin", "PL": "polish", "CZ": "czech", "FI": "finnish", "TR": "turk", "LB": "leban",
    "SA": "saudi",
    "KP": "korea", "KR": "korea", "MM": "burm", "IQ": "iraq",
}  # fmt: skip
LISTED = """\
the United States	u.s|us|usa|america|united states	الولايات المتحدة الأمريكية|الولايات المتحدة الأميركية|الولايات المتحدة
the United Kingdom	u.k|uk|brit|united kingdom|brexit	المملكة المتحدة
Britain	brit|u.k|uk|united kingdom	بريطانيا
the United Arab Emirates	emirat|uae|u.a.e|united arab	الإمارات العربية المتحدة|الإمارات
South Korea	south korea|korea|rok	كوريا الجنوبية|جمهورية كوريا
North Korea	north korea|korea|dprk	كوريا الشمالية
Korea	korea	كوريا
China	chin|prc	الصين|جمهورية الصين الشعبية
Russia	russ	روسيا|روسيا الاتحادية
the European Union	eu|e.u|europ|brexit	الاتحاد الأوروبي
the United Nations	un|u.n|united nations	الأمم المتحدة
the Security Council	security council|unsc	مجلس الأمن الدولي|مجلس الأمن
NATO	nato|north atlantic|atlantic	الناتو|ناتو|حلف الناتو|حلف شمال الأطلسي|حلف الأطلسي
the World Health Organization	world health	منظمة الصحة العالمية
the African Union	au|african union	الاتحاد الأفريقي|الاتحاد الإفريقي
the Arab League	arab league|league of arab	جامعة الدول العربية|الجامعة العربية
the International Monetary Fund	imf|international monetary	صندوق النقد الدولي
the World Bank	world bank	البنك الدولي
the World Trade Organization	wto|world trade	منظمة التجارة العالمية
OPEC	opec	أوبك
UNESCO	unesco	اليونسكو
UNICEF	unicef	اليونيسف|اليونيسيف
the White House	white house	البيت الأبيض
the Pentagon	pentagon|defense department|department of defense	البنتاغون|البنتاجون
the Kremlin	kremlin	الكرملين
Hezbollah	hezb|hizb	حزب الله
Hamas	hamas	حركة حماس
Blinken	blinken	بلينكن|بلنكن|بلينكين
Stoltenberg	stoltenberg	ستولتنبرغ|ستولتنبرج
Rutte	rutte	روته
Zelensky	zelensk	زيلينسكي|زيلنسكي
Putin	putin	بوتين
Lavrov	lavrov	لافروف
Biden	biden	بايدن
Trump	trump	ترامب|ترمب
Obama	obama	أوباما
Clinton	clinton	كلينتون
Rubio	rubio	روبيو
Hegseth	hegseth	هيغسيث
Pompeo	pompeo	بومبيو
Macron	macron	ماكرون
Merkel	merkel	ميركل
Scholz	scholz	شولتس
Johnson	johnson	جونسون
Starmer	starmer	ستارمر
Netanyahu	netanyahu	نتنياهو
Erdogan	erdo	أردوغان
Guterres	guterres	غوتيريش
Merz	merz	ميرتس
Modi	modi	مودي
Kerry	kerry	كيري
Europe	europ	أوروبا
Africa	afric	أفريقيا|إفريقيا
Washington	washington|u.s|america	واشنطن
Moscow	mosc|russ	موسكو
Kyiv	kyiv|kiev|ukrain	كييف
Brussels	brussels	بروكسل|بروكسيل
Beijing	beijing|chin	بكين
Tokyo	tokyo|japan	طوكيو
Seoul	seoul|korea	سيول الكورية|العاصمة سيول
London	london	لندن
Berlin	berlin	برلين
Paris	paris	باريس
Geneva	geneva	جنيف
Vienna	vienn	فيينا
Tehran	tehran|iran	طهران
Baghdad	baghdad	بغداد
Damascus	damasc	دمشق
Beirut	beirut	بيروت
Cairo	cairo	القاهرة
Riyadh	riyadh	الرياض
Jerusalem	jerusalem	القدس
Gaza	gaza	غزة
New York	new york	نيويورك
January	jan	يناير|كانون الثاني
February	feb	فبراير|شباط
March	mar	آذار|شهر مارس|مارس الماضي|مارس المقبل|مارس الجاري
April	apr	أبريل|إبريل|نيسان
May	may	مايو|أيار
June	jun	يونيو|يونيه|حزيران
July	jul	يوليو|يوليه|تموز
August	aug	أغسطس|شهر آب
September	sep	سبتمبر|أيلول
October	oct	أكتوبر|تشرين الأول
November	nov	نوفمبر|تشرين الثاني
December	dec	ديسمبر|كانون الأول
dollars	dollar|$|us$|usd|bucks	دولار|دولارات|دولارا
euros	euro|€|eur	يورو
pounds	pound|£|gbp|egp|lira	جنيه|جنيها|جنيهات
dirhams	dirham|aed	درهم|دراهم|درهما
dinars	dinar	دينار|دنانير|دينارا
riyals	riyal|rial	ريالات|ريال سعودي|ريال قطري|ريال عماني|ريال يمني|ريال إيراني
roubles	roubl|rubl	روبل
yuan	yuan|renminbi|rmb|cny	يوان
rupees	rupee	روبية
"""  # noqa: E501


def rows() -> list[str]:
    """The lines of the table: countries by their English, then what is listed here."""
    english, arabic = Locale("en").territories, Locale("ar").territories
    listed = LISTED.strip().split("\n")
    known = {form for line in listed for form in line.split("\t")[2].split("|")}
    countries = []
    for code in sorted(arabic):
        plain = code.isalpha() and len(code) == 2 and code not in AMBIGUOUS
        if plain and arabic[code] not in known and not set("()-") & set(arabic[code] + english[code]):
            name = english[code].replace("&", "and").replace("Türkiye", "Turkey")
            own = (
                ADJECTIVES.get(code, "")
                if code in ("AT", "AU")
                else name.lower()[:BEGINNING]
                if " " not in name
                else name.lower()
            )
            accepted = "|".join(dict.fromkeys(filter(None, (own.strip(), ADJECTIVES.get(code, "")))))
            countries.append(f"{name}\t{accepted}\t{arabic[code]}")
    return sorted(countries) + listed


def main() -> None:
    parser = command_line(__doc__, "write")
    lines = rows()
    print(f"{len(lines)} names")
    if parser.parse_args().write:
        write_atomically(NAMES, "\n".join(lines) + "\n")


if __name__ == "__main__":
    run_main(main)
