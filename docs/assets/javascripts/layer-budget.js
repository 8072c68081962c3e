/** The element <layer-budget>: what each layer of a stack costs, and tools to change it. */

import { copyButton, make, Refusal, Workbench, written } from "./lab.js";
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
 * @typedef {import("./stack.js").Layer} Layer
 * @typedef {import("./stack.js").Stack} Stack
 * @typedef {import("./stack.js").Path} Path
 * @typedef {{path: Path, layer?: Layer, depth: number, branch: number}} Place
 *   where a layer stands, or where a branch without layers could have one
 * @typedef {{most: number, get: () => any, set: (value: any) => Stack}} Setting
 *   `most` is the largest number, or 0 where it is no number
 * @typedef {Setting & {name: string, label: HTMLElement, fault: HTMLElement,
 *   control: HTMLInputElement | HTMLSelectElement, wrong: string}} Field
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
const TEXTS = PRESETS.map(({ text }) => format(parse(text)));

/**
 * All places of a stack, branches before the row that joins them.
 * @param {Layer[]} layers @param {Path} around @param {number} branch 0: the trunk
 * @returns {Place[]}
 */
function places(layers, around = [], branch = 0) {
  const depth = around.length / 2;
  if (!layers.length) return [{ path: [...around, 0], depth, branch }];
  return layers.flatMap((layer, i) => {
    const path = [...around, i];
    const inner = "branches" in layer ? layer.branches : [];
    return [
      ...inner.flatMap((one, b) => places(one, [...path, b], b + 1)),
      { path, layer, depth, branch },
    ];
  });
}

/** @param {Path} path @param {number} by @returns {Path} so many places further */
function beside(path, by) {
  return [...path.slice(0, -1), path[path.length - 1] + by];
}

/** @param {Path} one @param {Path} [other] */
function same(one, other) {
  return String(one) === String(other);
}

/** @param {number} bytes */
function size(bytes) {
  const power = Math.min(Math.max(Math.floor(Math.log2(bytes || 1) / 10), 1), 5);
  const value = bytes / 1024 ** power;
  const decimals = value < 1 ? 2 : value < 100 ? 1 : 0;
  return `${written(value, decimals)}\u00a0${" KMGTP"[power]}B`;
}

/** @param {number} share 0 to 1 */
function percent(share) {
  return `${written(share * 100, 1)}\u00a0%`;
}

/** @param {HTMLElement} element @param {string} name @param {number} value */
function vary(element, name, value) {
  element.style.setProperty(name, String(value));
}

/** @param {string} label @param {() => void} click */
function button(label, click) {
  return make("button", { type: "button", click }, label);
}

/** A button that can do nothing keeps the focus. @param {Element} one @param {unknown} can */
function enable(one, can) {
  one.setAttribute("aria-disabled", String(!can));
}

/** @param {string[]} labels @param {Record<string, any>} attributes */
function choice(labels, attributes = {}) {
  return make("select", attributes, ...labels.map((one) => make("option", {}, one)));
}

/** Show in a field what is set. @param {Field} field */
function fill({ control, get }) {
  const value = get();
  if ("checked" in control && value === !!value) control.checked = value;
  else control.value = value;
}

/** A row of the table: its elements stay while their texts change. */
class Line {
  /** @type {Path} */
  path = [];
  branch = make("span", { class: "budget-branch" });
  name = make("strong");
  title = make("span");
  button = make("button", { type: "button" }, this.name, " ", this.branch, this.title);
  head = make("th", { scope: "row", role: "rowheader" }, this.button);
  cells = [0, 1, 2, 3, 4].map(() => make("td", { role: "cell" }));
  why = make("td", { role: "cell", colspan: 5 });
  element = make("tr", { role: "row" }, this.head, ...this.cells, this.why);

  /**
   * @param {{output: number[], parameters: number, macs: number, memory: number}} row
   * @param {number} share 0 to 1
   */
  cost(row, share) {
    [
      row.output.join("×"),
      written(row.parameters),
      written(row.macs),
      size(row.memory),
      percent(share),
    ].forEach((text, i) => this.cells[i].textContent = text);
    vary(this.element, "--share", share);
    this.explain("");
  }

  /** @param {string} sentence in place of numbers */
  explain(sentence) {
    this.why.textContent = sentence;
    this.why.hidden = !sentence;
    for (const cell of this.cells) cell.hidden = !this.why.hidden;
    if (sentence) vary(this.element, "--share", 0);
  }
}

let elements = 0;

/** Shows what a stack of layers costs, row by row, and lets the reader change it. */
class LayerBudget extends Workbench {
  /** @override */
  start = TEXTS[PRESETS.findIndex(({ id }) => id === "inception")];
  #id = `budget-${++elements}`;
  /** @type {Stack} */
  #stack = { input: [1, 1, 1], layers: [] };
  #result = analyse(this.#stack);
  /** @type {Path} the selected place */
  #at = [];
  /** @type {Path} the layer after the 1×1 of the slider */
  #reduced = [];
  /** @type {string | undefined} the setting before what is being typed or dragged */
  #began;
  /** @type {Field | undefined} */
  #typing;
  /** @type {Field | undefined} what made the stack impossible */
  #culprit;
  /** @type {Field[]} */
  #fields = [];
  /** @type {Line[]} */
  #lines = [];

  #preset = choice([...PRESETS.map(({ title }) => title), "a stack of your own"], {
    change: () => this.#change(parse(PRESETS[this.#preset.selectedIndex].text), []),
  });
  #says = make("p", { class: "budget-says" });
  #measure = choice(["share of parameters", "share of MACs"], {
    change: () => this.#render(),
  });
  #body = make("tbody", {
    role: "rowgroup",
    click: ({ target }) => {
      const line = this.#lines.find(({ element }) => element.contains(target));
      const reading = !target.closest("button") && String(getSelection());
      if (line && !reading) this.#select(line.path);
    },
  });
  #sum = new Line();
  #inputFault = make("p", { class: "budget-fault", id: `${this.#id}-input` });
  #fault = make("p", { class: "budget-fault", id: `${this.#id}-layer` });
  #heading = make("p");
  #settings = make("div", { class: "budget-fields" });
  #formulas = make("dl");

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
  #double = button("Duplicate", () => this.#add(this.#layer, 1));
  #remove = button("Remove", () => this.#drop());
  #branch = button("Add a branch", () => this.#fork());
  #kind = choice(KINDS.map(([label]) => label));
  #before = button("before", () => this.#add(this.#new, 0));
  #after = button("after", () => this.#add(this.#new, 1));
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
    this.#fault,
    this.#formulas,
    make(
      "div",
      { class: "lab-tools" },
      this.#up,
      this.#down,
      this.#double,
      this.#remove,
      this.#branch,
    ),
    make(
      "div",
      { class: "lab-tools" },
      make("label", {}, "Add ", this.#kind),
      this.#before,
      this.#after,
    ),
  );
  #code = make("code", { tabindex: 0 });
  #details = make(
    "details",
    { class: "no-copy", toggle: () => this.#render() },
    make("summary", {}, "Keras code"),
    make("pre", {}, this.#code),
    copyButton("Copy the code", () => this.#keras, (sentence) => this.say(sentence)),
  );

  /** @override */
  connectedCallback() {
    const all = [...document.querySelectorAll("layer-budget")];
    this.key ||= `stack${all.indexOf(this) || ""}`;
    super.connectedCallback();
  }

  /** @override @param {string} text */
  check(text) {
    return format(parse(text));
  }

  /** @override */
  build() {
    const shape = ["height", "width", "channels"].map((name, i) =>
      this.#field(name, this.#inputFault, {
        most: i < 2 ? LIMITS.size : LIMITS.channels,
        get: () => this.#stack.input[i],
        set: (value) => {
          const stack = structuredClone(this.#stack);
          stack.input[i] = value;
          return stack;
        },
      })
    );
    this.#settings.append(
      ...NUMBERS.map((name) => this.#option(name, LIMITS[name])),
      this.#option("padding", 0, choice(["same", "valid"])),
      this.#option("bias", 0, make("input", { type: "checkbox" })),
    );
    this.#preset.options[PRESETS.length].disabled = true;
    this.#sum.head.replaceChildren(this.#sum.name);
    return [
      make("label", { class: "budget-preset" }, "Example ", this.#preset),
      this.#says,
      make(
        "fieldset",
        { class: "budget-fields" },
        make("legend", {}, "Input"),
        ...shape,
        this.#inputFault,
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
        make("caption", {}, "Each layer’s cost. Select one to change it."),
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
      this.#details,
      make(
        "div",
        { class: "lab-tools" },
        copyButton(
          "Copy as Markdown",
          () => markdown(this.#stack),
          (sentence) => this.say(sentence),
        ),
        button("Download CSV", () => this.#download()),
      ),
    ];
  }

  /** @override @param {string} text */
  show(text) {
    this.#stack = parse(text);
    this.#result = analyse(this.#stack);
    if (!this.#result.refusal) this.#culprit = undefined;
    else if (this.#typing) this.#culprit = this.#typing;
    const here = places(this.#stack.layers);
    if (!here.some(({ path }) => same(path, this.#at))) {
      const costly = this.#result.rows.toSorted((a, b) => b.macs - a.macs);
      this.#at = (costly[0] ?? here[0]).path;
    }
    this.#render();
  }

  /** The selected layer; none where a branch is empty. @returns {any} */
  get #layer() {
    return layerAt(this.#stack, this.#at);
  }

  /** The row of a place, if its layer can be built. */
  #row(at = this.#at) {
    return this.#result.rows.find(({ path }) => same(path, at));
  }

  /** The layer that the reader would add. */
  get #new() {
    const around = this.#row(this.#at.slice(0, -2));
    const [, , channels] = this.#row()?.output ?? around?.input ?? this.#stack.input;
    const text = KINDS[this.#kind.selectedIndex][1].replaceAll("N", String(channels));
    return parse(`1x1x1;${text}`).layers[0];
  }

  get #keras() {
    const { refusal } = this.#result;
    return refusal ? `# ${refusal.sentence}\n` : keras(this.#stack);
  }

  // ---- What the reader does ----

  /**
   * Take over a stack and say what it costs.
   * @param {Stack} stack @param {Path} at what to select in it
   */
  #change(stack, at) {
    const before = this.#at;
    this.#at = at;
    try {
      this.commit(format(stack));
      this.#report();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#at = before;
      this.#fault.textContent = error.message;
      this.say(error.message);
    }
  }

  /** Say what the selected layer and the whole stack cost. */
  #report() {
    const { refusal, total } = this.#result;
    const row = this.#row();
    const own = row ? `${row.name}: ${written(row.parameters)} parameters; ` : "";
    const all = `${written(total.parameters)} parameters, ${written(total.macs)} MACs.`;
    this.say(refusal?.sentence ?? `${own}in all ${all}`);
  }

  /** @param {Path} path */
  #select(path) {
    this.#at = path;
    this.#render();
    this.#editor.scrollIntoView({ block: "nearest" });
    this.say(`${this.#heading.textContent}: change it below the table.`);
  }

  /** The layer so many places further. @param {number} by */
  #beside(by) {
    return layerAt(this.#stack, beside(this.#at, by));
  }

  /** @param {number} by */
  #move(by) {
    if (!this.#beside(by)) return;
    this.#change(moveLayer(this.#stack, this.#at, by), beside(this.#at, by));
  }

  /** @param {Layer | undefined} layer @param {number} by 0: before the selected one */
  #add(layer, by) {
    const at = beside(this.#at, this.#layer ? by : 0);
    if (layer) this.#change(insertLayer(this.#stack, at, layer), at);
  }

  /** The merge around an empty branch, if it can do with one branch less. */
  #around() {
    const layer = layerAt(this.#stack, this.#at.slice(0, -2));
    const spare = layer && "branches" in layer && layer.branches.length > 2;
    return !this.#layer && spare ? layer : undefined;
  }

  /** Remove the selected layer, or the selected empty branch. */
  #drop() {
    const around = this.#around();
    if (around) {
      const at = this.#at.slice(0, -2);
      const branches = around.branches.toSpliced(this.#at[at.length], 1);
      this.#change(replaceLayer(this.#stack, at, { ...around, branches }), at);
    } else if (this.#layer) {
      const by = this.#beside(1) || !this.#beside(-1) ? 0 : -1;
      this.#change(removeLayer(this.#stack, this.#at), beside(this.#at, by));
    }
  }

  /** Add an empty branch. */
  #fork() {
    const layer = this.#layer, count = layer.branches.length;
    const wider = { ...layer, branches: [...layer.branches, []] };
    this.#change(replaceLayer(this.#stack, this.#at, wider), [...this.#at, count, 0]);
  }

  /** Put a 1×1 that leaves a quarter of the channels before the selected layer. */
  #reduce() {
    const channels = this.#row()?.input[2] ?? 1, { groups } = this.#layer;
    const depth = Math.max(Math.floor(channels / 4 / groups), 1) * groups;
    this.#change(insertReduction(this.#stack, this.#at, depth), beside(this.#at, 1));
    this.#depth.focus();
  }

  /** Give the 1×1 the depth of the slider. */
  #drag() {
    let at = this.#reduced, /** @type {any} */ layer;
    do layer = layerAt(this.#stack, at = beside(at, -1)); while (layer.kind !== "conv");
    const filters = Number(this.#depth.value);
    this.#pass(replaceLayer(this.#stack, at, { ...layer, filters }));
  }

  /** @param {Stack} stack */
  #pass(stack) {
    this.#began ??= this.text;
    this.pass(format(stack));
  }

  /** End typing or dragging. */
  #settle() {
    if (this.#began === undefined) return;
    this.settle(this.#began);
    this.#began = undefined;
    this.#report();
  }

  #download() {
    const url = URL.createObjectURL(new Blob([csv(this.#stack)], { type: "text/csv" }));
    make("a", { href: url, download: "stack.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    this.say("stack.csv is in your downloads.");
  }

  // ---- Fields ----

  /**
   * @param {string} name @param {HTMLElement} fault @param {Setting} setting
   * @param {Field["control"]} control
   */
  #field(
    name,
    fault,
    setting,
    control = make("input", {
      type: "text",
      inputmode: "numeric",
      autocomplete: "off",
    }),
  ) {
    const label = make("label", {}, name, control);
    const field = { name, label, control, fault, wrong: "", ...setting };
    control.setAttribute("aria-describedby", fault.id);
    control.addEventListener("input", () => this.#edit(field));
    control.addEventListener("change", () => this.#end(field));
    control.addEventListener("keydown", (event) => {
      if (setting.most) this.#key(/** @type {KeyboardEvent} */ (event), field);
    });
    this.#fields.push(field);
    return label;
  }

  /**
   * A field of the selected layer.
   * @param {string} name @param {number} most @param {Field["control"]} [control]
   */
  #option(name, most, control) {
    return this.#field(name, this.#fault, {
      most,
      get: () => this.#layer?.[name],
      set: (value) =>
        replaceLayer(this.#stack, this.#at, { ...this.#layer, [name]: value }),
    }, control);
  }

  /** Take over what is typed or chosen, at once. @param {Field} field */
  #edit(field) {
    const { control, fault, most, name } = field;
    const typed = control.value.trim();
    const value = control.type === "checkbox" && "checked" in control
      ? control.checked
      : !most
      ? typed
      : /^[\d,]{1,7}$/.test(typed)
      ? Number(typed.replaceAll(",", ""))
      : 0;
    const wrong = most && (!value || Number(value) > most);
    const owner = fault === this.#fault
      ? this.#heading.firstChild?.textContent
      : "input";
    field.wrong = wrong
      ? `${owner}: write a whole number from 1 to ${written(most)} as its ${name}` +
        ` (until then ${field.get()}).`
      : "";
    this.#typing = field;
    if (wrong) {
      this.say(field.wrong);
      this.#render();
    } else this.#pass(field.set(value));
    this.#typing = undefined;
  }

  /** @param {Field} field */
  #end(field) {
    this.#settle();
    if (!field.wrong) fill(field);
  }

  /** @param {KeyboardEvent} event @param {Field} field */
  #key(event, field) {
    const { key, shiftKey } = event;
    const by = ["ArrowDown", "", "ArrowUp"].indexOf(key) - 1;
    if ((event.ctrlKey || event.metaKey) && /^z$/i.test(key) && !field.wrong) {
      event.preventDefault();
      this.#settle();
      shiftKey ? this.redo() : this.undo();
    } else if (key === "ArrowUp" || key === "ArrowDown") {
      event.preventDefault();
      field.control.value = String(field.get() + by * (shiftKey ? 10 : 1));
      this.#edit(field);
      this.#end(field);
    }
  }

  // ---- What the reader sees ----

  #render() {
    const focused = document.activeElement;
    const inside = this.contains(focused);
    const { refusal, total } = this.#result;
    const measure = this.#share;
    const preset = TEXTS.indexOf(this.text);
    this.#preset.selectedIndex = preset < 0 ? PRESETS.length : preset;
    this.#says.textContent = PRESETS[preset]?.says ?? "Your own stack.";
    this.toggleAttribute("data-macs", measure === "macs");

    const here = places(this.#stack.layers);
    while (this.#lines.length > here.length) this.#lines.pop()?.element.remove();
    here.forEach((place, i) => {
      const line = this.#lines[i] ??= new Line();
      if (!line.element.parentNode) this.#body.append(line.element);
      const last = !here.some(({ path }) => same(path, beside(place.path, 1)));
      line.element.toggleAttribute("data-last", last);
      this.#renderLine(line, place);
    });
    this.#sum.name.textContent = refusal ? "Sum so far" : "Sum";
    this.#sum.cost(total, total[measure] ? 1 : 0);

    this.#renderEditor();
    this.#renderFields();
    this.#renderSlider();
    if (this.#details.open) this.#code.textContent = this.#keras;
    if (inside && !this.#began && !focused?.getClientRects().length) {
      this.#editor.focus();
    }
  }

  get #share() {
    return this.#measure.selectedIndex ? "macs" : "parameters";
  }

  /** @param {Line} line @param {Place} place */
  #renderLine(line, { path, layer, depth, branch }) {
    const { refusal, total } = this.#result;
    const row = this.#row(path);
    const failing = refusal && same(path, refusal.path);
    const first = depth && !path[path.length - 1];
    line.path = path;
    line.button.setAttribute("aria-pressed", String(same(path, this.#at)));
    line.element.toggleAttribute("data-first", Boolean(first));
    line.element.toggleAttribute("data-wrong", Boolean(failing));
    vary(line.element, "--depth", depth);
    line.branch.textContent = depth ? `branch ${branch} ` : "";
    line.name.textContent = row?.name ?? (failing ? refusal.layer : layer?.kind) ??
      "empty";
    line.title.textContent = layer ? titleOf(layer) : "";
    line.title.toggleAttribute("data-long", Boolean(layer && layer.kind !== "relu"));
    if (row) {
      line.cost(row, total[this.#share] && row[this.#share] / total[this.#share]);
    } else if (failing) line.explain(refusal.sentence);
    else if (layer) line.explain(`Unknown until ${refusal?.layer} can be built.`);
    else line.explain(depth ? "Hands on its input: costs nothing." : "No layer yet.");
  }

  #renderEditor() {
    const layer = this.#layer, row = this.#row();
    const line = this.#lines.find(({ path }) => same(path, this.#at));
    this.#heading.replaceChildren(
      make("strong", {}, line?.name.textContent ?? ""),
      ` ${line?.title.textContent}`,
    );
    enable(this.#up, this.#beside(-1));
    enable(this.#down, this.#beside(1));
    enable(this.#double, layer);
    enable(this.#remove, layer || this.#around());
    this.#branch.hidden = layer?.kind !== "concat";
    this.#before.hidden = !layer;
    this.#after.textContent = layer ? "after" : "here";
    this.#formulas.replaceChildren(
      ...(row
        ? Object.entries({
          Output: row.formula.output,
          Parameters: row.formula.parameters,
          MACs: row.formula.macs,
        }).flatMap(([name, formula]) => [make("dt", {}, name), make("dd", {}, formula)])
        : []),
    );
  }

  #renderFields() {
    const { refusal } = this.#result;
    for (const one of [this.#inputFault, this.#fault]) one.textContent = "";
    for (const field of this.#fields) {
      const { control, label } = field;
      label.hidden = field.get() === undefined;
      if (!this.#typing) {
        field.wrong = "";
        fill(field);
      }
      const wrong = field.wrong ||
        (field === this.#culprit && refusal ? refusal.sentence : "");
      control.setAttribute("aria-invalid", String(Boolean(wrong)));
      field.fault.append(wrong);
    }
  }

  #renderSlider() {
    const layer = this.#layer;
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
    const { groups } = /** @type {any} */ (layerAt(this.#stack, at));
    const pair = [found.parameters, found.macs];
    const top = Math.max(channels, depth, ...pair.map((one) => 1.1 * one.breakEven));
    const max = Math.min(Math.ceil(top / groups), Math.floor(LIMITS.filters / groups)) *
      groups;
    Object.assign(this.#depth, { min: groups, step: groups, max });
    this.#depth.value = String(depth);
    this.#depth.setAttribute("aria-valuetext", `${written(depth)} channels`);
    this.#depthText.textContent = `${written(depth)} of ${written(channels)}`;
    const marks = pair.map(({ breakEven }) => {
      const at = (breakEven - groups) / (max - groups || 1);
      const mark = make("span", {}, "▲");
      vary(mark, "--at", Math.min(Math.max(at, 0), 1));
      vary(this.#slider, "--even", Math.min(Math.max(at, 0), 1));
      return mark;
    });
    this.#marks.replaceChildren(...marks);
    const [p, m] = pair.map((one) => written(Math.floor(one.breakEven)));
    const losses = pair.filter(({ direct, reduced }) => reduced > direct).length;
    const where = p === m ? p : `${p} (parameters) and ${m} (MACs)`;
    const what = [
      "saves more than it costs",
      "saves one of them",
      "costs more than it saves",
    ];
    this.#even.textContent = `▲ Break-even at depth ${where}: the 1×1 ${what[losses]}.`;
    pair.forEach(({ direct, reduced }, i) => {
      const share = reduced / direct, line = this.#saved[i];
      line.classList.toggle("budget-more", share > 1);
      vary(line, "--share", Math.min(share, 1));
      line.replaceChildren(
        make(
          "strong",
          {},
          `${i ? "MACs" : "Parameters"}: ${
            share > 1 ? `${percent(share - 1)} more` : `${percent(1 - share)} saved`
          }`,
        ),
        make("span", {}, `${written(reduced)} instead of ${written(direct)}`),
      );
    });
  }
}

customElements.define("layer-budget", LayerBudget);
