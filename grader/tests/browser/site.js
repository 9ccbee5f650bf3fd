/* The site of the course, as a reader uses it. Arguments: its folder, and that of the
 * edition with the solutions. */
"use strict";

const { test, visit, axe, fits, done, same, sure } = require("./browser.js");
const path = require("node:path");

const at = (name) => path.join(process.argv[2], name);
const lesson = at("lessons/05_async_context_managers.html");
const exercise = at("exercises/two_doors.html");
const kinds = { front: at("index.html"), lesson, exercise, index: at("search.html"),
	results: at("search.html?q=aexit"),
	solution: path.join(process.argv[3], "exercises/async_resource.html") };

/* A player of the lesson whose output is hidden at first: its parts. */
async function player(page, number = 0) {
	const run = page.locator(".run").nth(number);
	if (await run.locator("summary").count())
		await run.locator("summary").click();
	return {
		run,
		play: run.locator(".play"),
		step: run.getByRole("button", { name: "Step on" }),
		back: run.getByRole("button", { name: "Step back" }),
		scrub: run.getByRole("slider"),
		speed: run.getByRole("combobox"),
		clock: run.locator(".clock"),
		shown: () => run.locator(".lines li:not(.later)").count(),
		curtain: () => run.locator(".curtain").getAttribute("x"),
		told: run.locator(".controls [role=status]"),
	};
}

/* ---- reading ----------------------------------------------------------------- */

for (const [kind, file] of Object.entries(kinds))
	test(`axe finds nothing on the ${kind} page, light or dark`, async () => {
		const page = await visit(file, { calm: true });
		await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
		await axe(page);
		await page.emulateMedia({ colorScheme: "dark" });
		await axe(page, ["color-contrast"]);
	});

/* One of the first level, and none that leaves a level out. */
async function holdHeadings(page) {
	const levels = await page.$$eval("h1, h2, h3, h4", (all) => all.map((h) => Number(h.tagName[1])));
	same(levels.filter((level) => level === 1).length, 1);
	levels.reduce((before, level) => {
		sure(level <= before + 1, `a heading of level ${level} after one of ${before}`);
		return level;
	}, 0);
}

for (const [kind, file] of Object.entries(kinds))
	test(`the ${kind} page fits a phone of 320 pixels, and its headings are in order`, async () => {
		const page = await visit(file, { width: 320, height: 640 });
		await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
		await fits(page);
		await holdHeadings(page);
	});

test("without scripts all is there: output, picture, hints, solution's place", async () => {
	const page = await visit(exercise, { script: false });
	await page.locator(".run summary").click();
	sure(await page.getByText("opening the garden door").first().isVisible());
	same(await page.locator(".ladder li:visible").count(), await page.locator(".ladder li").count());
	same(await page.locator(".controls:visible, button:visible").count(), 0);
});

test("on paper nothing is hidden, and nothing is to be pressed", async () => {
	const page = await visit(lesson);
	await page.emulateMedia({ media: "print" });
	sure(await page.locator(".run .lines").first().isVisible(), "the output of a run");
	same(await page.locator("button:visible, input:visible, textarea:visible").count(), 0);
	same(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
});

test("what is unfolded for the paper is folded again", async () => {
	const page = await visit(exercise);
	const seen = () => page.locator("details[open], .ladder > li:visible").count();
	same(await seen(), 1);
	await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
	sure(await seen() > 8, "all is unfolded");
	await page.evaluate(() => dispatchEvent(new Event("afterprint")));
	same(await seen(), 1);
});

test("it can be read where storage is forbidden", async () => {
	const page = await visit(lesson, { storage: false });
	await page.locator(".theme").click();
	same(await page.locator("html").getAttribute("data-theme"), "light");
});

test("the colours that were chosen are remembered on the next page", async () => {
	const page = await visit(lesson);
	const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
	const light = await paper();
	await page.locator(".theme").click();
	await page.locator(".theme").click();
	const dark = await paper();
	sure(light !== dark, light);
	await page.getByRole("link", { name: "Next" }).click();
	same(await paper(), dark);
});

/* ---- playing ------------------------------------------------------------------ */

test("lines appear at their moments, and the lanes grow with them", async () => {
	const page = await visit(lesson, { clock: true });
	const { play, shown, curtain, clock } = await player(page);
	same(await shown(), 6);
	await play.click();
	await page.clock.runFor(100);
	same(await shown(), 1);
	await page.clock.runFor(800);
	same(await shown(), 1);
	await page.clock.runFor(200);
	same(await shown(), 3);
	const place = parseFloat(await curtain());
	sure(place > 50 && place < 56, `the curtain is at ${place} %`);
	await page.clock.runFor(2000);
	same(await shown(), 6);
	same(await clock.textContent(), "2.000 s");
	same(await play.textContent(), "Play");
});

test("it can be stopped, and goes on from there", async () => {
	const page = await visit(lesson, { clock: true });
	const { play, shown, clock } = await player(page);
	await play.click();
	await page.clock.runFor(1200);
	await play.click();
	const stopped = await clock.textContent();
	await page.clock.runFor(5000);
	same(await clock.textContent(), stopped);
	same(await play.textContent(), "Go on");
	await play.click();
	await page.clock.runFor(400);
	same(await shown(), 4);
});

for (const [speed, passed, lines] of [["0.25", 3600, 1], ["10", 120, 3]])
	test(`at ${speed}× a second takes ${speed === "10" ? "a tenth of one" : "four"}`, async () => {
		const page = await visit(lesson, { clock: true });
		const { play, shown, speed: select } = await player(page);
		await select.selectOption(speed);
		await play.click();
		await page.clock.runFor(passed);
		same(await shown(), lines);
		await page.clock.runFor(passed);
		sure(await shown() > lines);
	});

test("a step leads to the next moment at which something happens", async () => {
	const page = await visit(lesson, { clock: true });
	const { step, clock, told } = await player(page);
	const moments = [];
	for (let i = 0; i < 5; i++) {
		await step.click();
		moments.push(await clock.textContent());
	}
	same(moments, ["0.000 s", "1.000 s", "1.500 s", "2.000 s", "0.000 s"]);
	same(await told.textContent(), "0.000 s");
});

test("it can be scrubbed by the keyboard, and says where it is", async () => {
	const page = await visit(lesson, { clock: true });
	const { scrub, shown } = await player(page);
	await scrub.focus();
	await page.keyboard.press("Home");
	same(await shown(), 1);
	same(await scrub.getAttribute("aria-valuetext"), "0.000 seconds");
	await scrub.fill("1500");
	same(await shown(), 4);
	same(await scrub.getAttribute("aria-valuetext"), "1.500 seconds");
});

test("a key moves it from moment to moment, both ways", async () => {
	const page = await visit(lesson, { clock: true });
	const { scrub, clock, back } = await player(page);
	const moments = [];
	await scrub.focus();
	for (const key of ["Left", "Left", "Left", "Left", "Right", "Up", "Right", "Right", "Down"]) {
		await page.keyboard.press(`Arrow${key}`);
		moments.push(parseFloat(await clock.textContent()));
	}
	same(moments, [1.5, 1, 0, 0, 1, 1.5, 2, 2, 1.5]);
	sure(page.url().includes("05_"), "no page is turned");
	await back.click();
	same(await clock.textContent(), "1.000 s");
});

test("it is played, stopped and stepped without a mouse", async () => {
	const page = await visit(lesson, { clock: true });
	const { play, clock } = await player(page);
	await play.focus();
	await page.keyboard.press("Space");
	await page.clock.runFor(1200);
	await page.keyboard.press("Space");
	same(await play.textContent(), "Go on");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	same(await clock.textContent(), "1.000 s");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	same(await clock.textContent(), "1.500 s");
});

test("of several, one plays at a time; and each says which it is", async () => {
	const page = await visit(lesson, { clock: true });
	const one = await player(page, 0), other = await player(page, 1);
	await one.play.click();
	await page.clock.runFor(500);
	await other.play.click();
	const stopped = await one.clock.textContent();
	await page.clock.runFor(1000);
	same(await one.play.textContent(), "Go on");
	same(await one.clock.textContent(), stopped);
	same(await other.play.textContent(), "Pause");
	same(await one.run.locator(".controls").getAttribute("aria-label"), "Play example.c");
	same(await other.run.locator(".controls").getAttribute("aria-label"), "Play two_tasks.c");
});

test("who wants no motion sees the picture move from moment to moment", async () => {
	const page = await visit(lesson, { clock: true, calm: true });
	const { play, clock } = await player(page);
	await play.click();
	await page.clock.runFor(700);
	same(await clock.textContent(), "0.000 s");
	await page.clock.runFor(400);
	same(await clock.textContent(), "1.000 s");
});

/* ---- predicting ----------------------------------------------------------------- */

test("the output is hidden until something was predicted", async () => {
	const page = await visit(lesson);
	const run = page.locator(".run").first();
	sure(!await run.locator(".lines").isVisible());
	await run.getByRole("button", { name: "Compare" }).click();
	sure(!await run.locator(".lines").isVisible(), "nothing was predicted yet");
	await run.locator("textarea").fill("0 entering: example\n1.0 | set up\n9 | inside: example\n3 | nonsense");
	await run.getByRole("button", { name: "Compare" }).click();
	sure(await run.locator(".lines").isVisible());
	same(await run.locator(".said").allTextContents(),
		["as you said", "as you said", "you said 9.000", "not predicted", "not predicted", "not predicted"]);
	same(await run.locator("form [role=status]").textContent(),
		"2 of 6 lines are as you said; 1 that you predicted did not come.");
});

test("moments alone are a prediction as well, and the keyboard is enough", async () => {
	const page = await visit(lesson);
	const run = page.locator(".run").first();
	await run.locator("textarea").focus();
	await page.keyboard.type("0\n1\n1\n1.5\n2\n2");
	await page.keyboard.press("Control+Enter");
	same(await run.locator(".said.right").count(), 6);
});

test("who does not want to predict is just shown it", async () => {
	const page = await visit(lesson);
	const run = page.locator(".run").first();
	await run.locator("summary").press("Enter");
	sure(await run.locator(".lines").isVisible());
	sure(await run.locator("pre").isVisible(), "the drawing that the lesson has of it");
});

/* ---- hints, search, keyboard ------------------------------------------------------- */

test("a hint leads to the next one, and not further", async () => {
	const page = await visit(exercise);
	const rungs = page.locator(".ladder > li");
	same(await page.locator(".ladder > li:visible").count(), 1);
	await rungs.nth(0).locator("summary").press("Enter");
	await rungs.nth(1).waitFor();
	same(await page.locator(".ladder > li:visible").count(), 2);
	sure(await rungs.nth(0).locator("p").first().isVisible());
	sure(!await rungs.nth(1).locator("p").first().isVisible());
});

test("/ leads to the search, which finds what is asked for", async () => {
	const page = await visit(lesson);
	await page.keyboard.press("/");
	await page.keyboard.type("left early in the");
	await page.keyboard.press("Enter");
	await page.waitForURL(/search\.html\?q=left/);
	const first = page.locator("#results a").first();
	sure((await first.textContent()).startsWith("Left early"), await first.textContent());
	same(await page.locator("#contents").isVisible(), false);
	await first.click();
	sure(page.url().includes("#left-early"), page.url());
});

test("the search says how much it has found, as one types", async () => {
	const page = await visit(at("search.html"));
	await page.locator("#query").fill("aexit");
	sure(/^\d+ places?$/.test(await page.locator("#found").textContent()));
	await page.locator("#query").fill("zzzz");
	sure((await page.locator("#found").textContent()).startsWith("Nothing has all of these words."));
	sure(await page.locator("#contents").isVisible(), "no dead end");
	await page.locator("#query").fill("");
	sure(await page.locator("#contents").isVisible());
	same(await page.locator("#found").textContent(), "");
});

test("a result shows what was asked for where it stands, and Enter leads to the first", async () => {
	const page = await visit(at("search.html"));
	await page.keyboard.type("Garden");
	const marks = await page.locator("#results p mark").allTextContents();
	sure(marks.length > 0 && marks.every((mark) => mark.toLowerCase().startsWith("garden")), String(marks));
	await page.keyboard.press("Enter");
	same(await page.evaluate(() => document.activeElement.closest("#results li:first-child") !== null), true);
	await page.keyboard.press("Enter");
	await page.waitForURL(/(lessons|exercises)\//);
});

test("anything can be looked for", async () => {
	const page = await visit(at(`search.html?q=${encodeURIComponent("<b>&q=%\\'\"")}`));
	same(await page.locator("#query").inputValue(), "<b>&q=%\\'\"");
	for (const odd of ["*", "%", "<b>", "\\", "(", "é ü", "__aexit__", "C", "the", "\u{1f600}", "a".repeat(5000)]) {
		await page.locator("#query").fill(odd);
		sure(await page.locator("#found").textContent() !== "", odd);
		sure(await page.locator("#results a, #contents a").filter({ visible: true }).count() > 0, odd);
		same(await page.locator("#results b").count(), 0);
	}
});

test("hints and mistakes are not found", async () => {
	const page = await visit(at("search.html?q=brackets"));
	same(await page.locator("#results a[href*=two_doors]").count(), 0);
});

test("arrow keys turn the page, but not while one writes", async () => {
	const page = await visit(lesson);
	await page.locator("textarea").first().focus();
	await page.keyboard.press("ArrowRight");
	sure(page.url().includes("05_"), page.url());
	await page.locator("textarea").first().blur();
	await page.keyboard.press("ArrowRight");
	await page.waitForURL(/06_/);
	await page.keyboard.press("ArrowLeft");
	await page.waitForURL(/05_/);
});

test("the list of sections says which one is read", async () => {
	const page = await visit(lesson, { calm: true });
	const here = page.locator(".contents [aria-current]");
	same(await here.count(), 0);
	await page.locator("#left-early-and-still-awaited").evaluate((heading) => heading.scrollIntoView());
	await page.waitForFunction(() => document.querySelector(".contents [aria-current]"));
	same(await here.allTextContents(), ["Left early, and still awaited"]);
});

test("the front page leads to the first lesson, and to the one that was read last", async () => {
	const page = await visit(kinds.front);
	same(await page.locator(".ways a").allTextContents(), ["Begin: Asynchronous context managers", "All lessons"]);
	await page.goto(page.url().replace("index.html", "lessons/06_errors_through_aexit.html"));
	await page.locator(".top .name").click();
	await page.waitForURL(/index/);
	same(await page.locator(".ways a").first().textContent(), "Go on: Errors through aexit");
	await page.locator(".ways a").first().click();
	await page.waitForURL(/06_/);
	await page.locator(".kicker a").click();
	await page.waitForURL(/index\.html#06_/);
});

test("each page leads up, so that none is an end", async () => {
	const page = await visit(exercise);
	await page.locator(".turn a[rel=up]").click();
	await page.waitForURL(/lessons\/05_/);
	await page.locator(".turn a[rel=up]").click();
	await page.waitForURL(/index\.html/);
});

test("pages fit when their letters are twice as large", async () => {
	for (const file of [kinds.front, lesson, kinds.solution]) {
		const page = await visit(file, { width: 1000 });
		await page.addStyleTag({ content: "html { font-size: 225% !important }" });
		await fits(page);
		await page.setViewportSize({ width: 640, height: 900 });
		await fits(page);
	}
});

test("a listing can be copied", async () => {
	const page = await visit(lesson);
	await page.evaluate(() => Object.defineProperty(navigator, "clipboard",
		{ value: { writeText: async (text) => { window.copied = text; } } }));
	await page.getByRole("button", { name: "Copy example.c" }).first().click();
	await page.getByText("Copied").waitFor();
	sure((await page.evaluate(() => window.copied)).startsWith("#include <async.h>\n"));
});

test("the edition with solutions has them folded, and what goes wrong", async () => {
	const page = await visit(kinds.solution, { script: false });
	const solution = page.locator("details", { hasText: "of the solution" });
	sure(!await solution.locator("pre").isVisible());
	await solution.locator("summary").click();
	sure((await solution.locator("pre").textContent()).includes("async_with"));
	const mistake = page.locator("details", { hasText: "A sleep that blocks" });
	await mistake.locator("summary").click();
	sure(await mistake.getByText("PROTOCOL").isVisible());
	sure(await mistake.getByText("blocks the whole loop").isVisible());
});

test("the first Tab offers a way past the head", async () => {
	const page = await visit(lesson);
	await page.keyboard.press("Tab");
	same(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
	same(await page.locator(".skip").isVisible(), true);
});

done();
