/* What a page of the course can do beyond being read. Each part begins with what
 * it looks for, and does nothing on a page that has none of it. No part needs
 * another, the network, or a file beside this one (but for the search's index). */
"use strict";

const each = (selector, act, within = document) =>
	within.querySelectorAll(selector).forEach(act);

/* element("button", { type: "button" }, "Play", …) */
function element(name, attributes = {}, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes))
		made.setAttribute(key, value);
	made.append(...children);
	return made;
}

/* ---- light and dark --------------------------------------------------------- */

const themes = ["auto", "light", "dark"];

/* Storage may be forbidden: then the choice lasts as long as the page. */
function remembered(key) {
	try { return localStorage.getItem(key); } catch { return null; }
}

function remember(key, value) {
	try { localStorage.setItem(key, value); } catch { /* as said above */ }
}

each(".theme", (button) => {
	let theme = themes.includes(remembered("theme")) ? remembered("theme") : "auto";
	const show = () => {
		document.documentElement.dataset.theme = theme;
		button.textContent = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" }[theme];
		button.setAttribute("aria-label", `Colours: ${theme}. Change them`);
	};
	button.hidden = false;
	button.addEventListener("click", () => {
		theme = themes[(themes.indexOf(theme) + 1) % themes.length];
		remember("theme", theme);
		show();
	});
	show();
});

/* ---- keyboard ---------------------------------------------------------------- */

document.addEventListener("keydown", (event) => {
	const taken = event.target.closest("input, textarea, select, summary, pre, [tabindex]");
	if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || taken)
		return;
	const go = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
	const link = go && document.querySelector(`.turn a[rel=${go}]`);
	const search = event.key === "/" && document.querySelector("input[type=search]");
	if (link)
		link.click();
	if (search) {
		event.preventDefault();
		search.focus();
		search.select();
	}
});

/* What is too wide scrolls by itself, and so must be reached by the keyboard. */
function reachScrollers() {
	each("pre, .scroll", (box) => {
		if (box.scrollWidth > box.clientWidth)
			box.tabIndex = 0;
		else
			box.removeAttribute("tabindex");
	});
}
addEventListener("resize", reachScrollers);
document.addEventListener("toggle", reachScrollers, true);
reachScrollers();

/* On paper nothing is hidden; afterwards all is as it was. */
const unfolded = [];
addEventListener("beforeprint", () => each("details:not([open]), .ladder > [hidden]", (folded) => {
	unfolded.push(folded);
	folded.open = true;
	folded.hidden = false;
}));
addEventListener("afterprint", () => unfolded.splice(0).forEach((folded) => {
	folded.open = false;
	folded.hidden = folded.matches("li");
}));

/* ---- hints: a ladder ---------------------------------------------------------- */

each(".ladder", (ladder) => {
	const rungs = [...ladder.querySelectorAll("details")];
	const show = () => rungs.forEach((rung, i) => {
		rung.parentElement.hidden = i > 0 && !rungs[i - 1].dataset.seen;
	});
	rungs.forEach((rung) => rung.querySelector("summary").addEventListener("click", () => {
		rung.dataset.seen = "yes";
		show();
	}));
	show();
});

/* ---- predictions ---------------------------------------------------------------- */

const plain = (text) => text.trim().replace(/\s+/g, " ").toLowerCase();

/* «1.5 | text», a moment alone, or a text alone. */
function readPrediction(typed) {
	return typed.split("\n").filter((line) => line.trim()).map((line) => {
		const found = line.match(/^\s*(\d+(?:\.\d+)?|\.\d+)\s*s?\s*(?:[|:,]\s*(.*)|\s+(.*))?$/);
		if (!found)
			return { at: null, text: plain(line) };
		return { at: Math.round(parseFloat(found[1]) * 1000), text: plain(found[2] || found[3] || "") };
	});
}

/* For each line that comes, what was said of it. A moment alone is about the line
 * of the same place. */
function compare(said, lines) {
	const left = said.slice();
	const verdicts = lines.map((line, i) => {
		let found = left.find((s) => s && s.text === line.text && s.at === line.at);
		found = found || left.find((s) => s && s.text && s.text === line.text);
		found = found || (said[i] && !said[i].text ? said[i] : undefined);
		if (!found)
			return { right: false, words: "not predicted" };
		left[left.indexOf(found)] = undefined;
		if (found.at === null)
			return { right: false, words: "right, but you did not say when" };
		if (found.at === line.at)
			return { right: true, words: "as you said" };
		return { right: false, words: `you said ${(found.at / 1000).toFixed(3)}` };
	});
	return { verdicts, left: left.filter(Boolean) };
}

function showComparison(run, typed, status) {
	const items = [...run.querySelectorAll(".lines li")];
	const lines = items.map((item) => ({
		at: Number(item.dataset.at),
		text: plain(item.querySelector("code").textContent),
	}));
	const { verdicts, left } = compare(readPrediction(typed), lines);
	const right = verdicts.filter((v) => v.right).length;

	each(".said", (note) => note.remove(), run);
	items.forEach((item, i) => item.append(element("span",
		{ class: verdicts[i].right ? "said right" : "said" }, verdicts[i].words)));
	status.textContent = `${right} of ${lines.length} lines are as you said` +
		(left.length ? `; ${left.length} that you predicted did not come.` : ".");
}

each(".run.asked", (run, number) => {
	const details = run.querySelector("details");
	const text = element("textarea", { id: `prediction-${number}`, rows: 3, spellcheck: "false" });
	const status = element("p", { role: "status" });
	const form = element("form", { class: "prediction" },
		element("label", { for: text.id }, "Your prediction, a line each: ",
			element("code", {}, "1.5 | text")),
		text,
		element("button", {}, "Compare"),
		status);

	form.addEventListener("submit", (event) => {
		event.preventDefault();
		if (!text.value.trim()) {
			status.textContent = "Write down at least one moment first.";
			text.focus();
			return;
		}
		details.open = true;
		showComparison(run, text.value, status);
	});
	text.addEventListener("keydown", (event) => {
		if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
			form.requestSubmit();
	});
	details.before(form);
});

/* ---- playing ------------------------------------------------------------------- */

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const seconds = (at) => (at / 1000).toFixed(3);

/* A run as it went: its lines appear and its lanes grow at the times of the run. */
class Player {
	constructor(stage) {
		this.until = Number(stage.dataset.until);
		this.moments = stage.dataset.moments.split(" ").map(Number);
		this.lines = [...stage.querySelectorAll(".lines li")];
		this.curtain = stage.querySelector(".curtain");
		this.hand = stage.querySelector(".now");
		this.now = this.until;
		this.playing = false;
		this.stage = stage;
		this.build(stage.querySelector(".controls"));
		this.show();
	}

	build(controls) {
		this.button = element("button", { type: "button", class: "play" });
		this.step = element("button", { type: "button", class: "quiet" }, "Step");
		this.scrub = element("input", {
			type: "range", min: 0, max: this.until, step: 1, "aria-label": "Moment of the run",
		});
		this.clock = element("output", { class: "clock" });
		this.speed = element("select", { "aria-label": "Speed" },
			...[0.25, 0.5, 1, 2, 5, 10].map((speed) =>
				element("option", { value: speed, ...(speed === 1 && { selected: "" }) }, `${speed}×`)));
		this.status = element("p", { class: "unseen", role: "status" });
		this.button.addEventListener("click", () => this.playing ? this.pause() : this.play());
		this.step.addEventListener("click", () => this.stepOn());
		this.scrub.addEventListener("input", () => {
			const wanted = Number(this.scrub.value);
			this.pause();
			this.move(wanted);
		});
		controls.append(this.button, this.step, this.scrub, this.clock, this.speed, this.status);
		controls.hidden = false;
	}

	play() {
		this.playing = true;
		if (this.now >= this.until)
			this.move(0);
		this.last = performance.now();
		this.tick = (time) => this.advance(time);
		this.show();
		requestAnimationFrame(this.tick);
	}

	pause() {
		this.playing = false;
		this.show();
	}

	/* A frame has the time at which it began: the first may be before the press. */
	advance(time) {
		if (!this.playing)
			return;
		const passed = Math.max(0, time - this.last) * Number(this.speed.value);
		this.last = Math.max(this.last, time);
		this.exact = (this.exact ?? this.now) + passed;
		if (this.exact >= this.until)
			this.playing = false;
		this.move(Math.min(this.exact, this.until), true);
		if (this.playing)
			requestAnimationFrame(this.tick);
	}

	/* To the next moment at which something happens; from the end, to the first. */
	stepOn() {
		this.pause();
		const next = this.moments.find((at) => at > Math.floor(this.now));
		this.move(this.now >= this.until ? 0 : next ?? this.until);
		this.tell(`${seconds(this.now)} s`);
	}

	move(at, goesOn) {
		const before = this.now;
		this.now = at;
		if (!goesOn)
			this.exact = at;
		this.show();
		const come = this.lines.filter((line) =>
			at < before ? Number(line.dataset.at) === at
				: Number(line.dataset.at) > before && Number(line.dataset.at) <= at);
		if (come.length)
			this.tell(come.map((line) => line.querySelector("code").textContent).join(", "));
	}

	tell(words) {
		this.status.textContent = words;
	}

	/* Without motion, the picture stands still between two moments. */
	shown() {
		if (!calm.matches || !this.playing)
			return this.now;
		return this.moments.findLast((at) => at <= this.now) ?? 0;
	}

	show() {
		const shown = this.shown(), share = 100 * shown / this.until, ended = shown >= this.until;
		this.lines.forEach((line) => line.classList.toggle("later", Number(line.dataset.at) > shown));
		if (this.curtain) {
			this.curtain.setAttribute("x", `${share}%`);
			this.curtain.setAttribute("width", ended ? 0 : `${105 - share}%`);
			this.hand.setAttribute("x1", `${share}%`);
			this.hand.setAttribute("x2", `${share}%`);
			this.hand.style.visibility = ended ? "hidden" : "visible";
		}
		this.scrub.value = Math.round(shown);
		this.scrub.setAttribute("aria-valuetext", `${seconds(shown)} seconds`);
		this.clock.textContent = `${seconds(shown)} s`;
		this.button.textContent = this.playing ? "Pause" : ended ? "Play" : "Go on";
	}
}

each(".stage[data-until]", (stage) => {
	stage.player = new Player(stage);
});

/* ---- search ---------------------------------------------------------------------- */

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}_@]+/gu) || [];

/* How well a section answers; 0: not. All words must be in it, as beginnings. */
function worth(section, asked) {
	let sum = 0;
	for (const word of asked) {
		const within = (text) => wordsOf(text).some((w) => w.startsWith(word) || w.replace(/^_+/, "").startsWith(word));
		const points = within(section.heading) ? 8 : within(section.title) ? 4 : section.words.some((w) => w.startsWith(word)) ? 1 : 0;
		if (!points)
			return 0;
		sum += points;
	}
	return sum;
}

each("#results", (results) => {
	const input = document.querySelector("#query");
	const status = document.querySelector("#found");
	const sections = (window.courseIndex || []).map(([url, title, heading, excerpt, words]) =>
		({ url, title, heading, excerpt, words: [...words.split(" "), ...wordsOf(excerpt)] }));
	const common = (window.courseCommon || "").split(" ");
	const search = () => {
		const asked = wordsOf(input.value).filter((word) => word.length > 1 && !common.includes(word));
		const found = asked.length ? sections.map((section) => ({ section, points: worth(section, asked) }))
			.filter((f) => f.points).sort((a, b) => b.points - a.points).slice(0, 30) : [];
		results.replaceChildren(...found.map(({ section }) => element("li", {},
			element("a", { href: section.url }, section.heading || section.title), " ",
			element("span", { class: "where" }, section.heading ? section.title : ""),
			element("p", {}, section.excerpt))));
		status.textContent = !asked.length ? "" : found.length === 1 ? "1 place" : `${found.length} places`;
		document.querySelector("#contents").hidden = asked.length > 0;
	};
	input.value = new URLSearchParams(location.search).get("q") || "";
	input.addEventListener("input", search);
	input.form.addEventListener("submit", (event) => {
		event.preventDefault();
		search();
	});
	search();
	input.focus();
});
