"""Business news with a sum of money in every paragraph, and promos between them: the promos go, nothing else does."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from cleaners import clean


class News(NamedTuple):
    title: str
    before: tuple[str, ...]
    promos: tuple[str, ...]
    after: tuple[str, ...]


NEWS = {
    "en": News(
        "Rope works takes over its oldest rival",
        (
            "The rope works on the river has bought its oldest rival for $18 million, half of it in shares, and will "
            "move both firms under one roof before the end of next year.",
            "Sales of the two came to $61 million last year, 4% less than in the year before.",
        ),
        (
            "Register for Tidewater Business School edition 12 (Sep 7 – Nov 27, 2026): big discounts for early birds",
            "Tidewater Masterclass on Cordage opens registrations.",
            "Join Tidewater Angels and co-invest in great local firms.",
        ),
        (
            "A course of rope costs $85 today.",
            "Tickets to the museum stay at $4, and training for the apprentices goes on.",
            "The bank lent $9 million at 6% and wants it back in seven years, which the new owner calls a fair deal.",
            "Shares of the buyer fell by 3% on the news, and then won back all of it when the figures were read out "
            "to the 200 people in the hall, each of whom had paid $5 for a seat.",
        ),
    ),
    "de": News(
        "Seilerei kauft ihren ältesten Rivalen",
        (
            "Die Seilerei am Fluss hat ihren ältesten Rivalen für 18 Millionen Euro gekauft, die Hälfte davon in "
            "Aktien, und will beide Betriebe bis Ende nächsten Jahres unter einem Dach vereinen.",
            "Der Umsatz der beiden lag im letzten Jahr bei 61 Mio. €, also 4 % niedriger als zuvor.",
        ),
        (
            "Jetzt Platz im Gezeiten-Seminar sichern: 20 % Rabatt für Frühbucher",
            "Melden Sie sich zum Webinar der Gezeiten-Akademie an: kostenlos bis 7. September 2026",
        ),
        (
            "Ein Kurs für Seiler kostet heute 85 €.",
            "Die Bank lieh 9 Millionen Euro zu 6 % und will sie in sieben Jahren zurück, ein faires Angebot, wie der "
            "neue Besitzer sagt.",
            "Die Aktie des Käufers fiel zunächst um 3 % und machte den Verlust dann wieder wett, als die Zahlen vor "
            "200 Leuten verlesen wurden, von denen jeder 5 € für seinen Platz bezahlt hatte.",
        ),
    ),
    "fr": News(
        "La corderie rachète sa plus vieille rivale",
        (
            "La corderie du fleuve a racheté sa plus vieille rivale pour 18 millions d'euros, dont la moitié en "
            "actions, et réunira les deux maisons sous un même toit avant la fin de l'année prochaine.",
            "Les ventes des deux ont atteint 61 millions d'euros l'an dernier, soit 4 % de moins.",
        ),
        (
            "Inscrivez-vous à la Masterclass Marée : 20 % de réduction jusqu'au 7 septembre 2026",
            "Rejoignez le club Marée et profitez de notre offre spéciale.",
        ),
        (
            "Une formation de cordier coûte 85 € aujourd'hui.",
            "La banque a prêté 9 millions à 6 % et veut les revoir dans sept ans, une offre honnête selon le nouveau "
            "propriétaire.",
            "Le titre de l'acheteur a d'abord perdu 3 %, puis il a tout regagné quand les chiffres ont été lus devant "
            "les 200 personnes de la salle, dont chacune avait payé sa place 5 €.",
        ),
    ),
    "es": News(
        "La cordelería compra a su rival más antigua",
        (
            "La cordelería del río ha comprado a su rival más antigua por 18 millones de euros, la mitad en acciones, "
            "y reunirá a las dos bajo un mismo techo antes de que termine el año que viene.",
            "Las ventas de ambas sumaron 61 millones de euros el año pasado, un 4 % menos.",
        ),
        (
            "Inscríbete en el curso Marea Empresas: 20 % de descuento hasta el 7 de septiembre de 2026",
            "Únete al club Marea y consigue entradas gratis.",
        ),
        (
            "Un curso de cordelero cuesta hoy 85 €.",
            "El banco prestó 9 millones al 6 % y los quiere de vuelta en siete años, una oferta justa según el nuevo "
            "dueño.",
            "Las acciones del comprador cayeron primero un 3 % y lo recuperaron todo cuando se leyeron las cifras ante "
            "las 200 personas de la sala, cada una de las cuales había pagado 5 € por su asiento.",
        ),
    ),
    "pl": News(
        "Powroźnia kupuje najstarszego rywala",
        (
            "Powroźnia nad rzeką kupiła najstarszego rywala za 18 milionów złotych, z czego połowę zapłaciła akcjami, "
            "i do końca przyszłego roku przeniesie obie firmy pod jeden dach.",
            "Sprzedaż obu firm wyniosła w ubiegłym roku 61 mln zł, czyli o 4 % mniej niż przed rokiem.",
        ),
        (
            "Zapisz się na kurs Przypływ Biznes: 20 % zniżki do 7 września 2026",
            "Dołącz do klubu Przypływ i odbierz bezpłatny bilet.",
        ),
        (
            "Kurs dla powroźnika kosztuje dziś 85 zł.",
            "Bank pożyczył 9 milionów na 6 % i chce je odzyskać za siedem lat, co nowy właściciel nazywa uczciwą "
            "ofertą.",
            "Akcje kupującego straciły najpierw 3 %, a potem odrobiły wszystko, gdy odczytano liczby przed 200 osobami "
            "w sali, z których każda zapłaciła za miejsce 5 zł.",
            "Ile z tego zostanie, okaże się za dwie zimy, kiedy trzeba będzie oddać pierwsze 3 miliony i wymienić "
            "maszyny, które stoją w hali od czasów, gdy za metr liny płacono 40 groszy.",
        ),
    ),
    "ru": News(
        "Канатная фабрика купила старейшего соперника",
        (
            "Канатная фабрика на реке купила старейшего соперника за 18 миллионов рублей, половину суммы отдала "
            "акциями и до конца будущего года переведёт обе фирмы под одну крышу.",
            "Продажи обеих фирм за прошлый год составили 61 млн руб., то есть на 4 % меньше прежнего.",
        ),
        (
            "Зарегистрируйтесь на курс школы «Прилив»: скидка 20 % до 7 сентября 2026",
            "Присоединяйтесь к клубу «Прилив» и получите бесплатный билет.",
        ),
        (
            "Курс для канатчика стоит сегодня 85 руб.",
            "Банк дал 9 миллионов под 6 % и хочет получить их назад через семь лет, что новый владелец считает честным "
            "условием.",
            "Акции покупателя сначала упали на 3 %, а потом отыграли всё, когда цифры прочли перед 200 людьми в зале, "
            "каждый из которых заплатил за место 5 рублей.",
        ),
    ),
}


@pytest.fixture(params=["html", "text"])
def write(request):
    """Writes a page of paragraphs: a function of the title and the paragraphs."""

    def html(title: str, paragraphs: tuple[str, ...]) -> str:
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"

    def text(title: str, paragraphs: tuple[str, ...]) -> str:
        return "\n\n".join((title, *paragraphs))

    return html if request.param == "html" else text


@pytest.mark.parametrize("language", NEWS)
def test_promos_go_and_every_sum_stays(write, language):
    news = NEWS[language]
    page = clean(write(news.title, (*news.before, *news.promos, *news.after)))
    assert page.title == news.title
    assert page.text.split("\n\n") == [*news.before, *news.after]


@pytest.mark.parametrize("language", NEWS)
def test_paragraphs_with_sums_stay_without_promos_too(write, language):
    news = NEWS[language]
    assert clean(write(news.title, news.before + news.after)).text.split("\n\n") == [*news.before, *news.after]


@pytest.mark.parametrize(
    "tips",
    [
        ("Book early and ask for a discount.", "Buy your tickets on a Tuesday.", "Use a coupon where you can."),
        ("Start with a free trial of the app.", "Get the training data.", "Build the course week by week."),
        ("Buchen Sie früh und fragen Sie nach Rabatt.", "Kaufen Sie Tickets am Dienstag.", "Nutzen Sie das Angebot."),
        ("Réservez tôt et demandez une réduction.", "Achetez vos billets le mardi.", "Profitez du tarif réduit."),
    ],
)
def test_tips_that_the_article_itself_gives_stay(write, prose, headline, tips):
    page = clean(write(headline, (*prose[:2], *tips, *prose[2:])))
    assert [d.block.text for d in page.removed if d.decided_by in ("rules.promo", "propagation")] == []
