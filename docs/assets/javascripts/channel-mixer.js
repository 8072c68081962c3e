/** `<channel-mixer>`: what a 1×1 convolution does to the maps of a picture. */

import { button, copyButton, make, Workbench, written } from "./lab.js";
import {
  formatMix,
  kerasMix,
  LIMIT,
  MOST,
  NAMES,
  neighbours,
  parseMix,
  PICTURES,
  pointwiseRow,
  pool,
  PRESETS,
  SIZE,
  sourceMaps,
  STENCILS,
  sumAt,
  undoing,
} from "./mix.js";

/** @typedef {import("./types.d.ts").Maps} Maps */
/** @typedef {import("./types.d.ts").Setting} Setting */

const AREA = SIZE * SIZE;
const LARGEST = 20; // MB
const SLOP = 4; // px that a finger may move before it drags
const PATCH = 12; // positions on a side of what is magnified
const PAUSE = 400; // ms: browsers limit how often an address is written
/** @type {Record<string, number>} */
const STEPS = { ArrowUp: 0.05, ArrowDown: -0.05, PageUp: 0.5, PageDown: -0.5 };
/** @type {Record<string, (maps: Maps) => Maps>} */
const OTHERS = {
  "2×2 max pooling": (maps) => pool(maps, "max"),
  "2×2 average pooling": (maps) => pool(maps, "average"),
  "3×3 edges, left to right": (maps) => neighbours(maps, STENCILS.across),
};
const MIXES = PRESETS.map(({ text }) => mixOf(parseMix(text)));

/** Colours of −1 to 1: blue, black, white. */
const SHADES = Uint32Array.from({ length: 511 }, (_, i) => {
  const value = Math.abs(i - 255);
  const [red, green] = i < 255 ? [value >> 2, value >> 1] : [value, value];
  return 255 << 24 | value << 16 | green << 8 | red;
});

const IMAGE = new ImageData(SIZE, SIZE);

class View {
  canvas = make("canvas", { role: "img" });
  frame = div("mixer-frame", this.canvas);
  caption = make("span", { "aria-hidden": "true" });
  context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));

  /** @param {string} kind @param {string} name @param {string} place what it chooses */
  constructor(kind, name, place = "") {
    this.canvas.width = this.canvas.height = SIZE;
    this.canvas.ariaLabel = `${kind}, ${name}`;
    this.caption.textContent = name;
    this.node = div(`mixer-map mixer-${kind}`, this.caption, this.frame);
    if (place) this.frame.dataset.place = place;
  }

  /** @param {Float32Array} map */
  paint(map) {
    const side = this.canvas.width;
    const image = side === SIZE ? IMAGE : new ImageData(side, side);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < pixels.length; i++) {
      const shade = map[i] * 255 + 255.5;
      pixels[i] = SHADES[shade < 0 ? 0 : shade > 510 ? 510 : shade | 0];
    }
    this.context.putImageData(image, 0, 0);
  }

  /** @param {Float32Array[]} maps */
  paintColours([red, green, blue]) {
    const { data } = IMAGE; // limits and rounds what it is given
    for (let i = 0, to = 0; i < red.length; i++) {
      data[to++] = red[i] * 255;
      data[to++] = green[i] * 255;
      data[to++] = blue[i] * 255;
      data[to++] = 255;
    }
    this.context.putImageData(IMAGE, 0, 0);
  }
}

class ChannelMixer extends Workbench {
  /** @override */
  key = "mix";
  /** @override */
  start = PRESETS[0].text;

  /** @type {Maps | undefined} */
  #rgb;
  /** @type {Maps | undefined} */
  #inputs;
  #own = ""; // the address of the reader's picture
  /** @type {{view: View, cells: HTMLInputElement[], key: string}[]} */
  #rows = [];
  /** @type {View[]} */
  #views = [];
  #back = this.#views;
  #memory = Array.from({ length: 2 * MOST + 1 }, () => new Float32Array(AREA));
  #fresh = true; // the input maps are to be painted
  #frame = 0;
  #timer = 0;
  #mix = "";
  #wanted = "";
  #trouble = "";
  #lost = "";
  #began = "";
  #filter = 0;
  #channel = 0;

  #preset = select("Example", [
    ...PRESETS.map(({ id, title }) => [id, title]),
    ["", "your own mix"],
  ], (id) => {
    const preset = PRESETS.find((one) => one.id === id);
    if (!preset) return this.show(this.text);
    this.#change((next) => {
      const { picture, row, column } = next;
      Object.assign(next, parseMix(preset.text), { row, column });
      if (picture === "own") next.picture = picture;
    });
    this.say(preset.says);
  });
  #picture = this.#choice(
    "Picture",
    "picture",
    PICTURES.map((name) => [name]),
  );
  #source = this.#choice("Input maps", "source", [
    ["rgb", "the colours"],
    ["maps", "eight, by a 3×3"],
    ["two", "two of those"],
  ]);
  #activation = this.#choice("Activation", "activation", [["none"], ["relu", "ReLU"]]);
  #undo = make("input", {
    type: "checkbox",
    change: () => this.#change((next) => next.undo = this.#undo.checked),
  });
  #file = make("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    change: () => this.#take(this.#file.files?.[0]).then(() => this.#file.value = ""),
  });
  #says = make("p", { class: "mixer-says" });
  #board = div("mixer-board");
  #more = button("Add a filter", () => {
    if (this.#rows.length === MOST) return;
    this.#filter = this.#rows.length;
    this.#change(({ weights, biases }) => {
      weights.push(weights[0].map(() => 0));
      biases.push(0);
    });
  });
  #before = new View("input", "picture", "picture");
  #after = new View("output", "output", "picture");
  #sliders = ["row", "column"].map((name) => {
    const input = make("input", {
      type: "range",
      max: SIZE - 1,
      input: () => this.#place(...this.#sliders.map(({ input }) => +input.value)),
    });
    return { input, node: make("label", {}, name, input) };
  });
  #sum = make("p", { class: "mixer-sum" });
  #once = make("p");
  #undone = make("p");
  #undoneMaps = div("mixer-strip");
  #restored = new View("output", "as a picture");
  #difference = new View("output", "difference");
  #panel = make("section", {}, this.#undone, this.#undoneMaps);
  #other = select(
    "Instead of the 1×1",
    Object.keys(OTHERS).map((name) => [name]),
    () => this.#plan(),
  );
  #patch = new View("input", "magnified");
  #result = new View("output", "result");
  #otherSays = make("p");
  #contrast = this.#details(
    "For contrast: pooling and a 3×3 on one map",
    div("mixer-bar", this.#other.node),
    div("mixer-pair", this.#patch.node, this.#result.node),
    this.#otherSays,
  );
  #code = make("code", { tabindex: 0 });
  #link = make("a");
  #script = this.#details(
    "The same in Keras",
    div(
      "lab-tools",
      copyButton("Copy the code", () => this.#keras, (sentence) => this.tell(sentence)),
      this.#link,
    ),
    make("pre", {}, this.#code),
  );

  get #setting() {
    return parseMix(this.text);
  }

  get #keras() {
    return this.#rgb ? kerasMix(this.#setting, this.#rgb) : "";
  }

  /** @override @param {string} text */
  check(text) {
    const setting = parseMix(text);
    if (setting.picture === "own" && !this.#own) {
      setting.picture = PICTURES[0];
      this.#lost = "The picture was a reader's own: it never left that reader's page.";
    }
    return formatMix(setting);
  }

  /** @override */
  build() {
    const point = this.#point.bind(this);
    this.addEventListener("pointermove", point);
    this.addEventListener("click", point);
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#take(event.dataTransfer?.files[0]);
    });
    return [
      div("mixer-bar", this.#preset.node, this.#picture.node),
      this.#says,
      div("mixer-hint", "Drag a weight sideways, type it, or press an arrow key."),
      div(
        "mixer-main",
        div("mixer-scroll", this.#board),
        div("mixer-pair", this.#before.node, this.#after.node),
        div(
          "mixer-legend",
          this.#more,
          div("", "−1 ", make("i"), " 1"),
          "Blue is below 0: what ReLU cuts.",
        ),
      ),
      make(
        "section",
        {},
        this.#sum,
        div("mixer-bar", ...this.#sliders.map(({ node }) => node)),
        this.#once,
      ),
      div(
        "mixer-bar",
        this.#source.node,
        this.#activation.node,
        make("label", {}, this.#undo, " then undo it"),
        button("Your own picture…", () => this.#file.click()),
        this.#file,
      ),
      this.#panel,
      this.tools,
      this.#contrast,
      this.#script,
    ];
  }

  /** @override @param {string} text */
  show(text) {
    const now = parseMix(text), mix = mixOf(now);
    const { source, picture, activation, weights, biases, undo } = now;
    if (
      weights.length !== this.#rows.length ||
      weights[0].length !== this.#views.length
    ) this.#arrange(now);
    // A place that is pointed at leaves what a reader is typing.
    if (mix !== this.#mix) {
      this.#mix = mix;
      this.#rows.forEach(({ cells }, filter) =>
        [...weights[filter], biases[filter]].forEach((value, i) =>
          write(cells[i], value)
        )
      );
    }
    const known = PRESETS[MIXES.indexOf(mix)];
    this.#preset.input.value = known?.id ?? "";
    this.#says.textContent = known?.says ??
      "Your own mix: each row of weights makes one map of all the input maps.";
    this.#picture.input.options[PICTURES.indexOf("own")].disabled = !this.#own;
    this.#picture.input.value = picture;
    this.#source.input.value = source;
    this.#activation.input.value = activation;
    this.#undo.checked = undo;
    if (this.#wanted !== picture) this.#load(picture);
    this.tell(this.#lost);
    this.#lost = "";
    const here = this.#here();
    if (here) this.say(`${here.name}: ${written(here.output, 3)}`);
    this.#plan();
  }

  /** A bad cell keeps its sentence. @override @param {string} sentence */
  tell(sentence) {
    const bad = this.#rows.flatMap(({ cells }) => cells).find((one) => one.ariaInvalid);
    super.tell(sentence || (bad?.dataset.why ?? ""));
  }

  /** @param {(next: Setting) => void} change @returns {string} */
  #changed(change) {
    const next = this.#setting;
    change(next);
    next.weights = next.weights.map((row) =>
      NAMES[next.source].map((_, i) => row[i] ?? 0)
    );
    return formatMix(next);
  }

  /** @param {(next: Setting) => void} change */
  #change(change) {
    this.commit(this.#changed(change));
  }

  /** @param {string} name @param {string} key @param {string[][]} options */
  #choice(name, key, options) {
    return select(
      name,
      options,
      (value) => this.#change((next) => Object.assign(next, { [key]: value })),
    );
  }

  /** @param {string} summary @param {...Node} children */
  #details(summary, ...children) {
    const toggle = () => this.#plan();
    return make("details", { toggle }, make("summary", {}, summary), ...children);
  }

  /** @param {Setting} setting */
  #arrange({ source, weights: { length } }) {
    const names = NAMES[source];
    this.#filter = Math.min(this.#filter, length - 1);
    this.#channel = Math.min(this.#channel, names.length - 1);
    this.#views = names.map((name, i) => new View("input", name, `channel ${i}`));
    this.#back = names.map((name) => new View("output", name));
    this.dataset.channels = String(names.length);
    this.#board.style.setProperty("--channels", String(names.length));
    this.#board.replaceChildren(
      div(
        "mixer-row",
        ...this.#views.map(({ node }) => node),
        make("span", {}, "+ bias"),
        make("span", {}, "= output"),
      ),
    );
    this.#rows = Array.from({ length }, (_, filter) => {
      const name = `filter ${filter + 1}`;
      const view = new View("output", name, name);
      const cells = [...names, ""].map((channel, i) =>
        this.#cell(
          filter,
          i,
          channel ? `weight of ${channel} in ${name}` : `bias of ${name}`,
        )
      );
      const remove = button("×", () => {
        this.#change(({ weights, biases }) => {
          weights.splice(filter, 1);
          biases.splice(filter, 1);
        });
        this.#more.focus();
      });
      remove.ariaLabel = `Remove ${name}`;
      this.#board.append(make(
        "div",
        { class: "mixer-row", role: "group", "aria-label": name },
        make("span", {}, name, length > 1 ? remove : ""),
        ...cells,
        view.node,
      ));
      return { view, cells, key: "" };
    });
    this.#more.ariaDisabled = String(length === MOST);
    const more = names.length === 3 ? [this.#restored] : [];
    this.#undoneMaps.replaceChildren(
      ...[...this.#back, ...more, this.#difference].map(({ node }) => node),
    );
    this.#feed();
  }

  /** @param {number} filter @param {number} channel @param {string} label */
  #cell(filter, channel, label) {
    let from = NaN, value = 0, moved = false;
    const now = () => {
      const { weights, biases } = this.#setting;
      return weights[filter][channel] ?? biases[filter];
    };
    /** @param {number} next */
    const put = (next) => {
      this.#began ||= this.text;
      next = clamp(next, -LIMIT, LIMIT);
      this.pass(this.#changed(({ weights, biases }) => {
        if (channel < weights[filter].length) weights[filter][channel] = next;
        else biases[filter] = next;
      }));
      write(cell, now());
      this.tell("");
    };
    const choose = () => {
      this.#filter = filter;
      if (channel < this.#views.length) this.#channel = channel;
      this.#plan();
    };
    const end = () => {
      from = NaN;
      if (this.#began) this.settle(this.#began);
      this.#began = "";
    };
    const typed = () => {
      const text = cell.value.trim();
      const number = Number(text.replace("−", "-").replace(",", ".") || NaN);
      if (Math.abs(number) <= LIMIT) {
        put(number);
        return end();
      }
      cell.ariaInvalid = "true";
      cell.dataset.why = `“${text.slice(0, 20)}” cannot be the ${label}: write a` +
        ` number from −${LIMIT} to ${LIMIT}, such as 0.5.`;
      this.tell("");
    };
    const cell = make("input", {
      type: "text",
      role: "spinbutton",
      class: "mixer-cell",
      autocomplete: "off",
      "aria-label": label,
      "aria-valuemin": -LIMIT,
      "aria-valuemax": LIMIT,
      focus: choose,
      change: typed,
      blur: end,
      keyup: end,
      keydown: (event) => {
        const { key, ctrlKey, metaKey, shiftKey } = event;
        if (STEPS[key]) put(now() + STEPS[key]);
        else if (key === "Enter") typed();
        else if (
          key.toLowerCase() === "z" && (ctrlKey || metaKey) &&
          cell.value === plain(now())
        ) shiftKey ? this.redo() : this.undo();
        else return;
        event.preventDefault();
      },
      pointerdown: ({ button, clientX, pointerId }) => {
        cell.setPointerCapture(pointerId);
        moved = false;
        value = now();
        from = button ? NaN : clientX;
      },
      pointermove: ({ clientX }) => {
        const way = Math.round(clientX - from);
        moved ||= Math.abs(way) >= SLOP;
        if (!moved || isNaN(way)) return;
        choose();
        put(value + way / 100);
      },
      lostpointercapture: end,
      // A press may become a drag, so it selects nothing; a click then does.
      mousedown: (event) => event.preventDefault(),
      click: () => {
        cell.focus();
        if (!moved) cell.select();
      },
    });
    return cell;
  }

  /** @param {any} event */
  #point({ target, clientX, clientY }) {
    const frame = target.closest("[data-place]");
    if (!frame) return;
    const [kind, number] = frame.dataset.place.split(" ");
    if (kind === "filter") this.#filter = number - 1;
    if (kind === "channel") this.#channel = +number;
    const { left, top, width, height } = frame.getBoundingClientRect();
    this.#place((clientY - top) / height * SIZE, (clientX - left) / width * SIZE);
  }

  /** @param {...number} place row and column */
  #place(...place) {
    const [row, column] = place.map((at) => clamp(Math.floor(at), 0, SIZE - 1));
    this.pass(this.#changed((next) => Object.assign(next, { row, column })));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.note(), PAUSE);
  }

  /** @param {string} picture */
  async #load(picture) {
    this.#wanted = picture;
    this.#rgb = this.#inputs = undefined;
    this.#trouble = "Loading the picture.";
    const link = this.#link;
    link.href = picture === "own"
      ? this.#own
      : import.meta.resolve(`../images/${picture}.png`);
    link.download = `${picture}.png`;
    link.textContent = `Download ${picture}.png`;
    try {
      const { rgb } = await decoded(await (await fetch(link.href)).blob());
      if (this.#wanted === picture) this.#rgb = rgb;
    } catch {
      if (this.#wanted !== picture) return;
      this.#wanted = "";
      this.#trouble = "The picture could not be loaded. Choose another, or try again.";
    }
    this.#feed();
  }

  #feed() {
    this.#inputs = this.#rgb && sourceMaps(this.#setting.source, this.#rgb);
    this.#rows.forEach((row) => row.key = "");
    this.#fresh = true;
    this.#plan();
  }

  /** @param {File | undefined} file */
  async #take(file) {
    if (!file) return;
    const { name, size } = file;
    const found = size <= LARGEST * 1e6 && await decoded(file).catch(() => null);
    if (!found) {
      return this.tell(
        `“${name}” cannot be used: take a PNG or JPEG of at most ${LARGEST} MB.` +
          " The picture stays as it is.",
      );
    }
    this.#own = found.canvas.toDataURL();
    this.#wanted = "";
    this.#change((next) => next.picture = "own");
    this.show(this.text); // if it was own before
    this.say("This is your picture. It stays on this page.");
  }

  #here() {
    const inputs = this.#inputs, filter = this.#filter;
    if (!inputs) return;
    const { weights, biases, activation, row, column } = this.#setting;
    const at = row * SIZE + column;
    return {
      inputs,
      name: `Filter ${filter + 1} at row ${row}, column ${column}`,
      ...sumAt(inputs, weights[filter], biases[filter], activation, at),
    };
  }

  #plan() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint() {
    const { weights, biases, activation, row, column, undo } = this.#setting;
    const relu = activation === "relu";
    this.style.cssText = `--y: ${(row + 0.5) / SIZE}; --x: ${(column + 0.5) / SIZE}`;
    this.#sliders.forEach(({ input }, i) => input.value = String(i ? column : row));
    this.#rows.forEach(({ view }, i) =>
      view.node.classList.toggle("mixer-chosen", i === this.#filter)
    );
    this.#panel.hidden = !undo;
    const rgb = this.#rgb, here = this.#here();
    if (!rgb || !here) {
      this.#sum.textContent = this.#trouble;
      return;
    }
    const { inputs, terms, bias, sum, output } = here;
    this.#sum.replaceChildren(
      make("b", {}, `${here.name}: `),
      ...terms.flatMap(([weight, value], i) => [
        ...signed(weight, !i),
        "·",
        coloured("input", value < 0 ? `(${written(value, 3)})` : written(value, 3)),
      ]),
      ...signed(bias),
      " = ",
      ...(relu && sum < 0 ? [written(sum, 3), ", which ReLU makes "] : []),
      coloured("output", written(output, 3)),
    );
    const filters = weights.length, channels = terms.length;
    this.#once.textContent =
      `A filter is one neuron, the same at all ${SIZE}·${SIZE} positions. It reads` +
      ` this position of ${
        channels > 2 ? `all ${channels}` : "both"
      } maps; no neighbour matters. Parameters:` +
      ` ${channels}·${filters} + ${filters} = ${(channels + 1) * filters}.`;

    if (this.#fresh) {
      this.#before.paintColours(rgb.maps);
      this.#views.forEach((view, i) => view.paint(inputs.maps[i]));
    }
    const maps = this.#memory.slice(0, filters);
    let changed = this.#fresh;
    this.#rows.forEach((row, i) => {
      const key = `${weights[i]} ${biases[i]} ${activation} ${undo}`;
      if (key === row.key) return;
      row.key = key;
      changed = true;
      pointwiseRow(inputs, weights[i], biases[i], activation, maps[i]);
      row.view.paint(maps[i]);
    });
    if (filters !== 3) {
      this.#after.caption.textContent = `output of filter ${this.#filter + 1}`;
      this.#after.context.drawImage(this.#rows[this.#filter].view.canvas, 0, 0);
    } else if (changed) {
      this.#after.caption.textContent = "outputs as colours";
      this.#after.paintColours(maps);
    }
    if (undo && changed) this.#goBack(inputs.maps, { ...inputs, maps });
    if (this.#contrast.open) this.#compare(inputs);
    if (this.#script.open) this.#code.textContent = this.#keras;
    this.#fresh = false;
    this.dispatchEvent(new Event("painted"));
  }

  /** @param {Float32Array[]} maps @param {Maps} outputs */
  #goBack(maps, outputs) {
    const filters = outputs.maps.length, channels = maps.length;
    const second = undoing(this.#setting);
    this.#undoneMaps.hidden = !second;
    if (!second) {
      this.#undone.textContent = filters === channels
        ? "These weights have no inverse: a filter repeats what others say." +
          " Change a weight."
        : `Undoing takes as many filters as channels; here are ${filters} and ${channels}.`;
      return;
    }
    const difference = this.#memory[2 * MOST].fill(0);
    const restored = this.#back.map((view, c) => {
      const back = this.#memory[MOST + c], map = maps[c];
      pointwiseRow(outputs, second.weights[c], second.biases[c], "none", back);
      view.paint(back);
      for (let i = 0; i < AREA; i++) {
        const off = Math.abs(back[i] - map[i]);
        if (off > difference[i]) difference[i] = off;
      }
      return back;
    });
    if (channels === 3) this.#restored.paintColours(restored);
    this.#difference.paint(difference);
    let largest = 0;
    for (const off of difference) if (off > largest) largest = off;
    let zeros = 0;
    for (const map of outputs.maps) for (const value of map) if (!value) zeros++;
    this.#undone.textContent =
      "A second 1×1 layer has the inverse weights. Its largest difference from the" +
      ` input is ${largest < 5e-4 ? "below 0.001" : written(largest, 3)}. ` +
      (this.#setting.activation === "relu"
        ? `After ReLU ${
          written(100 * zeros / filters / AREA, 1)
        }% of the values are 0:` +
          " no matrix can tell what they were."
        : "Nothing is lost.");
  }

  /** @param {Maps} inputs */
  #compare(inputs) {
    const name = this.#other.input.value;
    const { source, row, column } = this.#setting, channel = this.#channel;
    const input = inputs.maps[channel];
    const { width, maps: [map] } = OTHERS[name]({ ...inputs, maps: [input] });
    const step = SIZE / width, side = step === 2 ? 2 : 3;
    // A pooling window begins at an even position; a 3×3 one before the position.
    const [top, left] = [row, column].map((at) => step === 2 ? at - at % 2 : at - 1);
    const { canvas, context, node } = this.#patch;
    node.style.setProperty("--side", String(side));
    canvas.width = canvas.height = PATCH; // clears it: beyond an edge there is nothing
    context.drawImage(this.#views[channel].canvas, 5 - left, 5 - top);
    this.#result.canvas.width = this.#result.canvas.height = width;
    this.#result.paint(map);
    const read = Array.from({ length: side * side }, (_, i) => {
      const y = top + Math.floor(i / side), x = left + i % side;
      const inside = Math.min(x, y) >= 0 && Math.max(x, y) < SIZE;
      return written(inside ? input[y * SIZE + x] : 0, 2);
    });
    const output = map[Math.floor(row / step) * width + Math.floor(column / step)];
    this.#otherSays.textContent =
      `${name} reads ${side * side} positions of one map. In “${
        NAMES[source][channel]
      }”,` +
      ` around row ${row}, column ${column}, ${read.join(", ")} give` +
      ` ${written(output, 2)}. A 1×1 reads no neighbour, but every map.`;
  }
}

/** @param {string} name @param {...(Node | string)} children */
function div(name, ...children) {
  return make("div", { class: name }, ...children);
}

/** @param {string} name @param {string[][]} options @param {(value: string) => void} change */
function select(name, options, change) {
  const input = make(
    "select",
    { change: () => change(input.value) },
    ...options.map(([value, text = value]) => make("option", { value }, text)),
  );
  return { input, node: make("label", {}, name, input) };
}

/** @param {Setting} setting */
function mixOf(setting) {
  return formatMix({ ...setting, picture: "", row: 0, column: 0 });
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

/** @param {number} value */
function plain(value) {
  return written(value, 4);
}

/** @param {HTMLInputElement} cell @param {number} value */
function write(cell, value) {
  cell.ariaInvalid = null;
  cell.value = plain(value);
  cell.ariaValueNow = String(value);
  cell.style.setProperty("--weight", String(value));
}

/** @param {string} kind @param {string} text */
function coloured(kind, text) {
  return make("span", { class: `mixer-${kind}` }, text);
}

/** @param {number} value @param {boolean} first */
function signed(value, first = false) {
  return first
    ? [coloured("weight", plain(value))]
    : [value < 0 ? " − " : " + ", coloured("weight", plain(Math.abs(value)))];
}

/** @param {Blob} blob */
async function decoded(blob) {
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap, side = Math.min(width, height);
  const canvas = make("canvas", { width: SIZE, height: SIZE });
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.fillStyle = "white"; // shows through a transparent picture
  context.fillRect(0, 0, SIZE, SIZE);
  context.imageSmoothingQuality = "high";
  const left = (width - side) / 2, top = (height - side) / 2;
  context.drawImage(bitmap, left, top, side, side, 0, 0, SIZE, SIZE);
  bitmap.close();
  const { data } = context.getImageData(0, 0, SIZE, SIZE);
  const maps = [0, 1, 2].map((channel) =>
    Float32Array.from({ length: AREA }, (_, i) => data[4 * i + channel] / 255)
  );
  return { canvas, rgb: { height: SIZE, width: SIZE, maps } };
}

customElements.define("channel-mixer", ChannelMixer);
