// A box that finds entries of a vocabulary while a person types, above the field that holds them, or among the entries
// that the page proposes already: those are then added without leaving the page. Optional: without this file the
// field is typed by hand, a link leads to the page of the vocabulary, and the buttons of the proposals send the page.
const TEXTS = {
  fr: { label: "Chercher par les mots", none: "Rien ne répond à ces mots.", found: (n) => `${n} ${n < 2 ? "proposition" : "propositions"}. Flèches pour parcourir, Entrée pour choisir.`, added: (text) => `Ajouté : ${text}` },
  de: { label: "Nach Wörtern suchen", none: "Kein Treffer.", found: (n) => `${n} ${n === 1 ? "Vorschlag" : "Vorschläge"}. Pfeiltasten zum Blättern, Eingabetaste zum Auswählen.`, added: (text) => `Hinzugefügt: ${text}` },
  en: { label: "Search by words", none: "Nothing matches these words.", found: (n) => `${n} ${n === 1 ? "suggestion" : "suggestions"}. Arrows to browse, Enter to choose.`, added: (text) => `Added: ${text}` },
};
const words = TEXTS[document.documentElement.lang.slice(0, 2)] || TEXTS.fr;
const SILENCE = 250, SHORTEST = 2;

function make(tag, given) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  return element;
}

function offer(field) {
  const id = `${field.id}_suggest`;
  const box = make("div", { class: "suggest" });
  const label = make("label", { for: id, class: "suggest-label" });
  const input = make("input", {
    id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: "200",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_list`,
  });
  const list = make("ul", { id: `${id}_list`, role: "listbox", hidden: "" });
  const said = make("p", { class: "suggest-said note", role: "status" });
  label.textContent = field.dataset.suggestLabel || words.label;
  list.setAttribute("aria-label", label.textContent);
  box.append(label, input, list, said);
  const place = field.closest(".field")?.querySelector("[data-suggest-place]");
  if (place) place.replaceWith(box);
  else field.before(box);
  if (field.dataset.suggestHeld) {
    const held = make("span", { class: "suggest-held", "aria-hidden": "true" });
    held.textContent = field.dataset.suggestHeld;
    field.before(held);
  }
  let timer = 0, underWay = null, chosen = -1;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (place + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  const holds = (value) => field.value.split(/[\n,;]/).some((each) => each.trim() === value);

  function write(value, text) {
    const held = field.value.trim().replace(/[,;]$/, "");
    if (!holds(value)) {
      field.value = held ? held + field.dataset.suggestJoin + value : value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    said.textContent = words.added(text);
  }

  function add(option) {
    write(option.dataset.value, option.textContent);
    input.value = "";
    close();
    input.focus();
  }

  function show(found) {
    close();
    said.textContent = found.length ? words.found(found.length) : words.none;
    if (!found.length) return;
    list.replaceChildren(...found.map((entry, number) => {
      const option = make("li", { role: "option", id: `${id}_${number}`, "aria-selected": "false" });
      option.dataset.value = entry.value;
      option.textContent = entry.label;
      return option;
    }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    const text = input.value.trim();
    underWay?.abort();
    if (text.length < SHORTEST) {
      said.textContent = "";
      return close();
    }
    const mine = underWay = new AbortController();
    try {
      const url = `${field.dataset.suggest}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(url, { headers: { "X-Suggest": "1" }, redirect: "manual", signal: mine.signal });
      if (answer.ok && mine === underWay) show((await answer.json()).found);
    } catch {
      // A network that is lost or newer letters: the field itself still takes what is typed.
    }
  }

  input.addEventListener("input", (event) => {
    // What is typed here is no answer of the form.
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(ask, SILENCE);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else mark(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter") {
      // Never sends the form: with nothing chosen, the first one is taken.
      event.preventDefault();
      const option = list.children[chosen < 0 ? 0 : chosen];
      if (option && !list.hidden) add(option);
    }
  });
  // Before the focus leaves the box, which would close the list under the pointer.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) add(option);
  });
  input.addEventListener("blur", close);
  takeProposals(field, input, holds, write);
}

// What the page proposes from the text: a row is there as long as the field does not hold its entry.
function takeProposals(field, input, holds, write) {
  const rows = [...(field.closest(".field")?.querySelectorAll("[data-suggested]") ?? [])];
  field.addEventListener("input", () => { for (const row of rows) row.hidden = holds(row.dataset.suggested); });
  for (const row of rows) {
    const button = row.querySelector("button");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      write(row.dataset.suggested, button.querySelector(".visually-hidden").textContent);
      const next = [...rows.slice(rows.indexOf(row) + 1), ...rows].find((each) => !each.hidden);
      (next ? next.querySelector("button") : input).focus();
    });
  }
}

document.querySelectorAll("[data-suggest]").forEach(offer);
