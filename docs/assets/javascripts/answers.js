/** Reads what a reader answers, and says what is right or what slipped; no document. */

import { analyse, parse } from "./stack.js";
import { Refusal, written } from "./words.js";

/** @typedef {{expression: string, says: string}} Key an answer or a slip */
/** @typedef {{right: boolean, says: string}} Reply */

const LONGEST = 200; // characters of an answer that are read at all
const NESTING = 20; // brackets within brackets
const SURE = 1e-9; // as a share of the answer: what floats may lose
const ROUNDED = 10_000; // a whole number from here on may be rounded
const ROUGH = 0.003; // as a share of an answer that is no whole number

/** @type {Record<string, number>} */
const SCALES = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, g: 1e9, billion: 1e9 };

/** What stands around a number: "about", "k =" and a unit say nothing. */
const BEFORE = /^\s*(?:[a-z]?\s*[=~≈]|about|some)\s*/i;
const UNIT = /^\s*(?:%|×|x|[a-z][a-z\s–-]*)?\.?$/i;
const LAST_WORD = /(?<=[\d)])\s+(?!thousand|million|billion)[a-z][a-z–-]{2,}\.?$/i;
const GROUPED = /^\d{1,3}(?:(?:[,_'’\s]\d{3})+(?:\.\d+)?|(?:\.\d{3}){2,})(?![\d,.])/;
const PLAIN = /^(?:\d+,(?:\d\d?|\d{4,})(?![\d,.])|\d+(?:\.\d*)?|\.\d+)/;
const SCALE = /^(?:e[+-]?\d{1,3}|\s*(?:k|m|g|thousand|million|billion))(?![a-z\d])/i;
const TIMES = "*·⋅∙×x", OVER = "/÷:", MINUS = "-−–"; // as keyboards and pages have them
const LAB = /^(parameters|macs|values)\(/;

/**
 * Evaluate arithmetic with + − · ÷ ^ and brackets. Numbers may have thousands commas or
 * spaces and end on k, M or G; parameters(…), macs(…) and values(…) count a stack of the
 * layer budget, the last one the values that it puts out.
 * @param {string} text @returns {number}
 * @throws {Refusal} that says what cannot be read
 */
export function evaluate(text) {
  let rest = text.trim();
  let open = 0;

  /** Read a sign of `signs` if it comes next. @param {string} signs */
  function sign(signs) {
    rest = rest.trimStart();
    if (!rest || !signs.includes(rest[0])) return "";
    const [found] = rest;
    rest = rest.slice(1);
    return found;
  }

  /** @returns {number} */
  function sum() {
    let total = product(), found;
    while ((found = sign("+" + MINUS))) {
      total += found === "+" ? product() : -product();
    }
    return total;
  }

  function product() {
    let total = power(), found;
    while ((found = sign(TIMES + OVER))) {
      const factor = power(), divides = OVER.includes(found);
      if (divides && factor === 0) throw new Refusal("A division by 0 has no result.");
      total = divides ? total / factor : total * factor;
    }
    return total;
  }

  /** @returns {number} */
  function power() {
    const base = term();
    rest = rest.trimStart().replace("**", "^").replace("²", "^2").replace("³", "^3");
    return sign("^") ? base ** power() : base;
  }

  /** @returns {number} */
  function term() {
    if (sign(MINUS)) return -term();
    if (sign("(")) {
      if (++open > NESTING) throw new Refusal("Use fewer brackets.");
      const inside = sum();
      if (!sign(")")) {
        throw new Refusal("A bracket has no partner: close each ( with ).");
      }
      open--;
      return inside;
    }
    const lab = LAB.exec(rest);
    return lab ? counted(lab[1]) : literal();
  }

  /** Count a stack of layers. @param {string} what */
  function counted(what) {
    let end = what.length, open = 0;
    do open += { "(": 1, ")": -1 }[rest[end++]] ?? 0; while (open && end < rest.length);
    const { total } = analyse(parse(rest.slice(what.length + 1, end - 1)));
    rest = rest.slice(end);
    const { parameters, macs, output } = total;
    const values = output.reduce((product, size) => product * size, 1);
    return { parameters, macs, values }[what] ?? 0;
  }

  function literal() {
    const { number, digits, scale } = first(rest);
    const left = rest.slice(digits.length);
    if (!digits) throw new Refusal(unread(rest));
    if (/^[.,]\d/.test(left)) {
      throw new Refusal(
        `“${/^[\d.,]+/.exec(rest)}” can be read in two ways. Write a point before` +
          " decimals and a comma, a space or nothing between thousands.",
      );
    }
    rest = left.slice(scale.length);
    const named = SCALES[scale.trim().toLowerCase()];
    return /^e/i.test(scale) ? Number(number + scale) : Number(number) * (named ?? 1);
  }

  const result = sum();
  if (rest.trim()) throw new Refusal(unread(rest));
  if (!Number.isFinite(result)) throw new Refusal("That is too large to check.");
  return result;
}

/** @param {string} rest */
function unread(rest) {
  const where = rest.trim()
    ? `“${rest.trim().slice(0, 20)}” is no number`
    : "A number is missing at the end";
  return `${where}. Write 1605632, 1,605,632, 1.6M, or arithmetic such as 7*7*512.`;
}

/** Find the number that a text begins with. @param {string} text */
function first(text) {
  const [digits] = GROUPED.exec(text) ?? PLAIN.exec(text) ?? [""];
  const [scale = ""] = SCALE.exec(text.slice(digits.length)) ?? [];
  const comma = !GROUPED.test(digits) && digits.includes(",");
  const points = digits.split(".").length > 2;
  const number = comma
    ? digits.replace(",", ".")
    : digits.replace(points ? /\D/g : /[^\d.]/g, "");
  return { digits, number, scale };
}

/**
 * Read an answer: its value, and the size of the last digit that was given.
 * @param {string} typed
 * @returns {{value: number, digit: number, digits: number}} digit 0: it is arithmetic
 */
function read(typed) {
  if (typed.length > LONGEST) {
    throw new Refusal(`Write at most ${LONGEST} characters.`);
  }
  const text = typed.replace(BEFORE, "").replace(/[\s=]+$/, "");
  if (!text) throw new Refusal("Type a number first.");
  const { digits, number, scale } = first(text);
  const alone = digits + scale;
  if (!digits || !UNIT.test(text.slice(alone.length))) {
    const value = evaluate(text.replace(LAST_WORD, ""));
    return { value, digit: 0, digits: Infinity };
  }
  const value = evaluate(alone);
  const unit = Number(number) ? value / Number(number) : 1;
  const decimals = number.split(".")[1]?.length ?? 0;
  // Zeros at the end of a whole number may stand for digits that were rounded away.
  const zeros = decimals ? 0 : /0*$/.exec(number)?.[0].length ?? 0;
  const given = number.replace(".", "").replace(/^0+/, "").length - zeros;
  return { value, digit: unit * 10 ** (zeros - decimals), digits: given };
}

/** @param {number} one @param {number} other */
function same(one, other) {
  return Math.abs(one - other) <= SURE * Math.max(1e-9, Math.abs(other));
}

/** @param {number} value */
function whole(value) {
  return same(value, Math.round(value));
}

/** Write an answer: whole numbers in full, others to four digits. @param {number} value */
function shown(value) {
  return whole(value)
    ? written(Math.round(value))
    : value.toLocaleString("en", { maximumSignificantDigits: 4 }).replace("-", "−");
}

/**
 * Judge an answer. The first key is the right one, the others are slips.
 * @param {string} typed
 * @param {Key[]} keys
 * @returns {Reply}
 * @throws {Refusal} if it cannot be read
 */
export function judge(typed, keys) {
  const { value, digit, digits } = read(typed);
  const [answer, ...slips] = keys.map(({ expression, says }) => ({
    value: evaluate(expression),
    says,
  }));
  const exact = shown(answer.value);
  const right = { right: true, says: `Right: ${exact}. ${answer.says}` };
  /** @param {string} says */
  const wrong = (says) => ({ right: false, says });

  /** Tell whether a number may be given rounded. @param {number} value */
  const roundable = (value) => !whole(value) || Math.abs(value) >= ROUNDED;
  /** @param {number} given @param {number} wanted @param {number} digit */
  const rounds = (given, wanted, digit) =>
    roundable(wanted) && Math.abs(given - wanted) <= digit * (0.5 + SURE);

  if (same(value, answer.value)) return right;
  const slip = slips.find((key) => same(value, key.value));
  if (slip) return wrong(`Not yet. ${slip.says}`);
  if (rounds(value, answer.value, digit)) {
    if (digits < 2) return wrong("Right so far: now to one more digit.");
    const says = `Right, rounded; in full ${exact}. ${answer.says}`;
    return whole(answer.value) ? { right: true, says } : right;
  }
  // The arithmetic of the reader, with figures that had been rounded.
  const off = Math.abs(value - answer.value);
  if (!whole(answer.value) && off <= ROUGH * Math.abs(answer.value)) return right;
  const near = digits > 1 &&
    slips.find((key) => rounds(value, key.value, digit));
  if (near) return wrong(`Not yet. ${near.says}`);

  const power = value > 0 ? Math.round(Math.log10(value / answer.value)) : 0;
  const scaled = value / 10 ** power;
  if (
    power &&
    (same(scaled, answer.value) ||
      (digits > 1 && rounds(scaled, answer.value, digit / 10 ** power)))
  ) {
    const times = written(10 ** Math.abs(power)), size = power > 0 ? "large" : "small";
    return wrong(
      `The digits are right, but it is ${times} times too ${size}.` +
        " Mind the unit that is asked, and the zeros.",
    );
  }
  const cut = digit && Math.floor(answer.value / digit * (1 + SURE)) * digit;
  if (roundable(answer.value) && same(value, cut)) {
    return wrong("Close: round the last digit, do not cut off.");
  }
  return wrong(
    off < Math.abs(answer.value) / 100
      ? "Very close, but not it. Is there a small term too many, or too few?"
      : `Not yet: that is too ${value > answer.value ? "large" : "small"}.`,
  );
}
