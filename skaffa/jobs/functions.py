"""Job functions: a default list, and a few words of one's own for what it does not know (A12)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from skaffa.core import text


class JobFunction(models.TextChoices):
    """The functions that LinkedIn tells apart; what it calls them is in skaffa.linkedin."""

    ACCOUNTING = "accounting", _("Accounting/Auditing")
    ADMINISTRATIVE = "administrative", _("Administrative")
    ADVERTISING = "advertising", _("Advertising")
    ANALYST = "analyst", _("Analyst")
    ART = "art", _("Art/Creative")
    BUSINESS_DEVELOPMENT = "business_development", _("Business Development")
    CONSULTING = "consulting", _("Consulting")
    CUSTOMER_SERVICE = "customer_service", _("Customer Service")
    DISTRIBUTION = "distribution", _("Distribution")
    DESIGN = "design", _("Design")
    EDUCATION = "education", _("Education")
    ENGINEERING = "engineering", _("Engineering")
    FINANCE = "finance", _("Finance")
    GENERAL_BUSINESS = "general_business", _("General Business")
    HEALTH_CARE = "health_care", _("Health Care Provider")
    HUMAN_RESOURCES = "human_resources", _("Human Resources")
    INFORMATION_TECHNOLOGY = "information_technology", _("Information Technology")
    LEGAL = "legal", _("Legal")
    MANAGEMENT = "management", _("Management")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    MARKETING = "marketing", _("Marketing")
    PRODUCT_MANAGEMENT = "product_management", _("Product Management")
    PRODUCTION = "production", _("Production")
    PROJECT_MANAGEMENT = "project_management", _("Project Management")
    PUBLIC_RELATIONS = "public_relations", _("Public Relations")
    PURCHASING = "purchasing", _("Purchasing")
    QUALITY_ASSURANCE = "quality_assurance", _("Quality Assurance")
    RESEARCH = "research", _("Research")
    SALES = "sales", _("Sales")
    SCIENCE = "science", _("Science")
    STRATEGY = "strategy", _("Strategy/Planning")
    SUPPLY_CHAIN = "supply_chain", _("Supply Chain")
    TRAINING = "training", _("Training")
    WRITING = "writing", _("Writing/Editing")
    OTHER = "other", _("Other")


def known(said: Iterable[str]) -> tuple[str, ...]:
    """Each once: functions of the list by their code, however and in whichever language they were written."""
    return text.each_once(_spellings().get(one.casefold(), one) for one in map(text.line, said))


def own(functions: Iterable[str]) -> list[str]:
    """Those that are not of the list."""
    return [one for one in functions if one not in JobFunction]


def name(function: str) -> str:
    """What a function is called in the reader's language; an own one as it was written."""
    return str(JobFunction(function).label) if function in JobFunction else function


def names(functions: Iterable[str]) -> list[str]:
    return [name(one) for one in functions]


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    found = {code: code for code in JobFunction.values}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(label).casefold(): code for code, label in JobFunction.choices}
    return found
