/**
 * What the parts of the lab share: a setting that is one line of text, kept in the
 * address and in a list for undo, and ways to speak to the reader.
 */

import { Refusal, written } from "./words.js";

export { Refusal, written };

/** The version of the settings' text. A change of its meaning needs a new one. */
const VERSION = "1";
const LONGEST = 4000; // characters of an address that are read at all
const PAUSE = 400; // ms without a change before the screen reader hears the result
const COPIED = 2000; // ms

/**
 * Make an element. Attributes that are functions become listeners of that event.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | ((event: any) => void)>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/** @param {string} label @param {() => void} click */
export function button(label, click) {
  return make("button", { type: "button", click }, label);
}

/**
 * Make a button that copies a text, and says on itself for a moment that it did.
 * @param {string} label
 * @param {() => string} text
 * @param {(sentence: string) => void} tell how to tell the reader that it could not
 */
export function copyButton(label, text, tell) {
  const pressed = button(label, copy);
  const spoken = make("span", { class: "lab-spoken", role: "status" });
  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      pressed.textContent = spoken.textContent = "Copied";
      setTimeout(() => {
        pressed.textContent = label;
        spoken.textContent = "";
      }, COPIED);
    } catch {
      tell("This browser does not let the page copy: select the text instead.");
    }
  }
  return make("span", {}, pressed, spoken);
}

/**
 * A custom element whose whole setting is one line of text.
 *
 * A part of the lab extends it and gives `key`, `start`, `check` and `build`.
 */
export class Workbench extends HTMLElement {
  /** What names this part's setting in an address: #key=1:text. */
  key = "";
  /** The setting to begin with, unless the element's `start` attribute gives one. */
  start = "";

  #text = "";
  /** @type {string[]} */
  #before = [];
  /** @type {string[]} */
  #after = [];
  #timer = 0;
  #notice = make("p", { class: "lab-notice", role: "status" });
  #spoken = make("p", { class: "lab-spoken", "aria-live": "polite" });
  #undo = button("Undo", () => this.undo());
  #redo = button("Redo", () => this.redo());
  /** Undo, redo, reset and the link; a part puts it where it likes. */
  tools = make(
    "div",
    { class: "lab-tools", role: "group", "aria-label": "Setting" },
    this.#undo,
    this.#redo,
    button("Reset", () => this.commit(this.start)),
    copyButton("Copy link", () => this.link, (sentence) => this.tell(sentence)),
  );

  /**
   * Read a setting and return it in its shortest writing.
   * @param {string} text
   * @returns {string}
   * @throws {Refusal} that says what cannot be used
   */
  check(text) {
    return text;
  }

  /** Make the part's own elements, once; `show` fills them. @returns {Node[]} */
  build() {
    return [];
  }

  /** Show a setting that `check` returned. @param {string} _text */
  show(_text) {}

  /** The setting that is shown. */
  get text() {
    return this.#text;
  }

  /** The address of this page in its present setting. */
  get link() {
    const others = location.hash.slice(1).split("&").filter((part) =>
      /^[a-z]+\d*=/.test(part) && !part.startsWith(`${this.key}=`)
    );
    const parts = [...others, `${this.key}=${VERSION}:${this.#text}`];
    return location.href.replace(/#.*$/s, "") + "#" + parts.join("&");
  }

  connectedCallback() {
    if (this.#text) return;
    this.start = this.getAttribute("start") ?? this.start;
    this.replaceChildren(...this.build(), this.#notice, this.#spoken);
    this.addEventListener("keydown", (event) => this.#shortcut(event));
    addEventListener("popstate", () => this.#open());
    this.#open();
  }

  /**
   * Take over a setting: show it, remember the one before, and write the address.
   * @param {string} text
   * @throws {Refusal} if it cannot be used; nothing has changed then
   */
  commit(text) {
    const checked = this.check(text);
    if (checked === this.#text) return;
    this.#before.push(this.#text);
    this.#after = [];
    this.#take(checked);
    this.#write("pushState");
  }

  /**
   * Take over a setting on the way to another, as while dragging: nothing to undo.
   * @param {string} text
   */
  pass(text) {
    this.#take(this.check(text));
  }

  /**
   * End what `pass` led through: one step to undo, back to where it began.
   * @param {string} began the setting before the first `pass`
   */
  settle(began) {
    if (began === this.#text) return;
    this.#before.push(began);
    this.#after = [];
    this.#mark();
    this.#write("pushState");
  }

  /** Go back by one change. */
  undo() {
    this.#step(this.#before, this.#after, "Undone.");
  }

  /** Repeat what was undone. */
  redo() {
    this.#step(this.#after, this.#before, "Repeated.");
  }

  /**
   * Say a result to a screen reader, once changes have paused.
   * @param {string} sentence
   */
  say(sentence) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#spoken.textContent = sentence, PAUSE);
  }

  /**
   * Show a sentence for everyone, or take it away by an empty one.
   * @param {string} sentence
   */
  tell(sentence) {
    if (this.#notice.textContent !== sentence) this.#notice.textContent = sentence;
  }

  /**
   * Show the setting that the address holds, or the one to begin with. An address that
   * leads to a heading says nothing about it.
   */
  #open() {
    const heading = location.hash.length > 1 && !location.hash.includes("=");
    if (this.#text && heading) return;
    let text = this.start, from = "";
    try {
      if (location.hash.length > LONGEST) {
        throw new Refusal(`it is longer than ${written(LONGEST)} characters.`);
      }
      const mine = location.hash.slice(1).split("&").find((part) =>
        part.startsWith(`${this.key}=`)
      );
      if (mine) {
        from = decoded(mine.slice(this.key.length + 1));
        if (!from.startsWith(`${VERSION}:`)) {
          throw new Refusal("it was made for another version of this page.");
        }
        text = this.check(from.slice(VERSION.length + 1));
      }
      this.#take(text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      from = "";
      this.#take(this.check(this.start));
      this.tell(
        `The setting in the address cannot be used: ${error.message}` +
          " You see the one to begin with.",
      );
    }
    if (from) this.scrollIntoView();
  }

  /** @param {string} text a setting that `check` returned */
  #take(text) {
    this.#text = text;
    this.tell("");
    this.show(text);
    this.#mark();
  }

  /** @param {"pushState" | "replaceState"} how */
  #write(how) {
    history[how](null, "", this.link);
  }

  /** Write the setting into the address without a step to go back, as for a position. */
  note() {
    this.#write("replaceState");
  }

  /** @param {string[]} from @param {string[]} to @param {string} sentence */
  #step(from, to, sentence) {
    const text = from.pop();
    if (text === undefined) return;
    to.push(this.#text);
    this.#take(text);
    this.#write("pushState");
    this.say(sentence);
  }

  /** A button that can do nothing keeps the focus, and says so. */
  #mark() {
    this.#undo.setAttribute("aria-disabled", String(!this.#before.length));
    this.#redo.setAttribute("aria-disabled", String(!this.#after.length));
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    if (event.target instanceof HTMLInputElement && event.target.type === "text") {
      return;
    }
    event.preventDefault();
    event.shiftKey ? this.redo() : this.undo();
  }
}

/** @param {string} text @returns {string} */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal("it is cut off, or not an address.");
  }
}
