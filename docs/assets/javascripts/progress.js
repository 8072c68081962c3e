/** Which exercises are done: on this device alone, and only if the reader asks for it. */

const KEY = "one-by-one.exercises";

const SITE = new URL("../../", import.meta.url).pathname;

/** Name an exercise by its place on the site. @param {string} address */
export function placeOf(address) {
  const { pathname, hash } = new URL(address, location.href);
  return pathname.replace(SITE, "") + hash;
}

/** Return what is done, or null if nothing is kept. @returns {Set<string> | null} */
export function done() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return Array.isArray(kept) ? new Set(kept.map(String)) : null;
  } catch {
    return null;
  }
}

/**
 * Keep what is done from now on, or forget it.
 * @param {Set<string> | null} exercises
 * @returns {boolean} false if this browser lets no page keep anything
 */
export function keep(exercises) {
  try {
    if (exercises) localStorage.setItem(KEY, JSON.stringify([...exercises].sort()));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/**
 * Note whether an exercise is done, if the reader keeps progress.
 * @param {string} exercise @param {boolean} isDone
 */
export function note(exercise, isDone) {
  const exercises = done();
  if (!exercises) return false;
  if (isDone) exercises.add(exercise);
  else exercises.delete(exercise);
  return keep(exercises);
}
