// Stores a draft while it is typed. Optional: without this file, what is sent by its button is stored.
// What could not be sent is copied for an hour in this tab alone (sessionStorage); the next save removes the copy.
const TEXTS = {
  fr: { saved: (at) => `enregistré à ${at}`, partly: (at, left) => `enregistré à ${at}, sauf ceci. ${left}`, offline: "non enregistré : hors ligne, nouvel essai dans quelques secondes", refused: "non enregistré", stopped: "L'enregistrement automatique s'arrête : envoyez la page pour voir les deux versions, rien n'est perdu.", elsewhere: "Ce texte a changé ailleurs.", restored: "ce qui n'avait pas pu être enregistré est revenu dans la page", signedOut: "non enregistré : votre session est finie. Reconnectez-vous dans un autre onglet, puis rechargez cette page : votre texte y reviendra." },
  de: { saved: (at) => `gespeichert um ${at}`, partly: (at, left) => `gespeichert um ${at}, außer: ${left}`, offline: "nicht gespeichert: offline, neuer Versuch in wenigen Sekunden", refused: "nicht gespeichert", stopped: "Das automatische Speichern endet: Senden Sie die Seite, um beide Fassungen zu sehen; nichts geht verloren.", elsewhere: "Dieser Text wurde anderswo geändert.", restored: "was nicht gespeichert werden konnte, steht wieder auf der Seite", signedOut: "nicht gespeichert: Ihre Sitzung ist beendet. Melden Sie sich in einem anderen Tab an und laden Sie diese Seite neu: Ihr Text kommt zurück." },
  en: { saved: (at) => `saved at ${at}`, partly: (at, left) => `saved at ${at}, except: ${left}`, offline: "not saved: offline, trying again in a few seconds", refused: "not saved", stopped: "Automatic saving stops: send the page to see both versions, nothing is lost.", elsewhere: "This text was changed elsewhere.", restored: "what could not be saved is back on the page", signedOut: "not saved: your session is over. Sign in again in another tab, then reload this page: your text will be back." },
};
const SILENCE = 2000, AGAIN = 10000, PATIENCE = 8000, KEPT = 3600000;
const words = TEXTS[document.documentElement.lang.slice(0, 2)] || TEXTS.fr;
const HIDDEN = new Set(["csrfmiddlewaretoken", "version", "form_token", "acting", "returning"]);

function statusOf(form) {
  const status = document.createElement("p");
  status.className = "note save-state";
  status.setAttribute("role", "status");
  form.querySelector(".actions").before(status);
  return (text) => { if (status.textContent !== text) status.textContent = text; };
}

function typedIn(form) {
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => !HIDDEN.has(name) && typeof value === "string"));
}

function copyOf(form) {
  const key = () => `autosave:${form.elements.acting?.value ?? ""}:${location.pathname}`;
  // A storage that is full or refused only means that there is no copy.
  const attempt = (action) => { try { return action(); } catch { return null; } };
  return {
    keep: () => attempt(() => sessionStorage.setItem(key(), JSON.stringify([form.elements.version.value, Date.now(), typedIn(form)]))),
    drop: () => attempt(() => sessionStorage.removeItem(key())),
    // Not over another version stored since: what is on the page is newer, and must not be covered.
    read: () => attempt(() => {
      const [of, at, typed] = JSON.parse(sessionStorage.getItem(key()));
      return of === form.elements.version.value && Date.now() - at < KEPT ? typed : null;
    }),
  };
}

function putBack(form, typed) {
  const values = JSON.parse(typed);
  for (const field of form.elements) {
    if (!field.name || HIDDEN.has(field.name) || ["file", "submit"].includes(field.type)) continue;
    const own = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
    else if (own.length) field.value = own[0];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function watch(form) {
  const say = statusOf(form), copy = copyOf(form);
  let stored = typedIn(form), timer = 0, pending = null, stopped = false, leaving = false, unloading = false;
  const later = (delay) => { clearTimeout(timer); timer = setTimeout(save, delay); };
  function accept(answer, sent) {
    stored = sent;
    const left = (answer.left ?? []).map(({ label, message }) => (label ? `${label} : ${message}` : message));
    // The page that comes next may have been read before this save: the copy is of that version.
    if (unloading) copy.keep();
    form.elements.version.value = answer.version;
    // What is not stored yet stands here alone.
    if (!unloading && left.length) copy.keep();
    else if (!unloading) copy.drop();
    if (answer.url !== location.pathname) {
      form.action = answer.url;
      history.replaceState(history.state, "", answer.url + location.search);
    }
    say(left.length ? words.partly(answer.saved_at, left.join(" ")) : words.saved(answer.saved_at));
    form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: answer }));
    if (typedIn(form) !== stored) later(SILENCE);
  }
  function refuse(response, answer) {
    copy.keep();
    stopped = response.status === 409;
    if (stopped) say(`${answer.message || words.elsewhere} ${words.stopped}`);
    // A redirection leads to the login page.
    else say(response.type === "opaqueredirect" ? words.signedOut : answer.message || words.refused);
  }
  async function send(sent) {
    try {
      const response = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" },
        redirect: "manual", keepalive: sent.length < 20000, signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status >= 500) throw new Error("not stored");
      const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
      if (response.ok && answer.version) accept(answer, sent);
      else refuse(response, answer);
    } catch {
      copy.keep();
      say(words.offline);
      later(AGAIN);
    }
  }
  function save() {
    clearTimeout(timer);
    const sent = typedIn(form);
    if (pending || stopped || leaving || form.dataset.sent || sent === stored) return;
    pending = send(sent).finally(() => { pending = null; });
  }
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => later(SILENCE));
  form.addEventListener("focusout", (event) => { if (!event.relatedTarget?.matches("button")) later(0); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    leaving = !pending;
    if (leaving) return copy.drop();
    // The save under way changes the version: the page is sent after it, else it would meet its own text.
    event.preventDefault();
    pending.finally(() => form.requestSubmit(event.submitter));
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  window.addEventListener("beforeunload", () => { unloading = true; });
  window.addEventListener("online", () => later(0));
  // A page that the browser kept in memory may be older than what it stored itself when it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && typedIn(form) !== stored && !leaving) copy.keep();
    if (event.persisted) location.reload();
  });
  form.elements.version.autocomplete = "off";
  const lost = copy.read();
  copy.drop();
  if (!lost || lost === stored) return;
  putBack(form, lost);
  say(words.restored);
}
// On a page that shows two versions, nothing is stored before the person has chosen.
if (!document.getElementById("deux-versions")) document.querySelectorAll("form[data-autosave]").forEach(watch);
