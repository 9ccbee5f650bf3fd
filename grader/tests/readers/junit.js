/* A report of JUnit's XML, as two packages read it that dashboards are made with. Prints
 * for each of them the suites: [name, [[case, what became of it, its seconds]…]]. */
"use strict";

const fs = require("node:fs");
const { parse } = require("test-results-parser");

const file = process.argv[2];

/* Its words for a failure and an error are one. */
const words = { PASS: "passed", FAIL: "failed", SKIP: "skipped" };

function byTestResultsParser() {
	const { suites } = parse({ type: "junit", files: [file] });

	return suites.map(({ name, cases }) =>
		[name, cases.map((one) => [one.name, words[one.status], one.duration / 1000])]);
}

function outcome(one) {
	if (one.skipped)
		return "skipped";
	return one.failure || one.error ? "failed" : "passed";
}

async function byJunit2json() {
	const { parse: read } = await import(require.resolve("junit2json"));
	const { testsuite } = await read(fs.readFileSync(file));

	return testsuite.map(({ name, testcase }) =>
		[name, testcase.map((one) => [one.name, outcome(one), one.time])]);
}

(async () => {
	console.log(JSON.stringify({
		"test-results-parser": byTestResultsParser(),
		"junit2json": await byJunit2json(),
	}));
})();
