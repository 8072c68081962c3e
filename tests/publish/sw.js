/**
 * Shows pages without a network, to a reader who asked for it.
 *
 * It knows the hash of each file of one version of the site, and keeps those bytes alone,
 * in a cache of that version. There it notes each document that it gave, and gives it
 * parts from the same cache, also after an update. A document that came otherwise, as one
 * of a newer version, gets its parts from the network. So no page has parts of two.
 */

/** offline.py fills this in. @type {{version: string, core: string[], files: Record<string, string>}} */
const SITE = { version: "", core: [], files: {} };
const AT_ONCE = 6; // requests

/** @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} Lasting */
/**
 * @typedef {Lasting & {
 *   request: Request, clientId: string, resultingClientId: string,
 *   respondWith: (answer: Promise<Response>) => void,
 * }} Asked
 */
/**
 * @typedef {{
 *   registration: ServiceWorkerRegistration, skipWaiting: () => Promise<void>,
 *   clients: {get: (id: string) => Promise<unknown>},
 * }} Worker
 */
const worker = /** @type {Worker} */ (/** @type {unknown} */ (self));
const SCOPE = worker.registration.scope;
const CACHES = `one-by-one ${SCOPE} `; // offline-copy.js knows this name too
const CACHE = CACHES + SITE.version;
const WHOLE = `${SCOPE}?whole`; // kept once all is, so that an update keeps all

/** The key of the note that a document is of this version. @param {string} id */
const document_ = (id) => `${SCOPE}?document=${id}`;

/** What is kept of this version, unless the reader removed it. */
const cache = async () => await caches.has(CACHE) ? caches.open(CACHE) : undefined;

/** @param {string} url @param {Response} response */
const keep = async (url, response) => (await cache())?.put(url, response);

/** @param {string} url */
const kept = async (url) => (await cache())?.match(url, { ignoreVary: true });

/** What the list calls an address, if it is there. @param {string} url */
function placeOf(url) {
  const [address] = url.split(/[?#]/);
  if (!address.startsWith(SCOPE)) return;
  const place = address.slice(SCOPE.length).replace(/(^|\/)index\.html$/, "$1");
  return Object.hasOwn(SITE.files, place) ? place : undefined;
}

/**
 * Return a response again if it has the bytes of this version, else nothing.
 * @param {string} place @param {Response} response
 */
async function own(place, response) {
  if (!response.ok) return;
  const bytes = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!hash.startsWith(SITE.files[place])) return;
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(bytes, { headers });
}

/** Fetch a file of this version and keep it. @param {string} place */
async function take(place) {
  const url = SCOPE + place;
  const file = await own(place, await fetch(url, { cache: "no-cache" }));
  if (!file) throw new Error(`${url} is of another version. Reload the page.`);
  await keep(url, file.clone());
  return file;
}

/** Work on many places, a few at once. @param {string[]} places @param {(place: string) => Promise<unknown>} work */
async function all(places, work) {
  const rest = [...places];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let place; (place = rest.pop()) !== undefined;) await work(place);
  }));
}

/** Look for a newer version; without a network there is none. */
const update = () => worker.registration.update().catch(() => {});

// ---- A version comes and goes

/** Take what the version before had kept, and then over. */
async function install() {
  const before = [...(await versions()).values()];
  const addresses = (await Promise.all(before.map((cache) => cache.keys()))).flat();
  const whole = addresses.some(({ url }) => url === WHOLE);
  const had = addresses.filter(({ url }) => !url.includes("?"))
    .flatMap(({ url }) => placeOf(url) ?? []);
  const places = whole ? Object.keys(SITE.files) : [...new Set([...SITE.core, ...had])];
  const now = await caches.open(CACHE);
  await all(places, async (place) => {
    for (const older of before) {
      const copy = await older.match(SCOPE + place, { ignoreVary: true });
      const same = copy && await own(place, copy);
      if (same) return now.put(SCOPE + place, same);
    }
    await take(place);
  });
  if (whole) await now.put(WHOLE, new Response());
  await worker.skipWaiting();
}

/** Open the caches of this site: one a version. */
async function versions() {
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHES));
  return new Map(
    await Promise.all(
      names.map(async (
        name,
      ) => /** @type {[string, Cache]} */ ([name, await caches.open(name)])),
    ),
  );
}

/** Forget the documents that are closed, and drop, as a whole, what was for them. @param {string} [but] */
async function tidy(but) {
  for (const [name, version] of await versions()) {
    let open = name === CACHE;
    for (const { url } of await version.keys()) {
      const [, id] = url.split("?document=");
      if (!id) continue;
      if (id === but || await worker.clients.get(id)) open = true;
      else await version.delete(url);
    }
    if (!open) await caches.delete(name);
  }
}

/** Keep the whole site; tell how much is done, then how it ended. @param {MessagePort} port */
async function keepAll(port) {
  const places = Object.keys(SITE.files);
  let done = 0;
  try {
    await all(places, async (place) => {
      if (!await kept(SCOPE + place)) await take(place);
      port.postMessage(++done / places.length);
    });
    await keep(WHOLE, new Response());
    port.postMessage("whole");
  } catch (error) {
    port.postMessage(/** @type {Error} */ (error).name);
    await update();
  }
}

// ---- A reader asks

/** Note that a document is of this version. @param {string} id */
async function note(id) {
  await keep(document_(id), new Response());
  await tidy(id);
}

/** A page that says what is kept, for one that is not. */
async function missing() {
  const items = [];
  for (const { url } of await (await cache())?.keys() ?? []) {
    const html = url.endsWith("/") ? await (await kept(url))?.text() : "";
    const title = html?.match(/<title>(.*?)<\/title>/s)?.[1];
    if (title) items.push(`<li><a href="${url}">${title}</a>`);
  }
  return new Response(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>This page was not kept</title>
<style>body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif }</style>
<main>
<h1>This page was not kept</h1>
<p>You are offline, and you have not read this page since you asked to keep pages. <a href="">Try again</a> when the network is back.</p>
<p>These pages are kept:</p>
<ul>${items.join("\n")}</ul>
</main>`,
    { status: 404, headers: { "Content-Type": "text/html; charset=utf-8" } },
  );
}

/** Answer for a page: from the network, or else what is kept. @param {Asked} event */
async function page(event) {
  const place = placeOf(event.request.url);
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    const copy = place !== undefined && await kept(SCOPE + place);
    if (!copy) return missing();
    await note(event.resultingClientId);
    return copy;
  }
  const file = place !== undefined && await own(place, answer);
  if (file) {
    // Without room for it, the page is still shown.
    const put = keep(SCOPE + place, file.clone()).catch(() => {});
    await Promise.all([put, note(event.resultingClientId).catch(() => {})]);
    return file;
  }
  if (place !== undefined && answer.ok) event.waitUntil(update());
  return answer;
}

/** Answer for a part of a page. @param {Asked} event @param {string} place */
async function part(event, place) {
  for (const [name, version] of await versions()) {
    if (!await version.match(document_(event.clientId))) continue;
    const copy = await version.match(SCOPE + place, { ignoreVary: true });
    return copy ?? (name === CACHE ? take(place) : Response.error());
  }
  return fetch(event.request);
}

addEventListener("install", (event) => {
  /** @type {Lasting} */ (event).waitUntil(install());
});
addEventListener("activate", (event) => {
  /** @type {Lasting} */ (event).waitUntil(tidy());
});
addEventListener("message", (event) => {
  /** @type {Lasting} */ (/** @type {Event} */ (event)).waitUntil(
    keepAll(event.ports[0]),
  );
});
addEventListener("fetch", (event) => {
  const asked = /** @type {Asked} */ (event);
  const { request } = asked;
  if (request.method !== "GET" || request.headers.has("range")) return;
  const place = placeOf(request.url);
  if (request.mode === "navigate") asked.respondWith(page(asked));
  else if (place !== undefined) asked.respondWith(part(asked, place));
});
