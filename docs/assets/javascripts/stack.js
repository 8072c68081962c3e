/** What a stack of layers costs, counted as Keras counts. */

import { Refusal, written } from "./words.js";

/** @import { Layer, Path, Row, Shape, Stack } from "./types.d.ts" */

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

/** @type {Record<string, string>} letters of the numbers in a text */
const LETTERS = {
  n: "filters",
  k: "kernel",
  s: "stride",
  g: "groups",
  d: "dilation",
  m: "multiplier",
};

const FILTER = { kernel: 3, stride: 1, padding: "same", dilation: 1, bias: true };
const POOL = { kernel: 2, stride: 0, padding: "valid" };
/** @type {Record<string, Record<string, any>>} 0 is the kernel, or must be said */
const DEFAULTS = {
  conv: { ...FILTER, filters: 0, kernel: 1, groups: 1 },
  depthwise: { ...FILTER, multiplier: 1 },
  max: POOL,
  avg: POOL,
  bn: {},
  relu: {},
};

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
 * Read a stack from a text such as "28x28x192;conv.n96;conv.n128.k3".
 * @param {string} text @returns {Stack} @throws {Refusal}
 */
export function parse(text) {
  const { characters, size, channels } = LIMITS, most = [size, size, channels];
  if (text.length > characters) {
    throw new Refusal(
      `The stack is longer than ${written(characters)} characters. Shorten it.`,
    );
  }
  let count = 0;

  /** @param {string} why @param {number} place @returns {never} */
  function refuse(why, place = count) {
    throw new Refusal(`Layer ${place}: ${why}`);
  }

  /** @param {string} text @param {number} nesting @returns {any} */
  function layer(text, nesting) {
    const place = ++count;
    if (count > LIMITS.layers) {
      throw new Refusal(`There are more than ${LIMITS.layers} layers. Remove some.`);
    }
    const [, merge, inside] = /^(concat|sum)\((.*)\)$/.exec(text) ?? [];
    if (merge) {
      if (nesting === LIMITS.nesting) {
        refuse(`branches lie at most ${LIMITS.nesting} deep. Take it out.`);
      }
      const branches = split(inside, "/").map((branch) =>
        branch ? split(branch, ";").map((one) => layer(one, nesting + 1)) : []
      );
      if (branches.length < 2 || (merge === "sum" && branches.length > 2)) {
        const number = merge === "sum" ? "exactly" : "at least";
        refuse(`a ${merge} has ${number} 2 branches, with / between them.`, place);
      }
      return { kind: merge, branches };
    }
    const [kind, ...options] = text.split(".");
    if (!Object.hasOwn(DEFAULTS, kind)) {
      refuse("use conv, depthwise, max, avg, bn, relu, concat(…/…) or sum(…/…) here.");
    }
    const usual = DEFAULTS[kind], given = /** @type {typeof usual} */ ({});
    for (const option of options) {
      const [, letter, digits] = /^([a-z])(\d+)$/.exec(option) ?? [];
      const padding = option === "same" || option === "valid";
      const field = padding
        ? "padding"
        : option === "nobias"
        ? "bias"
        : LETTERS[letter];
      if (!(field in usual) || field in given) {
        refuse(`a ${kind} does not take one of its options, or not twice. Remove it.`);
      }
      given[field] = letter ? Number(digits) : padding && option;
      const most = LIMITS[/** @type {keyof typeof LIMITS} */ (field)];
      if (given[field] === 0 || given[field] > most) {
        refuse(`choose a number from 1 to ${written(most)} for its ${field}.`);
      }
    }
    /** @type {typeof usual} */
    const made = { kind, ...usual, ...given };
    if (made.filters === 0) refuse("say how many filters it has, as in conv.n64.");
    if (made.stride === 0) made.stride = made.kernel;
    return made;
  }

  const [first, ...layers] = split(text, ";");
  const input = /^(\d+)x(\d+)x(\d+)$/.exec(first)?.slice(1).map(Number);
  if (!input?.every((one, i) => one && one <= most[i])) {
    throw new Refusal(
      "Begin with height, width and channels, as in 28x28x192: up to" +
        ` ${written(size)}, and up to ${written(channels)} channels.`,
    );
  }
  return { input, layers: layers.map((one) => layer(one, 0)) };
}

/** Split a text at each `sign` outside brackets. @param {string} text @param {string} sign */
function split(text, sign) {
  const parts = [""];
  let open = 0;
  for (const one of text) {
    if (one === sign && !open) parts.push("");
    else parts[parts.length - 1] += one;
    open += one === "(" ? 1 : one === ")" ? -1 : 0;
    if (open < 0) break;
  }
  if (open) throw new Refusal("A bracket has no partner. Close each ( with a ).");
  return parts;
}

/** Write a stack as the shortest text that `parse` reads. @param {Stack} stack */
export function format({ input, layers }) {
  return [input.join("x"), ...layers.map(formatLayer)].join(";");
}

/** @param {Record<string, any>} layer @returns {string} */
function formatLayer({ kind, branches, ...layer }) {
  if (branches) {
    const chains = branches.map((/** @type {Layer[]} */ branch) =>
      branch.map(formatLayer).join(";")
    );
    return `${kind}(${chains.join("/")})`;
  }
  const usual = { ...DEFAULTS[kind] };
  usual.stride ||= layer.kernel;
  const numbers = Object.entries(LETTERS).map(([letter, field]) =>
    layer[field] !== usual[field] && letter + layer[field]
  );
  return [
    kind,
    ...numbers,
    layer.padding !== usual.padding && layer.padding,
    layer.bias !== usual.bias && "nobias",
  ].filter(Boolean).join(".");
}

/** Count what each layer costs, up to one that Keras refuses. @param {Stack} stack */
export function analyse({ input, layers }) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Record<string, number>} */
  const counts = {};
  let total = { output: input, parameters: 0, macs: 0, memory: 0 };
  let layer = "", path = /** @type {Path} */ ([]);

  /** @type {(layers: Layer[], input: Shape, around: Path, branch: number) => Shape} */
  function chain(layers, input, around, branch) {
    return layers.reduce((input, one, i) => {
      const here = [...around, i];
      const inputs = "branches" in one
        ? one.branches.map((inner, b) => chain(inner, input, [...here, b], b + 1))
        : [input];
      const { kind } = one, number = counts[kind] = (counts[kind] ?? 0) + 1;
      layer = `${kind}_${number}`;
      path = here;
      const cost = costOf(one, inputs), { output } = cost;
      const memory = output.reduce((bytes, size) => bytes * size, 4);
      const sums = {
        output: around.length ? total.output : output,
        parameters: total.parameters + cost.parameters,
        macs: total.macs + cost.macs,
        memory: total.memory + memory,
      };
      const most = Number.MAX_SAFE_INTEGER;
      if (Math.max(sums.parameters, sums.macs, sums.memory) > most) {
        throw new Refusal(
          `its cost passes ${written(most)}, the most that is counted here. Choose a` +
            " smaller input or fewer filters.",
        );
      }
      total = sums;
      rows.push({
        path,
        depth: around.length / 2,
        branch,
        kind,
        name: layer,
        title: titleOf(one),
        input,
        memory,
        ...cost,
      });
      return output;
    }, input);
  }

  try {
    chain(layers, input, [], 0);
    return { rows, total, refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      rows,
      total,
      refusal: { layer, path, sentence: `${layer}: ${error.message}` },
    };
  }
}

/** @param {number[]} sizes @param {string} sign */
function joined(sizes, sign = "×") {
  return sizes.map((size) => written(size)).join(sign);
}

/** @param {Layer} layer @param {Shape[]} inputs of which a merge has several */
function costOf(layer, inputs) {
  const [input] = inputs, [height, width, channels] = input;
  const formula = { output: "The shape stays as it is.", parameters: "0", macs: "0" };
  const cost = { output: input, parameters: 0, macs: 0, formula };
  if (layer.kind === "relu") return cost;
  if (layer.kind === "bn") {
    cost.parameters = 4 * channels;
    formula.parameters = `4·${written(channels)} = ${written(cost.parameters)}`;
    return cost;
  }
  if ("branches" in layer) {
    const adds = layer.kind === "sum";
    // A sum repeats a size of 1, as Keras repeats it.
    const odd = inputs.find((shape) =>
      shape.some((size, i) =>
        size !== input[i] && (adds ? size > 1 && input[i] > 1 : i < 2)
      )
    );
    if (odd) {
      throw new Refusal(
        `${joined(input)} and ${joined(odd)} do not fit together. Give the branches` +
          ` the same stride and padding${adds ? ", and as many maps" : ""}.`,
      );
    }
    const depths = inputs.map((shape) => shape[2]);
    const depth = depths.reduce((a, b) => a + b);
    cost.output = adds
      ? input.map((size, i) => Math.max(size, inputs[1][i]))
      : [height, width, depth];
    formula.output = adds
      ? `${inputs.map((shape) => joined(shape)).join(" + ")}, value by value.`
      : `${joined(depths, " + ")} = ${written(depth)} maps.`;
    return cost;
  }

  const { kernel = 1, stride = 1, groups = 1, dilation = 1, multiplier = 1 } = layer;
  const { filters, bias } = layer;
  if (filters && (channels % groups || filters % groups)) {
    throw new Refusal(
      `${written(groups)} groups do not divide both ${written(channels)} channels` +
        ` and ${written(filters)} filters. Choose a number that does.`,
    );
  }
  // Keras allows both in a depthwise convolution.
  if (filters && stride > 1 && dilation > 1) {
    throw new Refusal(
      `a stride of ${stride} does not go with a dilation of ${dilation}. Set one to 1.`,
    );
  }
  const span = dilation * (kernel - 1) + 1;
  const lost = layer.padding === "same" ? 0 : span - 1;
  if (lost >= Math.min(height, width)) {
    throw new Refusal(
      `a ${dilation > 1 ? "dilated " : ""}${span}×${span} kernel does not fit into` +
        ` ${joined([height, width])} without padding. Choose the padding “same”, or a` +
        " smaller kernel.",
    );
  }
  const before = [height, width];
  const after = before.map((size) => Math.ceil((size - lost) / stride));
  const sizes = before.map((size) => {
    const left = lost ? `(${written(size)} − ${lost})` : written(size);
    return stride > 1 ? `⌈${left} ÷ ${stride}⌉` : left;
  });
  const each = filters ?? multiplier, depth = filters ?? channels * multiplier;
  cost.output = [...after, depth];
  const size = lost || stride > 1
    ? `${sizes.join(" × ")} = ${joined(after)}`
    : `${joined(after)} as before`;
  const maps = filters
    ? ", one for each filter"
    : multiplier > 1
    ? ` = ${written(channels)}·${multiplier}`
    : " as before";
  formula.output = `${size}; maps: ${written(depth)}${maps}.`;
  if (bias === undefined) return cost;

  const weights = kernel * kernel * (channels / groups) * each;
  cost.parameters = weights + (bias ? depth : 0);
  cost.macs = after[0] * after[1] * weights;
  const reach = groups > 1
    ? `(${joined([channels, groups], " ÷ ")})`
    : written(channels);
  const sum = `${kernel}·${kernel}·${reach}·${written(each)}`;
  const biases = bias ? ` + ${written(depth)}` : "";
  formula.parameters = `${sum}${biases} = ${written(cost.parameters)}`;
  formula.macs = `${joined(after, "·")}·${sum} = ${written(cost.macs)}`;
  return cost;
}

/** Describe a layer, as in "3×3 convolution, 64 filters". @param {Layer} layer */
export function titleOf(layer) {
  const [name] = NAMES[layer.kind];
  if ("branches" in layer) return `${name} of ${layer.branches.length} branches`;
  const { kernel, stride = 1, filters, groups = 1, dilation = 1, bias } = layer;
  if (!kernel) return name;
  const { multiplier = 1 } = layer, padded = layer.padding === "same";
  const pools = bias === undefined;
  return [
    `${kernel}×${kernel} ${name}`,
    filters && `${written(filters)} filter${filters > 1 ? "s" : ""}`,
    multiplier > 1 && `${multiplier} filters a map`,
    (pools || stride > 1) && `stride ${stride}`,
    pools ? padded && "padded" : kernel > 1 && !padded && "no padding",
    groups > 1 && `${written(groups)} groups`,
    dilation > 1 && `dilation ${dilation}`,
    bias === false && "no bias",
  ].filter(Boolean).join(", ");
}

/**
 * Compare a convolution and the 1×1 before it with that convolution alone; null if there
 * is none. ReLU and batch normalisation may lie between.
 * @param {Stack} stack @param {Path} path
 */
export function reduction(stack, path) {
  const { rows } = analyse(stack), last = layerAt(stack, path);
  const end = rows.findIndex((row) => `${row.path}` === `${path}`);
  let start = end;
  do start--; while (/relu|bn/.test(rows[start]?.kind));
  const pair = rows.slice(start, end + 1), [first] = pair;
  if (last?.kind !== "conv" || first?.kind !== "conv") return null;
  const { kernel = 1, stride = 1 } = layerAt(stack, first.path) ?? {};
  const { input, output: [, , depth] } = first,
    { groups = 1, bias, filters = 0 } = last;
  const apart = end - start > path[path.length - 1]; // the 1×1 is in another branch
  if (apart || kernel * stride > 1 || input[2] % groups) return null;

  const alone = costOf(last, [input]);
  /** @param {"parameters" | "macs"} cost @param {number} fixed */
  const compare = (cost, fixed) => {
    const direct = alone[cost], reduced = pair.reduce((sum, row) => sum + row[cost], 0);
    // All but the last layer's biases grows in proportion to the depth.
    return { direct, reduced, breakEven: depth * (direct - fixed) / (reduced - fixed) };
  };
  return {
    channels: input[2],
    depth,
    parameters: compare("parameters", bias ? filters : 0),
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

/** Find a layer. @type {(stack: Stack, path: Path) => Layer | undefined} */
export function layerAt(stack, path) {
  const { list, index } = placed(stack, path);
  return list[index];
}

// What follows changes a copy of the stack.

/** @type {(stack: Stack, path: Path, removed: number, ...added: Layer[]) => Stack} */
function spliced(stack, path, removed, ...added) {
  const copy = structuredClone(stack), { list, index } = placed(copy, path);
  if (index >= 0) list.splice(index, removed, ...structuredClone(added));
  return copy;
}

/** Add a 1×1 before a layer. @param {Stack} stack @param {Path} path @param {number} depth */
export function insertReduction(stack, path, depth) {
  const { bias = true } = layerAt(stack, path) ?? {};
  const layer = { ...DEFAULTS.conv, filters: depth, bias };
  return insertLayer(stack, path, { kind: "conv", ...layer });
}

/** Add a layer. @param {Stack} stack @param {Path} path @param {Layer} layer */
export function insertLayer(stack, path, layer) {
  return spliced(stack, path, 0, layer);
}

/** Remove a layer. @param {Stack} stack @param {Path} path */
export function removeLayer(stack, path) {
  return spliced(stack, path, 1);
}

/** Replace a layer. @param {Stack} stack @param {Path} path @param {Layer} layer */
export function replaceLayer(stack, path, layer) {
  return spliced(stack, path, 1, layer);
}

/** Move a layer in its list. @param {Stack} stack @param {Path} path @param {number} by */
export function moveLayer(stack, path, by) {
  const layer = layerAt(stack, path);
  if (!layer) return stack;
  const to = [...path.slice(0, -1), Math.max(0, path[path.length - 1] + by)];
  return insertLayer(removeLayer(stack, path), to, layer);
}

/** Write a script for Keras of what `analyse` does not refuse. @param {Stack} stack */
export function keras(stack) {
  const names = analyse(stack).rows.map(({ name }) => name);
  /** @type {string[]} */
  const lines = [];
  /** @param {string} from @param {Layer} layer @returns {string} */
  function add(from, layer) {
    const merges = "branches" in layer;
    const call = merges
      ? `[${layer.branches.map((branch) => branch.reduce(add, from)).join(", ")}]`
      : from;
    const {
      kernel,
      stride,
      filters,
      padding,
      multiplier = 1,
      dilation = 1,
      groups = 1,
      bias,
    } = layer;
    const name = names.shift() ?? "";
    const words = [
      filters,
      kernel,
      // Keras's own default of a pooling layer is its kernel.
      stride !== (bias === undefined ? kernel : 1) && `strides=${stride}`,
      padding === "same" && 'padding="same"',
      multiplier > 1 && `depth_multiplier=${multiplier}`,
      dilation > 1 && `dilation_rate=${dilation}`,
      groups > 1 && `groups=${groups}`,
      bias === false && "use_bias=False",
      `name="${name}"`,
    ].filter(Boolean).join(", ");
    lines.push(`${name} = layers.${NAMES[layer.kind][1]}(${words})(${call})`);
    return name;
  }
  const output = stack.layers.reduce(add, "inputs");
  return `import keras
from keras import layers

inputs = keras.Input((${stack.input.join(", ")}))
${lines.join("\n")}

model = keras.Model(inputs, ${output})
model.summary()
print(f"{model.count_params():,} parameters")
`;
}

/** @param {Stack} stack */
function table(stack) {
  const { rows, total } = analyse(stack);
  return [
    ["Layer", "What", "Output", "Parameters", "MACs", "Bytes of output"],
    ...[...rows, { ...total, name: "Sum", title: "" }].map((row) => [
      row.name,
      row.title,
      row.output.join("×"),
      row.parameters,
      row.macs,
      row.memory,
    ]),
  ];
}

/** Write the table as CSV, numbers without separators. @param {Stack} stack */
export function csv(stack) {
  return table(stack).map((row) => row.map((cell) => `"${cell}"`) + "\n").join("");
}

/** Write the table in Markdown, numbers with thousands commas. @param {Stack} stack */
export function markdown(stack) {
  const [head, ...rows] = table(stack).map((row) =>
    `| ${row.map((cell) => cell.toLocaleString("en")).join(" | ")} |\n`
  );
  return `${head}| --- | --- | --- | --: | --: | --: |\n${rows.join("")}`;
}

/** Stacks of this site's pages, and the point of each. */
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
    says: "A 1×1 that keeps 512 maps costs more than the 3×3 over 3.",
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
    says: "Each filter looks at all 512 maps.",
  },
  {
    id: "seven-reduced",
    title: "7×7 after a 1×1",
    text: "256x256x512;conv.n64;relu;conv.n64.k7",
    says: "Over 64 maps, the pair has about a seventh of the parameters.",
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
    says: "A 1×1 before each large kernel, and after the pooling, saves over half.",
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
