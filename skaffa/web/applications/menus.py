"""What can be done with one person of a list or a board: fetched when somebody opens their menu, not drawn for all."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.applications import queries
from skaffa.jobs import queries as jobs
from skaffa.web.applications import changed, lists
from skaffa.web.http import Request
from skaffa.web.jobs import page


@require_GET
def menu(request: Request, application_id: int) -> HttpResponse:
    """The entries of the menu; `tab` names the list it stands in, `show` which part of it is shown."""
    application = queries.application(request.actor, application_id)
    may, origin = page.possible(request, application.job), changed.origin(request)
    context = {
        "application": application,
        "may": may,
        "may_pool": bool(permissions.reach(request.actor, Action.POOL_FILL)),
        "tab": origin,
        "show": "closed" if request.GET.get("show") == "closed" else "",
        "back": request.htmx.current_url_abs_path or changed.tab_address(application),
    }
    if origin == "board":
        last = jobs.stages(application.job)[-1]
        context["can_advance"] = may.advance and application.is_active and application.stage != last
        return render(request, "pipeline/_card_menu.html", context)
    context["can_offer"] = lists.can_offer(application, may)
    return render(request, "applications/_row_menu.html", context)
