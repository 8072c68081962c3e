/**
 * What a term means, shown where a page links to the glossary.
 *
 * The loader imports this when a reader first touches such a link. What a term means is
 * the first paragraph below its heading, and the glossary is fetched once.
 */

const TERM = "article a[href*='glossary/#']";
const DELAY = 300; // ms on a link before it shows, and off it before it goes
const GAP = 4; // px
const MARGIN = 8; // px

const box = document.createElement("div");
const text = document.createElement("p");
const more = document.createElement("a");
box.id = "meaning";
box.className = "meaning";
box.role = "tooltip";
box.popover = "auto"; // Escape and a tap elsewhere close it
more.textContent = "More in the glossary";
more.tabIndex = -1;
box.append(text, more);
document.querySelector("article")?.append(box);

/** @type {Promise<Document> | undefined} */
let glossary;
/** The link that the reader is on. @type {HTMLAnchorElement | undefined} */
let wanted;
/** The link whose meaning shows. @type {HTMLAnchorElement | undefined} */
let shown;
/** The link that a finger went down on, while its meaning did not show. @type {unknown} */
let tapped;
/** Where a mouse is, across. */
let across = 0;
let timer = 0;

/** The link to a term that something is in. @param {EventTarget | null} target */
function term(target) {
  const link = target instanceof Element && !box.contains(target)
    ? target.closest(TERM)
    : null;
  return link instanceof HTMLAnchorElement ? link : undefined;
}

/** Fetch the glossary, unless it is there. @param {URL} address */
function read(address) {
  glossary ??= fetch(address.pathname).then(async (answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }).catch((error) => {
    glossary = undefined; // the next term tries again
    throw error;
  });
  return glossary;
}

/**
 * Find what a term means: its name and a paragraph, or nothing.
 * @param {HTMLAnchorElement} link
 */
async function meaning(link) {
  const address = new URL(link.href);
  if (address.origin !== location.origin) return;
  const page = await read(address).catch(() => undefined);
  const heading = page?.getElementById(address.hash.slice(1));
  const found = heading?.nextElementSibling;
  if (!heading?.firstChild || found?.localName !== "p") return;
  const name = document.createElement("strong");
  name.textContent = `${heading.firstChild.textContent}: `;
  const copy = document.importNode(found, true);
  for (const inner of copy.querySelectorAll("a")) {
    inner.href = new URL(inner.getAttribute("href") ?? "", address).href;
    inner.tabIndex = -1; // a tooltip has no stops; Enter leads to the same links
  }
  return [name, ...copy.childNodes];
}

/** Put the box below its link, or above, and within the window. */
function place() {
  if (!shown) return;
  const { top, bottom } = shown.getBoundingClientRect();
  const lines = [...shown.getClientRects()];
  const line = lines.find(({ left, right }) => left <= across && across <= right) ??
    lines[0];
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth, offsetHeight } = box;
  const last = clientHeight - MARGIN - offsetHeight;
  const above = top - GAP - offsetHeight;
  let y = bottom + GAP;
  if (y > last) y = above >= MARGIN ? above : Math.max(MARGIN, last);
  const x = Math.min(line.left, clientWidth - MARGIN - offsetWidth);
  box.style.left = `${scrollX + Math.max(MARGIN, x)}px`;
  box.style.top = `${scrollY + y}px`;
}

/**
 * Show what a term means, if the reader is still on it; tell whether it has a meaning.
 * @param {HTMLAnchorElement} link
 * @param {boolean} tap whether a finger asks, which cannot ask by hovering
 */
async function show(link, tap) {
  const found = await meaning(link);
  if (!found) return false;
  if (wanted !== link || (shown === link && !tap)) return true;
  if (shown) box.hidePopover();
  text.replaceChildren(...found);
  more.href = link.href;
  more.hidden = !tap;
  shown = link;
  box.showPopover();
  place();
  link.setAttribute("aria-describedby", box.id);
  return true;
}

/** Hide the box, unless the reader is on it or its link. A finger is never on one. */
function leave() {
  const tap = !more.hidden;
  if (tap || box.matches(":hover") || shown?.matches(":hover, :focus-visible")) return;
  box.hidePopover();
}

/** @param {Event} event */
function touch(event) {
  const link = term(event.target);
  const finger = event instanceof PointerEvent && event.pointerType === "touch";

  if (event.type === "pointerdown") {
    tapped = finger && link !== shown ? link : undefined;
  } else if (event.type === "click") {
    if (!link || link !== tapped) return;
    event.preventDefault();
    tap(link);
  } else if (event.type === "focusin") {
    if (!link?.matches(":focus-visible")) return;
    wanted = link;
    show(link, false);
  } else if (event.type === "pointerover" && !finger) {
    if (event instanceof PointerEvent) across = event.clientX;
    if (link && link === wanted) return;
    clearTimeout(timer);
    wanted = link;
    timer = setTimeout(() => link ? show(link, false) : leave(), DELAY);
  }
}

/** Show what a term means; go there if that cannot be found. @param {HTMLAnchorElement} link */
async function tap(link) {
  tapped = undefined;
  wanted = link;
  if (!await show(link, true)) location.assign(link.href);
}

/**
 * Begin with the touch that the loader saw.
 * @param {Event} event
 * @param {HTMLAnchorElement} link
 * @param {boolean} held whether that was a tap which is not to lead on yet
 */
export function begin(event, link, held) {
  const gone = event.type === "pointerover" && !link.matches(":hover");
  if (held) tap(link);
  else if (event.type !== "click" && !gone) touch(event);
}

for (const type of ["pointerdown", "click", "focusin", "pointerover"]) {
  addEventListener(type, touch);
}
addEventListener("focusout", () => setTimeout(leave));
document.documentElement.addEventListener("pointerleave", ({ pointerType }) => {
  if (pointerType === "touch") return;
  clearTimeout(timer);
  wanted = undefined;
  timer = setTimeout(leave, DELAY);
});
addEventListener("resize", place);
box.addEventListener("beforetoggle", (event) => {
  if (event.newState !== "closed") return;
  shown?.removeAttribute("aria-describedby");
  shown = undefined;
});
