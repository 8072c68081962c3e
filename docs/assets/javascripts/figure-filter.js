/** Shows of the audit's tables only the figures of one source or one verdict. */

const VERDICTS = ["reproduced", "rounded", "differs"];

/**
 * Make a labelled list of choices, the first of which lets everything pass.
 * @param {string} name the choice's name in the address
 * @param {string} label
 * @param {[string, string][]} choices value and text of each
 */
function choice(name, label, choices) {
  const list = document.createElement("select");
  list.name = name;
  list.append(...choices.map(([value, text]) => new Option(text, value)));
  const whole = document.createElement("label");
  whole.append(label, list);
  return { list, whole };
}

/** A part of a page with a heading for each source and, below it, a table of figures. */
class FigureFilter extends HTMLElement {
  /** @type {{id: string, nodes: Element[], rows: HTMLElement[]}[]} */
  #sections = [];

  connectedCallback() {
    if (this.#sections.length) return;
    for (const node of this.children) {
      if (/^H[23]$/.test(node.tagName)) {
        this.#sections.push({ id: node.id, nodes: [], rows: [] });
      }
      this.#sections.at(-1)?.nodes.push(node);
      /** @type {NodeListOf<HTMLElement>} */
      const rows = node.querySelectorAll("tbody tr");
      this.#sections.at(-1)?.rows.push(...rows);
    }
    const source = choice("source", "Source ", [
      ["", "all"],
      ...this.#sections.filter(({ rows }) => rows.length).map((
        { id, nodes: [heading] },
      ) => /** @type {[string, string]} */ ([
        id,
        heading.firstChild?.textContent ?? id,
      ])),
    ]);
    const verdict = choice("verdict", "Verdict ", [
      ["", "all"],
      ...VERDICTS.map((word) => /** @type {[string, string]} */ ([word, word])),
    ]);
    const said = document.createElement("output");
    const controls = document.createElement("form");
    controls.append(source.whole, verdict.whole, said);
    controls.addEventListener("submit", (event) => event.preventDefault());
    this.prepend(controls);

    const show = () => {
      const shown = this.#filter(source.list.value, verdict.list.value);
      const all = this.#sections.flatMap(({ rows }) => rows).length;
      said.textContent = `${shown} of ${all} figures`;
    };
    controls.addEventListener("change", () => {
      const address = new URL(location.href);
      for (const { list } of [source, verdict]) {
        if (list.value) address.searchParams.set(list.name, list.value);
        else address.searchParams.delete(list.name);
      }
      address.hash = "";
      history.replaceState(history.state, "", address);
      show();
    });
    // What the address asks for and the lists do not have is left at "all".
    const asked = new URLSearchParams(location.search);
    for (const { list } of [source, verdict]) {
      list.value = asked.get(list.name) ?? "";
      if (list.selectedIndex < 0) list.value = "";
    }
    show();
  }

  /**
   * Hide what is not asked for, and return how many figures are left.
   * @param {string} source the id of a heading, or nothing for all
   * @param {string} verdict one of VERDICTS, or nothing for all
   */
  #filter(source, verdict) {
    let shown = 0;
    for (const { id, nodes, rows } of this.#sections) {
      const here = rows.filter((row) => {
        const judged = row.lastElementChild?.textContent ?? "";
        row.hidden = !judged.startsWith(verdict);
        return !row.hidden;
      }).length;
      const passes = (!source || source === id) && (here > 0 || !verdict);
      for (const node of nodes) node.toggleAttribute("hidden", !passes);
      if (passes) shown += here;
    }
    return shown;
  }
}

customElements.define("figure-filter", FigureFilter);
