/* A browser, and TAP: what the tests in a browser share.
 *
 *	const { test, visit, axe, fits, same, sure, done } = require("./browser.js");
 *
 *	test("the title is there", async () => {
 *		const page = await visit("/path/to/page.html", { dark: true, width: 320 });
 *		same(await page.title(), "Title");
 *	});
 *	done();
 *
 * Each test runs by itself, one after the other, each page in a context of its
 * own: nothing is remembered from one to the next. The network is off; a page
 * that asks for anything but files, or whose script fails, fails its test. */
"use strict";

const assert = require("node:assert/strict");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync",
	"--font-render-hinting=none"];

const tests = [];
let browser, contexts, complaints;

const test = (name, act) => tests.push({ name, act });

/* Opens a page of a file. Options: dark, width, height, script (false: none),
 * calm (no motion), clock (the page's time stands still until it is moved by
 * page.clock), storage (false: forbidden). */
async function visit(file, options = {}) {
	const context = await browser.newContext({
		viewport: { width: options.width ?? 1200, height: options.height ?? 900 },
		colorScheme: options.dark ? "dark" : "light",
		reducedMotion: options.calm ? "reduce" : "no-preference",
		javaScriptEnabled: options.script !== false,
	});
	const page = await context.newPage();
	const [path, rest] = file.split(/(?=[?#])/);

	contexts.push(context);
	page.on("pageerror", (error) => complaints.push(`the script of ${path}: ${error.message}`));
	page.on("console", (said) => said.type() === "error" && complaints.push(`${path}: ${said.text()}`));
	page.on("request", (request) => /^(file|data|blob):/.test(request.url()) ||
		complaints.push(`${path} asks for ${request.url()}`));
	if (options.storage === false)
		await page.addInitScript(() => Object.defineProperty(window, "localStorage",
			{ get() { throw new Error("storage is forbidden"); } }));
	if (options.clock)
		await page.clock.install({ time: 0 });
	await page.goto(pathToFileURL(path).href + (rest ?? ""));
	if (options.clock)
		await page.clock.pauseAt(3600e3);
	return page;
}

/* Holds a page to the rules of accessibility: there is no violation. With `rules` only
 * to these, as "color-contrast" when nothing but the colours has changed. */
async function axe(page, rules) {
	if (!await page.evaluate(() => "axe" in window))
		await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
	const { violations } = await page.evaluate((runOnly) => window.axe.run(document,
		{ resultTypes: ["violations"], preload: false, ...(runOnly && { runOnly }) }), rules);
	const told = violations.map((v) => `${v.id}: ${v.help}\n` +
		v.nodes.slice(0, 3).map((n) => `  ${n.html.slice(0, 160)}\n  ${n.failureSummary.replace(/\n/g, " ")}`).join("\n"));
	assert.equal(told.length, 0, told.join("\n"));
}

/* The page does not scroll sideways. */
async function fits(page) {
	const [inner, outer] = await page.evaluate(() =>
		[document.documentElement.scrollWidth, document.documentElement.clientWidth]);
	assert.ok(inner <= outer, `${inner} pixels wide on a screen of ${outer}`);
}

async function run({ name, act }, number) {
	contexts = [];
	complaints = [];
	let trouble = "";
	try {
		await act();
		assert.equal(complaints.length, 0, complaints.join("\n"));
	} catch (error) {
		trouble = error.message;
	}
	for (const context of contexts)
		await context.close();
	console.log(`${trouble ? "not ok" : "ok"} ${number} - ${name}`);
	if (trouble)
		console.log(trouble.replace(/^/gm, "# "));
	return !trouble;
}

/* Runs them all; the last line of a test file. */
async function done() {
	console.log(`1..${tests.length}`);
	browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });
	let number = 0, failed = 0;
	for (const each of tests)
		failed += !await run(each, ++number);
	await browser.close();
	process.exitCode = failed ? 1 : 0;
}

module.exports = { test, visit, axe, fits, done, same: assert.deepEqual, sure: assert.ok };
