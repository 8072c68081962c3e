/** The element <layer-budget>. */

import { button, copyButton, make, Refusal, Workbench, written } from "./lab.js";
import {
  analyse,
  csv,
  format,
  insertLayer,
  insertReduction,
  keras,
  layerAt,
  LIMITS,
  markdown,
  moveLayer,
  parse,
  PRESETS,
  reduction,
  removeLayer,
  replaceLayer,
  titleOf,
} from "./stack.js";

/**
 * @import { Layer, Path, Stack, Total } from "./types.d.ts"
 * @typedef {HTMLInputElement | HTMLSelectElement} Control
 * @typedef {{get: () => any, set: (value: any) => Stack}} Value
 */

/** What can be added; N is the number of channels that come in. */
const KINDS = Object.entries({
  "3×3 convolution": "conv.nN.k3",
  "1×1 convolution": "conv.nN",
  "depthwise 3×3": "depthwise",
  "max pooling": "max",
  "average pooling": "avg",
  "batch normalisation": "bn",
  ReLU: "relu",
  "concatenated branches": "concat(conv.nN/conv.nN.k3)",
  "shortcut, summed": "sum(conv.nN.k3/)",
});
const NUMBERS = /** @type {const} */ (
  ["kernel", "filters", "stride", "dilation", "groups", "multiplier"]
);

/**
 * All places of a stack, branches before what joins them; an empty branch is one, too.
 * @param {Layer[]} layers @param {Path} around
 * @returns {{path: Path, layer?: Layer}[]}
 */
function places(layers, around = []) {
  if (!layers.length) return [{ path: [...around, 0] }];
  return layers.flatMap((layer, i) => {
    const path = [...around, i];
    const inner = "branches" in layer ? layer.branches : [];
    return [...inner.flatMap((one, b) => places(one, [...path, b])), { path, layer }];
  });
}

/** @param {Path} path @param {number} by @returns {Path} so many places further */
function beside(path, by) {
  return path.with(-1, path[path.length - 1] + by);
}

/** @param {Path} one @param {Path} other */
function same(one, other) {
  return `${one}` === `${other}`;
}

/** @param {number} bytes */
function size(bytes) {
  let value = bytes / 1024, power = 0;
  for (; value > 999; power++) value /= 1024;
  return `${written(Number(value.toPrecision(3)), 2)}\u00a0${"KMGTP"[power]}iB`;
}

/** @param {number} share 0 to 1 */
function percent(share) {
  return `${written(share * 100, 1)}\u00a0%`;
}

/** @param {HTMLElement} element @param {string} name @param {number} value */
function vary(element, name, value) {
  element.style.setProperty(name, String(value));
}

/** @param {string[]} labels @param {() => void} change */
function choice(labels, change = () => {}) {
  return make("select", { change }, ...labels.map((one) => make("option", {}, one)));
}

/** A row of the table: its elements stay while their texts change. */
class Line {
  /** @type {Path} */
  path = [];
  name = make("strong");
  branch = make("span");
  title = make("span");
  button = make("button", { type: "button" }, this.name, " ", this.branch, this.title);
  head = make("th", { scope: "row", role: "rowheader" }, this.button);
  cells = [0, 1, 2, 3, 4].map(() => make("td", { role: "cell" }));
  element = make("tr", { role: "row" }, this.head, ...this.cells);

  /**
   * @param {Total | undefined} row if it is known
   * @param {"parameters" | "macs"} measure @param {number} sum what the bar is a share of
   */
  cost(row, measure, sum) {
    const share = row && sum ? row[measure] / sum : 0;
    [
      row?.output.join("×"),
      row && written(row.parameters),
      row && written(row.macs),
      row && size(row.memory),
      row && percent(share),
    ].forEach((text, i) => this.cells[i].textContent = text ?? "");
    vary(this.element, "--share", share);
  }
}

/** Shows what a stack of layers costs, row by row, and lets the reader change it. */
class LayerBudget extends Workbench {
  /** @override */
  key = "stack";
  /** @override */
  start = PRESETS[0].text;
  /** @type {Stack} */
  #stack = { input: [1, 1, 1], layers: [] };
  #result = analyse(this.#stack);
  /** @type {Path} the selected place */
  #at = [];
  /** @type {Path} the layer after the 1×1 of the slider */
  #reduced = [];
  /** @type {string | undefined} the setting before what is being typed or dragged */
  #began;
  #typing = false;
  /** @type {(Value & {label: HTMLElement, control: Control})[]} */
  #fields = [];
  /** @type {Line[]} */
  #lines = [];

  #preset = choice(
    PRESETS.map(({ title }) => title),
    () => this.#change(parse(PRESETS[this.#preset.selectedIndex].text), []),
  );
  #own = make("option", { disabled: true }, "your own");
  #says = make("p", { class: "budget-says" });
  #measure = choice(["share of parameters", "share of MACs"], () => this.#render());
  #body = make("tbody", {
    role: "rowgroup",
    click: ({ target }) => {
      const line = this.#lines.find(({ element }) => element.contains(target));
      const reading = !target.closest("button") && String(getSelection());
      if (line && !reading) this.#select(line.path);
    },
  });
  #sum = new Line();
  #heading = make("p");
  #settings = make("div", { class: "budget-fields" });
  #fault = make("p", { class: "budget-fault", id: "budget-fault" });
  #formulas = make("div", { class: "budget-formulas" });

  #insert = button("Insert a 1×1 before this layer", () => this.#reduce());
  #depth = make("input", {
    type: "range",
    input: () => this.#drag(),
    change: () => this.#settle(),
  });
  #depthText = make("strong");
  #marks = make("div", { class: "budget-marks", "aria-hidden": "true" });
  #even = make("p");
  #saved = [make("p"), make("p")];
  #slider = make(
    "div",
    { class: "budget-slider" },
    make("label", {}, "Depth after the 1×1: ", this.#depthText, this.#depth),
    this.#marks,
    this.#even,
    ...this.#saved,
  );

  #up = button("Move up", () => this.#move(-1));
  #down = button("Move down", () => this.#move(1));
  #branch = button("Add a branch", () => this.#fork());
  #kind = choice(KINDS.map(([label]) => label));
  #editor = make(
    "div",
    {
      class: "budget-editor",
      role: "group",
      tabindex: -1,
      "aria-label": "Selected layer",
    },
    this.#heading,
    this.#insert,
    this.#slider,
    this.#settings,
    this.#formulas,
    make(
      "div",
      { class: "lab-tools" },
      this.#up,
      this.#down,
      button("Remove", () => this.#drop()),
      this.#branch,
      make("label", {}, "Next: ", this.#kind),
      button("Add", () => this.#add()),
    ),
  );
  #code = make("code", { tabindex: 0 });

  /** @override @param {string} text */
  check(text) {
    return format(parse(text));
  }

  /** @override */
  build() {
    /** @param {string} sentence */
    const tell = (sentence) => this.tell(sentence);
    const shape = ["height", "width", "channels"].map((name, i) =>
      this.#field(name, i < 2 ? LIMITS.size : LIMITS.channels, {
        get: () => this.#stack.input[i],
        set: (value) => ({ ...this.#stack, input: this.#stack.input.with(i, value) }),
      })
    );
    this.#settings.append(
      ...NUMBERS.map((name) => this.#option(name, LIMITS[name])),
      this.#option("padding", 0, choice(["same", "valid"])),
      this.#option("bias", 0, make("input", { type: "checkbox" })),
    );
    this.#sum.head.replaceChildren(this.#sum.name);
    return [
      make("label", {}, "Example ", this.#preset),
      this.#says,
      make(
        "div",
        { class: "budget-fields", role: "group", "aria-label": "Input" },
        "Input",
        ...shape,
      ),
      make(
        "div",
        { class: "budget-bar" },
        this.tools,
        make("label", {}, "Bars: ", this.#measure),
      ),
      make(
        "table",
        { class: "budget-table", role: "table" },
        make(
          "caption",
          {},
          "What each layer costs. Select one to change it.",
        ),
        make(
          "thead",
          { role: "rowgroup" },
          make(
            "tr",
            { role: "row" },
            ...["Layer", "Output", "Parameters", "MACs", "Memory", "Share"].map((
              name,
            ) => make("th", { scope: "col", role: "columnheader" }, name)),
          ),
        ),
        this.#body,
        make("tfoot", { role: "rowgroup" }, this.#sum.element),
      ),
      this.#editor,
      make(
        "details",
        { class: "no-copy" },
        make("summary", {}, "Keras code"),
        make("pre", {}, this.#code),
        copyButton("Copy the code", () => this.#code.textContent, tell),
      ),
      make(
        "div",
        { class: "lab-tools" },
        copyButton("Copy as Markdown", () => markdown(this.#stack), tell),
        button("Download CSV", () => {
          const href = `data:text/csv,${encodeURIComponent(csv(this.#stack))}`;
          make("a", { href, download: "stack.csv" }).click();
        }),
      ),
    ];
  }

  /** @override @param {string} text */
  show(text) {
    this.#stack = parse(text);
    this.#result = analyse(this.#stack);
    const here = places(this.#stack.layers);
    if (!here.some(({ path }) => same(path, this.#at))) {
      const costly = this.#result.rows.toSorted((a, b) => b.macs - a.macs);
      this.#at = (costly[0] ?? here[0]).path;
    }
    this.#render();
  }

  /** The layer so many places after the selected one; an empty branch has none. */
  #layer(by = 0) {
    return layerAt(this.#stack, beside(this.#at, by));
  }

  #row(at = this.#at) {
    return this.#result.rows.find(({ path }) => same(path, at));
  }

  /**
   * Take over a stack, or say why not.
   * @param {Stack} stack @param {Path} [at] what to select in it
   * @param {boolean} [passing] on the way to another, as while dragging
   */
  #change(stack, at = this.#at, passing = false) {
    const before = this.#at;
    this.#at = at;
    try {
      if (passing) {
        this.#began ??= this.text;
        this.pass(format(stack));
      } else {
        this.commit(format(stack));
        this.#report();
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#at = before;
      this.tell(error.message);
    }
  }

  /** End typing or dragging. */
  #settle() {
    if (this.#began === undefined) return;
    this.settle(this.#began);
    this.#began = undefined;
    this.#report();
  }

  /** Say what the selected layer and the whole stack cost. */
  #report() {
    const { refusal, total } = this.#result;
    const row = this.#row();
    const own = row
      ? `${row.name}: ${written(row.parameters)} parameters; in all `
      : "";
    const all = `${written(total.parameters)} parameters, ${written(total.macs)} MACs.`;
    this.say(refusal?.sentence ?? own + all);
  }

  /** @param {Path} path */
  #select(path) {
    this.#at = path;
    this.#render();
    this.#editor.scrollIntoView({ block: "nearest" });
    this.say(`${this.#heading.textContent}: change it below the table.`);
  }

  /** @param {number} by */
  #move(by) {
    if (!this.#layer(by)) return;
    this.#change(moveLayer(this.#stack, this.#at, by), beside(this.#at, by));
  }

  /** Put a new layer after the selected one, or into the empty branch. */
  #add() {
    const around = this.#row(this.#at.slice(0, -2));
    const [, , channels] = this.#row()?.output ?? around?.input ?? this.#stack.input;
    const text = KINDS[this.#kind.selectedIndex][1].replaceAll("N", String(channels));
    const at = this.#layer() ? beside(this.#at, 1) : this.#at;
    this.#change(insertLayer(this.#stack, at, parse(`1x1x1;${text}`).layers[0]), at);
  }

  /** Remove the selected layer, or the empty branch of a merge that can do without. */
  #drop() {
    const at = this.#at.slice(0, -2), around = layerAt(this.#stack, at);
    if (this.#layer()) {
      const by = this.#layer(1) || !this.#layer(-1) ? 0 : -1;
      this.#change(removeLayer(this.#stack, this.#at), beside(this.#at, by));
    } else if (around && "branches" in around && around.branches.length > 2) {
      const branches = around.branches.toSpliced(this.#at[at.length], 1);
      this.#change(replaceLayer(this.#stack, at, { ...around, branches }), at);
    } else this.tell("A merge needs two branches; one of them may be empty.");
  }

  /** Add an empty branch. */
  #fork() {
    const layer = this.#layer();
    if (!layer || !("branches" in layer)) return;
    const wider = { ...layer, branches: [...layer.branches, []] };
    const at = [...this.#at, layer.branches.length, 0];
    this.#change(replaceLayer(this.#stack, this.#at, wider), at);
  }

  /** Put a 1×1 that leaves a quarter of the channels before the selected layer. */
  #reduce() {
    const channels = this.#row()?.input[2] ?? 1, { groups = 1 } = this.#layer() ?? {};
    const depth = Math.max(Math.floor(channels / 4 / groups), 1) * groups;
    this.#change(insertReduction(this.#stack, this.#at, depth), beside(this.#at, 1));
    this.#depth.focus();
  }

  /** Give the 1×1 the depth of the slider. */
  #drag() {
    let at = this.#reduced, /** @type {any} */ layer;
    do layer = layerAt(this.#stack, at = beside(at, -1)); while (layer.kind !== "conv");
    const filters = Number(this.#depth.value);
    this.#change(replaceLayer(this.#stack, at, { ...layer, filters }), this.#at, true);
  }

  /**
   * @param {string} name @param {number} most or 0 where it is no number
   * @param {Value} value @param {Control} control
   */
  #field(
    name,
    most,
    { get, set },
    control = make("input", {
      type: "text",
      inputmode: "numeric",
    }),
  ) {
    control.setAttribute("aria-describedby", this.#fault.id);
    control.addEventListener("input", () => {
      const typed = control.value.trim();
      const number = Number(typed.replaceAll(",", ""));
      const wrong = most && !(number >= 1 && number <= most && number % 1 === 0);
      control.setCustomValidity(
        wrong
          ? `${name}: write a whole number from 1 to ${written(most)};` +
            ` until then it is ${written(get())}.`
          : "",
      );
      this.#typing = true;
      if (wrong) {
        this.say(control.validationMessage);
        this.#render();
      } else {
        const checked = "checked" in control ? control.checked : typed;
        this.#change(set(most ? number : checked), this.#at, true);
      }
      this.#typing = false;
    });
    control.addEventListener("change", () => {
      this.#settle();
      if (control.validity.valid) control.value = get();
    });
    const label = make("label", {}, name, control);
    this.#fields.push({ get, set, label, control });
    return label;
  }

  /**
   * A field of the selected layer.
   * @param {string} name @param {number} most @param {Control} [control]
   */
  #option(name, most, control) {
    return this.#field(name, most, {
      get: () => /** @type {any} */ (this.#layer())?.[name],
      set: (value) => {
        const layer = /** @type {Layer} */ (this.#layer());
        return replaceLayer(this.#stack, this.#at, { ...layer, [name]: value });
      },
    }, control);
  }

  #render() {
    const focused = document.activeElement;
    const inside = this.contains(focused);
    const { refusal, total } = this.#result;
    const measure = this.#measure.selectedIndex ? "macs" : "parameters";
    const preset = PRESETS.findIndex(({ text }) => text === this.text);
    this.#own.remove();
    if (preset < 0) this.#preset.append(this.#own);
    this.#preset.selectedIndex = preset < 0 ? PRESETS.length : preset;
    this.#says.textContent = PRESETS[preset]?.says ?? "Your own stack.";

    const here = places(this.#stack.layers);
    while (this.#lines.length > here.length) this.#lines.pop()?.element.remove();
    here.forEach(({ path, layer }, i) => {
      const line = this.#lines[i] ??= new Line();
      if (!line.element.parentNode) this.#body.append(line.element);
      const row = this.#row(path);
      const failing = refusal && same(path, refusal.path);
      const depth = path.length >> 1, first = depth > 0 && !path.at(-1);
      const selected = same(path, this.#at);
      line.path = path;
      line.button.ariaPressed = String(selected);
      line.element.toggleAttribute("data-first", first);
      line.element.toggleAttribute("data-wrong", !!failing);
      vary(line.element, "--depth", depth);
      line.branch.className = first ? "budget-branch" : "lab-spoken";
      line.branch.textContent = depth ? `branch ${path[path.length - 2] + 1} ` : "";
      line.name.textContent = row?.name ?? (failing ? refusal.layer : layer?.kind) ??
        "empty";
      line.title.textContent = row
        ? row.kind === "relu" ? "" : row.title
        : failing
        ? refusal.sentence
        : layer
        ? `Unknown until ${refusal?.layer} can be built.`
        : "Hands on its input: costs nothing.";
      line.cost(row, measure, total[measure]);
      if (selected) {
        this.#heading.replaceChildren(
          line.name.cloneNode(true),
          ` ${layer ? titleOf(layer) : ""}`,
        );
      }
    });
    this.#sum.name.textContent = refusal ? "Sum so far" : "Sum";
    this.#sum.cost(total, measure, total[measure]);

    this.#renderEditor();
    this.#renderSlider();
    this.#code.textContent = refusal ? `# ${refusal.sentence}` : keras(this.#stack);
    if (inside && !this.#began && !focused?.getClientRects().length) {
      this.#editor.focus();
    }
  }

  #renderEditor() {
    const layer = this.#layer(), row = this.#row();
    // A button that can do nothing keeps the focus.
    this.#up.ariaDisabled = String(!this.#layer(-1));
    this.#down.ariaDisabled = String(!this.#layer(1));
    this.#branch.hidden = layer?.kind !== "concat";
    this.#formulas.hidden = !row;
    this.#formulas.replaceChildren(
      ...["Output", "Parameters", "MACs"].map((name, i) =>
        make("p", {}, `${name}: ${row && Object.values(row.formula)[i]}`)
      ),
    );

    let fault = this.#result.refusal?.sentence ?? "";
    /** @type {Element | null} */
    let beside = this.#settings;
    for (const { control, label, get } of this.#fields) {
      const value = get();
      label.hidden = value === undefined;
      if (!this.#typing) {
        control.setCustomValidity("");
        Object.assign(control, { value, checked: value });
      }
      const wrong = control.validationMessage;
      control.ariaInvalid = String(!!wrong);
      if (!wrong) continue;
      fault = wrong;
      beside = label.parentElement;
    }
    this.#fault.textContent = fault;
    beside?.append(this.#fault);
  }

  #renderSlider() {
    const layer = this.#layer();
    let at = this.#at, found = reduction(this.#stack, at);
    if (!found && layer?.kind === "conv") { // the selected layer may be the 1×1
      do at = beside(at, 1); while (
        /bn|relu/.test(layerAt(this.#stack, at)?.kind ?? "")
      );
      found = reduction(this.#stack, at);
    }
    this.#slider.hidden = !found;
    this.#insert.hidden = !!found || layer?.kind !== "conv" || !this.#row();
    if (!found) return;
    this.#reduced = at;
    const { channels, depth } = found;
    const { groups = 1 } = layerAt(this.#stack, at) ?? {};
    const pair = [found.parameters, found.macs];
    const most = pair.map(({ breakEven }) => 1.1 * breakEven + groups);
    const top = Math.min(Math.max(channels, depth, ...most), LIMITS.filters);
    const max = Math.floor(top / groups) * groups;
    Object.assign(this.#depth, { min: groups, step: groups, max });
    this.#depth.value = String(depth);
    this.#depth.ariaValueText = `${written(depth)} channels`;
    this.#depthText.textContent = `${written(depth)} of ${written(channels)}`;
    const marks = pair.map(({ breakEven }) => {
      const place = (breakEven - groups) / (max - groups || 1);
      const mark = make("span", {}, "▲");
      for (const one of [mark, this.#slider]) {
        vary(one, "--even", Math.min(Math.max(place, 0), 1));
      }
      return mark;
    });
    this.#marks.replaceChildren(...marks);
    const [p, m] = pair.map((one) => written(Math.floor(one.breakEven)));
    const losses = pair.filter(({ direct, reduced }) => reduced > direct).length;
    this.#even.replaceChildren(
      `▲ Break-even at depth ${p === m ? p : `${p} (parameters), ${m} (MACs)`}.`,
      make(
        "span",
        {},
        [
          "It saves more than it costs.",
          "It saves only one.",
          "It costs more.",
        ][losses],
      ),
    );
    pair.forEach(({ direct, reduced }, i) => {
      const share = reduced / direct, line = this.#saved[i];
      line.classList.toggle("budget-more", share > 1);
      vary(line, "--share", Math.min(share, 1));
      const much = share > 1
        ? `${percent(share - 1)} more`
        : `${percent(1 - share)} saved`;
      line.replaceChildren(
        make("strong", {}, `${i ? "MACs" : "Parameters"}: ${much}`),
        make("span", {}, `${written(reduced)} instead of ${written(direct)}`),
      );
    });
  }
}

customElements.define("layer-budget", LayerBudget);
