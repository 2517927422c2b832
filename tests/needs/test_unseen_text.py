"""A buyer sends the text that they read: one that a colleague changed since is shown again."""

import html

import pytest

from needs import actions
from needs.models import Need
from tests.factories import MembershipFactory
from tests.screens import seen_on


@pytest.mark.parametrize(
    ("data", "label"),
    [({"constraints": "Un seul fournisseur."}, "contraintes"), ({"contact_name": "Dominique"}, "contacter")],
    ids=["text", "contact"],
)
def test_what_changed_meanwhile_is_shown_again(client, agent, make_need, dated_data, data, label):
    need = make_need()
    client.force_login(agent)
    url = f"/besoins/{need.pk}/verifier/"
    seen = seen_on(client, url)
    colleague = MembershipFactory(organisation=agent.buyer.organisation).user
    actions.update_need(need, data=data, by=colleague)
    answer = client.post(url, seen)
    text = html.unescape(answer.text)
    assert answer.status_code == 409 and "Une réponse a changé" in text and label in text
    assert next(iter(data.values())) in text and Need.objects.get().status == "draft"
    assert client.post(url, {}).status_code == 409
    assert client.post(url, seen_on(client, url)).url == f"/besoins/{need.pk}/envoye/"
