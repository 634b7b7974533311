"""Who is in the story, and what they say: Dutch, with accents and emoji, for the test and the demo alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    relation: str


MOTHER = Person("moeder", "Marieke van der Zwaluw", "moeder van Tijmen")
FATHER = Person("vader", "Joost Kwikstaart", "vader van Tijmen")
GRANDMOTHER = Person("oma", "Oma Wilhelmina Pimpelmees", "oma van moederskant")
NURSE = Person("nacht", "Fatima El Ooievaar", "nachtverpleegkundige")
DOCTOR = Person("arts", "Dr. Annelies Goudplevier", "kinderarts in het WKZ")
COPILOOT = Person("copiloot", "Sanne Boomklever", "copiloot van het gezin")
CONTACT = Person("contact", "Wouter Roodborst", "aanspreekpunt bij het CIZ")
SEVEN = (MOTHER, FATHER, GRANDMOTHER, NURSE, DOCTOR, COPILOOT, CONTACT)

# Strangers to the circle: each tries a link that is dead, and one waits on a nurse who is removed.
LATE = Person("te-laat", "Greet Sijsjeslijster", "buurvrouw met de hond")
TURNED_DOWN = Person("ingetrokken", "Teun Baardmannetje", "vrijwilliger van de kerk")
STAND_IN = Person("invaller", "Bram Tapuitenberg", "invaller in de nachtzorg")
WAITING_STAND_IN = Person("wachtend", "Noortje IJsvogelhof", "invaller die nog wacht")
STRANGERS = (LATE, TURNED_DOWN, STAND_IN, WAITING_STAND_IN)

CIRCLE = "Kring rond Tijmen 🌷"
LANE = "CIZ-aanvraag meerzorg"
LANE_CONTACT = "Contactpersoon indicatie"
NIGHT_CHANNEL = "Nachtdienst zomervakantie"

BEFORE_GRANDMOTHER = "Vóór oma er was: we hebben samen gehuild. 💧"
TO_GRANDMOTHER = "Welkom lieve oma, fijn dat je meeleest! 👵🏽❤️"
FROM_GRANDMOTHER = "Dag schatjes, ik bak zaterdag appeltaart 🥧 één met rozijnen."
CIRCLE_NEWS = "Groot nieuws: Tijmen heeft vandaag zélf zijn beker vastgehouden! 🎉"
CARE_LOG = (
    "Maandag: sondevoeding 4 × 180 ml, één keer gespuugd.",
    "Dinsdag: epileptische aanval om 03.12 uur, 2½ minuut, geen medicatie nodig.",
    "Woensdag: rustige nacht; saturatie bleef boven de 94 %.",
)
CARE_BY_NURSE = "Nachtverslag: om 02.40 gedraaid, huid gaaf, Tijmen sliep dóór. 🌙"
CARE_AFTER_REMOVAL = "Nieuwe alarmcode voor de nachtdeur hangt in de meterkast."
CARE_KEPT_BY_NURSE = "Dit schreef ik in de trein zonder bereik, vóór ik eruit was."
MDO_BY_MOTHER = "Agenda MDO: ketogeen dieet, rolstoel, respijtzorg in augustus."
MDO_BY_FATHER = "Ik wil het ook over de slaapkamer beneden hebben. 🛏️"
MDO_BY_DOCTOR = "EEG-uitslag besproken: valproaat verhogen naar 2 × 300 mg."
MDO_BY_COPILOOT = "Ik vraag de gemeente naar de woningaanpassing, reactie vóór vrijdag."
LANE_BY_COPILOOT = "Goedemorgen, hierbij de vraag over de Wlz-indicatie. Hoe lang duurt dat?"
LANE_BY_CONTACT = "Gemiddeld zes weken; stuurt u mij het zorgplan? Groet, Wouter ✉️"
GRANDMOTHER_OFFLINE = "In de trein zonder bereik: ik heb de appeltaart bij me! 🚆"
NIGHT_PLAN = "Zomerrooster nachtdienst: weken 30 tot en met 33 zijn nog leeg."
NOTE = "Notitie: de thuiszorgwinkel belt dinsdag tussen tien en twaalf terug."

TEXTS = (
    BEFORE_GRANDMOTHER,
    TO_GRANDMOTHER,
    FROM_GRANDMOTHER,
    CIRCLE_NEWS,
    *CARE_LOG,
    CARE_BY_NURSE,
    CARE_AFTER_REMOVAL,
    CARE_KEPT_BY_NURSE,
    MDO_BY_MOTHER,
    MDO_BY_FATHER,
    MDO_BY_DOCTOR,
    MDO_BY_COPILOOT,
    LANE_BY_COPILOOT,
    LANE_BY_CONTACT,
    GRANDMOTHER_OFFLINE,
    NIGHT_PLAN,
    NOTE,
)

# What many write from day to day: each of these people with each of what they say.
DIARY_BY = (
    "Zusje Lotte vertelt:",
    "Van de fysiotherapeut Éva:",
    "Overdracht dagbesteding ’t Roodborstje:",
    "Opa Gerrit-Jan, aan de telefoon:",
    "De logopediste schrijft:",
    "Bij de diëtiste besproken:",
    "Uit het schriftje van school:",
    "Na het spreekuur epilepsie:",
    "Taxichauffeur Achmed meldt:",
    "Buurvrouw Coby zag:",
    "Van de orthopedisch instrumentmaker:",
    "Vannacht om kwart vóór vijf:",
)
DIARY_SAYS = (
    "hij lachte hardop om de hond 🐶",
    "de sonde is opnieuw geplaatst, charrière 10",
    "37,9 °C, paracetamol 240 mg gegeven",
    "nieuwe spalken zitten pas over drie weken goed",
    "twee aanvallen, samen zeven minuten",
    "«mama» gezegd, héél duidelijk!",
    "huilde bij het tillen; let op de linkerheup",
    "het PGB is voor 62 % toegekend",
    "we zien op tegen de operatie van 14 maart",
    "drie keer gedronken uit de tuitbeker",
    "de rolstoel piept en de rem \"hapert\"",
)
DIARY = tuple(f"{by} {says}" for by in DIARY_BY for says in DIARY_SAYS)
# (name, what stands in it, what is said with it)
FILES = tuple(
    (f"{what} van Tijmen {number}.{kind}", f"Dit staat in {what.lower()} {number}: géén allergie bekend.", f"Kijk, {what.lower()} nummer {number} 📎")
    for number, (what, kind) in enumerate((
        ("Röntgenfoto", "jpg"), ("Medicatielijst", "pdf"), ("Zorgplan", "odt"), ("Filmpje van de schommel", "mp4"),
        ("Verwijsbrief", "pdf"), ("Groeicurve", "png"), ("Beschikking Wlz", "pdf"), ("Noodkaart", "txt")))
)

# What the hub may never have: names, relations, titles and texts, the labels that founding writes among them.
PLANTED = (
    *(person.name for person in SEVEN + STRANGERS),
    *(person.relation for person in SEVEN + STRANGERS),
    CIRCLE,
    LANE,
    LANE_CONTACT,
    NIGHT_CHANNEL,
    "Nachtzorg of invaller",
    "Arts of behandelaar",
    *TEXTS,
    *DIARY,
    *(text for file in FILES for text in file),
)
