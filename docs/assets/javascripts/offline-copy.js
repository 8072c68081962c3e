/**
 * `<offline-copy>`: buttons that keep pages on this device, and remove them again. Until
 * a reader presses one, nothing is kept and no service worker is registered.
 */

const SCOPE = new URL("../../", import.meta.url).href;
const CACHES = `one-by-one ${SCOPE} `; // sw.js knows this name too
const FAILED = "That did not work: is the network there, and has the site changed" +
  " meanwhile? Reload this page, then try again. It goes on where it stopped.";
const FULL = "This browser gives the site no more room. What was kept stays kept.";

/** The caches of this site. */
async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(CACHES));
}

/** The registration of this site, if the reader asked for one. */
async function registered() {
  const found = await navigator.serviceWorker.getRegistration(SCOPE);
  return found?.scope === SCOPE ? found : undefined;
}

/** Say what is kept. */
async function state() {
  const names = await registered() ? await ours() : [];
  const urls = new Set();
  for (const name of names) {
    for (const { url } of await (await caches.open(name)).keys()) urls.add(url);
  }
  const pages = [...urls].filter((url) => url.endsWith("/")).length;
  return {
    some: names.length > 0,
    whole: urls.has(`${SCOPE}?whole`),
    pages,
  };
}

/** Register the worker, and wait until it has begun. */
async function begun() {
  const registration = await navigator.serviceWorker.register(`${SCOPE}sw.js`, {
    scope: SCOPE,
    updateViaCache: "none",
  });
  const { installing, waiting, active } = registration;
  const worker = installing ?? waiting ?? active;
  if (!worker) throw new Error("no worker");
  return await new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") reject(new Error("it could not be installed"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/**
 * Have a worker keep the whole site.
 * @param {ServiceWorker} worker
 * @param {(part: number) => void} tell how much is done, of one
 */
function whole(worker, tell) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (typeof data === "number") tell(data);
      else if (data === "whole") resolve(data);
      else reject(Object.assign(new Error(data), { name: data }));
    };
    worker.addEventListener("statechange", () => reject(new Error(worker.state)));
    worker.postMessage("keep all", [port2]);
  });
}

class OfflineCopy extends HTMLElement {
  #said = document.createElement("p");
  #bar = document.createElement("progress");
  #busy = false;
  /** @type {Record<string, HTMLButtonElement>} */
  #buttons = {};

  connectedCallback() {
    const { bytes } = this.dataset;
    if (this.#said.isConnected || !bytes || !navigator.serviceWorker) return;
    const size = (+bytes / 1e6).toFixed(1);
    this.#said.role = "status";
    this.#bar.setAttribute("aria-label", "Part of the site that is kept");
    this.#bar.hidden = true;
    this.#button("read", "Keep what I read from now on", begun);
    this.#button("whole", `Keep the whole site: ${size} MB`, async () => {
      await whole(/** @type {ServiceWorker} */ (await begun()), (part) => {
        this.#bar.hidden = false;
        this.#bar.value = part;
      });
    });
    this.#button("remove", "Remove what is kept", async () => {
      await (await registered())?.unregister();
      for (const name of await ours()) await caches.delete(name);
    });
    this.replaceChildren(this.#said, this.#bar, ...Object.values(this.#buttons));
    this.#show();
  }

  /**
   * @param {string} name @param {string} label
   * @param {() => Promise<unknown>} work
   */
  #button(name, label, work) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => this.#do(work));
    this.#buttons[name] = button;
  }

  /** Do what a button is for, once at a time. @param {() => Promise<unknown>} work */
  async #do(work) {
    if (this.#busy) return;
    this.#busy = true;
    this.#said.textContent = "Working…";
    let trouble = "";
    await work().catch(({ name }) => {
      trouble = name === "QuotaExceededError" ? FULL : FAILED;
    });
    this.#busy = false;
    this.#bar.hidden = true;
    await this.#show(trouble);
    // The button may be gone that had the focus.
    if (document.activeElement === document.body) {
      this.querySelector("button")?.focus();
    }
  }

  /** Show what is kept, and the buttons that make sense. @param {string} [trouble] */
  async #show(trouble) {
    const { some, whole, pages } = await state();
    const { read, whole: all, remove } = this.#buttons;
    const count = pages === 1 ? "1 page is" : `${pages} pages are`;
    const now = whole
      ? "The whole site is kept on this device."
      : some
      ? `What you read is kept: ${count} so far.`
      : "Nothing is kept on this device.";
    this.#said.textContent = [trouble, now].filter(Boolean).join(" ");
    const offered = whole ? [remove] : some ? [all, remove] : [read, all];
    for (const button of Object.values(this.#buttons)) {
      if (!offered.includes(button)) button.remove();
    }
    this.append(...offered.filter((button) => !button.isConnected));
  }
}

customElements.define("offline-copy", OfflineCopy);
