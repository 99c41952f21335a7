# ruff: noqa: E501 (one line a language is easiest to read)
"""The names of months, in full and short, in the commonest languages of the web: one table for all code."""

from __future__ import annotations

# Used everywhere: a line that is only a date with such a name is the date of the page or of a comment.
_LINE_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
- - - - - - - - sept - - -
januar februar märz april mai juni juli august september oktober november dezember
jänner - mär - - - - - - okt - dez
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janv févr - avr - - juil - - - - -
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene - - abr - - - ago setiembre - - dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
- fev - - - - - - set out - -
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen - - - mag giu lug - - ott - -
januari februari maart april mei juni juli augustus september oktober november december
- - mrt - - - - - - - - -
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
янв фев - - - - - авг сен окт ноя дек
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
- - - إبريل - - - - - - - -
- - - ابريل - - - - - - - -
كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول
"""
# Used for declared dates and for the site memory, but not for lines that are only a date: the rules and the model were
# fitted without them, and the output for pages in these languages would change.
_FURTHER_NAMES = """
- feber mrz - - - - - - - - -
- - - - - - - - - - - déc
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
januar februar mars april mai juni juli august september oktober november desember
- - - - - - - - - - - des
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
sty lut - kwi - cze lip sie wrz paź lis gru
ledna února března dubna května června července srpna září října listopadu prosince
januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
január február március április május június július augusztus szeptember október november december
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
- - мар апр - июн июл - - - - -
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
януари февруари март април май юни юли август септември октомври ноември декември
siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra
januari februari maret april mei juni juli agustus september oktober november desember
जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
"""

# Used only where a declared date or a short line with a year is read.
_DATE_NAMES = """
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik - grudzień
leden únor březen duben květen červen červenec srpen září říjen - prosinec
január február marec apríl máj jún júl august september október november december
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος
ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
јануар фебруар март април мај јун јул август септембар октобар новембар децембар
јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר
- - במרס - - - - - - - - -
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
- फ़रवरी - अप्रेल - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर
जन फर - - - - - - सितं अक्टू नवं दिसं
जानेवारी फेब्रुवारी - एप्रिल मे - जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
جانفي فيفري - أفريل ماي جوان جويلية أوت - - - -
يناير فبراير - ابريل - - - اغسطس - اكتوبر - -
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค
"""


def _numbered(names: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for line in names.strip().splitlines():
        for number, name in enumerate(line.split(), 1):
            if name != "-":
                numbers.setdefault(name.replace("_", " "), number)
    return numbers


# listopad(a) is October in one language and November in others: the Polish and Czech meaning is commoner.
LINE_MONTHS = frozenset(_numbered(_LINE_NAMES))
MONTHS = _numbered(_LINE_NAMES + _FURTHER_NAMES)
DATE_MONTHS = _numbered(_LINE_NAMES + _FURTHER_NAMES + _DATE_NAMES)

# More often other words ("des", "sie") than months.
_OTHER_WORDS = frozenset("cze des gru jula juna kwi lip lis lut sie sty wrz paź".split())
# Replaced by a placeholder in the site memory: a passage with another date is the same passage.
MASKED_MONTHS = frozenset(MONTHS) - _OTHER_WORDS
ENGLISH = tuple(name.capitalize() for name in _LINE_NAMES.split()[:12])
