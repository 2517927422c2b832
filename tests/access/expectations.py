"""Who gets which answer where: read by people, run by test_matrix.py.

Columns of ROLES: anonymous, buyer (the owner of needs), buyer_b, company (the owner of solutions), company_b,
waiting (a company's person not yet approved), partner, moderator, admin, reader (of the owner of needs), delegate
(a consultant who edits for the owner of needs, and has no organisation of their own).
Further rows stand in `tables/`, a file per subject.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the table; `args` are names of things of the scene, or words taken as they are."""

    route: str
    args: tuple
    method: str
    expected: tuple


TABLE = """
pages:home                                                 | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:home                                                 | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:dashboard                                            | GET  | 302 200 200 200 200 200 200 200 200 200 200
pages:dashboard                                            | POST | 302 405 405 405 405 405 405 405 405 405 405
pages:account                                              | GET  | 302 200 200 200 200 200 200 200 200 200 200
pages:account                                              | POST | 302 405 405 405 405 405 405 405 405 405 405
pages:contact                                              | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:contact                                              | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:method                                               | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:method                                               | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:ranking                                              | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:ranking                                              | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:accessibility                                        | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:accessibility                                        | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:privacy                                              | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:privacy                                              | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:rights                                               | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:rights                                               | POST | 405 405 405 405 405 405 405 405 405 405 405
privacy:data                                               | GET  | 302 200 200 200 200 200 200 200 200 200 200
privacy:data                                               | POST | 302 405 405 405 405 405 405 405 405 405 405
privacy:export                                             | GET  | 302 302 302 302 302 302 302 302 302 302 302
privacy:export                                             | POST | 302 302 302 302 302 302 302 302 302 302 302
privacy:erasure                                            | GET  | 302 200 200 200 200 200 200 200 200 200 200
privacy:erasure                                            | POST | 302 405 405 405 405 405 405 405 405 405 405
privacy:confirm_erasure                                    | GET  | 302 302 302 302 302 302 302 302 302 302 302
privacy:confirm_erasure                                    | POST | 302 302 302 302 302 302 302 302 302 302 302
privacy:erased                                             | GET  | 200 200 200 200 200 200 200 200 200 200 200
privacy:erased                                             | POST | 405 405 405 405 405 405 405 405 405 405 405
privacy:notice [terms_of_use]                              | GET  | 200 200 200 200 200 200 200 200 200 200 200
privacy:notice [terms_of_use]                              | POST | 200 302 302 302 302 302 302 302 302 302 302
privacy:notice [unknown]                                   | GET  | 404 404 404 404 404 404 404 404 404 404 404
privacy:notice [unknown]                                   | POST | 404 404 404 404 404 404 404 404 404 404 404
pages:legal                                                | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:legal                                                | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:sitemap                                              | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:sitemap                                              | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:robots                                               | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:robots                                               | POST | 405 405 405 405 405 405 405 405 405 405 405
pages:security                                             | GET  | 200 200 200 200 200 200 200 200 200 200 200
pages:security                                             | POST | 405 405 405 405 405 405 405 405 405 405 405
account_signup                                             | GET  | 200 302 302 302 302 302 302 302 302 302 302
account_signup                                             | POST | 200 302 302 302 302 302 302 302 302 302 302
account_login                                              | GET  | 200 302 302 302 302 302 302 302 302 302 302
account_login                                              | POST | 200 302 302 302 302 302 302 302 302 302 302
account_logout                                             | GET  | 302 200 200 200 200 200 200 200 200 200 200
account_logout                                             | POST | 302 302 302 302 302 302 302 302 302 302 302
account_reauthenticate                                     | GET  | 302 200 200 200 200 200 200 200 200 200 200
account_reauthenticate                                     | POST | 302 200 200 200 200 200 200 200 200 200 200
account_inactive                                           | GET  | 200 200 200 200 200 200 200 200 200 200 200
account_inactive                                           | POST | 405 405 405 405 405 405 405 405 405 405 405
account_email                                              | GET  | 302 200 200 200 200 200 200 200 200 200 200
account_email                                              | POST | 302 302 302 302 302 302 302 302 302 302 302
account_email_verification_sent                            | GET  | 200 200 200 200 200 200 200 200 200 200 200
account_email_verification_sent                            | POST | 405 405 405 405 405 405 405 405 405 405 405
account_confirm_email [unknown]                            | GET  | 200 200 200 200 200 200 200 200 200 200 200
account_confirm_email [unknown]                            | POST | 404 404 404 404 404 404 404 404 404 404 404
account_disown [unknown]                                   | GET  | 405 405 405 405 405 405 405 405 405 405 405
account_disown [unknown]                                   | POST | 404 404 404 404 404 404 404 404 404 404 404
account_change_password                                    | GET  | 302 200 200 200 200 200 200 200 200 200 200
account_change_password                                    | POST | 302 200 200 200 200 200 200 200 200 200 200
account_set_password                                       | GET  | 302 302 302 302 302 302 302 302 302 302 302
account_set_password                                       | POST | 302 302 302 302 302 302 302 302 302 302 302
account_reset_password                                     | GET  | 200 200 200 200 200 200 200 200 200 200 200
account_reset_password                                     | POST | 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done                                | GET  | 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done                                | POST | 405 405 405 405 405 405 405 405 405 405 405
account_reset_password_from_key [1, unknown]               | GET  | 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key [1, unknown]               | POST | 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done                       | GET  | 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done                       | POST | 405 405 405 405 405 405 405 405 405 405 405
organisation:team                                          | GET  | 302 200 200 200 200 403 200 403 403 200 200
organisation:team                                          | POST | 302 405 405 405 405 405 405 405 405 405 405
organisation:member [buyer reader]                         | GET  | 302 200 404 404 404 404 404 404 404 403 403
organisation:member [buyer reader]                         | POST | 302 422 404 404 404 404 404 404 404 403 403
organisation:transfer [buyer reader]                       | GET  | 302 200 404 404 404 404 404 404 404 403 403
organisation:transfer [buyer reader]                       | POST | 302 302 404 404 404 404 404 404 404 403 403
organisation:end [buyer reader]                            | GET  | 302 200 404 404 404 404 404 404 404 200 403
organisation:end [buyer reader]                            | POST | 302 302 404 404 404 404 404 404 404 302 403
organisation:act [buyer reader]                            | GET  | 302 405 405 405 405 405 405 405 405 405 405
organisation:act [buyer reader]                            | POST | 302 404 404 404 404 404 404 404 404 302 404
organisation:approve [buyer waiting]                       | GET  | 302 405 405 405 405 405 405 405 405 405 405
organisation:approve [buyer waiting]                       | POST | 302 302 404 404 404 404 404 404 404 403 403
organisation:refuse [buyer waiting]                        | GET  | 302 200 404 404 404 404 404 404 404 403 403
organisation:refuse [buyer waiting]                        | POST | 302 422 404 404 404 404 404 404 404 403 403
organisation:invite                                        | GET  | 302 200 200 200 200 403 200 403 403 403 403
organisation:invite                                        | POST | 302 422 422 422 422 403 422 403 403 403 403
organisation:delegate                                      | GET  | 302 200 200 200 200 403 200 403 403 403 403
organisation:delegate                                      | POST | 302 422 422 422 422 403 422 403 403 403 403
organisation:invitation [invitation]                       | GET  | 302 404 404 200 404 404 404 404 404 404 404
organisation:invitation [invitation]                       | POST | 302 404 404 409 404 404 404 404 404 404 404
organisation:revoke [invitation]                           | GET  | 302 405 405 405 405 405 405 405 405 405 405
organisation:revoke [invitation]                           | POST | 302 302 404 404 404 403 404 403 403 403 403
organisation:department_open                               | GET  | 302 405 405 405 405 405 405 405 405 405 405
organisation:department_open                               | POST | 302 422 422 422 422 403 422 403 403 403 403
organisation:department_close [department]                 | GET  | 302 405 405 405 405 405 405 405 405 405 405
organisation:department_close [department]                 | POST | 302 302 404 404 404 403 404 403 403 403 403
proconnect_identities                                      | GET  | 302 200 200 200 200 200 200 200 200 200 200
proconnect_identities                                      | POST | 302 405 405 405 405 405 405 405 405 405 405
proconnect_start                                           | GET  | 405 405 405 405 405 405 405 405 405 405 405
proconnect_start                                           | POST | 503 302 302 302 302 302 302 302 302 302 302
proconnect_connect                                         | GET  | 302 405 405 405 405 405 405 405 405 405 405
proconnect_connect                                         | POST | 302 302 302 302 302 302 302 302 302 302 302
proconnect_callback                                        | GET  | 400 400 400 400 400 400 400 400 400 400 400
proconnect_callback                                        | POST | 405 405 405 405 405 405 405 405 405 405 405
proconnect_first                                           | GET  | 302 302 302 302 302 302 302 302 302 302 302
proconnect_first                                           | POST | 302 302 302 302 302 302 302 302 302 302 302
proconnect_link                                            | GET  | 302 302 302 302 302 302 302 302 302 302 302
proconnect_link                                            | POST | 302 302 302 302 302 302 302 302 302 302 302
proconnect_unlink [1]                                      | GET  | 302 405 405 405 405 405 405 405 405 405 405
proconnect_unlink [1]                                      | POST | 302 302 302 302 302 302 302 302 302 302 302
proconnect_leave                                           | GET  | 302 302 302 302 302 302 302 302 302 302 302
proconnect_leave                                           | POST | 405 405 405 405 405 405 405 405 405 405 405
proconnect_left                                            | GET  | 200 200 200 200 200 200 200 200 200 200 200
proconnect_left                                            | POST | 405 405 405 405 405 405 405 405 405 405 405
account_request_login_code                                 | GET  | 200 302 302 302 302 302 302 302 302 302 302
account_request_login_code                                 | POST | 200 302 302 302 302 302 302 302 302 302 302
account_confirm_login_code                                 | GET  | 302 302 302 302 302 302 302 302 302 302 302
account_confirm_login_code                                 | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                                         | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                                         | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_authenticate                                           | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_authenticate                                           | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate                                         | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate                                         | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn                                | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn                                | POST | 302 302 302 302 302 302 302 302 302 302 302
account_address_confirm [unknown]                          | GET  | 410 410 410 410 410 410 410 410 410 410 410
account_address_confirm [unknown]                          | POST | 410 410 410 410 410 410 410 410 410 410 410
account_address_stop [unknown]                             | GET  | 410 410 410 410 410 410 410 410 410 410 410
account_address_stop [unknown]                             | POST | 410 410 410 410 410 410 410 410 410 410 410
mfa_index                                                  | GET  | 302 200 200 200 200 200 200 200 200 200 200
mfa_index                                                  | POST | 302 405 405 405 405 405 405 405 405 405 405
mfa_activate_totp                                          | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_activate_totp                                          | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_deactivate_totp                                        | GET  | 302 404 404 404 404 404 404 404 404 404 404
mfa_deactivate_totp                                        | POST | 302 404 404 404 404 404 404 404 404 404 404
mfa_view_recovery_codes                                    | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_view_recovery_codes                                    | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_generate_recovery_codes                                | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_generate_recovery_codes                                | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_list_webauthn                                          | GET  | 302 200 200 200 200 200 200 200 200 200 200
mfa_list_webauthn                                          | POST | 302 405 405 405 405 405 405 405 405 405 405
mfa_add_webauthn                                           | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_add_webauthn                                           | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_edit_webauthn [999999]                                 | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_edit_webauthn [999999]                                 | POST | 302 302 302 302 302 302 302 302 302 302 302
mfa_remove_webauthn [999999]                               | GET  | 302 302 302 302 302 302 302 302 302 302 302
mfa_remove_webauthn [999999]                               | POST | 302 302 302 302 302 302 302 302 302 302 302
usersessions_list                                          | GET  | 302 200 200 200 200 200 200 200 200 200 200
usersessions_list                                          | POST | 302 405 405 405 405 405 405 405 405 405 405
usersessions_end_others                                    | GET  | 302 405 405 405 405 405 405 405 405 405 405
usersessions_end_others                                    | POST | 302 302 302 302 302 302 302 302 302 302 302
usersessions_end [999999]                                  | GET  | 302 405 405 405 405 405 405 405 405 405 405
usersessions_end [999999]                                  | POST | 302 302 302 302 302 302 302 302 302 302 302
notifications:list                                         | GET  | 302 200 200 200 200 200 200 200 200 200 200
notifications:list                                         | POST | 302 405 405 405 405 405 405 405 405 405 405
notifications:read_all                                     | GET  | 302 405 405 405 405 405 405 405 405 405 405
notifications:read_all                                     | POST | 302 302 302 302 302 302 302 302 302 302 302
notifications:open [notification]                          | GET  | 302 405 405 405 405 405 405 405 405 405 405
notifications:open [notification]                          | POST | 302 302 404 404 404 404 404 404 404 404 404
follow:mine                                                | GET  | 302 200 200 200 200 200 200 200 200 200 200
follow:mine                                                | POST | 302 405 405 405 405 405 405 405 405 405 405
follow:forget_hidden                                       | GET  | 302 405 405 405 405 405 405 405 405 405 405
follow:forget_hidden                                       | POST | 302 302 302 302 302 302 302 302 302 302 302
follow:follow [need, need published]                       | GET  | 302 405 405 405 405 405 405 405 405 405 405
follow:follow [need, need published]                       | POST | 302 302 302 302 302 302 302 302 302 302 302
follow:follow [need, need draft]                           | GET  | 302 405 405 405 405 405 405 405 405 405 405
follow:follow [need, need draft]                           | POST | 302 404 404 404 404 404 404 404 404 404 404
follow:follow [solution, solution submitted]               | GET  | 302 405 405 405 405 405 405 405 405 405 405
follow:follow [solution, solution submitted]               | POST | 302 404 404 404 404 404 404 404 404 404 404
follow:follow [meeting, meeting proposed]                  | GET  | 302 405 405 405 405 405 405 405 405 405 405
follow:follow [meeting, meeting proposed]                  | POST | 302 404 404 404 404 404 404 404 404 404 404
follow:unfollow [solution, solution draft]                 | GET  | 302 405 405 405 405 405 405 405 405 405 405
follow:unfollow [solution, solution draft]                 | POST | 302 302 302 302 302 302 302 302 302 302 302
reference:cpv_search                                       | GET  | 200 200 200 200 200 200 200 200 200 200 200
reference:cpv_search                                       | POST | 405 405 405 405 405 405 405 405 405 405 405
organisation:describe                                      | GET  | 302 200 200 200 200 403 200 403 403 403 403
organisation:describe                                      | POST | 302 200 200 200 200 403 200 403 403 403 403
buyers:register                                            | GET  | 302 302 302 302 302 302 302 200 200 302 200
buyers:register                                            | POST | 302 302 302 302 302 302 302 200 200 302 200
buyers:registered                                          | GET  | 302 302 302 302 302 302 302 302 302 302 302
buyers:registered                                          | POST | 302 405 405 405 405 405 405 405 405 405 405
partners:register                                          | GET  | 302 302 302 302 302 302 302 200 200 302 200
partners:register                                          | POST | 302 302 302 302 302 302 302 200 200 302 200
partners:registered                                        | GET  | 302 302 302 302 302 302 302 302 302 302 302
partners:registered                                        | POST | 302 405 405 405 405 405 405 405 405 405 405
buyers:edit                                                | GET  | 302 200 200 403 403 403 403 302 302 403 200
buyers:edit                                                | POST | 302 200 200 403 403 403 403 302 302 403 200
suppliers:register                                         | GET  | 302 302 302 302 302 302 302 200 200 302 200
suppliers:register                                         | POST | 302 302 302 302 302 302 302 200 200 302 200
suppliers:registered                                       | GET  | 302 302 302 302 302 200 302 302 302 302 302
suppliers:registered                                       | POST | 302 405 405 405 405 405 405 405 405 405 405
suppliers:company_detail [company]                         | GET  | 200 200 200 200 200 200 200 200 200 200 200
suppliers:company_detail [company]                         | POST | 405 405 405 405 405 405 405 405 405 405 405
suppliers:company_edit                                     | GET  | 302 403 403 200 200 403 403 302 302 403 403
suppliers:company_edit                                     | POST | 302 405 405 405 405 405 405 405 405 405 405
suppliers:mine                                             | GET  | 302 403 403 200 200 200 403 302 302 403 403
suppliers:mine                                             | POST | 302 405 405 405 405 405 405 405 405 405 405
suppliers:solution_list                                    | GET  | 200 200 200 200 200 200 200 200 200 200 200
suppliers:solution_list                                    | POST | 405 405 405 405 405 405 405 405 405 405 405
suppliers:solution_create                                  | GET  | 302 403 403 200 200 200 403 302 302 403 403
suppliers:solution_create                                  | POST | 302 403 403 422 422 422 403 302 302 403 403
suppliers:solution_detail [solution published]             | GET  | 200 200 200 200 200 200 200 200 200 200 200
suppliers:solution_detail [solution published]             | POST | 405 405 405 405 405 405 405 405 405 405 405
suppliers:solution_detail [solution submitted]             | GET  | 404 404 404 200 404 404 404 200 200 404 404
suppliers:solution_detail [solution submitted]             | POST | 405 405 405 405 405 405 405 405 405 405 405
suppliers:solution_detail [solution draft]                 | GET  | 404 404 404 200 404 404 404 404 404 404 404
suppliers:solution_detail [solution draft]                 | POST | 405 405 405 405 405 405 405 405 405 405 405
suppliers:solution_edit [solution draft, solution]         | GET  | 302 404 404 200 404 404 404 404 404 404 404
suppliers:solution_edit [solution draft, solution]         | POST | 302 404 404 422 404 404 404 404 404 404 404
suppliers:solution_edit [solution published, solution]     | GET  | 302 403 403 302 403 403 403 403 403 403 403
suppliers:solution_edit [solution published, solution]     | POST | 302 403 403 302 403 403 403 403 403 403 403
suppliers:solution_check [solution draft]                  | GET  | 302 404 404 200 404 404 404 404 404 404 404
suppliers:solution_check [solution draft]                  | POST | 302 404 404 422 404 404 404 404 404 404 404
suppliers:solution_submitted [solution submitted]          | GET  | 302 404 404 200 404 404 404 403 403 404 404
suppliers:solution_submitted [solution submitted]          | POST | 302 405 405 405 405 405 405 405 405 405 405
suppliers:solution_archive [solution published]            | GET  | 302 403 403 200 403 403 403 403 403 403 403
suppliers:solution_archive [solution published]            | POST | 302 403 403 302 403 403 403 403 403 403 403
suppliers:solution_archive [solution draft]                | GET  | 302 404 404 302 404 404 404 404 404 404 404
suppliers:solution_archive [solution draft]                | POST | 302 404 404 302 404 404 404 404 404 404 404
suppliers:solution_delete [solution draft]                 | GET  | 302 404 404 200 404 404 404 404 404 404 404
suppliers:solution_delete [solution draft]                 | POST | 302 404 404 302 404 404 404 404 404 404 404
suppliers:solution_delete [solution published]             | GET  | 302 403 403 302 403 403 403 403 403 403 403
suppliers:solution_delete [solution published]             | POST | 302 403 403 302 403 403 403 403 403 403 403
needs:list                                                 | GET  | 200 200 200 200 200 200 200 200 200 200 200
needs:list                                                 | POST | 405 405 405 405 405 405 405 405 405 405 405
needs:mine                                                 | GET  | 302 200 200 403 403 403 403 403 403 200 200
needs:mine                                                 | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:create                                               | GET  | 302 200 200 403 403 403 403 403 403 403 200
needs:create                                               | POST | 302 422 422 403 403 403 403 403 403 403 422
needs:detail [need published]                              | GET  | 200 200 200 200 200 200 200 200 200 200 200
needs:detail [need published]                              | POST | 405 405 405 405 405 405 405 405 405 405 405
needs:detail [need closed]                                 | GET  | 200 200 200 200 200 200 200 200 200 200 200
needs:detail [need closed]                                 | POST | 405 405 405 405 405 405 405 405 405 405 405
needs:detail [need submitted]                              | GET  | 404 200 404 404 404 404 404 200 200 200 200
needs:detail [need submitted]                              | POST | 405 405 405 405 405 405 405 405 405 405 405
needs:detail [need draft]                                  | GET  | 404 200 404 404 404 404 404 404 404 200 200
needs:detail [need draft]                                  | POST | 405 405 405 405 405 405 405 405 405 405 405
needs:edit [need draft, besoin]                            | GET  | 302 200 404 404 404 404 404 404 404 403 200
needs:edit [need draft, besoin]                            | POST | 302 422 404 404 404 404 404 404 404 403 422
needs:edit [need published, besoin]                        | GET  | 302 403 403 403 403 403 403 403 403 403 403
needs:edit [need published, besoin]                        | POST | 302 403 403 403 403 403 403 403 403 403 403
needs:check [need draft]                                   | GET  | 302 200 404 404 404 404 404 404 404 403 200
needs:check [need draft]                                   | POST | 302 422 404 404 404 404 404 404 404 403 422
needs:submitted [need submitted]                           | GET  | 302 200 404 404 404 404 404 404 404 200 200
needs:submitted [need submitted]                           | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:delete [need draft]                                  | GET  | 302 200 404 404 404 404 404 404 404 403 200
needs:delete [need draft]                                  | POST | 302 302 404 404 404 404 404 404 404 403 302
needs:delete [need published]                              | GET  | 302 403 403 403 403 403 403 403 403 403 403
needs:delete [need published]                              | POST | 302 403 403 403 403 403 403 403 403 403 403
needs:close [need published]                               | GET  | 302 200 403 403 403 403 403 403 403 403 200
needs:close [need published]                               | POST | 302 422 403 403 403 403 403 403 403 403 422
needs:close [need draft]                                   | GET  | 302 403 404 404 404 404 404 404 404 403 403
needs:close [need draft]                                   | POST | 302 403 404 404 404 404 404 404 404 403 403
needs:launch_consultation [need published]                 | GET  | 302 200 403 403 403 403 403 403 403 403 200
needs:launch_consultation [need published]                 | POST | 302 422 403 403 403 403 403 403 403 403 422
needs:direct_purchase [need published]                     | GET  | 302 200 403 403 403 403 403 403 403 403 200
needs:direct_purchase [need published]                     | POST | 302 422 403 403 403 403 403 403 403 403 422
needs:abandon [need published]                             | GET  | 302 200 403 403 403 403 403 403 403 403 200
needs:abandon [need published]                             | POST | 302 422 403 403 403 403 403 403 403 403 422
needs:award [need consultation]                            | GET  | 302 200 403 403 403 403 403 403 403 403 200
needs:award [need consultation]                            | POST | 302 422 403 403 403 403 403 403 403 403 422
needs:matches [need published]                             | GET  | 302 200 403 403 403 403 403 200 200 200 200
needs:matches [need published]                             | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:matches [need draft]                                 | GET  | 302 200 404 404 404 404 404 404 404 200 200
needs:matches [need draft]                                 | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:solution_matches [solution published]                | GET  | 302 403 403 200 403 403 403 200 200 403 403
needs:solution_matches [solution published]                | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:solution_matches [solution draft]                    | GET  | 302 404 404 200 404 404 404 404 404 404 404
needs:solution_matches [solution draft]                    | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:match [need published, solution published]           | GET  | 302 200 404 200 404 404 404 200 200 200 200
needs:match [need published, solution published]           | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggestions                                          | GET  | 302 200 200 200 200 200 200 200 200 200 200
needs:suggestions                                          | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggestion [suggestion]                              | GET  | 302 200 404 200 404 404 200 200 200 200 200
needs:suggestion [suggestion]                              | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggestion_withdraw [suggestion]                     | GET  | 302 403 404 403 404 404 200 403 403 403 403
needs:suggestion_withdraw [suggestion]                     | POST | 302 403 404 403 404 404 422 403 403 403 403
needs:suggest_solution [need published]                    | GET  | 302 403 403 403 403 403 200 403 403 403 403
needs:suggest_solution [need published]                    | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggest_solution [need closed]                       | GET  | 302 403 403 403 403 403 409 403 403 403 403
needs:suggest_solution [need closed]                       | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggest_solution [need draft]                        | GET  | 302 403 403 403 403 403 404 403 403 403 403
needs:suggest_solution [need draft]                        | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggest_need [solution published]                    | GET  | 302 403 403 403 403 403 200 403 403 403 403
needs:suggest_need [solution published]                    | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggest_need [solution submitted]                    | GET  | 302 403 403 403 403 403 404 403 403 403 403
needs:suggest_need [solution submitted]                    | POST | 302 405 405 405 405 405 405 405 405 405 405
needs:suggest_to_buyer [need published, solution published] | GET  | 302 403 403 403 403 403 200 403 403 403 403
needs:suggest_to_buyer [need published, solution published] | POST | 302 403 403 403 403 403 422 403 403 403 403
needs:suggest_to_buyer [need draft, solution published]    | GET  | 302 403 403 403 403 403 404 403 403 403 403
needs:suggest_to_buyer [need draft, solution published]    | POST | 302 403 403 403 403 403 404 403 403 403 403
needs:suggest_to_company [solution published, need published] | GET  | 302 403 403 403 403 403 200 403 403 403 403
needs:suggest_to_company [solution published, need published] | POST | 302 403 403 403 403 403 422 403 403 403 403
needs:suggest_to_company [solution draft, need published]  | GET  | 302 403 403 403 403 403 404 403 403 403 403
needs:suggest_to_company [solution draft, need published]  | POST | 302 403 403 403 403 403 404 403 403 403 403
meetings:list                                              | GET  | 302 200 200 200 200 200 200 200 200 200 200
meetings:list                                              | POST | 302 405 405 405 405 405 405 405 405 405 405
meetings:propose_to_buyer [need published]                 | GET  | 302 403 403 409 200 403 403 403 403 403 403
meetings:propose_to_buyer [need published]                 | POST | 302 403 403 409 422 403 403 403 403 403 403
meetings:propose_to_company [need published, company]      | GET  | 302 409 403 403 403 403 403 403 403 403 409
meetings:propose_to_company [need published, company]      | POST | 302 409 403 403 403 403 403 403 403 403 409
meetings:detail [meeting proposed]                         | GET  | 302 200 404 200 404 404 404 404 404 200 200
meetings:detail [meeting proposed]                         | POST | 302 405 405 405 405 405 405 405 405 405 405
meetings:detail [meeting confirmed]                        | GET  | 302 200 404 200 404 404 404 404 404 200 200
meetings:detail [meeting confirmed]                        | POST | 302 405 405 405 405 405 405 405 405 405 405
meetings:accept [meeting proposed]                         | GET  | 302 302 302 302 302 302 302 302 302 302 302
meetings:accept [meeting proposed]                         | POST | 302 422 404 403 404 404 404 404 404 403 422
meetings:counter [meeting proposed]                        | GET  | 302 200 404 403 404 404 404 404 404 403 200
meetings:counter [meeting proposed]                        | POST | 302 422 404 403 404 404 404 404 404 403 422
meetings:decline [meeting proposed]                        | GET  | 302 200 404 403 404 404 404 404 404 403 200
meetings:decline [meeting proposed]                        | POST | 302 422 404 403 404 404 404 404 404 403 422
meetings:cancel [meeting confirmed]                        | GET  | 302 200 404 200 404 404 404 404 404 403 200
meetings:cancel [meeting confirmed]                        | POST | 302 422 404 422 404 404 404 404 404 403 422
meetings:ics [meeting confirmed]                           | GET  | 302 200 404 200 404 404 404 404 404 200 200
meetings:ics [meeting confirmed]                           | POST | 302 405 405 405 405 405 405 405 405 405 405
demo:enter                                                 | GET  | 405 405 405 405 405 405 405 405 405 405 405
demo:enter                                                 | POST | 404 404 404 404 404 404 404 404 404 404 404
demo:mails                                                 | GET  | 200 200 200 200 200 200 200 200 200 200 200
demo:mails                                                 | POST | 405 405 405 405 405 405 405 405 405 405 405
demo:mail [00000000000000000000-00000000]                  | GET  | 404 404 404 404 404 404 404 404 404 404 404
demo:mail [00000000000000000000-00000000]                  | POST | 405 405 405 405 405 405 405 405 405 405 405
demo:mail_html [00000000000000000000-00000000]             | GET  | 404 404 404 404 404 404 404 404 404 404 404
demo:mail_html [00000000000000000000-00000000]             | POST | 405 405 405 405 405 405 405 405 405 405 405
demo:mail_attachment [00000000000000000000-00000000, 1]    | GET  | 404 404 404 404 404 404 404 404 404 404 404
demo:mail_attachment [00000000000000000000-00000000, 1]    | POST | 405 405 405 405 405 405 405 405 405 405 405"""


def read(table):
    rows = []
    for line in table.strip().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        address, method, codes = (part.strip() for part in line.split("|"))
        route, _bracket, args = address.partition(" [")
        names = tuple(name.strip() for name in args.rstrip("]").split(",")) if args else ()
        rows.append(Row(route, names, method, tuple(int(code) for code in codes.split())))
    return rows


def row_key(row):
    return f"{row.method} {row.route} {' '.join(row.args)}".strip()


def admin_expectation(name):
    """Admin pages are generated from the registry and tested with it (test_admin.py); None for other names."""
    return "admin" if name.startswith(("admin:", "admin/")) else None


TABLES = [TABLE, *(path.read_text() for path in sorted((Path(__file__).parent / "tables").glob("*.txt")))]
ROWS = [row for table in TABLES for row in read(table)]
