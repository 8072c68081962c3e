/**
 * The lecture as slides, by reveal.js. Without this script, and on a narrow screen,
 * the page stays what it is: all slides one below the other, with their notes.
 */

const WIDTH = 1280; // px of a slide, as in lecture-slide.css
const HEIGHT = 720;

const root = document.documentElement;
/** What the notes' window and a printer ask for, however narrow they are. */
const asked = /[?&](?:receiver|print-pdf|view=print)\b/.test(location.search);
const printing = asked && !location.search.includes("receiver");

/**
 * Import a part of reveal.js, which stands beside the slides.
 * @param {string} name
 */
async function part(name) {
  return (await import(new URL(`reveal/${name}`, document.baseURI).href)).default;
}

/** Add the stylesheet of reveal.js. On paper, lecture.css lays the slides out. */
function style() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "reveal/reveal.css";
  link.media = printing ? "all" : "screen";
  const loaded = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error("reveal.css did not load"));
  });
  // First, so that lecture.css has the last word.
  document.head.prepend(link);
  return loaded;
}

async function show() {
  const [Reveal, Notes] = await Promise.all([
    part("reveal.js"),
    part("notes.js"),
    style(),
    new Promise((resolve) => addEventListener("DOMContentLoaded", resolve)),
  ]);
  const deck = new Reveal({
    width: WIDTH,
    height: HEIGHT,
    margin: 0,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    controlsTutorial: false,
    controlsBackArrows: "visible",
    scrollActivationWidth: 0,
    pdfMaxPagesPerSlide: 1,
    plugins: [Notes],
  });
  const laid = new Promise((resolve) => deck.on("pdf-ready", resolve));
  await deck.initialize();
  if (printing) await laid;
}

/**
 * Lay the slides out, or go back to one below the other. A printer always has slides.
 * @param {boolean} wanted
 */
function lay(wanted) {
  root.classList.toggle("deck", wanted);
  /** @type {HTMLLinkElement | null} */
  const sheet = document.querySelector("link[href$='lecture-slide.css']");
  if (sheet) sheet.media = wanted ? "all" : "print";
}

if (asked || matchMedia("(min-width: 44em)").matches) {
  lay(true);
  root.classList.add("waiting");
  show()
    .catch((error) => {
      lay(false);
      console.error(error);
    })
    .finally(() => root.classList.remove("waiting"));
}
