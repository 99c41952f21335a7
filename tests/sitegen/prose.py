# ruff: noqa: E501  (the lines are the data)
"""Prose that hardly ever says the same twice: sentences put together from parts, in several languages."""

from __future__ import annotations

from random import Random

_PARTS: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {
    "en": (
        ["The old ferry master", "A clerk at the land office", "Nobody on the {x} estate", "The second survey", "My neighbour from {x}", "The committee for the {x} weir", "A letter dated {y}", "The youngest of the three brothers", "What the miller called the {x} stone", "The engineer from {x}", "Her account of the flood", "Every farmer east of {x}"],
        ["remembered", "had never quite believed in", "spent most of {y} arguing about", "was surprised by", "kept a careful record of", "could not explain", "wrote at length about", "sold, for less than it had cost,", "defended before the council", "found no trace of", "measured twice", "would rather have forgotten"],
        ["the channel that {x} once drained into", "a lease of {z} acres", "the smell of tar on the quay", "the colour of the {x} clay", "a quarrel over {z} sheep", "the shutters of the reading room", "the road that never reached {x}", "a ledger with {z} missing pages", "the bell they cast for {x}", "the price of seed in the spring", "a map on which the river runs north", "the promise made to the widows of {x}"],
        ["before the water came back.", "although few would say so aloud.", "as the minutes of {y} show.", "and the rain did the rest.", "which is why the wall leans today.", "until the railway changed everything.", "with a patience that wore out everybody else.", "in a hand that only his sister could read.", "and nothing more was said of it.", "while the harvest waited.", "long after the last boat had gone.", "for reasons the file does not give."],
    ),
    "de": (
        ["Der alte Schleusenwärter", "Die Lehrerin aus {x}", "Niemand im Rat von {x}", "Der Bericht von {y}", "Ein Brief an die Witwe {x}", "Die jüngere Schwester", "Der Müller am {x}bach", "Wer damals in {x} wohnte,"],
        ["erinnerte sich kaum an", "schrieb lange über", "verkaufte schließlich", "wunderte sich über", "verteidigte vor Gericht", "fand keine Spur von", "zählte noch einmal", "schwieg über"],
        ["die {z} Schafe auf dem Deich", "das Pachtbuch von {x}", "den Geruch von Teer am Hafen", "die Glocke für {x}", "den Streit um die Brücke", "die Karte mit dem falschen Fluss", "den Preis für das Saatgut", "die {z} fehlenden Seiten"],
        ["bevor das Wasser wiederkam.", "obwohl es keiner laut sagte.", "wie die Akten von {y} zeigen.", "und der Regen tat das Übrige.", "bis die Bahn alles veränderte.", "während die Ernte wartete.", "aus Gründen, die niemand nennt.", "lange nach dem letzten Schiff."],
    ),
    "fr": (
        ["Le vieux passeur", "La notaire de {x}", "Personne au conseil de {x}", "Le rapport de {y}", "Une lettre aux veuves de {x}", "La plus jeune des sœurs", "Le meunier de {x}", "Le second relevé"],
        ["se souvenait à peine de", "écrivit longuement sur", "vendit enfin", "s'étonna de", "défendit au tribunal", "ne trouva aucune trace de", "compta encore une fois", "garda le silence sur"],
        ["la cloche fondue pour {x}", "ces {z} moutons sur la digue", "l'odeur du goudron sur le quai", "la querelle du pont", "la carte où la rivière monte", "le prix des semences", "ce registre aux {z} pages perdues", "la route qui n'atteignit jamais {x}"],
        ["avant le retour des eaux.", "sans que nul ne le dise.", "comme le montrent les actes de {y}.", "et la pluie fit le reste.", "jusqu'à l'arrivée du chemin de fer.", "pendant que la moisson attendait.", "pour des raisons que le dossier tait.", "bien après le dernier bateau."],
    ),
    "es": (
        ["El viejo barquero", "La maestra de {x}", "Nadie en el concejo de {x}", "El informe de {y}", "Una carta a las viudas de {x}", "La menor de las hermanas", "El molinero de {x}", "La segunda medición"],
        ["apenas recordaba", "escribió mucho sobre", "vendió por fin", "se extrañó de", "defendió ante el juez", "no halló rastro de", "contó otra vez", "calló sobre"],
        ["la campana fundida para {x}", "aquellas {z} ovejas del dique", "el olor a brea del muelle", "la disputa del puente", "el mapa del río al revés", "el precio de la semilla", "el libro sin {z} páginas", "el camino que nunca llegó a {x}"],
        ["antes de que volviera el agua.", "aunque nadie lo dijera en voz alta.", "como muestran las actas de {y}.", "y la lluvia hizo el resto.", "hasta que llegó el tren.", "mientras la cosecha esperaba.", "por razones que el expediente calla.", "mucho después del último barco."],
    ),
    "ru": (
        ["Старый паромщик", "Учительница из {x}", "Никто в совете {x}", "Отчёт {y} года", "Письмо вдовам {x}", "Младшая из сестёр", "Мельник из {x}", "Второй обмер"],
        ["почти не помнил", "долго описывал", "наконец продал", "удивлялся на", "защищал в суде", "не нашёл и следа", "пересчитал ещё раз", "молчал про"],
        ["колокол, отлитый для {x}", "те {z} овец на дамбе", "запах смолы на причале", "спор о старом мосте", "карту с чужой рекой", "цену на семена весной", "книгу без {z} страниц", "дорогу, не дошедшую до {x}"],
        ["прежде чем вернулась вода.", "хотя вслух никто не говорил.", "как видно из бумаг {y} года.", "а остальное сделал дождь.", "пока не пришла железная дорога.", "пока урожай ждал в поле.", "по причинам, которых дело не называет.", "много позже последней лодки."],
    ),
    "ja": (
        ["{x}の老いた渡し守は", "{x}から来た教師は", "{y}年の報告書は", "村の三人目の娘は", "水車小屋の主人は", "二度目の測量は"],
        ["長いあいだ", "冬が来る前に", "誰にも告げずに", "雨の降る朝に", "何度も数え直して", "役場の机で"],
        ["{x}のために鋳られた鐘のことを", "堤の上の{z}頭の羊のことを", "波止場のにおいを", "古い橋をめぐる争いを", "川が逆に流れる地図を", "失われた{z}枚の頁を"],
        ["書き残していたが、理由は今もわからない。", "覚えていたと、妹がのちに語っている。", "調べ上げ、その記録は今も残る。", "最後まで認めようとしなかったという。", "夢に見たと、手紙には記されている。", "忘れてしまったようで、誰も責めなかった。"],
    ),
}  # fmt: skip

_SYLLABLES = "bar dun el fen gar hol ir kel lo mar nor ost per ran sel tor ul ver wen yar".split()


class Writer:
    """Writes sentences, paragraphs and headings in one language. Same seed, same words."""

    def __init__(self, language: str, random: Random) -> None:
        self.language = language if language in _PARTS else "en"
        self._random = random

    def name(self) -> str:
        pick = self._random.choice
        return (pick(_SYLLABLES) + pick(_SYLLABLES) + pick(_SYLLABLES)).capitalize()

    def sentence(self) -> str:
        glue = "" if self.language == "ja" else " "
        text = glue.join(self._random.choice(parts) for parts in _PARTS[self.language])
        return (
            text.replace("{x}", self.name())
            .replace("{y}", str(self._random.randint(1840, 2024)))
            .replace("{z}", str(self._random.randint(3, 400)))
        )

    def paragraph(self) -> str:
        glue = "" if self.language == "ja" else " "
        return glue.join(self.sentence() for _ in range(self._random.randint(2, 4)))

    def heading(self) -> str:
        pick = self._random.choice
        return pick(
            [
                f"The road to {self.name()}",
                f"{self.name()} and {self.name()}",
                f"A year in {self.name()}",
                f"What {self.name()} knew",
                f"After {self.name()}",
            ]
        )

    def title(self) -> str:
        return f"{self.heading()}, and the {self._random.choice(['bell', 'flood', 'ledger', 'bridge', 'ferry', 'mill'])} of {self.name()}"
