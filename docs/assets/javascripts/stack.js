/**
 * What a stack of layers costs, counted as Keras counts: shapes, parameters and
 * multiply–accumulates (MACs). A stack is also a line of text, see `parse`.
 */

import { Refusal, written } from "./words.js";

/** @typedef {"same" | "valid"} Padding */
/** @typedef {[height: number, width: number, channels: number]} Shape */
/** @typedef {number[]} Path an index; inside a merge [..., index, branch, index] */
/** @typedef {{kind: "conv", filters: number, kernel: number, stride: number, padding: Padding, groups: number, dilation: number, bias: boolean}} Conv */
/** @typedef {{kind: "depthwise", kernel: number, stride: number, padding: Padding, dilation: number, multiplier: number, bias: boolean}} Depthwise */
/** @typedef {{kind: "max" | "avg", kernel: number, stride: number, padding: Padding}} Pool */
/** @typedef {{kind: "concat" | "sum", branches: Layer[][]}} Merge */
/** @typedef {Conv | Depthwise | Pool | {kind: "bn"} | {kind: "relu"} | Merge} Layer */
/** @typedef {{kind: Layer["kind"], branches?: Layer[][], padding?: Padding, bias?: boolean} & {[field in keyof typeof LETTERS]?: number}} Fields a layer of any kind */
/** @typedef {{input: Shape, layers: Layer[]}} Stack */
/**
 * `depth` counts the merges around a layer, `branch` is 0 in the trunk and begins at 1
 * inside a merge, `memory` is the bytes of the output as float32.
 * @typedef {{path: Path, depth: number, branch: number, kind: Layer["kind"],
 *   name: string, title: string, input: Shape, output: Shape, parameters: number,
 *   macs: number, memory: number,
 *   formula: {parameters: string, macs: string, output: string}}} Row
 */
/** @typedef {Pick<Row, "parameters" | "macs" | "memory" | "output">} Total */
/** @typedef {{layer: string, path: Path, sentence: string}} Refused */
/** @typedef {{direct: number, reduced: number, breakEven: number}} Comparison */

/** The most that a setting may be; the least is 1. */
export const LIMITS = {
  size: 4096,
  channels: 65536,
  filters: 65536,
  kernel: 64,
  stride: 64,
  groups: 65536,
  dilation: 64,
  multiplier: 64,
  layers: 60,
  nesting: 3,
  characters: 3000,
};

/** The numbers of a layer and their letters in its text, in the order of `format`. */
const LETTERS = {
  filters: "n",
  kernel: "k",
  stride: "s",
  groups: "g",
  dilation: "d",
  multiplier: "m",
};

/** What a layer has unless its text says otherwise; 0 must be said, or is the kernel. */
const POOL = { kernel: 2, stride: 0, padding: "valid" };
const FILTER = { kernel: 3, stride: 1, padding: "same", dilation: 1, bias: true };
/** @type {Record<string, Record<string, number | string | boolean>>} */
const DEFAULTS = {
  conv: { ...FILTER, filters: 0, kernel: 1, groups: 1 },
  depthwise: { ...FILTER, multiplier: 1 },
  max: POOL,
  avg: POOL,
  bn: {},
  relu: {},
};

/**
 * Read a stack from a text such as "28x28x192;conv.n96;conv.n128.k3".
 * @param {string} text
 * @returns {Stack}
 * @throws {Refusal} that names the layer by its place in the text
 */
export function parse(text) {
  if (text.length > LIMITS.characters) {
    throw new Refusal(
      `The stack is longer than ${written(LIMITS.characters)} characters. Shorten it.`,
    );
  }
  const [first] = text.split(";", 1);
  const sizes = /^(\d+)x(\d+)x(\d+)$/.exec(first)?.slice(1) ?? ["0"];
  const [height, width, channels] = sizes.map(Number);
  if (
    !(height && width && channels) || height > LIMITS.size || width > LIMITS.size ||
    channels > LIMITS.channels
  ) {
    throw new Refusal(
      "Begin with height, width and channels, as in 28x28x192: up to" +
        ` ${written(LIMITS.size)}, and up to ${written(LIMITS.channels)} channels.`,
    );
  }
  let at = first.length, count = 0;

  /** @type {(why: string, place?: number) => never} */
  function refuse(why, place = count) {
    throw new Refusal(`Layer ${place}: ${why}`);
  }

  /** @param {number} nesting @returns {Layer[]} from behind `at`, up to / or ) or the end */
  function chain(nesting) {
    const layers = [];
    do {
      at++;
      layers.push(layer(nesting));
    } while (text[at] === ";");
    return layers;
  }

  /** @param {number} nesting @returns {Layer} */
  function layer(nesting) {
    if (++count > LIMITS.layers) {
      throw new Refusal(`There are more than ${LIMITS.layers} layers. Remove some.`);
    }
    const [word] = /^[^;/()]*/.exec(text.slice(at)) ?? [""];
    const [kind, ...options] = word.split(".");
    at += word.length;
    if (word === "concat" || word === "sum") return merge(word, nesting, count);
    if (!Object.hasOwn(DEFAULTS, kind)) {
      refuse("use conv, depthwise, max, avg, bn, relu, concat(…/…) or sum(…/…) here.");
    }
    const usual = DEFAULTS[kind], given = /** @type {typeof usual} */ ({});
    for (const option of options) {
      const [, letter, digits] = /^([a-z])(\d+)$/.exec(option) ?? [];
      const field = option === "nobias"
        ? "bias"
        : option === "same" || option === "valid"
        ? "padding"
        : Object.entries(LETTERS).find((entry) => entry[1] === letter)?.[0] ?? "";
      if (!(field in usual)) {
        refuse(`it has an option that a ${kind} does not take. Remove that option.`);
      }
      if (field in given) refuse(`it sets its ${field} twice. Take one away.`);
      const most = LIMITS[/** @type {keyof typeof LIMITS} */ (field)];
      given[field] = letter ? Number(digits) : field === "padding" && option;
      if (given[field] === 0 || Number(given[field]) > most) {
        refuse(`choose a number from 1 to ${written(most)} for its ${field}.`);
      }
    }
    /** @type {typeof usual} */
    const made = { kind, ...usual, ...given };
    if (made.filters === 0) refuse("say how many filters it has, as in conv.n64.");
    if (made.stride === 0) made.stride = made.kernel;
    return /** @type {Layer} */ (/** @type {unknown} */ (made));
  }

  /** @type {(kind: Merge["kind"], nesting: number, place: number) => Merge} */
  function merge(kind, nesting, place) {
    const branches = [];
    if (nesting === LIMITS.nesting) {
      refuse(`branches lie at most ${LIMITS.nesting} deep. Take it out.`);
    }
    if (text[at] !== "(") refuse(`write its branches, as in ${kind}(conv.n64/).`);
    do {
      const empty = "/)".includes(text.charAt(at + 1));
      branches.push(empty ? [] : chain(nesting + 1));
      if (empty) at++;
    } while (text[at] === "/");
    if (text[at] !== ")") refuse("its brackets do not close. Add a ).", place);
    at++;
    if (branches.length < 2 || (kind === "sum" && branches.length > 2)) {
      const number = kind === "sum" ? "exactly" : "at least";
      refuse(`a ${kind} has ${number} 2 branches, with / between them.`, place);
    }
    return { kind, branches };
  }

  const layers = at < text.length ? chain(0) : [];
  if (at < text.length) {
    refuse("a bracket or slash after it has no partner. Remove it.");
  }
  return { input: [height, width, channels], layers };
}

/**
 * Write a stack as the shortest text that `parse` reads.
 * @param {Stack} stack
 */
export function format({ input, layers }) {
  return [input.join("x"), ...layers.map(formatLayer)].join(";");
}

/**
 * Write one layer as it stands in the text of a stack.
 * @param {Fields} layer
 * @returns {string}
 */
export function formatLayer(layer) {
  if (layer.branches) {
    const branches = layer.branches.map((branch) => branch.map(formatLayer).join(";"));
    return `${layer.kind}(${branches.join("/")})`;
  }
  const usual = { ...DEFAULTS[layer.kind] };
  if (usual.stride === 0) usual.stride = layer.kernel ?? 0;
  const words = Object.entries(LETTERS).map(([field, letter]) => {
    const value = layer[/** @type {keyof typeof LETTERS} */ (field)];
    return value === usual[field] ? "" : letter + value;
  });
  if (layer.padding !== usual.padding) words.push(String(layer.padding));
  if (layer.bias !== usual.bias) words.push("nobias");
  return [layer.kind, ...words].filter(Boolean).join(".");
}

/** An impossible layer, on its way out of `analyse`. */
class Impossible extends Error {}

/**
 * Count what each layer costs, up to the first that is impossible.
 *
 * MACs are those of convolutions, as papers count: biases, pooling, normalisation and
 * activation have none. Batch normalisation has 4 parameters a channel, 2 untrained.
 * @param {Stack} stack
 * @returns {{rows: Row[], total: Total, refusal: Refused | null}}
 */
export function analyse({ input, layers }) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Total} */
  const total = { parameters: 0, macs: 0, memory: 0, output: input };
  /** @type {Refused} */
  const now = { layer: "", path: [], sentence: "" };
  const number = numbering();

  /** @type {(layers: Layer[], shape: Shape, around: Path, branch: number) => Shape} */
  function chain(layers, shape, around, branch) {
    layers.forEach((layer, index) => {
      const { kind } = layer, path = [...around, index], into = shape;
      const inputs = "branches" in layer
        ? layer.branches.map((one, i) => chain(one, into, [...path, i], i + 1))
        : [into];
      const name = number(kind);
      Object.assign(now, { layer: name, path });
      const cost = costOf(layer, inputs), memory = 4 * product(cost.output);
      const parameters = total.parameters + cost.parameters;
      const macs = total.macs + cost.macs,
        sums = { parameters, macs, memory: total.memory + memory };
      if (!Object.values(sums).every(Number.isSafeInteger)) {
        throw new Impossible(
          `its cost passes ${written(Number.MAX_SAFE_INTEGER)}, the most that is` +
            " counted here. Choose a smaller input or fewer filters.",
        );
      }
      shape = cost.output;
      Object.assign(total, sums, around.length ? {} : { output: shape });
      const depth = around.length / 2, title = titleOf(layer);
      rows.push({
        path,
        depth,
        branch,
        kind,
        name,
        title,
        input: into,
        memory,
        ...cost,
      });
    });
    return shape;
  }

  try {
    chain(layers, input, [], 0);
    return { rows, total, refusal: null };
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    now.sentence = `${now.layer}: ${error.message}`;
    return { rows, total, refusal: now };
  }
}

/** Number the layers of each kind, in the order of their rows. */
function numbering() {
  /** @type {Record<string, number>} */
  const counts = {};
  return /** @param {string} kind */ (kind) =>
    `${kind}_${counts[kind] = (counts[kind] ?? 0) + 1}`;
}

/** @param {number[]} factors */
const product = (factors) => factors.reduce((a, b) => a * b, 1);

/** @param {number[]} sizes @param {string} sign */
const joined = (sizes, sign) => sizes.map((size) => written(size)).join(sign);

/**
 * Give a layer's output shape, parameters and MACs, with their formulas.
 * @param {Layer} layer
 * @param {Shape[]} inputs of which a merge has several
 * @returns {Pick<Row, "output" | "parameters" | "macs" | "formula">}
 * @throws {Impossible} where Keras would not build it
 */
function costOf(layer, inputs) {
  const [input] = inputs, [height, width, channels] = input;
  /** @type {(output: Shape, why: string) => ReturnType<typeof costOf>} */
  const free = (output, why) => ({
    output,
    parameters: 0,
    macs: 0,
    formula: { parameters: "0", macs: "0", output: why },
  });
  if (layer.kind === "concat") {
    const odd = inputs.find((shape) => shape[0] !== height || shape[1] !== width);
    if (odd) {
      throw new Impossible(
        `${joined(input, "×")} and ${
          joined(odd, "×")
        } differ in height or width. Give` +
          " the branches the same stride and padding.",
      );
    }
    const depths = inputs.map((shape) => shape[2]);
    const depth = depths.reduce((a, b) => a + b);
    const sum = `${joined(depths, " + ")} = ${written(depth)} maps.`;
    return free([height, width, depth], sum);
  }
  if (layer.kind === "sum") {
    const other = inputs[1];
    if (input.some((size, i) => size !== other[i] && size !== 1 && other[i] !== 1)) {
      throw new Impossible(
        `${joined(input, "×")} and ${joined(other, "×")} cannot be added. Give the` +
          " branches the same shape.",
      );
    }
    // A size of 1 is repeated, as Keras repeats it.
    const output = /** @type {Shape} */ (input.map((size, i) =>
      Math.max(size, other[i])
    ));
    return free(
      output,
      `${joined(input, "×")} + ${joined(other, "×")}, value by value.`,
    );
  }
  if (layer.kind === "bn" || layer.kind === "relu") {
    const cost = free(input, "The shape stays as it is.");
    if (layer.kind === "bn") {
      cost.parameters = 4 * channels;
      cost.formula.parameters = `4·${written(channels)} = ${written(cost.parameters)}`;
    }
    return cost;
  }

  const { kernel, stride, padding, filters, groups = 1, dilation = 1, multiplier = 1 } =
    /** @type {Fields & Pool} */ (layer);
  if (filters && (channels % groups || filters % groups)) {
    throw new Impossible(
      `${written(groups)} groups do not divide both ${written(channels)} channels` +
        ` and ${written(filters)} filters. Choose a number that does, as` +
        ` ${written(divisor(channels, filters))}.`,
    );
  }
  // Keras allows both in a depthwise convolution.
  if (filters && stride > 1 && dilation > 1) {
    throw new Impossible(
      `a stride of ${stride} does not go with a dilation of ${dilation}. Set one to 1.`,
    );
  }
  const span = dilation * (kernel - 1) + 1, padded = padding === "same";
  if (!padded && span > Math.min(height, width)) {
    throw new Impossible(
      `a ${dilation > 1 ? "dilated " : ""}${span}×${span} kernel does not fit into` +
        ` ${joined([height, width], "×")} without padding. Choose the padding “same”,` +
        " or a smaller kernel.",
    );
  }
  const [rows, columns] = [height, width].map((size) =>
    padded ? Math.ceil(size / stride) : Math.floor((size - span) / stride) + 1
  );
  const depth = filters ?? channels * multiplier;
  const [high, wide] = [[height, rows], [width, columns]].map(([from, to]) =>
    (padded ? `⌈${written(from)} ÷ ` : `⌊(${written(from)} − ${span}) ÷ `) + stride +
    (padded ? "⌉ = " : "⌋ + 1 = ") + written(to)
  );
  const cost = free(
    [rows, columns, depth],
    `Height ${high}, width ${wide}; ${
      multiplier > 1 ? `${written(channels)}·${multiplier} = ` : ""
    }${written(depth)} maps${filters ? ", one a filter" : ""}.`,
  );
  if (!("bias" in layer)) return cost;

  const weights = kernel * kernel * (channels / groups) * (filters ?? multiplier);
  cost.parameters = weights + (layer.bias ? depth : 0);
  cost.macs = rows * columns * weights;
  const each = groups > 1
    ? `(${joined([channels, groups], " ÷ ")})`
    : written(channels);
  const sum = `${kernel}·${kernel}·${each}·${written(filters ?? multiplier)}`;
  const bias = layer.bias ? ` + ${written(depth)}` : "";
  cost.formula.parameters = `${sum}${bias} = ${written(cost.parameters)}`;
  cost.formula.macs = `${joined([rows, columns], "·")}·${sum} = ${written(cost.macs)}`;
  return cost;
}

/** @param {number} a @param {number} b @returns {number} their greatest common divisor */
function divisor(a, b) {
  return b ? divisor(b, a % b) : a;
}

const NAMES = {
  conv: ["convolution", "Conv2D"],
  depthwise: ["depthwise convolution", "DepthwiseConv2D"],
  max: ["max pooling", "MaxPooling2D"],
  avg: ["average pooling", "AveragePooling2D"],
  bn: ["Batch normalisation", "BatchNormalization"],
  relu: ["ReLU", "ReLU"],
  concat: ["Concatenation", "Concatenate"],
  sum: ["Sum", "Add"],
};

/**
 * Describe a layer in words, such as "3×3 convolution, 64 filters".
 * @param {Fields} layer
 * @returns {string}
 */
export function titleOf(layer) {
  const [name] = NAMES[layer.kind];
  if (layer.branches) return `${name} of ${layer.branches.length} branches`;
  const { kernel = 0, stride = 1, filters, multiplier = 1, groups = 1, dilation = 1 } =
    layer;
  if (!kernel) return name;
  const pools = !("bias" in layer), padded = layer.padding === "same";
  return [
    `${kernel}×${kernel} ${name}`,
    filters && `${written(filters)} filters`,
    multiplier > 1 && `${multiplier} filters a map`,
    (pools || stride > 1) && `stride ${stride}`,
    pools ? padded && "padded" : kernel > 1 && !padded && "no padding",
    groups > 1 && `${written(groups)} groups`,
    dilation > 1 && `dilation ${dilation}`,
    layer.bias === false && "no bias",
  ].filter(Boolean).join(", ");
}

/**
 * Compare a 1×1 convolution and the one it feeds with that one alone.
 *
 * `path` leads to the second; ReLU and batch normalisation may lie between and go with
 * the 1×1. `breakEven` is the depth, a real number, at which both ways cost the same.
 * @param {Stack} stack
 * @param {Path} path
 * @returns {null | {channels: number, depth: number, parameters: Comparison,
 *   macs: Comparison}} null where no such pair ends
 */
export function reduction(stack, path) {
  let alone = stack, start = path, first;
  do {
    start = [...start.slice(0, -1), start[start.length - 1] - 1];
    first = layerAt(stack, start);
    alone = removeLayer(alone, start);
  } while (first?.kind === "relu" || first?.kind === "bn");
  const last = layerAt(stack, path);
  if (first?.kind !== "conv" || first.kernel * first.stride > 1) return null;
  if (last?.kind !== "conv") return null;

  /** @type {(rows: Row[], path: Path) => number} */
  const find = (rows, path) => rows.findIndex((row) => `${row.path}` === `${path}`);
  const { rows } = analyse(stack), without = analyse(alone).rows;
  const direct = without[find(without, start)];
  const pair = rows.slice(find(rows, start), find(rows, path) + 1);
  if (!direct || !pair.length) return null;
  /** @type {(cost: "parameters" | "macs", fixed: number) => Comparison} */
  const compare = (cost, fixed) => {
    const reduced = pair.reduce((sum, row) => sum + row[cost], 0);
    // All but the last layer's biases grows in proportion to the depth.
    const slope = (reduced - fixed) / depth;
    return { direct: direct[cost], reduced, breakEven: (direct[cost] - fixed) / slope };
  };
  const depth = first.filters;
  return {
    channels: pair[0].input[2],
    depth,
    parameters: compare("parameters", last.bias ? last.filters : 0),
    macs: compare("macs", 0),
  };
}

/** @type {(stack: Stack, path: Path) => {list: Layer[], index: number}} */
function placed({ layers }, path) {
  let list = layers;
  for (let i = 0; i + 2 < path.length; i += 2) {
    const merge = list[path[i]];
    list = merge && "branches" in merge ? merge.branches[path[i + 1]] ?? [] : [];
  }
  return { list, index: path[path.length - 1] };
}

/**
 * Find the layer at a path.
 * @param {Stack} stack
 * @param {Path} path
 * @returns {Layer | undefined}
 */
export function layerAt(stack, path) {
  const { list, index } = placed(stack, path);
  return list[index];
}

/** @type {(stack: Stack, path: Path, removed: number, ...added: Layer[]) => Stack} */
function spliced(stack, path, removed, ...added) {
  const copy = structuredClone(stack), { list, index } = placed(copy, path);
  if (index >= 0) list.splice(index, removed, ...structuredClone(added));
  return copy;
}

/**
 * Put a 1×1 convolution of `depth` filters before the layer at `path`, with a bias if
 * that layer has one. Here and below the stack that is given stays as it is.
 * @param {Stack} stack
 * @param {Path} path
 * @param {number} depth
 */
export function insertReduction(stack, path, depth) {
  const bias = /** @type {Fields | undefined} */ (layerAt(stack, path))?.bias ?? true;
  const layer = { kind: "conv", ...DEFAULTS.conv, filters: depth, bias };
  return insertLayer(stack, path, /** @type {Conv} */ (layer));
}

/**
 * Put a layer at `path`; what was there, and all after it, moves on by one.
 * @param {Stack} stack
 * @param {Path} path
 * @param {Layer} layer
 */
export function insertLayer(stack, path, layer) {
  return spliced(stack, path, 0, layer);
}

/**
 * Take the layer at `path` away, with its branches.
 * @param {Stack} stack
 * @param {Path} path
 */
export function removeLayer(stack, path) {
  return spliced(stack, path, 1);
}

/**
 * Put another layer in the place of the one at `path`.
 * @param {Stack} stack
 * @param {Path} path
 * @param {Layer} layer
 */
export function replaceLayer(stack, path, layer) {
  return spliced(stack, path, 1, layer);
}

/**
 * Move the layer at `path` by so many places, at most to an end of its own list.
 * @param {Stack} stack
 * @param {Path} path
 * @param {number} by negative towards the input
 */
export function moveLayer(stack, path, by) {
  const layer = layerAt(stack, path);
  if (!layer) return stack;
  const to = [...path.slice(0, -1), Math.max(0, path[path.length - 1] + by)];
  return insertLayer(removeLayer(stack, path), to, layer);
}

/**
 * Write the stack as a script of Keras's functional API that prints its parameters.
 * @param {Stack} stack
 * @returns {string}
 */
export function keras({ input, layers }) {
  const number = numbering(),
    lines = [
      "import keras",
      "from keras import layers",
      "",
      `inputs = keras.Input((${input.join(", ")}))`,
    ];
  /** @type {(from: string, layer: Fields) => string} */
  function add(from, layer) {
    const inputs = layer.branches?.map((branch) => branch.reduce(add, from));
    const name = number(layer.kind), { kernel, stride, filters } = layer;
    const words = [
      filters,
      kernel,
      // Keras's own default of a pooling layer is its kernel.
      stride !== ("bias" in layer ? 1 : kernel) && `strides=${stride}`,
      layer.padding === "same" && 'padding="same"',
      (layer.multiplier ?? 1) > 1 && `depth_multiplier=${layer.multiplier}`,
      (layer.dilation ?? 1) > 1 && `dilation_rate=${layer.dilation}`,
      (layer.groups ?? 1) > 1 && `groups=${layer.groups}`,
      layer.bias === false && "use_bias=False",
      `name="${name}"`,
    ].filter(Boolean).join(", ");
    const call = inputs ? `[${inputs.join(", ")}]` : from;
    lines.push(`${name} = layers.${NAMES[layer.kind][1]}(${words})(${call})`);
    return name;
  }
  const output = layers.reduce(add, "inputs");
  return [
    ...lines,
    "",
    `model = keras.Model(inputs, ${output})`,
    "model.summary()",
    'print(f"{model.count_params():,} parameters")',
    "",
  ].join("\n");
}

/** @param {Stack} stack @returns {(string | number | Shape)[][]} the table with its sum */
function table(stack) {
  const { rows, total } = analyse(stack);
  return [
    ["Layer", "What", "Output", "Parameters", "MACs", "Bytes of output"],
    ...[...rows, { ...total, name: "Sum", title: "" }].map((row) => [
      row.name,
      row.title,
      row.output,
      row.parameters,
      row.macs,
      row.memory,
    ]),
  ];
}

/**
 * Write the table as CSV, numbers without separators, shapes as 28x28x192.
 * @param {Stack} stack
 * @returns {string}
 */
export function csv(stack) {
  return table(stack).map((cells) =>
    cells.map((cell) => `"${Array.isArray(cell) ? cell.join("x") : cell}"`) + "\n"
  ).join("");
}

/**
 * Write the table in Markdown, numbers with thousands commas.
 * @param {Stack} stack
 * @returns {string}
 */
export function markdown(stack) {
  const lines = table(stack).map((cells) =>
    cells.map((cell) => typeof cell === "string" ? cell : joined([cell].flat(), "×"))
  );
  lines.splice(1, 0, ["---", "---", "---", "--:", "--:", "--:"]);
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** Stacks to begin with, from the pages of this site; `says` is the point of each. */
export const PRESETS = [
  {
    id: "baseline",
    title: "One 3×3 layer",
    text: "256x256x3;conv.n512.k3;relu",
    says: "512 maps of a colour image.",
  },
  {
    id: "projection",
    title: "Projection",
    text: "256x256x3;conv.n512.k3;relu;conv.n512;relu",
    says: "A 1×1 that keeps the depth of 512 costs more than the 3×3 over 3 channels.",
  },
  {
    id: "reduction",
    title: "Reduction",
    text: "256x256x3;conv.n512.k3;relu;conv.n64;relu",
    says: "A 1×1 takes 512 maps to 64.",
  },
  {
    id: "expansion",
    title: "Expansion",
    text: "256x256x3;conv.n512.k3;relu;conv.n1024;relu",
    says: "A 1×1 takes 512 maps to 1,024.",
  },
  {
    id: "seven",
    title: "7×7 straight",
    text: "256x256x512;conv.n64.k7",
    says: "Each 7×7 filter reaches through all 512 maps.",
  },
  {
    id: "seven-reduced",
    title: "7×7 after a 1×1",
    text: "256x256x512;conv.n64;relu;conv.n64.k7",
    says: "Through 64 maps, the pair has about a seventh of the parameters.",
  },
  {
    id: "inception-naive",
    title: "Inception 3a, naive",
    text: "28x28x192;concat(conv.n64/conv.n128.k3/conv.n32.k5/max.k3.s1.same);relu",
    says: "Large kernels over 192 maps, and pooling hands on all 192.",
  },
  {
    id: "inception",
    title: "Inception 3a",
    text: "28x28x192;concat(conv.n64/conv.n96;relu;conv.n128.k3/" +
      "conv.n16;relu;conv.n32.k5/max.k3.s1.same;conv.n32);relu",
    says: "A 1×1 before each large kernel and after the pooling saves more than half.",
  },
  {
    id: "basic",
    title: "Basic block",
    text: "56x56x256;sum(conv.n256.k3.nobias;bn;relu;conv.n256.k3.nobias;bn/);relu",
    says: "Two 3×3 layers over 256 maps.",
  },
  {
    id: "bottleneck",
    title: "Bottleneck block",
    text: "56x56x256;sum(conv.n64.nobias;bn;relu;conv.n64.k3.nobias;bn;relu;" +
      "conv.n256.nobias;bn/);relu",
    says: "The 3×3 is over 64 maps: a 1×1 reduces the depth, another restores it.",
  },
  {
    id: "full",
    title: "Full 3×3",
    text: "8x8x16;conv.n32.k3.nobias",
    says: "Each filter looks at all 16 maps.",
  },
  {
    id: "separable",
    title: "Depthwise separable",
    text: "8x8x16;depthwise.nobias;conv.n32.nobias",
    says: "A 3×3 on each map alone, then a 1×1 that mixes them.",
  },
];
