// Passkeys: asks the browser for a credential and sends it in the form's hidden field.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

function described(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

// The box « this key alone » decides whether the key must know the person (FIDO2 discoverable credential).
function create(options, form) {
  const alone = form.querySelector("[name=passwordless]").checked;
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: keys(options.excludeCredentials),
      authenticatorSelection: {
        ...options.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        userVerification: alone ? "required" : options.authenticatorSelection.userVerification,
      },
    },
  });
}

function get(options) {
  return navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: keys(options.allowCredentials),
    },
  });
}

// The login page has no options before the button is pressed: they hold a challenge, kept by the session.
async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`passkey options: ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

function prepare(form) {
  const button = form.querySelector("[data-passkey-start]");
  const error = form.querySelector("[data-passkey-error]");
  form.querySelector("[data-passkey-off]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    error.hidden = true;
    try {
      const ask = form.dataset.passkey === "create" ? create : get;
      const credential = await ask(await optionsOf(form), form);
      form.elements.credential.value = JSON.stringify(described(credential));
      form.submit();
    } catch {
      error.hidden = false;
    }
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(prepare);
