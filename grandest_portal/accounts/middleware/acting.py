"""Which hat a person with several wears in this session."""

SESSION_KEY = "acting_membership"


class ActingMiddleware:
    """Hands the choice kept in the session to `permissions.membership_of`, which checks that it still stands."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.session.get(SESSION_KEY)
        if chosen is not None:
            request.user.acting_membership = chosen
        return self.get_response(request)
