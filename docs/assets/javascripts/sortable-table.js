/** `<sortable-table>`: the headers of the table in it become buttons that sort its rows. */

/** @typedef {"ascending" | "descending"} Order */

const ENDS = {
  numbers: { ascending: "smallest first", descending: "largest first" },
  words: { ascending: "A to Z", descending: "Z to A" },
};

/** @param {HTMLTableRowElement} row @param {number} column */
function text(row, column) {
  return row.cells[column].textContent.trim();
}

/** Read a cell as a number; NaN if it is none. @param {string} cell */
function number(cell) {
  return parseFloat(cell.replaceAll(",", "").replace("−", "-"));
}

class SortableTable extends HTMLElement {
  #spoken = document.createElement("p");

  connectedCallback() {
    const table = this.querySelector("table");
    if (!table || this.contains(this.#spoken)) return;
    const [body] = table.tBodies;
    const headers = [...table.querySelectorAll("th")];
    this.#spoken.role = "status";
    this.append(this.#spoken);

    headers.forEach((header, column) => {
      const rows = [...body.rows];
      const kind = rows.some((row) => isNaN(number(text(row, column))))
        ? "words"
        : "numbers";
      /** @param {Order} order */
      const sorted = (order) => {
        const sign = order === "ascending" ? 1 : -1;
        return [...body.rows].sort((one, other) => {
          const [a, b] = [text(one, column), text(other, column)];
          return sign * (kind === "words" ? a.localeCompare(b) : number(a) - number(b));
        });
      };
      /** @type {Order} */
      const first = kind === "words" ? "ascending" : "descending";
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      header.append(button);
      if (sorted(first).every((row, i) => row === rows[i])) header.ariaSort = first;

      button.addEventListener("click", () => {
        const other = first === "ascending" ? "descending" : "ascending";
        const order = header.ariaSort === first ? other : first;
        for (const one of headers) one.ariaSort = null;
        header.ariaSort = order;
        body.append(...sorted(order));
        const name = button.textContent.trim();
        this.#spoken.textContent = `Sorted by ${name}, ${ENDS[kind][order]}.`;
      });
    });
  }
}

customElements.define("sortable-table", SortableTable);
