# ruff: noqa: E501  (the lines are the data)
"""Promos that sites stamp into their articles: the lines of today and those of a later edition, in other words.

``{n}`` is an edition's number, ``{d}`` and ``{e}`` dates, ``{p}`` a price, ``{q}`` a share.
A pair is (now, later).
"""

PROMOS: dict[str, tuple[list[str], list[str]]] = {
    "mba": (
        ["Register for {brand} Mini-School edition {n} ({d} – {e}): big discounts for early bird", "{brand} Robotics in Farming Masterclass opens registrations.", "Join {brand} Growers Syndicate and co-invest in young orchards."],
        ["{brand} Mini-School edition {n} begins {d}: enrol now and pay less", "Registration for the {brand} Robotics in Farming Masterclass closes {e}.", "Become a member of {brand} Growers Syndicate and co-invest in great orchards."],
    ),
    "newsletter": (
        ["Like what you are reading? Sign up for The Morning Tide, our free daily newsletter.", "One e-mail at dawn, no more. {count} readers already get it."],
        ["Sign up for The Morning Tide and have our free newsletter with your first coffee on {d}.", "One e-mail at dawn, written by people. {count} readers get it."],
    ),
    "donate": (
        ["{brand} has no owner and no advertisers. Support independent reporting from {p} a month."],
        ["We have no owner and no advertisers at {brand}: support independent reporting with {p} before {d}."],
    ),
    "app": (
        ["Download the {brand} Walks app: 400 routes that work without a signal.", "Free for your first {n} walks."],
        ["Download the new {brand} Walks app with 520 routes that work offline.", "Free until {d} for your first {n} walks."],
    ),
    "book": (
        ["Our cookbook A Pot for Every Week is out now: {n} recipes, {p} in any good bookshop."],
        ["A Pot for Every Week, our cookbook, is out now in its edition of {d}: {p} in any good bookshop."],
    ),
    "telegram": (["Follow us on Telegram so that you never miss a launch: t.me/{brand}"], ["Follow {brand} on Telegram and never miss a launch or a scrub: t.me/{brand}_live"]),
    "kurs_de": (
        ["Nur noch wenige Plätze: Imkerkurs für Anfänger ab {d}, Anmeldung bis {e}.", "Jetzt anmelden und {q} % Frühbucherrabatt sichern!"],
        ["Neuer Imkerkurs für Anfänger ab {d}: Anmeldung bis {e}, wenige Plätze.", "Wer sich jetzt anmeldet, spart als Frühbucher {q} %."],
    ),
    "abo_de": (
        ["Lesen Sie weiter, wo andere aufhören: vier Wochen {brand} digital für {p}.", "Jetzt vier Wochen testen"],
        ["Vier Wochen {brand} digital testen: jetzt nur {p} bis {d}.", "Jetzt vier Wochen digital testen"],
    ),
    "lettre_fr": (
        ["Recevez chaque jeudi notre lettre sur les jardins du littoral.", "Inscrivez-vous gratuitement, {count} jardiniers vous attendent."],
        ["Recevez chaque jeudi dès le {d} la lettre des jardins du littoral.", "Inscrivez-vous, c'est gratuit : {count} jardiniers vous attendent déjà."],
    ),
    "stage_fr": (
        ["Stage de reliure à l'atelier {brand}, du {d} au {e} : réservez votre place, {p} tout compris."],
        ["À l'atelier {brand}, nouveau stage de reliure du {d} au {e}, {p} : réservez votre place."],
    ),
    "curso_es": (
        ["Curso de fotografía nocturna, {n}.ª edición: del {d} al {e}.", "Inscríbete antes y ahorra un {q} %.", "Plazas limitadas en {brand} Escuela."],
        ["Vuelve el curso de fotografía nocturna de {brand} Escuela en su {n}.ª edición, {d}.", "Inscríbete ya con un {q} % de descuento.", "Últimas plazas en {brand} Escuela."],
    ),
    "socio_es": (
        ["Este periódico vive de sus lectores. Hazte socio de {brand} por {p} al mes."],
        ["Hazte socio de {brand}: este periódico vive de sus lectores, por {p} al mes hasta el {d}."],
    ),
    "corso_it": (
        ["Iscriviti al laboratorio di pasta fresca di {brand}: sabato {d}, {p} a persona."],
        ["Torna il laboratorio di pasta fresca di {brand}, domenica {d}: iscriviti, {p} a persona."],
    ),
    "clube_pt": (
        ["Assine o clube {brand} e receba cafés do Cerrado em casa por {p} por mês.", "Use o código {code} e ganhe o primeiro pacote."],
        ["Clube {brand}: assine até {d} e receba cafés do Cerrado em casa.", "Com o código {code} o primeiro pacote é grátis."],
    ),
    "fiets_nl": (
        ["Fiets mee met {brand}: de dijkentocht van {d}. Schrijf je in voor {p}.", "Leden van {brand} krijgen {q} % korting."],
        ["De dijkentocht van {brand} komt terug op {d}: schrijf je in voor {p}.", "{q} % korting voor leden van {brand}."],
    ),
    "kurs_pl": (
        ["Zapisz się na kurs ceramiki w pracowni {brand}: start {d}, koszt {p}."],
        ["Nowy kurs ceramiki w pracowni {brand}, start {d}: zapisz się, koszt {p}."],
    ),
    "podd_sv": (
        ["Prenumerera på {brand} och läs alla artiklar för {p} i månaden."],
        ["Läs alla artiklar i {brand}: prenumerera före {d} för {p} i månaden."],
    ),
    "kurs_ru": (
        ["Подпишитесь на наш канал о реставрации: новые выпуски каждую среду.", "Курс «Старая мебель», поток {n}: старт {d}, скидка {q} %."],
        ["Наш канал о реставрации: подпишитесь, чтобы не пропустить новые выпуски.", "Начинается курс «Старая мебель», поток {n}: {d}, скидка {q} % до {e}."],
    ),
    "koza_ja": (
        ["毎月の講座「庭木の手入れ」第{n}期の参加者を募集中。お申し込みは{d}まで。", "会員は受講料が{q}%割引になります。"],
        ["講座「庭木の手入れ」第{n}期は{d}に開講します。お申し込みを受付中。", "今なら会員の受講料が{q}%割引です。"],
    ),
    "kurs_tr": (
        ["{brand} Atölye seramik kursu {d} başlıyor: hemen kaydolun, {p}."],
        ["Hemen kaydolun: {brand} Atölye seramik kursu {d} yeniden başlıyor, {p}."],
    ),
    "conference": (
        ["Meet the people who mend bridges: {brand} Summit, Lisbon, {d}. Tickets from {p}."],
        ["{brand} Summit is back in Lisbon on {d}: meet the people who mend bridges, tickets from {p}."],
    ),
    "podcast": (
        ["Prefer to listen? Episode {n} of our podcast Slow Rails is waiting wherever you get podcasts."],
        ["Prefer to listen? Our podcast Slow Rails is at episode {n}: find it wherever you get podcasts."],
    ),
    "sponsor": (
        ["This story is brought to you by Alder & Finch, makers of boots since 1904. Use code {code} for {q}% off."],
        ["Alder & Finch, makers of boots since 1904, bring you this story: {q}% off with code {code} until {d}."],
    ),
    "membership": (
        ["Members of {brand} read without adverts and vote on what we test next.", "Become a member for {p} a year"],
        ["Without adverts, and with a vote on what we test next: members of {brand}.", "Become a member before {d} for {p} a year"],
    ),
}  # fmt: skip
