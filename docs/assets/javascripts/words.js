/** Words and numbers for the reader, without a document. */

/** A setting that cannot be used; its message tells the reader why and what to do. */
export class Refusal extends Error {}

/**
 * Write a number with thousands commas and a true minus sign.
 * @param {number} value
 * @param {number} decimals at most so many
 */
export function written(value, decimals = 0) {
  return value
    .toLocaleString("en", { maximumFractionDigits: decimals })
    .replace("-", "−");
}
