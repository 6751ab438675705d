#!/usr/bin/env node
// What an open page does while its site is edited, in a real browser.
//
//   tests/browser/run.sh target/release/touchline
//
// CHROMIUM names the browser (default: /usr/bin/chromium-headless-shell), TABS
// how many tabs are open at once (default 8: a browser keeps six connections to
// a host, so more than six must share them). Ends with 75, "try again"
// (sysexits.h), if it was the browser that crashed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from "node:fs";
import { freemem, tmpdir, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const program = resolve(process.argv[2] ?? "target/debug/touchline");
const site = mkdtempSync(join(tmpdir(), "touchline-watch-"));
const write = (path, text) => {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
};

const paragraphs = Array.from({ length: 80 }, (_, n) => `Paragraph ${n} of a long report on Rovers and Town.`).join("\n\n");
const story = (words, title = "title") =>
  `---\n${title}: A draw\ndate: 2025-05-01\nimage: {src: goal.svg, alt: A goal}\n---\n\n${words}\n\n${paragraphs}\n`;
const svg = (fill) => `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><rect width="16" height="9" fill="${fill}"/></svg>`;
write("content/site.yaml", "title: Test\nbase_url: https://example.org/club\n");
write("content/stories/draw.md", story("They met."));
write("content/stories/goal.svg", svg("red"));
write("content/stories/other.md", "---\ntitle: Other\ndate: 2025-05-02\n---\nAnother story.\n");

/** Starts the watch; gives the process and the address of the site. */
function start(...options) {
  const child = spawn(program, ["watch", "--root", site, "--now", "2026-01-01T00:00Z", ...options]);
  child.errors = "";
  child.stderr.on("data", (data) => { child.errors += data; });
  return new Promise((done, failed) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const address = said.match(/serving (http:\S+)/);
      if (address) done([child, address[1]]);
    });
    child.on("exit", (code) => failed(new Error(`the watch ended with ${code}: ${child.errors}`)));
  });
}
const stop = (child) => new Promise((done) => {
  child.removeAllListeners("exit");
  child.on("exit", done);
  child.kill("SIGINT");
});

let [watch, address] = await start("--port", "0");
// A process for each tab is much for a small machine.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-gpu", "--renderer-process-limit=2"],
});
const context = await browser.newContext({ viewport: { width: 900, height: 600 } });
context.setDefaultTimeout(15_000);
let crashed = false;
context.on("page", (opened) => opened.on("crash", () => { crashed = true; }));
const page = await context.newPage();
const faults = [];
page.on("pageerror", (error) => faults.push(error.message));

/** A mark in the page that a reload wipes away. */
const mark = (on = page) => on.evaluate(() => { window.marked = true; });
const isMarked = (on = page) => on.evaluate(() => window.marked === true);
const shows = (text, on = page) => on.waitForFunction((text) => document.body.innerText.includes(text), text);
const overlay = () => page.locator("touchline-errors pre");
let trials = 0;
const trial = async (name, run) => {
  await run();
  trials += 1;
  console.log(`ok  ${name}`);
};

try {
  await page.goto(address + "stories/draw/");

  await trial("an edit is shown, and the scroll position stays", async () => {
    await page.evaluate(() => scrollTo(0, 1500));
    write("content/stories/draw.md", story("They met again."));
    await shows("They met again.");
    await page.waitForFunction(() => scrollY === 1500);
  });

  await trial("also with a fragment in the address", async () => {
    await page.goto(address + "stories/draw/#top");
    await page.evaluate(() => scrollTo(0, 900));
    write("content/stories/draw.md", story("They met once more."));
    await shows("They met once more.");
    await page.waitForFunction(() => scrollY === 900);
  });

  await trial("an edit of another page leaves this one alone", async () => {
    await mark();
    const other = await context.newPage();
    await other.goto(address + "stories/other/");
    write("content/stories/other.md", "---\ntitle: Other\ndate: 2025-05-02\n---\nChanged elsewhere.\n");
    await shows("Changed elsewhere.", other);
    await other.close();
    assert(await isMarked());
    assert.equal(page.url(), address + "stories/draw/#top");
  });

  await trial("a stylesheet is swapped without a reload", async () => {
    await mark();
    for (const colour of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]) {
      write("static/touchline.css", `body { background: ${colour}; min-height: 9000px }\n`);
      await page.waitForFunction((colour) => getComputedStyle(document.body).backgroundColor === colour, colour);
    }
    await page.waitForFunction(() => document.querySelectorAll("link[data-leaving]").length === 0);
    assert(await isMarked());
    unlinkSync(join(site, "static/touchline.css"));
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor !== "rgb(4, 5, 6)");
    assert(await isMarked());
  });

  await trial("a changed picture is shown", async () => {
    const pixel = () => page.evaluate(async () => {
      const image = new Image();
      image.src = document.querySelector("main img").src;
      await image.decode();
      const canvas = new OffscreenCanvas(16, 9).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return [...canvas.getImageData(8, 4, 1, 1).data].slice(0, 3).join();
    });
    assert.equal(await pixel(), "255,0,0");
    write("content/stories/goal.svg", svg("blue"));
    await page.waitForFunction(() => !window.marked);
    await page.waitForLoadState("load");
    assert.equal(await pixel(), "0,0,255");
  });

  await trial("an error is laid over the last good page, with the terminal's words, and goes when mended", async () => {
    await mark();
    watch.errors = "";
    write("content/stories/draw.md", story("Broken.", "titel"));
    await overlay().waitFor();
    assert.match(await overlay().textContent(), /unknown key `titel`/);
    assert.equal(await overlay().textContent(), watch.errors);
    assert(await isMarked(), "the page stays as it is");
    await shows("They met once more.");
    // A page opened meanwhile says the same.
    await page.goto(address + "stories/other/");
    await overlay().waitFor();
    await page.keyboard.press("Escape");
    await overlay().waitFor({ state: "detached" });
    await page.goto(address + "stories/draw/");
    await overlay().waitFor();
    write("content/stories/draw.md", story("Mended."));
    await overlay().waitFor({ state: "detached" });
    await shows("Mended.");
  });

  await trial("an error of a template is shown and goes as well", async () => {
    write("templates/story.html", "{% if %}");
    await overlay().waitFor();
    assert.match(await overlay().textContent(), /templates\/story\.html:1:/);
    write("templates/story.html", "<h1>{{ story.no_such_thing }}</h1>");
    await page.waitForFunction(() => document.querySelector("touchline-errors")?.shadowRoot.textContent.includes("no_such_thing"));
    await shows("Mended.");
    unlinkSync(join(site, "templates/story.html"));
    await overlay().waitFor({ state: "detached" });
    await shows("Mended.");
  });

  await trial("a page that goes is gone, and is back when it comes", async () => {
    unlinkSync(join(site, "content/stories/draw.md"));
    await page.waitForFunction(() => !document.body.innerText.includes("Mended."));
    write("content/stories/draw.md", story("Back again."));
    await shows("Back again.");
  });

  const open = Number(process.env.TABS ?? 8);
  await trial(`of ${open} open tabs, each is kept up to date`, async () => {
    const tabs = [];
    while (tabs.length < open - 1) {
      const tab = await context.newPage();
      await tab.goto(address + "stories/draw/");
      tabs.push(tab);
    }
    write("content/stories/draw.md", story("Seen by all."));
    for (const tab of [page, ...tabs]) await shows("Seen by all.", tab);
    write("content/stories/draw.md", story("And once more by all."));
    for (const tab of [page, ...tabs]) await shows("And once more by all.", tab);
    // The tabs that listen are closed; the others take over.
    for (const tab of tabs.slice(2).reverse()) await tab.close();
    write("content/stories/draw.md", story("By those that are left."));
    for (const tab of [page, ...tabs.slice(0, 2)]) await shows("By those that are left.", tab);
    for (const tab of tabs.slice(0, 2)) await tab.close();
  });

  await trial("going back in the history shows the page as it is now", async () => {
    await page.goto(address + "stories/other/");
    write("content/stories/draw.md", story("Changed behind the back."));
    await page.goBack();
    await shows("Changed behind the back.");
  });

  await trial("a page finds the server again after it was away", async () => {
    const { port } = new URL(address);
    await stop(watch);
    write("content/stories/draw.md", story("Written while nobody watched."));
    [watch] = await start("--port", port);
    await shows("Written while nobody watched.");
  });

  await trial("a page moves to the one that was edited only if asked", async () => {
    await mark();
    write("content/stories/other.md", "---\ntitle: Other\ndate: 2025-05-02\n---\nNot to be followed.\n");
    const other = await context.newPage();
    await other.goto(address + "stories/other/");
    await shows("Not to be followed.", other);
    await other.close();
    assert(await isMarked());
    const { port } = new URL(address);
    await stop(watch);
    [watch] = await start("--port", port, "--follow");
    await page.goto(address + "stories/draw/");
    write("content/stories/other.md", "---\ntitle: Other\ndate: 2025-05-02\n---\nTo be followed.\n");
    await page.waitForURL(address + "stories/other/");
    await shows("To be followed.");
  });

  assert.deepEqual(faults, []);
  console.log(`watch in the browser: ${trials} trials passed`);
} catch (error) {
  if (!crashed) throw error;
  const mib = (bytes) => Math.round(bytes / 2 ** 20);
  const disk = statfsSync(tmpdir());
  console.error(
    `the browser crashed with ${context.pages().length} tabs, which says nothing of the watch ` +
    `(free: ${mib(freemem())} of ${mib(totalmem())} MiB of memory, ${mib(disk.bavail * disk.bsize)} MiB of ${tmpdir()})`,
  );
  process.exitCode = 75;
} finally {
  await browser.close();
  await stop(watch);
  rmSync(site, { recursive: true, force: true });
}
