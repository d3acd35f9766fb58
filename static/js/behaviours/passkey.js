// Asks the device for a passkey and puts its answer into the form; where that can't be, the page says so by itself.
const FIELDS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readable(options) {
  const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  };
}

function written(credential) {
  const given = FIELDS.filter((name) => credential.response[name]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(given.map((name) => [name, text(credential.response[name])])),
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

// A passkey that signs in by itself must be kept on the device and guarded there; another need not.
function asked(form, options) {
  const alone = form.elements.passwordless;
  if (!alone) return options;
  const kept = alone.checked ? "required" : "discouraged";
  const selection = { ...options.authenticatorSelection, residentKey: kept, requireResidentKey: alone.checked };
  return { ...options, authenticatorSelection: { ...selection, ...(alone.checked && { userVerification: "required" }) } };
}

async function optionsFor(form) {
  const here = document.getElementById("passkey-options");
  if (here) return JSON.parse(here.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new DOMException(answer.statusText, "NetworkError");
  return (await answer.json()).request_options.publicKey;
}

async function ask(form) {
  const options = readable(asked(form, await optionsFor(form)));
  const create = form.dataset.passkey === "create";
  return create
    ? navigator.credentials.create({ publicKey: options })
    : navigator.credentials.get({ publicKey: options });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const failed = form.querySelector("[data-passkey-failed]");
  form.querySelector("[data-passkey-missing]").hidden = true;
  form.querySelector("[data-passkey-button]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = written(await ask(form));
      form.submit();
    } catch (error) {
      failed.hidden = false; // refused, timed out, or not allowed on this address
      if (!(error instanceof DOMException)) throw error;
    }
  });
}
