"""What every page shows around its content: navigation, account menu, footer."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from buyers.permissions import buyer_of
from grandest_portal.accounts.permissions import is_moderator, membership_of, memberships_of
from grandest_portal.notifications.models import Notification
from suppliers.permissions import approved_company_of


def site(request):
    """{"site": …} for templates/base.html; lazy, so that a page that does not draw it pays nothing.

    The same under "portal": django-allauth's pages put a `site` of their own in the context.
    """
    drawn = SimpleLazyObject(lambda: site_of(request))
    return {"site": drawn, "portal": drawn}


def link(request, label, name, *args):
    url = reverse(name, args=args)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return {"label": label, "url": url, "current": here}


def site_of(request):
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "name": settings.SERVICE_NAME,
        "demo": settings.DEMO_MODE,
        "nav": navigation(request),
        "account_nav": account_navigation(request, user) if signed_in else [],
        "signed_in": signed_in,
        "user_label": str(user) if signed_in else "",
        "hats": hats(user) if signed_in else [],
        "acting": acting(user) if signed_in else None,
        "unread": Notification.objects.visible_to(user).unread().count() if signed_in else 0,
        "phone": settings.CONTACT_PHONE,
        "relay_url": settings.CONTACT_RELAY_URL,
        "contact_url": reverse("pages:contact"),
        "footer": footer(request),
    }


def hats(user):
    """[{label, url, current}], the organisations for which a person with several may act; [] for one."""
    mine, now = memberships_of(user), membership_of(user)
    if len(mine) < 2:
        return []
    return [
        {
            "label": str(each.organisation),
            "url": reverse("organisation:act", args=[each.pk]),
            "current": each.pk == now.pk,
        }
        for each in mine
    ]


def acting(user):
    """The delegation under which the person acts now, named on every page; None in one's own name."""
    membership = membership_of(user)
    return membership if membership is not None and membership.is_delegated else None


def navigation(request):
    return [
        link(request, _("Besoins"), "needs:list"),
        link(request, _("Solutions"), "suppliers:solution_list"),
        link(request, _("Journées"), "days:list"),
        link(request, _("Rendez-vous"), "meetings:list"),
        link(request, _("Comment ça marche"), "pages:method"),
    ]


def account_navigation(request, user):
    links = [
        link(request, _("Tableau de bord"), "pages:dashboard"),
        link(request, _("Notifications"), "notifications:list"),
        link(request, _("Mes suivis"), "follow:mine"),
        link(request, _("Mes favoris"), "favourites:mine"),
        link(request, _("Mes recherches"), "searches:mine"),
        link(request, _("Mon compte"), "pages:account"),
    ]
    membership = membership_of(user)
    if buyer_of(user) is not None:
        links.insert(1, link(request, _("Mes besoins"), "needs:mine"))
    if approved_company_of(user) is not None:
        links.insert(1, link(request, _("Mes solutions"), "suppliers:mine"))
        links.insert(4, link(request, _("Mes intérêts"), "needs:my_interests"))
    if membership is not None and membership.is_approved:
        links.append(link(request, _("Équipe"), "organisation:team"))
    if is_moderator(user):
        links.append(link(request, _("Modération"), "admin:index"))
    return links


def footer(request):
    return [
        link(request, _("Accessibilité : non conforme"), "pages:accessibility"),
        link(request, _("Données personnelles"), "pages:privacy"),
        link(request, _("Mentions légales"), "pages:legal"),
        link(request, _("Plan du site"), "pages:sitemap"),
    ]
