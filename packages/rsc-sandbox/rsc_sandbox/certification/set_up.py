"""Module 1 of LinkedIn's certification: a customer is connected (RSC-101 to RSC-106)."""

from rsc_sandbox.certification.facts import Facts
from rsc_sandbox.certification.verdict import Result, against, calls, judged, so_far, step
from rsc_sandbox.protocol.witness import TOKEN_EXPIRED
from rsc_sandbox.recruiter.words import t

_EARLY, _WORTH = 3, 5  # a restart or two, or tokens that served five calls each, are nothing to hold against anybody
_IN_FLIGHT = 10  # calls that were on their way when the token expired
_ENOUGH = 2


def rules(facts: Facts) -> list[Result]:
    return [first_time(facts), availability(facts), contracts(facts), configured(facts), domain(facts), token(facts)]


def first_time(facts: Facts) -> Result:
    enabled = facts.enabled("ONE_CLICK_EXPORT")
    plugin = facts.seen.get("plugin.onboarding.signed-in") or facts.seen.get("plugin.onboarding.signed-out")
    read = facts.ok("atsIntegrations.finder") or facts.ok("atsIntegrations.batch_get")
    return judged(
        "RSC-101",
        t("A new customer enables the integration"),
        [
            step(
                t("Request the integrations in the configuration plugin, as a Recruiter admin."),
                facts.integrations,
                calls(plugin) if plugin else "",
            ),
            step(t("Give them names (atsIntegrations)."), facts.ok("atsIntegrations.batch_partial_update")),
            step(
                t("Switch the integration on in Recruiter's admin settings."),
                enabled,
                enabled.name or "" if enabled else "",
            ),
            step(t("Read the integration's status after the push."), read),
        ],
        against=[against(t("Calls named a customer this application is not connected with."), facts.stray)],
        by_hand=t("Your admin page shows the status, and stores the mapping to the organization and the contracts."),
    )


def availability(facts: Facts) -> Result:
    refused = facts.seen.get("simpleJobPostings.batch_create.refused")
    wrong = refused if refused and "/availability" in refused.message else None
    private = facts.jobs.total - facts.jobs.public
    counted = t("{private} private, {public} public", private=private, public=facts.jobs.public)
    return judged(
        "RSC-102",
        t("Availability of jobs"),
        [
            step(t("Post a job."), facts.jobs.total, counted),
            step(
                t("Post a job that is private to the integration: the customer's choice, or all of them."),
                private,
                counted,
            ),
        ],
        against=[against(t("A job came without a valid availability."), wrong)],
        by_hand=t("The customer can choose between public and private jobs in your product, if it offers public ones."),
    )


def contracts(facts: Facts) -> Result:
    ids = f"{facts.application.unique_foreign_id} = {facts.application.urn}"
    return judged(
        "RSC-103",
        t("Several contracts, one application per customer"),
        [
            step(
                t("Provision an application with the customer's own uniqueForeignId."), facts.application.parent_id, ids
            ),
            step(t("Have at least two contracts switched on."), facts.contracts >= _ENOUGH, so_far(facts.contracts)),
            step(
                t("Provision a second customer, and call with its own credentials."), facts.others, so_far(facts.others)
            ),
        ],
        against=[
            against(t("The parent's token was used where a customer's is due."), facts.parent_seen.get("wrong-token")),
            against(t("A customer's token was used where another kind is due."), facts.seen.get("wrong-token")),
        ],
    )


def configured(facts: Facts) -> Result:
    values = facts.configurations
    lists = facts.ok("atsEntityAcls.batch_update")
    callback, jobs, applications = (
        values.get(key, "") for key in ("CALLBACK_URL", "JOB_POSTING_VIEWERS", "APPLICATION_VIEWERS")
    )
    hidden = facts.enabled("ONE_CLICK_EXPORT") and facts.jobs.total and not (jobs or lists)
    return judged(
        "RSC-104",
        t("The integration is configured"),
        [
            step(t("Set CALLBACK_URL."), callback, callback),
            step(t("Set JOB_POSTING_VIEWERS to ALL_PRODUCT_USERS, or sync access lists."), jobs or lists, jobs),
            step(
                t("Set APPLICATION_VIEWERS to ALL_PRODUCT_USERS, or sync access lists."),
                applications or lists,
                applications,
            ),
        ],
        against=[
            t("Jobs were synced that nobody in Recruiter can see: no viewers are set and no access list exists.")
            if hidden
            else None,
            against(
                t("A configuration was refused."),
                facts.seen.get("atsIntegrations/configurations.batch_update.refused") if not callback else None,
            ),
        ],
    )


def domain(facts: Facts) -> Result:
    loaded = facts.seen.get("plugin.allowed")
    registered = ", ".join(facts.application.js_domains)
    refused = facts.seen.get("plugin.refused")
    return judged(
        "RSC-105",
        t("The domain of your pages is registered"),
        [
            step(t("Put the origin of your pages into validJsSdkDomains."), registered, registered),
            step(t("Load a plugin on one of these pages."), loaded, loaded.subject if loaded else ""),
        ],
        against=[against(t("A page loaded the plugin from an origin that is not registered."), refused)],
    )


def token(facts: Facts) -> Result:
    tokens, expired = facts.tokens, facts.seen.get(TOKEN_EXPIRED)
    served = sum(seen.times for what, seen in facts.seen.items() if what.endswith(".ok"))
    stubborn = expired if expired and expired.in_a_row > _IN_FLIGHT else None
    wasted = t(
        "A token was asked for {n} times while the one before had more than half of its life left.", n=tokens.early
    )
    reuse = t("{calls} calls with {tokens} tokens", calls=served, tokens=tokens.issued)
    return judged(
        "RSC-106",
        t("Tokens are fetched, kept and renewed"),
        [
            step(t("Fetch a token with the customer's credentials."), tokens.issued, so_far(tokens.issued)),
            step(t("Use one token for several calls."), tokens.issued and served > tokens.issued, reuse),
            step(
                t("Renew it when it expires: advance the sandbox's clock by half an hour and call again."),
                tokens.late,
                so_far(tokens.late),
            ),
        ],
        against=[
            wasted if tokens.early >= _EARLY and served < _WORTH * tokens.issued else None,
            against(t("Calls went on with a token that had expired."), stubborn),
        ],
        by_hand=t("You store how long a token lives and check it before a call."),
    )
