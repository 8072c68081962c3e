/** 1×1 convolutions of a picture's maps. */

import { Refusal, written } from "./words.js";

/** @import { Activation, Filter, Maps, Mixing, Setting, Source } from "./types.d.ts" */

/** Height and width of a picture. */
export const SIZE = 256;
/** Files; “own” is the reader's. */
export const PICTURES = ["coffee", "chelsea", "astronaut", "own"];
/** The most filters or channels. */
export const MOST = 8;
/** The largest weight or bias. */
export const LIMIT = 10;

const MIDDLE = "128,128";
const LONGEST = 1000; // characters
const NUMBER = /^-?\d{1,3}(\.\d{1,4})?$/;
const HEAD = /^(rgb|maps|two)\.(coffee|chelsea|astronaut|own)\.(none|relu)(\.undo)?$/;

/** 3×3 weights by name, row by row. */
export const STENCILS = {
  point: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  blur: [1, 2, 1, 2, 4, 2, 1, 2, 1].map((weight) => weight / 16),
  across: [-0.5, 0, 0.5, -1, 0, 1, -0.5, 0, 0.5],
  down: [-0.5, -1, -0.5, 0, 0, 0, 0.5, 1, 0.5],
  diagonal: [-1, -0.5, 0, -0.5, 0, 0.5, 0, 0.5, 1],
  spots: [-0.5, -0.5, -0.5, -0.5, 4, -0.5, -0.5, -0.5, -0.5],
};

const LOWEST = { none: -Infinity, relu: 0 };
const LIGHT = [0.299, 0.587, 0.114];

/** The filters of the first layer: a stencil times a weight for each colour. */
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

/** @type {Record<Source, Filter[]>} what makes the maps */
const MADE = { rgb: [], maps: FIRST, two: [FIRST[0], FIRST[6]] };

/** Names of the channels. */
export const NAMES = {
  rgb: ["red", "green", "blue"],
  maps: FIRST.map(({ name }) => name),
  two: MADE.two.map(({ name }) => name),
};

/** Read a setting. @param {string} text @throws {Refusal} */
export function parseMix(text) {
  const [head, weights = "", biases = "", place = MIDDLE, more] = text
    .slice(0, LONGEST).split(";");
  const parts = HEAD.exec(head), rows = weights.split("/");
  if (!parts || rows.length > MOST || more !== undefined) {
    throw new Refusal(
      "a mix is source.picture.activation;weights;biases;row,column, of 1 to" +
        ` ${MOST} filters, as in rgb.coffee.none;1,0,0;0;${MIDDLE}.`,
    );
  }
  const [, source, picture, activation, undo] = parts;
  const channels = NAMES[/** @type {Source} */ (source)].length;
  const [row, column] = numbers(place, 2, "the position", 0, SIZE - 1).map(Math.floor);
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

/** Write a setting in its shortest form. @param {Setting} setting */
export function formatMix(setting) {
  const { source, picture, activation, undo, weights, biases, row, column } = setting;
  const head = `${source}.${picture}.${activation}${undo ? ".undo" : ""}`;
  const rows = weights.map((row) => row.map(short)).join("/");
  const text = `${head};${rows};${biases.map(short)};${row},${column}`;
  return text.replace(`;${MIDDLE}`, "");
}

/**
 * Apply a 1×1 convolution; weights are filters × channels.
 * @param {Maps} maps @param {number[][]} weights @param {number[]} biases
 * @param {Activation} activation
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
 * Compute one filter of a 1×1 convolution of up to nine maps.
 * @param {Pick<Maps, "maps">} maps @param {number[]} weights @param {number} bias
 * @param {Activation} activation @param {Float32Array} out height·width values
 */
export function pointwiseRow({ maps }, weights, bias, activation, out) {
  // One pass of nine terms writes once.
  const [a, b = a, c = a, d = a, e = a, f = a, g = a, h = a, k = a] = maps;
  const [p, q = 0, r = 0, s = 0, t = 0, u = 0, v = 0, w = 0, x = 0] = weights;
  const least = LOWEST[activation];
  for (let i = 0; i < out.length; i++) {
    const sum = bias + p * a[i] + q * b[i] + r * c[i] + s * d[i] + t * e[i] +
      u * f[i] + v * g[i] + w * h[i] + x * k[i];
    out[i] = sum > least ? sum : least;
  }
}

/** Apply a 3×3 layer, padding same, with ReLU. @param {Maps} rgb */
export function firstLayer(rgb, filters = FIRST) {
  const maps = filters.flatMap(({ stencil, colours }) =>
    neighbours(pointwise(rgb, [colours], [0], "none"), stencil, "relu").maps
  );
  return { ...rgb, maps };
}

/** Return the maps of a source. @param {Source} source @param {Maps} rgb */
export function sourceMaps(source, rgb) {
  return source === "rgb" ? rgb : firstLayer(rgb, MADE[source]);
}

/**
 * Pool each map 2×2 with stride 2, padding same.
 * @param {Maps} maps @param {"max" | "average"} kind
 */
export function pool({ height, width, maps }, kind) {
  const rows = Math.ceil(height / 2), columns = Math.ceil(width / 2);
  const pooled = maps.map((map) =>
    Float32Array.from({ length: rows * columns }, (_, i) => {
      const values = [0, 1, 2, 3].map((j) => {
        // Beyond an odd edge the last values count twice.
        const row = Math.min(2 * Math.floor(i / columns) + (j >> 1), height - 1);
        return map[row * width + Math.min(2 * (i % columns) + j % 2, width - 1)];
      });
      return kind === "max" ? Math.max(...values) : dot([1, 1, 1, 1], values) / 4;
    })
  );
  return { height: rows, width: columns, maps: pooled };
}

/**
 * Apply nine weights to each map alone: a depthwise 3×3 convolution, padding same.
 * @param {Maps} maps @param {number[]} stencil @param {Activation} activation
 */
export function neighbours({ height, width, maps }, stencil, activation = "none") {
  const wide = width + 2;
  /** @param {number} i */
  const spaced = (i) => i + 2 * Math.floor(i / width);
  const made = maps.map((map) => {
    const padded = new Float32Array(wide * (height + 2));
    const mixed = new Float32Array(wide * height - 2);
    map.forEach((value, i) => padded[wide + 1 + spaced(i)] = value);
    // It is a 1×1 convolution of nine copies, each shifted.
    const maps = stencil.map((_, i) =>
      padded.subarray(Math.floor(i / 3) * wide + i % 3)
    );
    pointwiseRow({ maps }, stencil, 0, activation, mixed);
    return map.map((_, i) => mixed[spaced(i)]);
  });
  return { height, width, maps: made };
}

/** Invert a matrix; null if 32 bits cannot. @param {number[][]} matrix */
export function inverse(matrix) {
  const size = matrix.length;
  if (matrix.some((row) => row.length !== size)) return null;
  let rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let k = 0; k < size; k++) { // rows that are done go to the end
    const sizes = rows.slice(0, size - k).map((row) => Math.abs(row[k]));
    const largest = Math.max(...sizes);
    if (!largest) return null;
    const [pivot] = rows.splice(sizes.indexOf(largest), 1);
    const done = pivot.map((value) => value / pivot[k]);
    rows = rows.map((row) => row.map((value, j) => value - row[k] * done[j]));
    rows.push(done);
  }
  const inverted = rows.map((row) => row.slice(size));
  // From 1e5 on, what 32 bits round off would show.
  return norm(matrix) * norm(inverted) < 1e5 ? inverted : null;
}

/** Return the layer that undoes one, or null. @param {Mixing} layer */
export function undoing({ weights, biases }) {
  const inverted = inverse(weights);
  return inverted && {
    weights: inverted,
    biases: inverted.map((row) => 0 - dot(row, biases)), // never −0
  };
}

/**
 * Write out one output value; its sum has the bias.
 * @param {Maps} maps @param {number[]} weights @param {number} bias
 * @param {Activation} activation @param {number} position row · width + column
 */
export function sumAt({ maps }, weights, bias, activation, position) {
  const values = maps.map((map) => map[position]);
  const terms = weights.map((weight, i) => [weight, values[i]]);
  const sum = bias + dot(weights, values);
  return { terms, bias, sum, output: Math.max(LOWEST[activation], sum) };
}

/** Write a script for Keras. @param {Setting} setting @param {Maps} rgb */
export function kerasMix(setting, rgb) {
  const { source, picture, activation, undo, weights, biases, row, column } = setting;
  const made = MADE[source], reach = made.length ? 1 : 0, filters = weights.length;
  const relu = activation === "relu" ? ', activation="relu"' : "";
  const first = !reach ? "" : `
# Each filter is a 3×3 stencil times a weight for each colour.
stencils = ${lists(made.map(({ stencil }) => stencil))}
colours = ${lists(made.map(({ colours }) => colours))}
kernel = np.einsum("fp,fc->pcf", stencils, colours).reshape(3, 3, 3, -1)
first = layers.Conv2D(${made.length}, 3, padding="same", activation="relu")
first.build(x.shape)
first.set_weights([kernel, np.zeros(${made.length})])
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

picture = Path("${picture}.png")  # save it here from the page
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

/** Settings to try. */
export const PRESETS = [
  {
    id: "grey",
    title: "Grey",
    text: "rgb.coffee.none;0.299,0.587,0.114;0",
    says: "One filter, three weights. Green looks brightest, so it weighs most.",
  },
  {
    id: "swap",
    title: "Swap red and blue",
    text: "rgb.astronaut.none;0,0,1/0,1,0/1,0,0;0,0,0",
    says: "Each filter hands on one channel: a 1×1 can put them into any order.",
  },
  {
    id: "identity",
    title: "Identity",
    text: "rgb.coffee.none;1,0,0/0,1,0/0,0,1;0,0,0",
    says: "Ones on the diagonal hand on what came in. Change one.",
  },
  {
    id: "reduction",
    title: "Eight maps to two",
    text: "maps.coffee.relu;0.5,0,0,0,0,0.5,0,0/0,0.5,0.5,0.5,0.5,0,0,0;0,0",
    says: "One filter gathers the maps of light, the other those of edges.",
  },
  {
    id: "expansion",
    title: "Two maps to eight",
    text:
      "two.astronaut.none;1,0/0,1/1,1/1,-1/0.5,0.5/0.5,-0.5/-1,0/0,-1;0,0,0,0,0,0.5,1,1",
    says: "Eight maps, but each is a mix of the same two: they hold no more.",
  },
  {
    id: "undo",
    title: "Undo",
    text: "rgb.astronaut.none.undo;-1,1,0/0,-1,1/0.3,0.6,0.1;0,0,0",
    says: "A second layer, with the inverse matrix, brings the picture back.",
  },
  {
    id: "undo-relu",
    title: "Undo after ReLU",
    text: "rgb.astronaut.relu.undo;-1,1,0/0,-1,1/0.3,0.6,0.1;0,0,0",
    says: "ReLU cuts negative sums to 0. No matrix brings back the orange of the suit.",
  },
  {
    id: "edges",
    title: "Edges into a drawing",
    text: "maps.chelsea.relu;0,-1,-1,-1,-1,0,0,0;1",
    says: "The 3×3 layer found the edges. The 1×1 only weighs them.",
  },
];

/** @param {string} text @param {number} count @param {string} what */
function numbers(text, count, what, least = -LIMIT, most = LIMIT) {
  const read = text.split(",").map((one) => NUMBER.test(one) ? Number(one) + 0 : NaN); // no −0
  if (read.length !== count || !read.every((one) => one >= least && one <= most)) {
    const range = `${written(least)} to ${most}`;
    throw new Refusal(
      `${what}: write numbers from ${range} with at most 4 decimals, ${count} in all.`,
    );
  }
  return read;
}

/** @param {number} value */
function short(value) {
  return String(Math.round(value * 1e4) / 1e4 + 0);
}

/** @param {number[]} values */
function list(values) {
  return `[${values.map(short).join(", ")}]`;
}

/** @param {number[][]} rows */
function lists(rows) {
  return `[\n    ${rows.map(list).join(",\n    ")},\n]`;
}

/** @param {number[]} weights @param {number[]} values */
function dot(weights, values) {
  return weights.reduce((sum, weight, i) => sum + weight * values[i], 0);
}

/** @param {number[][]} matrix */
function norm(matrix) {
  return Math.max(...matrix.map((row) => dot(row, row.map(Math.sign))));
}

/** @param {Maps} rgb @param {number} row @param {number} column @param {number} reach */
function around({ width, maps }, row, column, reach) {
  const steps = reach ? [-1, 0, 1] : [0];
  return steps.map((down) => {
    const pixels = steps.map((right) => {
      const x = column + right, at = (row + down) * width + x;
      return list(maps.map((map) => x < 0 || x >= width ? 0 : 255 * (map[at] ?? 0)));
    });
    return `        [${pixels.join(", ")}],`;
  }).join("\n");
}
