"""Pages of the entrance where the house adds a step to django-allauth's: a login by code, the application of codes,
and « ce n'est pas moi » of a confirmation."""

from allauth.account.models import EmailConfirmationHMAC
from allauth.account.views import ConfirmLoginCodeView
from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from grandest_portal.accounts.actions.first_proof import disown_account, enter_by_mailbox
from grandest_portal.accounts.forms.second_factors import spend
from grandest_portal.accounts.proconnect.session import identity_proved


class CodeEntrance(ConfirmLoginCodeView):
    """The code of a mail, right: whoever typed it holds the mailbox."""

    def _verify_form_valid(self, form):
        user = self._process.user
        if enter_by_mailbox(user, identity=identity_proved(self.request, user)):
            messages.warning(
                self.request,
                _(
                    "Un mot de passe avait été choisi pour ce compte avant que votre adresse soit confirmée : par "
                    "prudence, il ne vaut plus. Vous pouvez en choisir un dans « Sécurité du compte »."
                ),
            )
        # The session is bound to the password as it is now.
        user.refresh_from_db()
        return super()._verify_form_valid(form)


class CodesActivation(ActivateTOTPView):
    """The code that activates the application has served: it opens no other session."""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        activated = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        spend(activated, form.cleaned_data["code"])
        return response


@login_not_required
@never_cache
@require_POST
@rate_limit(action="address_link")
def disown(request, key):
    """The other button of a confirmation: the account is not of the person who reads the mail."""
    confirmation = EmailConfirmationHMAC.from_key(key)
    if confirmation is None:
        raise Http404
    disown_account(confirmation.email_address.user)
    messages.success(request, _("Ce compte est effacé : personne ne pourra s'en servir avec votre adresse."))
    return redirect("pages:home")


confirm_login_code = CodeEntrance.as_view()
activate_totp = CodesActivation.as_view()
