"""What LinkedIn is told in the place of our codes, written down once more apart from Skaffa's code."""

SOURCES = {
    "linkedin": "LinkedIn",
    "career_site": "Career site",
    "agency": "Agency",
    "career_fair": "Career fair",
    "job_board": "Job board",
    "referral": "Referral",
    "social_network": "Social network",
    "university": "University recruiting",
    "recruiter": "Added by recruiter",
    "other": "Other",
}
REASONS = {
    "experience": "Experience",
    "education": "Education",
    "skills": "Skill set",
    "competency": "Competency",
    "licensure": "Licence or certificate",
    "not_interested": "Not interested",
    "other": "Other",
}
ENDINGS = {
    "rejected": "Rejected",
    "withdrawn": "Candidate withdrew",
    "job_filled": "Position filled",
    "job_cancelled": "Position cancelled",
    "hired": "Offer accepted",
    "offer_declined": "Offer declined",
}
RECOMMENDATIONS = {"yes": "Continue", "no": "Do not continue"}
INTERVIEWS = {"phone": "PHONE_SCREEN", "onsite": "ONSITE", "": None}
EMPLOYMENT = {"full_time": "FULL_TIME", "part_time": "PART_TIME", "contract": "CONTRACT", "": None}
EXPERIENCE = {"entry": "ENTRY_LEVEL", "associate": "ASSOCIATE", "mid_senior": "MID_SENIOR_LEVEL", "": None}
FUNCTIONS = {
    "customer_service": "cust",
    "distribution": "dist",
    "engineering": "eng",
    "information_technology": "it",
    "management": "mgmt",
    "supply_chain": "supl",
}
COUNTRIES = {"SE": "Sweden", "NO": "Norway", "DK": "Denmark"}
