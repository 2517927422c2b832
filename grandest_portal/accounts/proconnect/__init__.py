"""Log-in with ProConnect, the State's federation of professional identities (OpenID Connect, code flow).

django-allauth keeps the links (SocialAccount: provider is the issuer, uid the subject), the states of the browser's
session and the stages of a login; what comes over the wire is fetched and verified here, strictly.
Source: OpenID Connect Core 1.0, RFC 7636 (PKCE), RFC 9207 (issuer of the answer), ProConnect's technical documentation.
"""
