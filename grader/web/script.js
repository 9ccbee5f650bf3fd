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
		const [sign, word] = { auto: ["◐", "Auto"], light: ["○", "Light"], dark: ["●", "Dark"] }[theme];
		button.replaceChildren(sign, element("span", { class: "wide" }, ` ${word}`));
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

/* ---- where one is ------------------------------------------------------------- */

/* Of the sections, the last that has begun. */
each(".contents", (contents) => {
	const links = [...contents.querySelectorAll("a")];
	const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
	const show = () => {
		const ended = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
		const here = ended ? places.length - 1
			: places.findLastIndex((place) => place && place.getBoundingClientRect().top < innerHeight / 4);
		links.forEach((link, i) => i === here ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current"));
	};
	addEventListener("scroll", show, { passive: true });
	addEventListener("resize", show);
	show();
});

/* The lesson that was read last, for who comes back to the front page. */
each(".lesson h1", (title) => remember("lesson",
	JSON.stringify([location.pathname.split("/").pop(), title.textContent])));

each(".ways", (ways) => {
	let read = [];
	try { read = JSON.parse(remembered("lesson")) || []; } catch { /* not ours */ }
	const [file, title] = read;
	const known = typeof file === "string" && typeof title === "string" &&
		[...document.querySelectorAll(".course h3 a")].find((link) => link.getAttribute("href") === `lessons/${file}`);
	if (known && known.getAttribute("href") !== ways.firstElementChild.getAttribute("href"))
		ways.prepend(element("a", { href: known.getAttribute("href") }, `Go on: ${title}`), " ");
});

/* ---- code ----------------------------------------------------------------------- */

each(".code", (figure) => {
	if (!navigator.clipboard)
		return;
	const name = figure.querySelector("figcaption b")?.textContent;
	const button = element("button", { type: "button", class: "copy quiet", "aria-label": name ? `Copy ${name}` : "Copy" }, "Copy");
	button.addEventListener("click", async () => {
		try {
			await navigator.clipboard.writeText(figure.querySelector("pre").textContent);
			button.textContent = "Copied";
		} catch {
			button.textContent = "Not allowed here";
		}
		setTimeout(() => { button.textContent = "Copy"; }, 2000);
	});
	figure.append(button);
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
		this.name = stage.closest("figure")?.querySelector("figcaption b")?.textContent || "the run";
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
		this.back = element("button", { type: "button", class: "quiet arrow", "aria-label": "Step back" }, "‹");
		this.step = element("button", { type: "button", class: "quiet arrow", "aria-label": "Step on" }, "›");
		this.scrub = element("input", {
			type: "range", min: 0, max: this.until, step: 1, "aria-label": "Moment of the run",
		});
		this.clock = element("output", { class: "clock" });
		this.speed = element("select", { "aria-label": "Speed" },
			...[0.25, 0.5, 1, 2, 5, 10].map((speed) =>
				element("option", { value: speed, ...(speed === 1 && { selected: "" }) }, `${speed}×`)));
		this.status = element("p", { class: "unseen", role: "status" });
		this.button.addEventListener("click", () => this.playing ? this.pause() : this.play());
		this.back.addEventListener("click", () => this.stepBack());
		this.step.addEventListener("click", () => this.stepOn());
		this.scrub.addEventListener("keydown", (event) => this.scrubByKey(event));
		document.addEventListener("visibilitychange", () => document.hidden && this.playing && this.pause());
		this.scrub.addEventListener("input", () => {
			const wanted = Number(this.scrub.value);
			this.pause();
			this.move(wanted);
		});
		controls.setAttribute("role", "group");
		controls.setAttribute("aria-label", `Play ${this.name}`);
		controls.append(this.button, this.back, this.step, this.scrub, this.clock, this.speed, this.status);
		controls.hidden = false;
	}

	/* One at a time: nobody can watch two. */
	play() {
		each(".stage[data-until]", (other) => other.player?.playing && other.player.pause());
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

	stepBack() {
		this.pause();
		this.move(this.moments.findLast((at) => at < Math.ceil(this.now)) ?? 0);
		this.tell(`${seconds(this.now)} s`);
	}

	/* A millisecond is too short a way for a key: from moment to moment. */
	scrubByKey(event) {
		const go = { ArrowLeft: "stepBack", ArrowDown: "stepBack", ArrowRight: "stepOn", ArrowUp: "stepOn" }[event.key];
		const atEnd = go === "stepOn" && this.now >= this.until;
		if (!go || event.ctrlKey || event.metaKey || event.altKey)
			return;
		event.preventDefault();
		if (!atEnd)
			this[go]();
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

/* Nobody looks for these. */
const common = new Set(`an and are as at be but by can for from has if in is it its not of on one
	or so that the then there they this to was what when which who will with you your`.split(/\s+/));

/* How a word of a text begins with the one that is asked for: «exit» finds __exit__. */
const answers = (word, asked) => word.startsWith(asked) || word.replace(/^_+/, "").startsWith(asked);

/* How well a section answers; 0: not. All words must be in it, as beginnings. */
function worth(section, asked) {
	let sum = 0;
	for (const word of asked) {
		const within = (words) => words.some((w) => answers(w, word));
		const points = within(section.heads) ? 8 : within(section.titles) ? 4 : within(section.words) ? 1 : 0;
		if (!points)
			return 0;
		sum += points;
	}
	return sum;
}

/* Text, with what was asked for marked in it. */
function marked(text, asked) {
	return text.split(/([\p{L}\p{N}_@]+)/u).map((part, i) =>
		i % 2 && asked.some((word) => answers(part.toLowerCase(), word)) ? element("mark", {}, part) : part);
}

/* Of a text, what stands around the first of the words; without any its beginning. */
function around(text, asked) {
	const length = 170;
	const found = [...text.matchAll(/[\p{L}\p{N}_@]+/gu)].find((m) => asked.some((word) => answers(m[0].toLowerCase(), word)));
	const wanted = Math.max(0, (found?.index ?? 0) - 60);
	const from = wanted && text.indexOf(" ", wanted) + 1;
	const cut = text.length > from + length ? text.lastIndexOf(" ", from + length) : text.length;
	return `${from ? "… " : ""}${text.slice(from, cut).trim()}${cut < text.length ? " …" : ""}`;
}

function result(section, asked) {
	return element("li", {},
		element("a", { href: section.url }, ...marked(section.heading || section.title, asked)), " ",
		element("span", { class: "where" }, section.heading ? section.title : ""),
		element("p", {}, ...marked(around(shownOf(section, asked), asked), asked)));
}

/* What stands in a table is shown only if it is what was found. */
function shownOf({ text, more }, asked) {
	const has = (where) => wordsOf(where).some((word) => asked.some((a) => answers(word, a)));
	return !has(text) && has(more) ? more : text;
}

function readSection([url, title, heading, text, more]) {
	return { url, title, heading, text, more, heads: wordsOf(heading), titles: wordsOf(title), words: wordsOf(`${text} ${more}`) };
}

/* What is said of that many, of which the first are shown. */
function howMany(found, shown) {
	if (!found)
		return "Nothing has all of these words. Fewer of them, or their beginnings, find more; and here is all that is taught:";
	const places = found === 1 ? "1 place" : `${found} places`;
	return found > shown ? `${places}, of which these ${shown} fit best` : places;
}

each("#results", (results) => {
	const most = 30;
	const input = document.querySelector("#query");
	const status = document.querySelector("#found");
	const sections = (window.courseIndex || []).map(readSection);
	const search = () => {
		const all = wordsOf(input.value), few = all.filter((word) => word.length > 1 && !common.has(word));
		const asked = few.length ? few : all;
		const found = asked.length ? sections.map((section) => ({ section, points: worth(section, asked) }))
			.filter((f) => f.points).sort((a, b) => b.points - a.points) : [];
		results.replaceChildren(...found.slice(0, most).map(({ section }) => result(section, asked)));
		status.textContent = asked.length ? howMany(found.length, most)
			: input.value.trim() ? "Only letters, digits, _ and @ can be looked for." : "";
		document.querySelector("#contents").hidden = found.length > 0;
	};
	const keepInAddress = () => {
		try { history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`); } catch { /* of a file: not everywhere */ }
	};
	input.value = new URLSearchParams(location.search).get("q") || "";
	input.addEventListener("input", () => { search(); keepInAddress(); });
	input.form.addEventListener("submit", (event) => {
		event.preventDefault();
		search();
		results.querySelector("a")?.focus();
	});
	search();
	input.focus();
});
