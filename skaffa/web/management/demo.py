"""What the demo starts with: made-up people at the made-up company Birch & Rowan, all of it written for this purpose."""

from skaffa.accounts.models import SecurityRole
from skaffa.candidates.rules import JobHeld, Person, Study
from skaffa.choices.models import EmploymentType, Seniority
from skaffa.documents.models import Kind
from skaffa.jobs.models import TeamRole
from skaffa.jobs.rules import JobDetails

PASSWORD = "demo"  # noqa: S105 - printed on the screen of every demo
USERS: tuple[tuple[str, tuple[SecurityRole, ...], str], ...] = (
    ("Ada", (SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER), "administrator and recruiter"),
    ("Rhea", (SecurityRole.RECRUITER,), "recruiter"),
    ("Hal", (SecurityRole.HIRING_MANAGER,), "hiring manager"),
    ("Ivan", (), "interviewer"),
)
TEAM: tuple[tuple[str, TeamRole], ...] = (("Rhea", TeamRole.RECRUITER), ("Hal", TeamRole.HIRING_MANAGER))

GREENHOUSE = JobDetails(
    title="Greenhouse engineer",
    description=(
        "Birch & Rowan grows vegetables through the Nordic winter, in greenhouses that heat themselves with what the "
        "harbour throws away.\n\n"
        "You keep four of them alive: you tune the climate control, read what five hundred sensors say about light, "
        "water and warmth, and decide with the growers what to change. When a pump stops at night, you have built it "
        "so that nobody needs to get up.\n\n"
        "You have worked with process control or building automation, you write a little Python, and you like to "
        "explain what you see to people who would rather look at tomatoes."
    ),
    city="Gothenburg",
    country="SE",
    openings=2,
    employment_type=EmploymentType.FULL_TIME,
    seniority=Seniority.ASSOCIATE,
    functions=["engineering", "Growing"],
    skills=["Process control", "Building automation", "Python"],
)
SUPPORT = JobDetails(
    title="Customer support lead",
    description=(
        "Four hundred shops sell what we grow, and each of them calls us when a delivery is late, early or green "
        "where it should be red.\n\n"
        "You lead the five people who answer. You plan the shifts, sit in on the difficult calls, and turn what "
        "customers keep asking into something we no longer need to be asked.\n\n"
        "You have led a team before, in support, retail or a restaurant kitchen, and you speak Swedish and English."
    ),
    city="Malmö",
    country="SE",
    employment_type=EmploymentType.FULL_TIME,
    seniority=Seniority.MID_SENIOR,
    functions=["customer_service", "management"],
    skills=["Customer service", "Leadership", "Swedish", "English"],
)
DRIVER = JobDetails(
    title="Delivery driver, early mornings", description="Written soon.", city="Gothenburg", country="SE"
)

PROSPECTS: tuple[Person, ...] = (
    Person(
        first_name="Alva",
        last_name="Exempel",
        headline="Automation engineer who keeps bees",
        location="Kungälv, Sweden",
        emails=("alva@people.example",),
        phones=("+46 31 000 00 01",),
        employments=(JobHeld("Harbour Heat (made up)", "Automation engineer", "2021 – now", is_current=True),),
        educations=(Study("A technical university", "MSc in Automation"),),
        skills=("PLC", "Python", "Beekeeping"),
    ),
    Person(
        first_name="Bo",
        last_name="Provsson",
        headline="Building technician, night shifts preferred",
        location="Gothenburg, Sweden",
        phones=("+46 31 000 00 02",),
        employments=(JobHeld("Warm Houses (made up)", "Technician", "2018 – now", is_current=True),),
    ),
)
APPLICANTS: tuple[Person, ...] = (
    Person(
        first_name="Cleo",
        last_name="Sample",
        headline="Support lead with a kitchen past",
        location="Lund, Sweden",
        emails=("cleo@people.example", "cleo.sample@mail.example"),
        employments=(
            JobHeld("Night Kitchen (made up)", "Head of the evening shift", "2019 – 2024"),
            JobHeld("Fresh Boxes (made up)", "Support lead", "2024 – now", is_current=True),
        ),
    ),
    Person(
        first_name="Dag",
        last_name="Modell",
        location="Malmö, Sweden",
        emails=("dag@people.example",),
    ),
)
POOLS: tuple[tuple[str, str, tuple[str, ...], tuple[Person, ...]], ...] = (  # name, owner, contributors, people
    (
        "People who make things grow",
        "Rhea",
        ("Hal",),
        (
            Person(
                first_name="Edda",
                last_name="Exempel",
                headline="Head gardener, forty kinds of tomato",
                location="Alingsås, Sweden",
                emails=("edda@people.example",),
                employments=(JobHeld("Walled Garden (made up)", "Head gardener", "2016 – now", is_current=True),),
            ),
            Person(
                first_name="Folke",
                last_name="Provsson",
                headline="Irrigation technician",
                location="Gothenburg, Sweden",
                emails=("folke@people.example",),
            ),
            Person(first_name="Alva", last_name="Exempel", emails=("alva@people.example",)),
        ),
    ),
    (
        "Speaks Finnish",
        "Hal",
        (),
        (
            Person(
                first_name="Inka",
                last_name="Malli",
                headline="Customer support, Finnish and Swedish",
                location="Stockholm, Sweden",
                emails=("inka@people.example",),
            ),
        ),
    ),
)
DOCUMENTS: dict[str, tuple[tuple[Kind, str, str], ...]] = {  # by the first name of an applicant: kind, name, words
    "Cleo": (
        (
            Kind.RESUME,
            "CV",
            (
                "Cleo Sample\nSupport lead, Lund\n\n"
                "2024 – now: Fresh Boxes (made up), support lead. Six people, two languages, one phone that used to ring "
                "all night.\n"
                "2019 – 2024: Night Kitchen (made up), head of the evening shift.\n"
            ),
        ),
        (
            Kind.COVER_LETTER,
            "cover letter",
            (
                "Dear team,\n\nI have answered a phone that rang all night, and made it ring less. I would like to do the "
                "same for yours.\n\nCleo Sample\n"
            ),
        ),
    ),
}


def address(name: str) -> str:
    """The address a demo user signs in with."""
    return f"{name.lower()}@demo.example"
