// Puts in place, after each save, what the server reads in the stored text. Optional: without this file a button does.
const said = document.querySelector("[data-beside-said]");
let underWay = null, waiting = null;

const keyOf = (details) => details.dataset.key;

// What the person had unfolded stays so; what has focus is not taken away from under it.
function place(fresh) {
  const old = document.querySelector("[data-beside]");
  if (!old || old.isEqualNode(fresh)) return;
  if (old.contains(document.activeElement)) {
    waiting = fresh;
    return;
  }
  waiting = null;
  const open = new Map([...old.querySelectorAll("details[data-key]")].map((each) => [keyOf(each), each.open]));
  for (const each of fresh.querySelectorAll("details[data-key]")) if (open.has(keyOf(each))) each.open = open.get(keyOf(each));
  const count = fresh.querySelector("[data-beside-count]").textContent;
  const changed = old.querySelector("[data-beside-count]").textContent !== count;
  old.replaceWith(fresh);
  if (changed) said.textContent = count;
}

async function read(url) {
  underWay?.abort();
  const mine = underWay = new AbortController();
  try {
    const answer = await fetch(url, { headers: { "X-Fragment": "1" }, redirect: "manual", signal: mine.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-beside]");
    if (fresh && mine === underWay) place(document.adoptNode(fresh));
  } catch {
    // A network that is lost or a newer save: the next one reads again.
  }
}

if (said) {
  document.querySelector("[data-beside-button]").hidden = true;
  document.addEventListener("autosaved", (event) => { if (event.detail.beside) read(event.detail.beside); });
  document.addEventListener("focusout", () => setTimeout(() => { if (waiting) place(waiting); }));
}
