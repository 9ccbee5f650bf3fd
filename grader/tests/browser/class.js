/* The marks of a class, as a teacher and a student see them. Argument: the gradebook. */
"use strict";

const { test, visit, axe, fits, done, same, sure } = require("./browser.js");
const path = require("node:path");

const at = (name) => path.join(process.argv[2], name);
const kinds = { teacher: at("index.html"), student: at("students/fixed.html") };
const open = (page) => page.evaluate(() =>
	document.querySelectorAll("details").forEach((d) => { d.open = true; }));
const names = (page) => page.$$eval("#students tbody tr:not([hidden]) th", (all) => all.map((th) => th.textContent));
const numbers = (page) => page.$$eval("#students tbody tr td:last-child",
	(all) => all.map((td) => Number(td.dataset.number)));

for (const [kind, file] of Object.entries(kinds))
	for (const dark of [false, true])
		test(`axe finds nothing on a ${kind}'s page, ${dark ? "dark" : "light"}`, async () => {
			const page = await visit(file, { dark });
			await open(page);
			await axe(page);
		});

for (const [kind, file] of Object.entries(kinds))
	test(`a ${kind}'s page fits a phone of 320 pixels`, async () => {
		const page = await visit(file, { width: 320, height: 640 });
		await open(page);
		await fits(page);
	});

test("the table is sorted by marks, up and down, by keyboard", async () => {
	const page = await visit(kinds.teacher);
	const head = page.locator("#students thead th").last();
	await head.locator("button").focus();
	await page.keyboard.press("Enter");
	same(await head.getAttribute("aria-sort"), "ascending");
	const up = await numbers(page);
	same(up, [...up].sort((a, b) => a - b));
	await page.keyboard.press("Enter");
	same(await head.getAttribute("aria-sort"), "descending");
	same(await numbers(page), [...up].sort((a, b) => b - a));
});

test("the table is sorted by names", async () => {
	const page = await visit(kinds.teacher);
	await page.locator("#students thead th button").first().click();
	const sorted = await names(page);
	same(sorted, [...sorted].sort((a, b) => a.localeCompare(b)));
});

test("a student is found", async () => {
	const page = await visit(kinds.teacher);
	await page.getByLabel("Find").fill("FIXED");
	same(await names(page), ["fixed"]);
});

test("a name leads to what there is to see, and to its lanes", async () => {
	const page = await visit(kinds.teacher);
	await page.locator("#students a", { hasText: "fixed" }).click();
	const details = page.locator("#student-fixed");
	sure(await details.evaluate((d) => d.open));
	const picture = details.locator("img").first();
	await picture.scrollIntoViewIfNeeded();
	await picture.evaluate((img) => img.decode());
	sure(await picture.evaluate((img) => img.naturalWidth) > 100);
});

test("a name of any bytes leads there, too", async () => {
	const page = await visit(kinds.teacher);
	const links = await page.$$eval("#students a", (all) => all.map((a) => a.getAttribute("href")));
	for (const link of links) {
		const id = decodeURIComponent(link.slice(1));
		sure(await page.evaluate((name) => document.getElementById(name) !== null, id), id);
	}
});

test("without scripts all is there, and nothing is to be pressed", async () => {
	const page = await visit(kinds.teacher, { script: false });
	sure((await names(page)).length > 5);
	same(await page.locator("button, input").count(), 0);
	sure(await page.locator("details summary").first().isVisible());
});

test("a student's picture is in the page", async () => {
	const page = await visit(at("students/bytes.html"));
	const picture = page.locator("img").first();
	await picture.scrollIntoViewIfNeeded();
	await picture.evaluate((img) => img.decode());
	sure(await picture.evaluate((img) => img.naturalWidth) > 100);
});

test("what a student wrote is text", async () => {
	const page = await visit(kinds.teacher);
	await open(page);
	same(await page.locator("main script").count(), 0);
	sure(await page.getByText("<script>alert(1)</script>").count() > 0);
});

done();
