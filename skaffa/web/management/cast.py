"""Who and what the demo's year of hiring is about, and how often what happens. All made up."""

from skaffa.candidates.models import Source
from skaffa.choices.models import EmploymentType, Seniority
from skaffa.jobs.rules import JobDetails

ORCHARD = JobDetails(
    title="Orchard manager",
    description=(
        "Six thousand apple trees outside Lund, pruned, picked and pressed by thirty people in September and by three "
        "in January. You are one of the three.\n\nYou know trees, you can read a budget, and you get up early."
    ),
    city="Lund",
    country="SE",
    employment_type=EmploymentType.FULL_TIME,
    seniority=Seniority.MID_SENIOR,
    functions=["management", "Growing"],
    skills=["Leadership", "Pruning", "Cider making"],
)
PLANNER = JobDetails(
    title="Warehouse planner",
    description=(
        "What we harvest on Monday is on a shelf on Wednesday, or it is compost on Friday. You decide what goes where, "
        "with which lorry, and what to do when the lorry does not come.\n\nYou like numbers that move."
    ),
    city="Helsingborg",
    country="SE",
    openings=3,
    employment_type=EmploymentType.FULL_TIME,
    seniority=Seniority.ASSOCIATE,
    functions=["supply_chain", "distribution"],
    skills=["Logistics", "Excel", "Stock control"],
)
ENGINEER = JobDetails(
    title="Data engineer, climate control",
    description=(
        "Five hundred sensors speak every ten seconds. You make sure that somebody listens: you build what carries "
        "their words from the greenhouse to the people who decide, and you notice when one of them falls silent."
    ),
    city="Gothenburg",
    country="SE",
    openings=2,
    employment_type=EmploymentType.FULL_TIME,
    seniority=Seniority.ASSOCIATE,
    functions=["information_technology", "engineering"],
    skills=["Python", "PostgreSQL", "Data analysis"],
    resume_required=False,
)
CHEF = JobDetails(
    title="Chef, staff canteen",
    description="Lunch for eighty, from what grows in the next room. No evenings, no weekends, very fresh tomatoes.",
    city="Gothenburg",
    country="SE",
    employment_type=EmploymentType.FULL_TIME,
    seniority=Seniority.ENTRY,
    functions=["Cooking"],
    skills=["Cooking", "Menu planning"],
)
FIRST_NAMES = [
    "Agnes",
    "Albin",
    "Amina",
    "Anton",
    "Astrid",
    "Axel",
    "Beata",
    "Björn",
    "Carin",
    "Cem",
    "Dagny",
    "David",
    "Ebba",
    "Edvin",
    "Elif",
    "Elin",
    "Elsa",
    "Emil",
    "Erik",
    "Farah",
    "Freja",
    "Gabriel",
    "Greta",
    "Gustav",
    "Hanna",
    "Henrik",
    "Ida",
    "Isak",
    "Ivar",
    "Jana",
    "Johan",
    "Jonas",
    "Kajsa",
    "Karim",
    "Klara",
    "Leila",
    "Leo",
    "Lina",
    "Linus",
    "Lova",
    "Magnus",
    "Maja",
    "Malik",
    "Matilda",
    "Mira",
    "Nadia",
    "Nils",
    "Noor",
    "Olle",
    "Otto",
    "Petra",
    "Rasmus",
    "Rut",
    "Saga",
    "Sara",
    "Selma",
    "Signe",
    "Sixten",
    "Sofia",
    "Stina",
    "Svea",
    "Tara",
    "Thea",
    "Tove",
    "Ulf",
    "Vera",
    "Viggo",
    "Wilma",
    "Yara",
    "Ylva",
    "Yusuf",
    "Åke",
    "Åsa",
    "Örjan",
]
LAST_NAMES = [
    "Exempel",
    "Provsson",
    "Sample",
    "Modell",
    "Testberg",
    "Mönster",
    "Utkast",
    "Skisslund",
    "Försöksson",
    "Mallqvist",
    "Demoström",
]
PLACES = ("Gothenburg, Sweden", "Malmö, Sweden", "Lund, Sweden", "Helsingborg, Sweden", "Kungälv, Sweden", "Copenhagen")
WORK = {
    ORCHARD.title: ("Gardener", "Farm manager", "Arborist", "Nursery lead"),
    PLANNER.title: ("Logistics planner", "Warehouse lead", "Transport coordinator", "Buyer"),
    ENGINEER.title: ("Data engineer", "Backend developer", "Automation engineer", "Analyst"),
}
COMPANIES = ("Harbour Heat (made up)", "Fresh Boxes (made up)", "Northern Crates (made up)", "Warm Houses (made up)")
SOURCES = {
    Source.LINKEDIN: 36,
    Source.CAREER_SITE: 34,
    Source.JOB_BOARD: 14,
    Source.REFERRAL: 10,
    Source.AGENCY: 6,
}
REACHED = {  # of a hundred, how many come as far as this many stages past Prospect, five being hired
    Source.LINKEDIN: (22, 30, 22, 14, 4, 8),
    Source.REFERRAL: (5, 30, 25, 20, 5, 15),
}
REACHED_BY_OTHERS = (0, 52, 26, 14, 3, 5)
NOTES = (
    "Spoke on the phone: calm, asks good questions, can start in two months.",
    "Wants to work in Gothenburg; Lund would be too far.",
    "Has seen our greenhouses on an open day. Remember to ask about the pumps.",
    "Salary expectation within what we can offer.",
)
STRENGTHS = ("Explains things simply.", "Has done exactly this before.", "Listens before answering.")
WEAKNESSES = ("Little experience of leading others.", "New to this trade.", "None that matters here.")
TWICE = ((("Margareta", "Påhittsén"), ("Greta", "Påhittsén")), (("Björn", "Lurenfält"), ("Bjorn", "Lurenfaelt")))
"""People who came once by themselves, and again from somewhere that writes their names otherwise."""
