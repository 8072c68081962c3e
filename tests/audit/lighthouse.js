// Measures pages with Lighthouse, one after another, in one browser:
//   deno run -A lighthouse.js CHROMIUM FLAG… < addresses > results, a line each
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import process from "node:process";
import { createInterface } from "node:readline";

const [chromePath, ...chromeFlags] = Deno.args;
const chrome = await launch({
  chromePath,
  chromeFlags: ["--headless=new", ...chromeFlags],
  logLevel: "silent",
});

/** The audits of a category that cost it points, and what they name on the page. */
const failing = ({ auditRefs }, audits) =>
  auditRefs.filter(({ id, weight }) => weight && audits[id].score !== null)
    .map(({ id }) => audits[id])
    .filter(({ score }) => score < 1)
    .map(({ id, title, details }) => ({
      id,
      title,
      where: (details?.items ?? [])
        .map((item) => item.node?.selector ?? item.description ?? "").filter(Boolean),
    }));

/** Measures a page as on a phone with slow 4G: Lighthouse's own settings. */
async function measure(address) {
  const { lhr } = await lighthouse(address, {
    port: chrome.port,
    logLevel: "silent",
    disableFullPageScreenshot: true,
  });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const { audits } = lhr;
  const categories = Object.values(lhr.categories);
  return {
    scores: Object.fromEntries(categories.map(({ id, score }) => [id, score])),
    failing: Object.fromEntries(
      categories.map((category) => [category.id, failing(category, audits)]),
    ),
    paint: audits["largest-contentful-paint"].numericValue,
    blocking: audits["total-blocking-time"].numericValue,
    shift: audits["cumulative-layout-shift"].numericValue,
    readable: audits["total-byte-weight"].numericValue,
    requests: audits["network-requests"].details.items
      .filter(({ url }) => !url.startsWith("data:")).length,
  };
}

try {
  for await (const address of createInterface({ input: process.stdin })) {
    const result = await measure(address).catch(({ message }) => ({ error: message }));
    console.log(JSON.stringify(result));
  }
} finally {
  await chrome.kill();
}
