/**
 * `<exercise-progress>`: a box beside each exercise that the tables in it link to, kept
 * on this device if the reader asks for it. Without that nothing is stored.
 */

import { done, keep, placeOf } from "./number-answer.js";

class ExerciseProgress extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("form")) return;
    /** @type {{place: string, box: HTMLInputElement}[]} */
    const exercises = [];
    for (const table of this.querySelectorAll("table")) {
      const head = document.createElement("th");
      head.scope = "col";
      head.className = "done";
      head.textContent = "Done";
      table.tHead?.rows[0].prepend(head);
      for (const row of table.tBodies[0].rows) {
        const link = row.querySelector("a");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.setAttribute("aria-label", `Done: ${link?.textContent}`);
        exercises.push({ place: placeOf(link?.href ?? ""), box });
        const cell = row.insertCell(0);
        cell.className = "done";
        cell.append(box);
      }
    }

    const keeps = document.createElement("input");
    keeps.type = "checkbox";
    const label = document.createElement("label");
    label.append(keeps, " Keep my progress on this device");
    const said = document.createElement("output");
    const form = document.createElement("form");
    form.append(label, said);
    form.addEventListener("submit", (event) => event.preventDefault());
    this.prepend(form);

    const ticked = () => exercises.filter(({ box }) => box.checked);
    /** @param {string} sentence */
    const tell = (sentence) => {
      said.textContent = `${ticked().length} of ${exercises.length} done. ${sentence}`;
    };
    /** @param {Event} event */
    const store = ({ target }) => {
      if (!keeps.checked && target !== keeps) return tell("Nothing is kept.");
      const places = keeps.checked ? new Set(ticked().map(({ place }) => place)) : null;
      if (keep(places)) {
        tell(
          keeps.checked
            ? "Kept here, and sent nowhere."
            : "Forgotten. To keep what is ticked after all, tick the first box again.",
        );
      } else {
        keeps.checked = false;
        tell("This browser lets no page keep anything, so nothing is kept.");
      }
    };
    this.addEventListener("change", store);

    // Another page or tab may have added to it.
    const show = () => {
      const kept = done();
      keeps.checked = kept !== null;
      for (const { place, box } of exercises) {
        if (kept) box.checked = kept.has(place);
      }
      tell(kept ? "Kept here, and sent nowhere." : "Nothing is kept.");
    };
    addEventListener("pageshow", show);
    addEventListener("storage", show);
    show();
  }
}

customElements.define("exercise-progress", ExerciseProgress);
