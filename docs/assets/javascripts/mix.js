/** The arithmetic of mixes: 1×1 convolutions of a picture's maps, without a document. */

import { Refusal, written } from "./words.js";

/**
 * Feature maps of one size; each holds height·width values, row by row.
 * @typedef {{height: number, width: number, maps: Float32Array[]}} Maps
 */

/** @typedef {"none" | "relu"} Activation */
/** @typedef {"rgb" | "maps" | "two"} Source */

/**
 * A layer: filters × channels weights, 1 to 8 of each, and a bias for each filter.
 * @typedef {{weights: number[][], biases: number[]}} Layer
 */

/**
 * A mix: a layer of a source's maps, perhaps undone, and a position to look at.
 * @typedef {Layer & {source: Source, picture: string, activation: Activation,
 *   undo: boolean, row: number, column: number}} Setting
 */

/** Height and width of the pictures, in pixels. */
export const SIZE = 256;
/** The names of the pictures' files, without “.png”; “own” is the reader's. */
export const PICTURES = ["coffee", "chelsea", "astronaut", "own"];
/** The most filters, and the most channels, of a mix. */
export const MOST = 8;
/** The largest weight or bias; the smallest is its negative. */
export const LIMIT = 10;

const MIDDLE = `${SIZE / 2},${SIZE / 2}`;
const LONGEST = 1000; // characters are read: 8 filters of 8 weights need 700
const NUMBER = /^-?\d{1,2}(\.\d{1,4})?$/;
const PLACE = /^\d{1,3}$/;
const HEAD = /^(rgb|maps|two)\.(coffee|chelsea|astronaut|own)\.(none|relu)(\.undo)?$/;
// From here on, what 32 bits round off would show in the picture brought back.
const WORST = 1e5;

/** 3×3 weights by name, row by row. */
export const STENCILS = {
  point: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  blur: [0.0625, 0.125, 0.0625, 0.125, 0.25, 0.125, 0.0625, 0.125, 0.0625],
  across: [-0.5, 0, 0.5, -1, 0, 1, -0.5, 0, 0.5],
  down: [-0.5, -1, -0.5, 0, 0, 0, 0.5, 1, 0.5],
  diagonal: [-1, -0.5, 0, -0.5, 0, 0.5, 0, 0.5, 1],
  spots: [-0.5, -0.5, -0.5, -0.5, 4, -0.5, -0.5, -0.5, -0.5],
};

const LIGHT = [0.299, 0.587, 0.114];

/** The filters of the first layer: each is a stencil times the weights of the colours. */
export const FIRST = [
  { name: "light", stencil: STENCILS.point, colours: LIGHT },
  { name: "edges, left to right", stencil: STENCILS.across, colours: LIGHT },
  { name: "edges, top to bottom", stencil: STENCILS.down, colours: LIGHT },
  { name: "edges, diagonal", stencil: STENCILS.diagonal, colours: LIGHT },
  { name: "light spots", stencil: STENCILS.spots, colours: LIGHT },
  { name: "blur", stencil: STENCILS.blur, colours: LIGHT },
  { name: "red against green", stencil: STENCILS.blur, colours: [2, -2, 0] },
  { name: "yellow against blue", stencil: STENCILS.blur, colours: [1, 1, -2] },
];

/** Which of the eight maps the source “two” has. */
export const TWO = [0, 6];

/** The names of the channels of each source. */
export const NAMES = {
  rgb: ["red", "green", "blue"],
  maps: FIRST.map(({ name }) => name),
  two: TWO.map((filter) => FIRST[filter].name),
};

/**
 * Read a setting.
 * @param {string} text
 * @returns {Setting}
 * @throws {Refusal} that names the part which cannot be used
 */
export function parseMix(text) {
  const [head, weights = "", biases = "", place = MIDDLE, more] = text
    .slice(0, LONGEST).split(";");
  const parts = HEAD.exec(head);
  if (!parts || more !== undefined) {
    throw new Refusal(
      "a mix is source.picture.activation;weights;biases;row,column, as in" +
        ` rgb.coffee.none;1,0,0;0;${MIDDLE}.`,
    );
  }
  const [, source, picture, activation, undo] = parts;
  const rows = weights.split("/");
  if (rows.length > MOST) throw new Refusal(`a mix has 1 to ${MOST} filters.`);
  const channels = NAMES[/** @type {Source} */ (source)].length;
  const [row, column] = numbers(place, 2, "the position", 0, SIZE - 1, PLACE);
  return /** @type {Setting} */ ({
    source,
    picture,
    activation,
    undo: Boolean(undo),
    weights: rows.map((row, i) => numbers(row, channels, `filter ${i + 1}`)),
    biases: numbers(biases, rows.length, "the list of biases"),
    row,
    column,
  });
}

/**
 * Write a setting in its shortest form, which `parseMix` reads.
 * @param {Setting} setting
 * @returns {string}
 */
export function formatMix(setting) {
  const { source, picture, activation, undo, weights, biases, row, column } = setting;
  const parts = [
    `${source}.${picture}.${activation}${undo ? ".undo" : ""}`,
    weights.map((row) => row.map(short)).join("/"),
    biases.map(short),
    `${row},${column}`,
  ];
  return parts.join(";").replace(`;${MIDDLE}`, "");
}

/**
 * Apply a 1×1 convolution.
 * @param {Maps} maps
 * @param {number[][]} weights filters × channels
 * @param {number[]} biases
 * @param {Activation} activation
 * @returns {Maps}
 */
export function pointwise(maps, weights, biases, activation) {
  const made = weights.map((row, filter) => {
    const out = new Float32Array(maps.height * maps.width);
    pointwiseRow(maps, row, biases[filter], activation, out);
    return out;
  });
  return { ...maps, maps: made };
}

/**
 * Compute one filter of a 1×1 convolution into `out`, of height·width values.
 * @param {{maps: Float32Array[]}} maps at most nine
 * @param {number[]} weights one for each map
 * @param {number} bias
 * @param {Activation} activation
 * @param {Float32Array} out
 */
export function pointwiseRow({ maps }, weights, bias, activation, out) {
  // Always nine terms in one pass: a pass for each channel would write nine times.
  const [a, b = a, c = a, d = a, e = a, f = a, g = a, h = a, k = a] = maps;
  const [p, q = 0, r = 0, s = 0, t = 0, u = 0, v = 0, w = 0, x = 0] = weights;
  const least = lowest(activation);
  for (let i = 0; i < out.length; i++) {
    const sum = bias + p * a[i] + q * b[i] + r * c[i] + s * d[i] + t * e[i] +
      u * f[i] + v * g[i] + w * h[i] + x * k[i];
    out[i] = sum > least ? sum : least;
  }
}

/**
 * Make eight maps of the red, green and blue ones: a 3×3 layer, padding same, ReLU.
 * @param {Maps} rgb
 * @returns {Maps}
 */
export function firstLayer(rgb) {
  const maps = FIRST.map(({ stencil, colours }) => {
    const mixed = pointwise(rgb, [colours], [0], "none");
    return stencilled(mixed, mixed.maps[0], stencil, "relu");
  });
  return { ...rgb, maps };
}

/**
 * Return the maps of a source.
 * @param {Source} source
 * @param {Maps} rgb
 * @returns {Maps}
 */
export function sourceMaps(source, rgb) {
  if (source === "rgb") return rgb;
  const first = firstLayer(rgb);
  return source === "maps"
    ? first
    : { ...first, maps: TWO.map((filter) => first.maps[filter]) };
}

/**
 * Pool each map 2×2 with stride 2, padding same: an odd last row or column counts.
 * @param {Maps} maps
 * @param {"max" | "average"} kind
 * @returns {Maps}
 */
export function pool({ height, width, maps }, kind) {
  const rows = Math.ceil(height / 2), columns = Math.ceil(width / 2);
  const pooled = maps.map((map) =>
    Float32Array.from({ length: rows * columns }, (_, i) => {
      const row = 2 * Math.floor(i / columns), column = 2 * (i % columns);
      // Beyond an odd edge the last values count twice, which changes neither kind.
      const below = Math.min(row + 1, height - 1),
        right = Math.min(column + 1, width - 1);
      const a = map[row * width + column], b = map[row * width + right];
      const c = map[below * width + column], d = map[below * width + right];
      return kind === "max" ? Math.max(a, b, c, d) : (a + b + c + d) / 4;
    })
  );
  return { height: rows, width: columns, maps: pooled };
}

/**
 * Apply the same 3×3 weights to each map alone: a depthwise convolution, padding same.
 * @param {Maps} maps
 * @param {number[]} stencil nine weights, row by row
 * @returns {Maps}
 */
export function neighbours(maps, stencil) {
  const made = maps.maps.map((map) => stencilled(maps, map, stencil, "none"));
  return { ...maps, maps: made };
}

/**
 * Invert a matrix; null if it is not square, or so nearly singular that 32 bits lose it.
 * @param {number[][]} matrix
 * @returns {number[][] | null}
 */
export function inverse(matrix) {
  const size = matrix.length;
  if (matrix.some((row) => row.length !== size)) return null;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => i === j ? 1 : 0)]);
  for (let k = 0; k < size; k++) {
    const sizes = rows.map((row, i) => i < k ? 0 : Math.abs(row[k]));
    const largest = Math.max(...sizes), pivot = sizes.indexOf(largest);
    if (!largest) return null;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    rows[k] = rows[k].map((value) => value / rows[k][k]);
    for (let i = 0; i < size; i++) {
      const times = rows[i][k];
      if (i !== k) rows[i] = rows[i].map((value, j) => value - times * rows[k][j]);
    }
  }
  const inverted = rows.map((row) => row.slice(size));
  return norm(matrix) * norm(inverted) < WORST ? inverted : null;
}

/**
 * Return the layer that undoes one without activation, or null if none does.
 * @param {Layer} layer
 * @returns {Layer | null}
 */
export function undoing({ weights, biases }) {
  const inverted = inverse(weights);
  return inverted && {
    weights: inverted,
    biases: inverted.map((row) => 0 - dot(row, biases)), // never −0
  };
}

/**
 * Write out one output value of a 1×1 convolution.
 * @param {Maps} maps
 * @param {number[]} weights
 * @param {number} bias
 * @param {Activation} activation
 * @param {number} position row · width + column
 * @returns {{terms: [number, number][], bias: number, sum: number, output: number}}
 * terms are [weight, value]; the sum has the bias in it
 */
export function sumAt({ maps }, weights, bias, activation, position) {
  const values = maps.map((map) => map[position]);
  const sum = bias + dot(weights, values);
  return {
    terms: weights.map((weight, channel) => [weight, values[channel]]),
    bias,
    sum,
    output: Math.max(lowest(activation), sum),
  };
}

/**
 * Write a script for Keras that computes a setting, from the picture's file or, without
 * it, at the position alone.
 * @param {Setting} setting
 * @param {Maps} rgb the picture: three maps
 * @returns {string}
 */
export function kerasMix(setting, rgb) {
  const { source, picture, activation, undo, weights, biases, row, column } = setting;
  const reach = source === "rgb" ? 0 : 1, filters = weights.length;
  const used = source === "two" ? TWO.map((filter) => FIRST[filter]) : FIRST;
  const relu = activation === "relu" ? ', activation="relu"' : "";
  const first = source === "rgb" ? "" : `
# A first layer: each filter is a 3×3 stencil times a weight for each colour.
stencils = ${lists(used.map(({ stencil }) => stencil))}
colours = ${lists(used.map(({ colours }) => colours))}
kernel = np.einsum("fp,fc->pcf", stencils, colours).reshape(3, 3, 3, -1)
first = layers.Conv2D(${used.length}, 3, padding="same", activation="relu")
first.build(x.shape)
first.set_weights([kernel, np.zeros(${used.length})])
x = first(x)
`;
  const last = !undo ? "" : !inverse(weights) ? "\n# No layer can undo this one.\n" : `
inverse = np.linalg.inv(weights)
undo = layers.Conv2D(${filters}, 1)
undo.build(x.shape)
undo.set_weights([inverse.T[None, None], -inverse @ biases])
x = undo(x)
`;
  return `from pathlib import Path

import numpy as np
import tensorflow as tf
from keras import layers

picture = Path("${picture}.png")  # save it from the page, where you run this
row, column = ${row}, ${column}
if picture.exists():
    pixels = tf.io.decode_image(picture.read_bytes(), channels=3).numpy()
else:
    print(f"No {picture} in {Path.cwd()}: here is the one position, from its bytes.")
    pixels = np.array([
${around(rgb, row, column, reach)}
    ])
    row, column = ${reach}, ${reach}
x = pixels[None].astype("float32") / 255  # bytes 0..255 to values 0..1
${first}
# One row of weights for each filter, one column for each channel.
weights = ${lists(weights)}
biases = ${list(biases)}
mix = layers.Conv2D(${filters}, 1${relu})
mix.build(x.shape)
mix.set_weights([np.transpose(weights)[None, None], np.array(biases)])
x = mix(x)
${last}
output = np.array(x[0])
print("Shape:", output.shape)
print("Values at the position:", output[row, column])
`;
}

/** Settings that each carry a point of the text. */
export const PRESETS = [
  {
    id: "grey",
    title: "Grey",
    text: "rgb.coffee.none;0.299,0.587,0.114;0",
    says:
      "One filter, three weights: a grey picture. Green looks brightest to the eye," +
      " so it weighs most; the weights sum to 1, so white stays white.",
  },
  {
    id: "swap",
    title: "Swap red and blue",
    text: "rgb.astronaut.none;0,0,1/0,1,0/1,0,0;0,0,0",
    says: "Each filter takes one channel and leaves the others out. A 1×1 convolution" +
      " can put channels into any order.",
  },
  {
    id: "identity",
    title: "Identity",
    text: "rgb.coffee.none;1,0,0/0,1,0/0,0,1;0,0,0",
    says:
      "A projection: as many filters as channels. Ones on the diagonal hand on what" +
      " came in; change one weight, and the colours change.",
  },
  {
    id: "reduction",
    title: "Eight maps to two",
    text: "maps.coffee.relu;0.5,0,0,0,0,0.5,0,0/0,0.5,0.5,0.5,0.5,0,0,0;0,0",
    says:
      "A reduction: one filter gathers the maps of light, the other those of edges." +
      " Two maps are left, as high and wide as the eight.",
  },
  {
    id: "expansion",
    title: "Two maps to eight",
    text:
      "two.astronaut.none;1,0/0,1/1,1/1,-1/0.5,0.5/0.5,-0.5/-1,0/0,-1;0,0,0,0,0,0.5,1,1",
    says:
      "An expansion: eight maps come out, but each is a mix of the same two. There" +
      " is no more in them than in those two.",
  },
  {
    id: "undo",
    title: "Undo",
    text: "rgb.astronaut.none.undo;-1,1,0/0,-1,1/0.3,0.6,0.1;0,0,0",
    says:
      "The first layer makes green minus red, blue minus green, and light. A second" +
      " layer with the inverse matrix brings the picture back: nothing was lost.",
  },
  {
    id: "undo-relu",
    title: "Undo after ReLU",
    text: "rgb.astronaut.relu.undo;-1,1,0/0,-1,1/0.3,0.6,0.1;0,0,0",
    says: "The same layers with ReLU between them. It cuts negative sums to 0, and no" +
      " matrix can tell what they were: the orange of the suit is lost.",
  },
  {
    id: "edges",
    title: "Edges into a drawing",
    text: "maps.chelsea.relu;0,-1,-1,-1,-1,0,0,0;1",
    says: "Four edge maps with negative weights, and a bias of 1 for white paper. The" +
      " 3×3 layer found the edges; the 1×1 layer only weighs them.",
  },
];

/** @param {Activation} activation */
function lowest(activation) {
  return activation === "relu" ? 0 : -Infinity;
}

/**
 * A 3×3 convolution of one map is a 1×1 convolution of nine copies, each shifted.
 * @param {Maps} size
 * @param {Float32Array} map
 * @param {number[]} stencil
 * @param {Activation} activation
 */
function stencilled({ height, width }, map, stencil, activation) {
  const wide = width + 2, length = wide * height - 2;
  const padded = new Float32Array(wide * (height + 2));
  const mixed = new Float32Array(length), out = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    padded.set(map.subarray(row * width, (row + 1) * width), (row + 1) * wide + 1);
  }
  const maps = stencil.map((_, i) => padded.subarray(Math.floor(i / 3) * wide + i % 3));
  pointwiseRow({ maps }, stencil, 0, activation, mixed);
  for (let row = 0; row < height; row++) {
    out.set(mixed.subarray(row * wide, row * wide + width), row * width);
  }
  return out;
}

/**
 * @param {string} text
 * @param {number} count
 * @param {string} what
 */
function numbers(text, count, what, least = -LIMIT, most = LIMIT, form = NUMBER) {
  const parts = text.split(",");
  const read = parts.map((part) => form.test(part) ? Number(part) + 0 : NaN); // no −0
  if (read.length !== count || !read.every((one) => one >= least && one <= most)) {
    const range = `from ${written(least)} to ${most}`;
    const kind = least ? "with at most 4 decimals" : "without decimals";
    throw new Refusal(
      `${what} must be ${count} number${count > 1 ? "s" : ""} ${range} ${kind}.`,
    );
  }
  return read;
}

/** @param {number} value */
function short(value) {
  return String(Math.round(value * 1e4) / 1e4 + 0);
}

/** @param {number[]} values @returns {string} a list in Python */
function list(values) {
  return `[${values.map(short).join(", ")}]`;
}

/** @param {number[][]} rows @returns {string} the same of lists */
function lists(rows) {
  return `[\n${rows.map((row) => `    ${list(row)},\n`).join("")}]`;
}

/** @param {number[]} weights @param {number[]} values */
function dot(weights, values) {
  return weights.reduce((sum, weight, i) => sum + weight * values[i], 0);
}

/** @param {number[][]} matrix @returns {number} its largest sum of a row, without signs */
function norm(matrix) {
  return Math.max(
    ...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)),
  );
}

/**
 * @param {Maps} rgb
 * @param {number} row
 * @param {number} column
 * @param {number} reach
 * @returns {string} the bytes around a position in Python, 0 outside the picture
 */
function around({ height, width, maps }, row, column, reach) {
  const lines = [];
  for (let y = row - reach; y <= row + reach; y++) {
    const line = [];
    for (let x = column - reach; x <= column + reach; x++) {
      const inside = y >= 0 && y < height && x >= 0 && x < width;
      line.push(list(maps.map((map) => inside ? map[y * width + x] * 255 : 0)));
    }
    lines.push(`        [${line.join(", ")}],`);
  }
  return lines.join("\n");
}
