/* The page of one check, as a learner sees it. Argument: the file; the last line of
 * async_resource comes a second too late in it. */
"use strict";

const { test, visit, axe, fits, done, same, sure } = require("./browser.js");

const file = process.argv[2];

test("axe finds nothing on the page of a check, light or dark, and it fits a phone", async () => {
	const page = await visit(file, { width: 320 });
	await axe(page);
	await fits(page);
	await page.emulateMedia({ colorScheme: "dark" });
	await axe(page);
});

test("both sides play on one clock", async () => {
	const page = await visit(file, { clock: true });
	const shown = (side) => page.locator(".sides > div").nth(side).locator("li:not(.later)").count();
	same(await page.locator(".sides h2").allTextContents(), ["expected", "yours"]);
	await page.locator(".play").click();
	await page.clock.runFor(3500);
	same([await shown(0), await shown(1)], [5, 4]);
	await page.clock.runFor(1000);
	same([await shown(0), await shown(1)], [5, 5]);
});

test("it says what is wrong, and marks where", async () => {
	const page = await visit(file, { script: false });
	sure((await page.locator(".about").textContent()).startsWith("TIME: Before line 5"));
	same(await page.locator(".lanes .divergence").count(), 2);
});

done();
