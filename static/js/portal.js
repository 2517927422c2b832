// Optional help: without this file every page still works.
const WORDS = {
  fr: (n, aim) => `${n} ${n < 2 ? "mot" : "mots"}${aim ? ` · ${aim} conseillés` : ""}`,
  de: (n, aim) => `${n} ${n === 1 ? "Wort" : "Wörter"}${aim ? ` · ${aim} empfohlen` : ""}`,
  en: (n, aim) => `${n} ${n === 1 ? "word" : "words"}${aim ? ` · ${aim} advised` : ""}`,
};
const SENDING = { fr: "Envoi en cours", de: "Wird gesendet", en: "Sending" };
const lang = document.documentElement.lang.slice(0, 2);
const countWords = (text) => (text.trim().match(/\S+/g) || []).length;

function watchWords(area) {
  const words = WORDS[lang] || WORDS.fr;
  const aim = Number.parseInt(area.dataset.words, 10);
  const shown = document.createElement("p");
  shown.className = "field-count";
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  area.after(shown, said);
  let pause;
  const refresh = () => {
    const text = words(countWords(area.value), aim);
    shown.textContent = text;
    return text;
  };
  refresh();
  area.addEventListener("input", () => {
    const text = refresh();
    clearTimeout(pause);
    // Said after a silence only: a count at each key would cover the typing.
    pause = setTimeout(() => { said.textContent = text; }, 2000);
  });
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  form.querySelector(":scope > [data-sending]")?.remove();
}

function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // aria-disabled, not disabled: the name and value of the button must still be sent.
  event.submitter?.setAttribute("aria-disabled", "true");
  const note = document.createElement("span");
  note.className = "visually-hidden";
  note.dataset.sending = "";
  note.setAttribute("role", "status");
  form.append(note);
  note.textContent = SENDING[lang] || SENDING.fr;
  // An answer that is a file leaves the page where it is: the form must work again.
  setTimeout(() => release(form), 8000);
}

// Shown only where the browser can copy: without this file, the address bar holds the same address.
function offerCopy(button) {
  if (!navigator.clipboard) return;
  const item = button.closest("[hidden]");
  if (item) item.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
  });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

// A link that leads into what is folded unfolds it; without this file, the browser leads there or to its summary.
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  for (let each = target?.closest("details:not(.menu)"); each; each = each.parentElement.closest("details")) each.open = true;
  if (target?.closest("details")) target.scrollIntoView();
}

document.querySelector("[data-focus]")?.focus();
window.addEventListener("hashchange", unfold);
if (location.hash) unfold();
document.querySelectorAll("textarea[data-words]").forEach(watchWords);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.addEventListener("submit", sendOnce);
// A field left empty says nothing: it stays out of the address of a list.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});
for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.addEventListener("click", () => window.print());
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// Back to a page kept in memory: its forms were left as sent.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
