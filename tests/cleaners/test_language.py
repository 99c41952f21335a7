"""The language of a page by its text, where it declares none or a wrong one."""

from __future__ import annotations

import pytest

from cleaners.metadata.language import language_of

TEXTS = {
    "pt": (
        "A prefeitura anunciou ontem que a ponte sobre o rio vai ficar fechada durante três meses. Segundo o "
        "engenheiro responsável, a obra custa menos do que se esperava e deve terminar antes do inverno. Os "
        "moradores dizem que ninguém lhes perguntou nada. "
    ),
    "es": (
        "El ayuntamiento anunció ayer que el puente sobre el río quedará cerrado durante tres meses. Según el "
        "ingeniero responsable, la obra cuesta menos de lo que se esperaba y debe terminar antes del "
        "invierno. Los vecinos dicen que nadie les preguntó nada. "
    ),
    "ca": (
        "L'ajuntament va anunciar ahir que el pont sobre el riu quedarà tancat durant tres mesos. Segons "
        "l'enginyer responsable, l'obra costa menys del que s'esperava i ha d'acabar abans de l'hivern. Els "
        "veïns diuen que ningú no els va preguntar res. "
    ),
    "ru": (
        "Городские власти объявили вчера, что мост через реку будет закрыт три месяца. По словам инженера, "
        "работы стоят меньше, чем ожидалось, и должны закончиться до зимы. Жители говорят, что их никто не "
        "спрашивал. "
    ),
    "uk": (
        "Міська влада оголосила вчора, що міст через річку буде закритий три місяці. За словами інженера, "
        "роботи коштують менше, ніж очікувалося, і мають закінчитися до зими. Мешканці кажуть, що їх ніхто не "
        "питав. "
    ),
    "bg": (
        "Общината обяви вчера, че мостът над реката ще бъде затворен три месеца. Според инженера ремонтът "
        "струва по-малко от очакваното и трябва да приключи преди зимата. Жителите казват, че никой не ги е "
        "питал. "
    ),
    "sr": (
        "Општина је јуче објавила да ће мост преко реке бити затворен три месеца. Према речима инжењера, "
        "радови коштају мање него што се очекивало и морају да се заврше пре зиме. Мештани кажу да их нико "
        "није питао. "
    ),
    "mk": (
        "Општината вчера објави дека мостот преку реката ќе биде затворен три месеци. Според инженерот, "
        "работите чинат помалку од очекуваното и мора да завршат пред зимата. Жителите велат дека никој не ги "
        "прашал. "
    ),
    "be": (
        "Гарадскія ўлады абвясцілі ўчора, што мост праз раку будзе зачынены тры месяцы. Паводле слоў "
        "інжынера, работы каштуюць менш, чым чакалася, і павінны скончыцца да зімы. Жыхары кажуць, што іх "
        "ніхто не пытаў. "
    ),
    "hi": (
        "नगर निगम ने कल घोषणा की कि नदी पर बना पुल तीन महीने बंद रहेगा। इंजीनियर के अनुसार काम की लागत उम्मीद "
        "से कम है और सर्दियों से पहले खत्म होना चाहिए। लोगों का कहना है कि उनसे किसी ने नहीं पूछा। "
    ),
    "mr": (
        "महापालिकेने काल जाहीर केले की नदीवरील पूल तीन महिने बंद राहील. अभियंत्यांच्या म्हणण्यानुसार कामाचा "
        "खर्च अपेक्षेपेक्षा कमी आहे आणि ते हिवाळ्यापूर्वी संपले पाहिजे. रहिवासी म्हणतात की त्यांना कोणी "
        "विचारले नाही. "
    ),
    "bn": (
        "পৌরসভা গতকাল ঘোষণা করেছে যে নদীর উপরের সেতুটি তিন মাস বন্ধ থাকবে। প্রকৌশলীর মতে কাজের খরচ প্রত্যাশার "
        "চেয়ে কম এবং শীতের আগে শেষ হতে হবে। বাসিন্দারা বলছেন কেউ তাদের জিজ্ঞাসা করেনি। "
    ),
    "he": (
        "העירייה הודיעה אתמול שהגשר מעל הנהר ייסגר לשלושה חודשים. לדברי המהנדס, העבודה עולה פחות מהצפוי "
        "וצריכה להסתיים לפני החורף. התושבים אומרים שאיש לא שאל אותם. "
    ),
    "ar": (
        "أعلنت البلدية أمس أن الجسر فوق النهر سيغلق ثلاثة أشهر. وبحسب المهندس فإن الأعمال تكلف أقل من المتوقع "
        "ويجب أن تنتهي قبل الشتاء. ويقول السكان إن أحدا لم يسألهم. "
    ),
    "fa": (
        "شهرداری دیروز اعلام کرد که پل روی رودخانه سه ماه بسته خواهد بود. به گفته مهندس، هزینه کار کمتر از حد "
        "انتظار است و باید پیش از زمستان تمام شود. ساکنان می‌گویند کسی از آنها نپرسید. "
    ),
    "ur": (
        "بلدیہ نے کل اعلان کیا کہ دریا پر بنا پل تین مہینے بند رہے گا۔ انجینئر کے مطابق کام کی لاگت توقع سے "
        "کم ہے اور اسے سردیوں سے پہلے ختم ہونا چاہیے۔ رہائشی کہتے ہیں کہ ان سے کسی نے نہیں پوچھا۔ "
    ),
    "vi": (
        "Hôm qua thành phố thông báo rằng cây cầu qua sông sẽ đóng cửa trong ba tháng. Theo kỹ sư phụ trách, "
        "công trình tốn ít hơn dự kiến và phải xong trước mùa đông. Người dân nói rằng không ai hỏi họ. "
    ),
    "tr": (
        "Belediye dün nehrin üzerindeki köprünün üç ay kapalı kalacağını duyurdu. Mühendise göre iş "
        "beklenenden daha ucuz ve kıştan önce bitmesi gerekiyor. Mahalleli kimsenin kendilerine sormadığını "
        "söylüyor. "
    ),
    "az": (
        "Bələdiyyə dünən çayın üzərindəki körpünün üç ay bağlı qalacağını elan etdi. Mühəndisin sözlərinə "
        "görə, iş gözlənildiyindən ucuzdur və qışdan əvvəl bitməlidir. Sakinlər heç kimin onlardan "
        "soruşmadığını deyirlər. "
    ),
    "pl": (
        "Miasto ogłosiło wczoraj, że most na rzece będzie zamknięty przez trzy miesiące. Zdaniem inżyniera "
        "prace kosztują mniej, niż się spodziewano, i muszą się skończyć przed zimą. Mieszkańcy mówią, że "
        "nikt ich nie pytał. "
    ),
    "cs": (
        "Město včera oznámilo, že most přes řeku bude tři měsíce zavřený. Podle inženýra stojí práce méně, "
        "než se čekalo, a musí skončit před zimou. Obyvatelé říkají, že se jich nikdo neptal. "
    ),
    "sk": (
        "Mesto včera oznámilo, že most cez rieku bude tri mesiace zatvorený. Podľa inžiniera stoja práce "
        "menej, ako sa čakalo, a musia sa skončiť pred zimou. Obyvatelia hovoria, že sa ich nikto nepýtal. "
    ),
    "sl": (
        "Občina je včeraj sporočila, da bo most čez reko tri mesece zaprt. Po besedah inženirja delo stane "
        "manj, kot so pričakovali, in mora biti končano pred zimo. Prebivalci pravijo, da jih nihče ni "
        "vprašal. "
    ),
    "sv": (
        "Kommunen meddelade i går att bron över ån stängs i tre månader. Enligt ingenjören kostar arbetet "
        "mindre än väntat och ska vara klart före vintern. De boende säger att ingen har frågat dem. "
    ),
    "ro": (
        "Primăria a anunțat ieri că podul peste râu va fi închis trei luni. Potrivit inginerului, lucrarea "
        "costă mai puțin decât se aștepta și trebuie să se termine înainte de iarnă. Locuitorii spun că "
        "nimeni nu i-a întrebat. "
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_text_tells_the_language(language: str) -> None:
    assert language_of([], TEXTS[language]) == language
    assert language_of(["en-US"], TEXTS[language]) == language
    assert language_of([language], TEXTS[language]) == language


@pytest.mark.parametrize(
    ("declared", "language"),
    [("es", "pt"), ("pt", "es"), ("ru", "uk"), ("uk", "ru"), ("ru", "bg"), ("bg", "ru"), ("es", "ca"), ("hi", "mr")],
)  # fmt: skip
def test_a_neighbour_that_is_declared_by_mistake_is_overruled(declared: str, language: str) -> None:
    assert language_of([declared], TEXTS[language]) == language


def test_a_declared_language_that_is_not_known_here_holds() -> None:
    text = "Inihayag kahapon ng pamahalaang lungsod na isasara ang tulay sa ilog nang tatlong buwan."
    assert language_of(["tl"], text) == "tl"
    assert language_of(["ga"], "Tá an droichead dúnta anois agus níl bealach eile thar an abhainn.") == "ga"
    assert language_of(["yi"], "די שטאָט האָט נעכטן געמאָלדן אַז די בריק איבערן טייך וועט זײַן פֿאַרמאַכט") == "yi"
