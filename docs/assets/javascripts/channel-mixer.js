/** `<channel-mixer>`: what a 1×1 convolution does to the maps of a picture. */

import { copyButton, make, Workbench, written } from "./lab.js";
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

/** @typedef {import("./mix.js").Maps} Maps */
/** @typedef {import("./mix.js").Setting} Setting */

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
  "3×3 blur": (maps) => neighbours(maps, STENCILS.blur),
  "3×3 edges, left to right": (maps) => neighbours(maps, STENCILS.across),
};

/** The colours of −1 to 1 in steps of 1/255, from blue to black to white. */
const SHADES = Uint32Array.from({ length: 511 }, (_, i) => {
  const value = Math.abs(i - 255);
  const [red, green] = i < 255 ? [value >> 2, value >> 1] : [value, value];
  return 255 << 24 | value << 16 | green << 8 | red;
});

const TITLES = Object.fromEntries(PRESETS.map(({ id, title }) => [id, title]));

/** @type {Record<number, ImageData>} by width, to use again */
const BUFFERS = {};
/** @type {Record<string, Promise<Maps>>} */
const LOADED = {};

/** One map, framed and named. */
class View {
  canvas = make("canvas", { role: "img" });
  frame = make("div", { class: "mixer-frame" }, this.canvas);
  caption = make("span", { "aria-hidden": "true" });
  context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));

  /**
   * @param {string} kind input or output
   * @param {string} name
   * @param {number} side in positions
   * @param {string} place what pointing at it means, if it has the mark
   */
  constructor(kind, name, side = SIZE, place = "") {
    this.canvas.width = this.canvas.height = side;
    this.image = BUFFERS[side] ??= new ImageData(side, side);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.node = div(`mixer-map mixer-${kind}`, this.caption, this.frame);
    if (place) this.frame.dataset.place = place;
    this.title(name, `${kind}, ${name}`);
  }

  /** @param {string} name @param {string} label */
  title(name, label = name) {
    if (this.caption.textContent === name) return;
    this.caption.textContent = name;
    this.canvas.setAttribute("aria-label", label);
  }

  /** Paint what of a map begins at `from`. @param {Float32Array} map */
  paint(map, width = this.canvas.width, from = 0) {
    const { image, pixels, canvas: { width: side } } = this;
    for (let to = 0; to < pixels.length; from += width) {
      for (let column = 0; column < side; column++) {
        const shade = map[from + column] * 255 + 255.5;
        pixels[to++] = SHADES[shade < 0 ? 0 : shade > 510 ? 510 : shade | 0];
      }
    }
    this.context.putImageData(image, 0, 0);
  }

  /** Paint maps as red, green and blue. @param {Float32Array[]} maps */
  paintColours([red, green, blue]) {
    const { data } = this.image; // limits and rounds what it is given
    for (let i = 0, to = 0; i < red.length; i++) {
      data[to++] = red[i] * 255;
      data[to++] = green[i] * 255;
      data[to++] = blue[i] * 255;
      data[to++] = 255;
    }
    this.context.putImageData(this.image, 0, 0);
  }
}

class ChannelMixer extends Workbench {
  /** @override */
  key = "mix";
  /** @override */
  start = PRESETS[0].text;

  /** @type {Maps | undefined} */
  #rgb;
  /** @type {{rgb: Maps, href: string} | undefined} a picture of the reader's */
  #own;
  /** @type {Maps | undefined} */
  #inputs;
  /** @type {{view: View, cells: HTMLInputElement[], key: string, cut: number}[]} */
  #rows = [];
  /** @type {View[]} */
  #views = [];
  /** @type {View[]} */
  #back = [];
  /** @type {{patch: View, view: View, map: Float32Array}[]} */
  #others = [];
  /** @type {Float32Array[]} outputs, and after them what undoing makes of them */
  #memory = Array.from({ length: 2 * MOST + 1 }, () => new Float32Array(AREA));
  #fresh = true; // the input maps are to be painted
  #frame = 0;
  #timer = 0;
  #shape = "";
  #mix = "";
  #wanted = "";
  #trouble = "";
  #lost = "";
  #began = "";
  #filter = 0;
  #channel = 0;

  #preset = select("Try", { "": "your own mix", ...TITLES }, (id) => {
    const preset = PRESETS.find((one) => one.id === id);
    this.#mix = "";
    if (!preset) return this.show(this.text);
    this.#change((next) => {
      const { picture, row, column } = next;
      Object.assign(next, parseMix(preset.text), { row, column });
      if (picture === "own") next.picture = picture;
    });
    this.say(preset.says);
  });
  #picture = this.#choice("Picture", "picture", {
    ...Object.fromEntries(PICTURES.map((name) => [name, name])),
    own: "your own",
  });
  #source = this.#choice("Input maps", "source", {
    rgb: "the colours",
    maps: "eight, by a 3×3",
    two: "two of those",
  });
  #activation = this.#choice("Activation", "activation", {
    none: "none",
    relu: "ReLU",
  });
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
  #before = new View("input", "picture", SIZE, "picture");
  #after = new View("output", "output", SIZE, "picture");
  #sliders = ["row", "column"].map((name) => {
    const shown = make("span", { "aria-hidden": "true" });
    const input = make("input", {
      type: "range",
      max: SIZE - 1,
      input: () => {
        const [row, column] = this.#sliders.map(({ input }) => Number(input.value));
        this.#place(row, column);
      },
    });
    return { input, shown, node: make("label", {}, `${name} `, shown, input) };
  });
  #sum = make("p", { class: "mixer-sum" });
  #once = make("p", {});
  #undone = make("p", {});
  #undoneMaps = div("mixer-strip");
  #restored = new View("output", "as a picture");
  #difference = new View("output", "difference");
  #panel = make("section", {}, this.#undone, this.#undoneMaps);
  #other = select("Instead of the 1×1", OTHERS, () => {
    this.#others = [];
    this.#plan();
  });
  #otherMaps = div("mixer-strip");
  #otherSays = make("p", {});
  #contrast = this.#details(
    "For contrast: pooling and a 3×3 on the same maps",
    div("mixer-bar", this.#other.node),
    this.#otherMaps,
    this.#otherSays,
  );
  #code = make("code");
  #link = make("a");
  #script = this.#details(
    "The same in Keras",
    div(
      "lab-tools",
      copyButton("Copy the code", () => this.#keras, (sentence) => this.say(sentence)),
      this.#link,
    ),
    make("pre", { tabindex: 0 }, this.#code),
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
      this.#lost = "The picture was a reader's own and never left that reader's page." +
        " You see another one.";
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
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.#take(event.dataTransfer.files[0]);
    });
    return [
      div("mixer-bar", this.#preset.node, this.#picture.node),
      this.#says,
      make(
        "p",
        { class: "mixer-hint" },
        "Drag a weight sideways, type it, or press an arrow key.",
      ),
      div(
        "mixer-main",
        div("mixer-scroll", this.#board),
        div(
          "mixer-legend",
          this.#more,
          make("span", {}, "−1 ", make("i"), " 1"),
          make("span", {}, "Blue is below 0: what ReLU cuts."),
        ),
        div("mixer-pair", this.#before.node, this.#after.node),
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
    const now = parseMix(text);
    const { source, picture, activation, weights, biases } = now;
    const shape = `${source} ${weights.length}`;
    if (shape !== this.#shape) this.#arrange(now);
    const mix = mixOf(now);
    // A place that is pointed at leaves what a reader is typing.
    if (mix !== this.#mix) {
      this.#rows.forEach(({ cells }, filter) =>
        [...weights[filter], biases[filter]].forEach((value, i) =>
          write(cells[i], value)
        )
      );
      this.#mix = mix;
      const known = PRESETS.find((preset) => mixOf(parseMix(preset.text)) === mix);
      this.#preset.input.value = known?.id ?? "";
      this.#says.textContent = known?.says ??
        "Your own mix: each row of weights makes one map of all the input maps.";
    }
    this.#picture.input.options[PICTURES.indexOf("own")].disabled = !this.#own;
    this.#picture.input.value = picture;
    this.#source.input.value = source;
    this.#activation.input.value = activation;
    this.#undo.checked = now.undo;
    if (this.#wanted !== picture) this.#load(picture);
    else if (shape !== this.#shape) this.#feed();
    this.#shape = shape;
    this.tell(this.#lost);
    this.#lost = "";
    const place = this.#here();
    if (place) this.say(`${place.name}: ${written(place.output, 3)}`);
    this.#plan();
  }

  /** A cell that holds no number keeps its sentence. @override @param {string} sentence */
  tell(sentence) {
    const bad = /** @type {HTMLElement | null} */ (this.querySelector(
      "[aria-invalid]",
    ));
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

  /** @param {string} name @param {string} key @param {Record<string, string>} options */
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

  /** Make the rows and columns anew. @param {Setting} setting */
  #arrange({ source, weights: { length } }) {
    const names = NAMES[source];
    this.#filter = Math.min(this.#filter, length - 1);
    this.#channel = Math.min(this.#channel, names.length - 1);
    this.#views = names.map((name, i) => new View("input", name, SIZE, `channel ${i}`));
    this.#back = names.map((name) => new View("output", name));
    this.#others = [];
    this.#rows = Array.from({ length }, (_, filter) => {
      const name = `filter ${filter + 1}`;
      const view = new View("output", name, SIZE, name);
      const cells = [...names, ""].map((channel, i) =>
        this.#cell(
          filter,
          i,
          channel ? `weight of ${channel} in ${name}` : `bias of ${name}`,
        )
      );
      return { view, cells, key: "", cut: 0 };
    });
    this.#board.style.setProperty("--channels", String(names.length));
    this.dataset.channels = String(names.length);
    this.#board.replaceChildren(
      div(
        "mixer-row",
        ...this.#views.map(({ node }) => node),
        make("span", {}, "+ bias"),
        make("span", {}, "= output"),
      ),
      ...this.#rows.map(({ view, cells }, filter) => {
        const name = view.caption.textContent ?? "";
        const remove = button("×", () => {
          if (length === 1) return;
          this.#change(({ weights, biases }) => {
            weights.splice(filter, 1);
            biases.splice(filter, 1);
          });
          this.#more.focus();
        });
        remove.ariaLabel = `Remove ${name}`;
        remove.ariaDisabled = String(length === 1);
        const row = div(
          "mixer-row",
          make("span", {}, name, remove),
          ...cells,
          view.node,
        );
        row.role = "group";
        row.ariaLabel = name;
        return row;
      }),
    );
    this.#more.ariaDisabled = String(length === MOST);
    const more = names.length === 3 ? [this.#restored] : [];
    this.#undoneMaps.replaceChildren(
      ...[...this.#back, ...more, this.#difference].map(({ node }) => node),
    );
    this.#fresh = true;
  }

  /**
   * Make the cell of a weight, or of the bias that follows the weights.
   * @param {number} filter
   * @param {number} channel
   * @param {string} label
   */
  #cell(filter, channel, label) {
    let from = NaN, value = 0, moved = false;
    const now = () => {
      const { weights, biases } = this.#setting;
      return weights[filter][channel] ?? biases[filter];
    };
    /** @param {number} next */
    const put = (next) => {
      this.#began ||= this.text;
      this.pass(this.#changed(({ weights, biases }) => {
        const row = channel < weights[filter].length ? weights[filter] : biases;
        row[row === biases ? filter : channel] = Math.max(
          -LIMIT,
          Math.min(LIMIT, next),
        );
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
      const number = cell.value === plain(now()) ? now() : read(cell.value);
      if (Math.abs(number) <= LIMIT) {
        put(number);
        return end();
      }
      cell.ariaInvalid = "true";
      cell.dataset.why =
        `“${cell.value.slice(0, 20)}” cannot be the ${label}: write a` +
        ` number from −${LIMIT} to ${LIMIT}, such as 0.5 or 1/3.`;
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
      /** @param {KeyboardEvent} event */
      keydown: (event) => {
        const { key, ctrlKey, metaKey, shiftKey } = event;
        if (STEPS[key]) put(now() + STEPS[key]);
        else if (key === "Escape") put(now());
        else if (key === "Enter") typed();
        else if (
          key.toLowerCase() === "z" && (ctrlKey || metaKey) &&
          cell.value === plain(now())
        ) shiftKey ? this.redo() : this.undo();
        else return;
        event.preventDefault();
      },
      /** @param {PointerEvent} event */
      pointerdown: (event) => {
        moved = false;
        value = now();
        from = event.button ? NaN : event.clientX;
      },
      /** @param {PointerEvent} event */
      pointermove: (event) => {
        const way = Math.round(event.clientX - from);
        if (!moved && Math.abs(way) >= SLOP) {
          moved = true;
          cell.setPointerCapture(event.pointerId);
          choose();
        }
        if (moved && way === way) put(value + way / 100);
      },
      pointerup: end,
      pointercancel: end,
      // A press may become a drag, so it selects nothing; a click then does.
      /** @param {MouseEvent} event */
      mousedown: (event) => event.detail < 2 && event.preventDefault(),
      /** @param {MouseEvent} event */
      click: (event) => {
        if (event.detail > 1) return;
        cell.focus();
        if (!moved) cell.select();
      },
    });
    return cell;
  }

  /** Go where the reader points. @param {MouseEvent} event */
  #point(event) {
    const target = /** @type {Element} */ (event.target);
    const frame = /** @type {HTMLElement | null} */ (target.closest("[data-place]"));
    if (!frame) return;
    const [kind, number] = (frame.dataset.place ?? "").split(" ");
    if (kind === "filter") this.#filter = Number(number) - 1;
    if (kind === "channel") this.#channel = Number(number);
    const { left, top, width, height } = frame.getBoundingClientRect();
    this.#place(
      (event.clientY - top) / height * SIZE,
      (event.clientX - left) / width * SIZE,
    );
  }

  /** @param {...number} place row and column */
  #place(...place) {
    const [row, column] = place.map((at) =>
      Math.max(0, Math.min(SIZE - 1, Math.floor(at)))
    );
    this.#plan();
    const text = this.#changed((next) => Object.assign(next, { row, column }));
    if (text === this.text) return;
    this.pass(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.note(), PAUSE);
  }

  /** @param {string} picture */
  async #load(picture) {
    this.#wanted = picture;
    this.#trouble = "Loading the picture.";
    const own = picture === "own" ? this.#own : undefined;
    this.#link.href = own?.href ??
      new URL(`../images/${picture}.png`, import.meta.url).href;
    this.#link.download = `${picture}.png`;
    this.#link.textContent = `Download the picture, ${picture}.png`;
    try {
      const rgb = own?.rgb ?? await (LOADED[picture] ??= fetched(this.#link.href));
      if (this.#wanted !== picture) return;
      this.#rgb = rgb;
      this.#trouble = "";
    } catch {
      delete LOADED[picture];
      if (this.#wanted !== picture) return;
      this.#wanted = "";
      this.#trouble = "The picture could not be loaded. Choose another, or try again.";
    }
    this.#feed();
  }

  /** Make the input maps of the picture. */
  #feed() {
    this.#inputs = this.#rgb && sourceMaps(this.#setting.source, this.#rgb);
    this.#rows.forEach((row) => row.key = "");
    this.#others = [];
    this.#fresh = true;
    this.#plan();
  }

  /** Take a picture of the reader's. @param {File | undefined} file */
  async #take(file) {
    if (!file) return;
    const { name, size } = file;
    const why = !size
      ? "is empty"
      : size > LARGEST * 1e6
      ? `has more than ${LARGEST} MB`
      : "is no picture that this browser can read: try PNG or JPEG";
    const usable = size && size <= LARGEST * 1e6;
    const found = usable && await decoded(file).catch(() => null);
    if (!found) return this.tell(`“${name}” ${why}. The picture stays as it is.`);
    this.#own = { rgb: found.rgb, href: found.canvas.toDataURL() };
    this.#wanted = "";
    const { text } = this;
    this.#change((next) => next.picture = "own");
    if (this.text === text) this.show(text);
    this.say("This is your picture. It stays on this page.");
  }

  /** What the chosen filter makes at the position, once there are maps. */
  #here() {
    const { weights, biases, activation, row, column } = this.#setting;
    const filter = this.#filter;
    if (this.#trouble || this.#inputs?.maps.length !== weights[0].length) return;
    const at = row * SIZE + column;
    return {
      name: `Filter ${filter + 1} at row ${row}, column ${column}`,
      ...sumAt(this.#inputs, weights[filter], biases[filter], activation, at),
    };
  }

  /** Compute and paint what has changed, once, before the next frame. */
  #plan() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint() {
    const { weights, biases, activation, row, column, undo } = this.#setting;
    const relu = activation === "relu";
    this.#sliders.forEach(({ input, shown }, i) => {
      const at = [row, column][i];
      this.style.setProperty(["--y", "--x"][i], String((at + 0.5) / SIZE));
      input.value = shown.textContent = String(at);
    });
    this.#rows.forEach(({ view }, i) =>
      view.node.classList.toggle("mixer-chosen", i === this.#filter)
    );
    this.#panel.hidden = !undo;
    const inputs = this.#inputs, here = this.#here();
    if (!inputs || !this.#rgb || !here) {
      this.#sum.textContent = this.#trouble;
      return;
    }
    const { terms, bias, sum, output } = here;
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
    const filters = weights.length, channels = inputs.maps.length;
    this.#once.textContent =
      `A filter is one neuron, the same at all ${written(AREA)} positions. It reads` +
      ` this position of ${all(channels)} maps; no neighbour matters. Parameters:` +
      ` ${channels}·${filters} + ${filters} = ${(channels + 1) * filters}.`;

    if (this.#fresh) {
      this.#before.paintColours(this.#rgb.maps);
      this.#views.forEach((view, i) => view.paint(inputs.maps[i]));
    }
    const maps = this.#memory.slice(0, filters);
    let changed = this.#fresh;
    this.#rows.forEach((row, i) => {
      const key = `${weights[i]} ${biases[i]} ${activation} ${undo}`;
      if (key === row.key) return;
      row.key = key;
      changed = true;
      if (relu && undo) {
        pointwiseRow(inputs, weights[i], biases[i], "none", maps[i]);
        row.cut = maps[i].reduce((count, value) => value < 0 ? count + 1 : count, 0);
      }
      pointwiseRow(inputs, weights[i], biases[i], activation, maps[i]);
      row.view.paint(maps[i]);
    });
    if (filters !== 3) {
      this.#after.title(`output of filter ${this.#filter + 1}`);
      this.#after.context.drawImage(this.#rows[this.#filter].view.canvas, 0, 0);
    } else if (changed) {
      this.#after.title("outputs as colours");
      this.#after.paintColours(maps);
    }
    if (undo) this.#goBack(inputs, { ...inputs, maps });
    if (this.#contrast.open) this.#compare(inputs);
    if (this.#script.open) this.#code.textContent = this.#keras;
    this.#fresh = false;
    this.dispatchEvent(new CustomEvent("painted"));
  }

  /** Show what a second layer, with the inverse weights, brings back. @param {Maps} inputs @param {Maps} outputs */
  #goBack({ maps }, outputs) {
    const filters = outputs.maps.length, channels = maps.length;
    const second = undoing(this.#setting);
    this.#undoneMaps.hidden = !second;
    if (!second) {
      this.#undone.textContent = filters === channels
        ? "These weights have no inverse: a filter repeats what others say, so" +
          " something is lost for good. Change a weight."
        : `Undoing takes as many filters as channels; here are ${filters} and ${channels}.`;
      return;
    }
    const difference = this.#memory[2 * MOST].fill(0);
    let largest = 0;
    const restored = this.#back.map((view, c) => {
      const back = this.#memory[MOST + c];
      pointwiseRow(outputs, second.weights[c], second.biases[c], "none", back);
      view.paint(back);
      for (let i = 0; i < AREA; i++) {
        const off = Math.abs(back[i] - maps[c][i]);
        if (off > difference[i]) difference[i] = off;
        if (off > largest) largest = off;
      }
      return back;
    });
    if (channels === 3) this.#restored.paintColours(restored);
    this.#difference.paint(difference);
    const cut = this.#rows.reduce((sum, row) => sum + row.cut, 0) / filters / AREA;
    this.#undone.textContent =
      "A second 1×1 layer has the inverse weights. Its largest difference from the" +
      ` input is ${largest < 5e-4 ? "below 0.001" : written(largest, 3)}. ` +
      (this.#setting.activation === "relu"
        ? `ReLU has cut ${written(100 * cut, 1)}% of the values to 0: no matrix can` +
          " tell what they were."
        : "Nothing is lost.");
  }

  /** Show what reads neighbours in one map. @param {Maps} inputs */
  #compare(inputs) {
    const name = this.#other.input.value;
    const { source, row, column } = this.#setting;
    const names = NAMES[source];
    if (!this.#others.length) {
      const { width, maps } = OTHERS[name](inputs);
      this.#others = names.map((name, i) => {
        const patch = new View("input", name, PATCH);
        const view = new View("output", `${width}×${width}`, width);
        view.frame.style.inlineSize = `${100 * width / SIZE}%`;
        view.paint(maps[i]);
        return { patch, view, map: maps[i] };
      });
      this.#otherMaps.replaceChildren(
        ...this.#others.map(({ patch, view }) =>
          div("mixer-patch", patch.node, view.node)
        ),
      );
    }
    const { map, view: { canvas: { width } } } = this.#others[this.#channel];
    const step = SIZE / width, side = step === 2 ? 2 : 3;
    // A pooling window begins at an even position; a 3×3 one before the position.
    const [top, left] = [row, column].map((at) => step === 2 ? at - at % 2 : at - 1);
    const [y, x] = [row, column].map((at) =>
      Math.max(0, Math.min(SIZE - PATCH, at - PATCH / 2))
    );
    const where = { top: top - y, left: left - x, side };
    for (const [key, value] of Object.entries(where)) {
      this.#otherMaps.style.setProperty(`--${key}`, `${100 * value / PATCH}%`);
    }
    this.#others.forEach(({ patch }, i) =>
      patch.paint(inputs.maps[i], SIZE, y * SIZE + x)
    );
    const read = Array.from({ length: side * side }, (_, i) => {
      const y = top + Math.floor(i / side), x = left + i % side;
      const inside = Math.min(x, y) >= 0 && Math.max(x, y) < SIZE;
      return written(inside ? inputs.maps[this.#channel][y * SIZE + x] : 0, 2);
    });
    const output = map[Math.floor(row / step) * width + Math.floor(column / step)];
    this.#otherSays.textContent =
      `${name} reads ${side * side} positions of one map. In “${
        names[this.#channel]
      }”,` +
      ` around row ${row}, column ${column}, ${read.join(", ")} give` +
      ` ${written(output, 2)}. A 1×1 reads one position of ${all(names.length)} maps.`;
  }
}

/** @param {string} name @param {...Node} children */
function div(name, ...children) {
  return make("div", { class: name }, ...children);
}

/** @param {string} label @param {() => void} click */
function button(label, click) {
  return make("button", { type: "button", click }, label);
}

/** @param {string} name @param {Record<string, unknown>} options @param {(value: string) => void} change */
function select(name, options, change) {
  const input = make(
    "select",
    { change: () => change(input.value) },
    ...Object.entries(options).map(([value, text]) =>
      make("option", { value }, typeof text === "string" ? text : value)
    ),
  );
  return { input, node: make("label", {}, name, input) };
}

/** What a preset is known by. @param {Setting} setting */
function mixOf(setting) {
  return formatMix({ ...setting, picture: "", row: 0, column: 0 });
}

/** @param {number} value */
function plain(value) {
  return written(value, 4);
}

/** @param {number} count */
function all(count) {
  return count > 2 ? `all ${count}` : "both";
}

/** @param {HTMLInputElement} cell @param {number} value */
function write(cell, value) {
  cell.removeAttribute("aria-invalid");
  cell.value = cell.ariaValueText = plain(value);
  cell.ariaValueNow = String(value);
  cell.style.setProperty("--weight", String(value));
}

/** Read a number or a fraction; NaN if it is neither. @param {string} text */
function read(text) {
  const clean = text.replace(/\s/g, "").replace("−", "-").replace(",", ".");
  const [, over, under = 1] = /^([+-]?[\d.]+)(?:\/([\d.]+))?$/.exec(clean) ?? [];
  return Number(over) / Number(under);
}

/** @param {string} kind @param {string} text */
function coloured(kind, text) {
  return make("span", { class: `mixer-${kind}` }, text);
}

/** A number with what joins it to the one before. @param {number} value @param {boolean} first */
function signed(value, first = false) {
  return first
    ? [coloured("weight", plain(value))]
    : [value < 0 ? " − " : " + ", coloured("weight", plain(Math.abs(value)))];
}

/** @param {string} address @returns {Promise<Maps>} */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address);
  return (await decoded(await answer.blob())).rgb;
}

/** Decode a picture and cut out its middle, as a square. @param {Blob} blob */
async function decoded(blob) {
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  });
  const { width, height } = bitmap, side = Math.min(width, height);
  const canvas = make("canvas", { width: SIZE, height: SIZE });
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" })
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
