"""Reads the forms of a page as a browser would, and fills what is empty with something valid."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

LOGOUT = re.compile("deconnexion|logout")


@dataclass
class PageForm:
    """`data` is what a browser would send; `fields` the names of every control."""

    action: str
    data: dict = field(default_factory=dict)
    fields: set = field(default_factory=set)
    buttons: list = field(default_factory=list)


class FormReader(HTMLParser):
    """The POST forms of a page. Of radios and lists the chosen value, else the first that is not empty."""

    def __init__(self, url):
        super().__init__()
        self.url, self.found, self.form, self.select, self.area = url, [], None, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            post = given.get("method", "get").lower() == "post"
            self.form = PageForm(given.get("action") or self.url) if post else None
            if post:
                self.found.append(self.form)
        if self.form is None or not (name := given.get("name", self.select)):
            return
        if tag == "input":
            self.put_input(name, given)
        elif tag == "button":
            self.form.buttons.append((name, given.get("value", "")))
        elif tag == "select":
            self.select = name
            self.form.fields.add(name)
            self.form.data.setdefault(name, "")
        elif tag == "option" and (not self.form.data.get(name) or "selected" in given):
            self.form.data[name] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.form.fields.add(name)
            self.form.data.setdefault(name, "")

    def put_input(self, name, given):
        kind, value = given.get("type", "text"), given.get("value", "")
        self.form.fields.add(name)
        if kind in {"radio", "checkbox"}:
            if "checked" in given or (kind == "radio" and value and not self.form.data.get(name)):
                self.form.data[name] = value or "on"
        elif kind == "submit":
            self.form.buttons.append((name, value))
        else:
            self.form.data[name] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.form is not None and self.area:
            self.form.data[self.area] += data if self.form.data[self.area] else data.removeprefix("\n")


def forms_of(url, page):
    """The PageForms of a page of ours, the log-out buttons of its header left out."""
    reader = FormReader(url)
    reader.feed(page)
    return [form for form in reader.found if not LOGOUT.search(form.action)]


# What to type where the page proposes nothing.
TYPED = {
    "title": "Réduire les fuites",
    "reason": "Nous avons choisi une autre voie, expliquée au conseil.",
    "url": "https://profil.example/42",
    "deadline": "2027-03-01T12:00",
    "article": "R2122-9-1",
    "to": "Ondine Capteurs",
    "on": "2027-01-31",
    "sourcing_open_until": "2027-03-15",
    "date_1": "2027-02-15",
    "time_1": "09:00",
    "length": "30",
    "place_kind": "video",
    "place": "https://visio.example/salle",
    "name": "Commune d'Essai",
    "full_name": "Claude Essai",
    "country": "DE",
    "identifier_kind": "register",
    "identifier": "HRB 424242 ESSAI",
    "street": "1 rue du Test",
    "postal_code": "66111",
    "city": "Saarbrücken",
    "position": "Cheffe de service",
    "kind": "commune",
    "email": "autre@test.example",
    "login": "autre@test.example",
    "side": "company",
    "trl": "8",
    "founded": "2015",
    "contact_name": "Camille Essai",
    "cpv": "38420000",
    "legal_form": "SAS",
    "profile_url": "https://profil.example/acheteur",
    "number_label": "Numéro",
    "threshold_keys": "dispense_fournitures_services",
}
# What the page proposes does not go with the numbers above.
CHOSEN = {"country": "DE", "identifier_kind": "register"}
LEFT_EMPTY = ("date_", "time_", "website", "link", "version", "ends_on", "planned_on")
SENTENCE = "Une phrase assez longue pour dire en quelques mots ce qui se passe aujourd'hui dans nos écoles."


def filled(form, password, new_password):
    """The form's data with every empty text typed."""
    data = dict(form.data)
    for name in form.fields:
        if name in CHOSEN:
            data[name] = CHOSEN[name]
        if data.get(name, "").strip():
            continue
        if name in {"password", "oldpassword"}:
            data[name] = password
        elif name in {"password1", "password2"}:
            data[name] = new_password
        elif name in TYPED:
            data[name] = TYPED[name]
        elif name in form.data and not name.startswith(LEFT_EMPTY):
            data[name] = SENTENCE
    return data
