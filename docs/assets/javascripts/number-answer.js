/**
 * `<number-answer>`: the reader types a number, and hears whether it is right or what
 * slipped. In the page it is a list: `expression` and sentence, the right one first.
 *
 * Which exercises are done is kept on this device alone, and only if the reader asks.
 */

const KEY = "one-by-one.exercises";

const SITE = new URL("../../", import.meta.url).pathname;

/** Name an exercise by its place on the site. @param {string} address */
export function placeOf(address) {
  const { pathname, hash } = new URL(address, location.href);
  return pathname.replace(SITE, "") + hash;
}

/** Return what is done, or null if nothing is kept. @returns {Set<string> | null} */
export function done() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return Array.isArray(kept) ? new Set(kept.map(String)) : null;
  } catch {
    return null;
  }
}

/**
 * Keep what is done from now on, or forget it.
 * @param {Set<string> | null} exercises
 * @returns {boolean} false if this browser lets no page keep anything
 */
export function keep(exercises) {
  try {
    if (exercises) localStorage.setItem(KEY, JSON.stringify([...exercises].sort()));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/**
 * Note whether an exercise is done, if the reader keeps progress.
 * @param {string} exercise @param {boolean} isDone
 */
export function note(exercise, isDone) {
  const exercises = done();
  if (!exercises) return false;
  if (isDone) exercises.add(exercise);
  else exercises.delete(exercise);
  return keep(exercises);
}

/** @type {Map<string, HTMLInputElement>} by the id of its exercise's heading */
const boxes = new Map();

// Who keeps progress can tick every exercise off on its page too.
const kept = done();
for (const { id } of kept ? document.querySelectorAll(".exercises > h3") : []) {
  const box = document.createElement("input"), label = document.createElement("label");
  const place = placeOf("#" + id);
  box.type = "checkbox";
  box.checked = kept?.has(place) ?? false;
  box.addEventListener("change", () => note(place, box.checked));
  label.append(box, " done");
  document.querySelector(`#${id} + .level`)?.append(" · ", label);
  boxes.set(id, box);
}

class NumberAnswer extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("form")) return;
    const keys = [...this.querySelectorAll("li")].map((item) => ({
      expression: item.querySelector("code")?.textContent ?? "",
      says: [...item.childNodes].slice(1).map((node) => node.textContent).join("")
        .trim(),
    }));
    let heading = this.previousElementSibling;
    while (heading && heading.tagName !== "H3") {
      heading = heading.previousElementSibling;
    }
    const { id = "", firstChild } = heading ?? {};
    const input = document.createElement("input");
    input.autocomplete = "off";
    input.spellcheck = false;
    input.setAttribute("aria-label", `Your answer: ${firstChild?.textContent ?? ""}`);
    const label = document.createElement("label");
    label.append("Your answer ", input);
    const button = document.createElement("button");
    button.textContent = "Check";
    const said = document.createElement("output");
    const form = document.createElement("form");
    form.append(label, button, said);
    this.replaceChildren(form);

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      let right = false, says = "";
      try {
        const { judge } = await import("./answers.js");
        ({ right, says } = judge(input.value, keys));
      } catch (error) {
        says = error instanceof TypeError
          ? "What checks answers could not be loaded. Is the network there? Try again."
          : /** @type {Error} */ (error).message;
      }
      if (right && note(placeOf("#" + id), true)) {
        const box = boxes.get(id);
        if (box) box.checked = true;
      }
      said.textContent = says;
      said.className = right ? "right" : "wrong";
      input.toggleAttribute("aria-invalid", !right);
    });
  }
}

customElements.define("number-answer", NumberAnswer);
