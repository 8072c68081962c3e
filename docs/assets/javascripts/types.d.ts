/** Types of the lab's arithmetic, for the checker alone: no page loads this file. */

// Stacks of layers

export type Padding = "same" | "valid";

/** Height, width and channels. */
export type Shape = number[];

/** Leads to a layer: its index; inside a merge [..., index, branch, index]. */
export type Path = number[];

/** What a layer may have; its kind decides what it has. A merge has none of it. */
interface Options {
  filters?: number;
  kernel?: number;
  stride?: number;
  padding?: Padding;
  groups?: number;
  dilation?: number;
  /** Filters for each channel, of a depthwise convolution. */
  multiplier?: number;
  bias?: boolean;
}

export interface Single extends Options {
  kind: "conv" | "depthwise" | "max" | "avg" | "bn" | "relu";
}

/** Joins what its branches make of one input; one without layers hands on that input. */
export interface Merge extends Options {
  kind: "concat" | "sum";
  branches: Layer[][];
}

export type Layer = Single | Merge;

export interface Stack {
  input: Shape;
  layers: Layer[];
}

export interface Cost {
  output: Shape;
  parameters: number;
  /** Multiply–accumulates of convolutions; all else has none. */
  macs: number;
}

export interface Total extends Cost {
  /** Bytes of the outputs as float32. */
  memory: number;
}

export interface Row extends Total {
  path: Path;
  /** How many merges are around the layer. */
  depth: number;
  /** 0 in the trunk; the branches of a merge begin at 1. */
  branch: number;
  kind: Layer["kind"];
  /** Its kind and number, as in conv_1. */
  name: string;
  title: string;
  input: Shape;
  formula: { output: string; parameters: string; macs: string };
}

// Mixes of maps

/** Feature maps of one size; each holds height·width values, row by row. */
export interface Maps {
  height: number;
  width: number;
  maps: Float32Array[];
}

export type Activation = "none" | "relu";
export type Source = "rgb" | "maps" | "two";

/** A filter of the first layer: nine weights, row by row, times one for each colour. */
export interface Filter {
  name: string;
  stencil: number[];
  colours: number[];
}

/** A 1×1 layer: filters × channels weights, 1 to 8 of each, and a bias for each filter. */
export interface Mixing {
  weights: number[][];
  biases: number[];
}

/** A layer of a source's maps, perhaps undone, and a position to look at. */
export interface Setting extends Mixing {
  source: Source;
  picture: string;
  activation: Activation;
  undo: boolean;
  row: number;
  column: number;
}
