/**
 * What `import()` and `fetch()` do, where there is no server: a browser loads neither
 * modules nor data from file://, but it does load scripts.
 *
 * portable.py makes each module a script that calls `module`, and puts a script beside
 * each file that a module fetches.
 */
(() => {
  /** @typedef {(specifier: string) => Promise<any>} Load */
  /** @typedef {{url: string, resolve: (specifier: string) => string}} Meta */

  /** What each module exports, by its address. @type {Map<string, any>} */
  const exports = new Map();
  /** @type {Map<string, Promise<any>>} */
  const loads = new Map();

  /** Load a module once. @param {string} specifier @param {string} base */
  function load(specifier, base = document.baseURI) {
    const url = new URL(specifier, base).href;
    if (exports.has(url)) return Promise.resolve(exports.get(url));
    const loading = loads.get(url) ?? new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = () => resolve(exports.get(url));
      script.onerror = () => reject(new Error(`${url} does not load`));
      document.head.append(script);
    });
    loads.set(url, loading);
    return loading;
  }

  /** Run a module. @param {(load: Load, meta: Meta) => unknown} body */
  function module(body) {
    const url = /** @type {HTMLScriptElement} */ (document.currentScript).src;
    /** @param {string} specifier */
    const resolve = (specifier) => new URL(specifier, url).href;
    exports.set(url, body((specifier) => load(specifier, url), { url, resolve }));
  }

  /** Fetch a file of the site, or data. @param {string} address */
  async function fetched(address) {
    const [, type, text] = /^data:(.*?);base64,(.*)$/s.exec(address) ??
      ["", ...await load(`${address}.js`)];
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Response(bytes, { headers: { "Content-Type": type } });
  }

  Object.assign(globalThis, { load, module, fetched });

  // The theme's search reads its index in a worker, which a file may not start.
  if (location.protocol === "file:") {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".md-search, [for=__search] { display: none !important }");
    document.adoptedStyleSheets = [sheet];
    addEventListener("DOMContentLoaded", () => {
      // Under this name the theme looks for the form whose index it loads.
      document.forms.namedItem("search")?.removeAttribute("name");
    });
  }
})();
