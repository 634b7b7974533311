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
)
