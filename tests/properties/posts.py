"""Every address of the needs' half that changes something, and how it is sent once so that it succeeds.

`EDITS` changes a text that is stored, `CREATES` makes something, `MOVES` changes a state, a mark or a list. A new
address without a row fails test_registry.py. `why` says why an edit needs no version, or a creation no token.
"""

from dataclasses import dataclass, field

EDITS, CREATES, MOVES = "edits", "creates", "moves"
# The rooms whose addresses must all stand below; rows of other rooms are welcome.
ROOMS = ("needs", "follow", "favourites", "searches", "attachments", "reports")

# Replaced by the day of the test.
TODAY = "today"
DIGEST = "a64d09657e0cad449b80d38747ca941d9cee2b5949546b6dd9a54b0a8be1cc7f"


@dataclass(frozen=True)
class Post:
    """One sending: by whom, what is typed besides what the page proposes, the text (`field`) that an edit stores,
    the model of what is made (`makes`)."""

    route: str
    args: tuple
    role: str
    does: str
    typed: dict = field(default_factory=dict)
    field: str = ""
    makes: str = ""
    why: str = ""
    # The page where the button stands, for an address that has none of its own: (route, args).
    at: tuple = ()

    @property
    def name(self):
        return f"{self.route} {' '.join(self.args)}".strip()


def edits(route, args, role, name, /, why="", **typed):
    return Post(route, args, role, EDITS, typed, field=name, why=why)


def creates(route, args, role, model, /, why="", at=(), **typed):
    return Post(route, args, role, CREATES, typed, makes=model, why=why, at=at)


def moves(route, args=(), role="buyer", at=(), **typed):
    return Post(route, args, role, MOVES, typed, at=at)


# A reference with a year, and nobody to contact.
PAST = {
    "when": "2024",
    "contact_name": "",
    "contact_email": "",
    "consent_by": "",
    "consent_on": "",
}
OWN_NOTEBOOK = "one person's own: nobody else writes it"
SAME_IS_ONE = "the same thing asked again by the same people is the one that is there"

CONTACT = {"email": "contact@ecoute.example", "phone": "03 88 00 00 00"}
WAY = {"route": "centrale", "holder": "Centrale Exemple", "link": "", "valid_until": "31/12/2099"}
# The questions of a selection travel hidden: what a person has not asked stays unasked.
NO_FILTER = {"bande": "", "trl": "", "cpv": "", "mots": ""}
SIGNED = {"position": "Dirigeante", "audience": "everyone", "agreed": "on"}
PATENT = {"number": "FR3100000", "office": "INPI", "starts_on": "2026-01-05"}


POSTS = (
    creates("needs:create", (), "buyer", "needs.need"),
    edits("needs:edit", ("need draft", "besoin"), "buyer", "title"),
    edits("needs:edit", ("need draft", "resultat"), "buyer", "expected_result"),
    moves("needs:check", ("need complete",)),
    moves("needs:delete", ("need draft",)),
    moves("needs:recall", ("need submitted",)),
    moves("needs:restore", ("need trashed",)),
    creates(
        "needs:copy",
        ("need published",),
        "buyer",
        "needs.need",
        at=("needs:detail", ("need published",)),
    ),
    edits("needs:amend_step", ("need open", "besoin"), "buyer", "title"),
    moves("needs:close", ("need open",)),
    moves("needs:launch_consultation", ("need open",), url="https://profil.example/2"),
    moves("needs:direct_purchase", ("need open",)),
    moves("needs:abandon", ("need open",)),
    moves("needs:award", ("need consultation",), on=TODAY, url=""),
    moves("needs:unaward", ("need consultation",)),
    edits(
        "needs:correct_consultation",
        ("need consultation",),
        "buyer",
        "url",
        deadline="2099-01-05T12:00",
    ),
    creates("needs:join", ("need open",), "buyer_b", "needs.needjoin", wanted_on=""),
    moves("needs:leave", ("need published", "join"), "buyer_b"),
    creates("needs:appeal", ("need rejected",), "buyer", "reports.appeal"),
    creates("needs:document_add", ("need open", "public"), "buyer", "attachments.attachment", SAME_IS_ONE),
    creates("needs:document_add", ("need draft", "travail"), "buyer", "attachments.attachment", SAME_IS_ONE),
    creates(
        "needs:document_add",
        ("need draft", "recu"),
        "buyer",
        "attachments.attachment",
        SAME_IS_ONE,
        received_on="2026-01-05",
    ),
    moves("needs:document_remove", ("need draft", "document of draft")),
    edits("needs:justify", ("need draft", "BES-02", DIGEST), "buyer", "text"),
    edits("needs:prepare_consultation", ("need published",), "buyer", "LOT-01-note", **{"LOT-01": "no"}),
    creates("needs:question_ask", ("need open",), "company", "needs.question", SAME_IS_ONE),
    edits("needs:questions_answer", ("need published",), "buyer", "answer_*", action="draft"),
    moves("needs:question_withdraw", ("question asked",), "company"),
    edits("needs:answer_correct", ("question answered",), "buyer", "text"),
    creates("needs:interest_declare", ("need open",), "company", "needs.interest", SAME_IS_ONE, partners=""),
    moves("needs:interests", ("need published",), everyone="on", equal="on"),
    moves("needs:interests_read", ("need published",), at=("needs:interests", ("need published",))),
    moves("needs:interest_withdraw", ("interest",), "company"),
    moves("needs:interest_join", ("interest joint",), "company"),
    moves("needs:interest_decline", ("interest joint",), "company"),
    edits(
        "needs:match_judge",
        ("need published", "solution published"),
        "buyer",
        "note",
        answer="irrelevant:autre_sujet",
    ),
    moves(
        "needs:judgement_withdraw",
        ("judgement",),
        at=("needs:match", ("need published", "solution published")),
    ),
    moves("needs:suggestion_withdraw", ("suggestion",), "partner"),
    creates("needs:shortlist_freeze", ("need open",), "buyer", "needs.shortlist", **NO_FILTER),
    creates(
        "meetings:invite", ("need published", "1"), "buyer", "needs.shortlistinvitation", audience="matched"
    ),
    edits("meetings:minutes_grid", ("need published",), "buyer", "own"),
    edits("meetings:minutes_step", ("meeting held", "reponses"), "buyer", "text"),
    moves("meetings:minutes_validate", ("meeting held",)),
    moves("meetings:minutes_comment", ("meeting minuted",), "company", text="Exact."),
    moves("meetings:contest", ("meeting over",), "company", claimed="present", text="J'étais là."),
    creates("needs:suggest_to_buyer", ("need open", "solution published"), "partner", "needs.suggestion"),
    creates("needs:suggest_to_company", ("solution published", "need other"), "partner", "needs.suggestion"),
    moves("follow:follow", ("need", "need open")),
    moves("follow:unfollow", ("solution", "solution published")),
    moves("follow:forget_hidden"),
    moves("favourites:forget_hidden"),
    creates("favourites:list_create", (), "buyer", "follow.favouritelist"),
    edits("favourites:list_rename", ("favourite list",), "buyer", "name"),
    moves("favourites:list_delete", ("favourite list",)),
    edits("favourites:edit", ("favourite",), "buyer", "note"),
    moves("favourites:remove", ("favourite",)),
    creates("favourites:add", ("need", "need open"), "buyer", "follow.favourite", SAME_IS_ONE),
    moves("searches:stop_all"),
    creates("searches:save", ("need",), "buyer", "follow.savedsearch", SAME_IS_ONE, query="q=forage"),
    edits("searches:edit", ("saved search",), "buyer", "name", why=OWN_NOTEBOOK),
    moves("searches:delete", ("saved search",)),
    moves("searches:seen", ("saved search",)),
    moves("searches:leave", ("alert link",)),
    creates("reports:report", ("need", "need published"), "company", "reports.report"),
    creates("suppliers:solution_create", (), "company", "suppliers.solution"),
    edits("suppliers:solution_edit", ("solution draft", "solution"), "company", "title"),
    edits("suppliers:amend_step", ("solution published", "solution"), "company", "title"),
    moves("suppliers:transfer", ("transfer",), "company_b", decline="1"),
    edits("suppliers:reference_edit", ("solution draft", "reference"), "company", "result", **PAST),
    creates("suppliers:reference_add", ("solution draft",), "company", "suppliers.solutionreference", **PAST),
    moves("suppliers:reference_remove", ("solution draft", "reference"), "company"),
    creates(
        "suppliers:document_add",
        ("solution draft", "document"),
        "company",
        "attachments.attachment",
        SAME_IS_ONE,
    ),
    moves("suppliers:document_remove", ("solution draft", "sheet document"), "company"),
    creates("suppliers:access_ask", ("solution published",), "buyer", "suppliers.accessrequest"),
    moves("suppliers:access_decide", ("solution published", "access asked"), "company", grant="1"),
    creates(
        "suppliers:keyword_propose", (), "company", "suppliers.keywordproposal", label="Pesée", sector=""
    ),
    edits("suppliers:company_section", ("presentation",), "company", "presentation"),
    edits("suppliers:company_section", ("capacite",), "company", "team"),
    creates("suppliers:company_part_add", ("contacts",), "company", "suppliers.companycontact", **CONTACT),
    creates("suppliers:company_part_add", ("etablissements",), "company", "suppliers.companysite"),
    creates("suppliers:company_part_add", ("labels",), "company", "suppliers.companylabel", **PATENT),
    edits("suppliers:company_part", ("contacts", "company contact"), "company", "role", email=""),
    edits("suppliers:company_part", ("labels", "company label"), "company", "detail", **PATENT),
    moves("suppliers:company_part_remove", ("etablissements", "company site"), "company"),
    moves("suppliers:company_part_remove", ("labels", "company label"), "company"),
    creates("suppliers:label_evidence", ("company label",), "company", "attachments.attachment", SAME_IS_ONE),
    moves("suppliers:label_evidence_remove", ("company label", "document of label"), "company"),
    moves("suppliers:assessment_start", ("solution draft",), "company"),
    edits("suppliers:assessment_step", ("solution published", "solution-essai"), "company", "*explanation"),
    moves("suppliers:assessment_sign", ("solution published",), "company", **SIGNED),
    moves("suppliers:assessment_audience", ("solution published",), "company", audience="buyers"),
    moves("suppliers:assessment_withdraw", ("solution published",), "company"),
    edits("suppliers:assessment_comment", ("solution published",), "moderator", "text"),
    creates("suppliers:route_add", ("solution draft",), "company", "suppliers.solutionroute", **WAY),
    edits("suppliers:route_edit", ("solution published", "way"), "company", "holder", **WAY),
    moves("suppliers:route_remove", ("solution published", "way"), "company"),
    moves("suppliers:route_check", ("solution published", "way"), "moderator", result="confirmed"),
    edits("buyers:edit", (), "buyer", "profile_url"),
    edits("organisation:describe", (), "buyer", "name"),
)
