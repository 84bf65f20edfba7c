/* timeline_start.js - builds the page from the data, and connects keys and buttons. */
"use strict";

const KEYS = {
	" ": () => (view.playing ? pause() : play()),
	"ArrowRight": () => step(1), "ArrowLeft": () => step(-1),
	"PageDown": () => step(20), "PageUp": () => step(-20),
	"Home": () => step(-Infinity), "End": () => step(Infinity),
	"+": () => zoom(0.5), "-": () => zoom(2), "0": () => zoom(Infinity),
	"]": () => changeSpeed(2), "[": () => changeSpeed(0.5),
	"x": changeAxis, "w": () => changeWords(), "b": moveTogether, "c": () => document.body.classList.toggle("wide"),
};

const CODE_LETTER = 7.3; /* the width of a letter in the source pane, in pixels, rounded up */

function drawAll() {
	view.runs.forEach(drawRun);
}

function addRun(run) {
	const part = run.part = make("section", "", $("runs")), title = make("h2", "", part);
	make("b", run.name, title);
	title.append(": ");
	run.head = make("span", "", title);
	addScrub(run);
	run.box = make("div", "", part, "box");
	run.box.tabIndex = 0; /* the keyboard scrolls it */
	run.canvas = make("canvas", "", run.box);
	make("div", "", run.box).style.height = RULER + run.lanes.length * ROW + "px";
	run.canvas.setAttribute("role", "img");
	run.canvas.setAttribute("aria-label", `${run.lanes.length} lanes; the table says the same in words`);
	run.canvas.onpointerdown = event => onPointer(run, event);
	run.box.onscroll = () => requestAnimationFrame(drawAll);
}

/* If there are several records, each can be moved alone. */
function addScrub(run) {
	const scrub = run.scrub = make("input", "", run.part);
	Object.assign(scrub, {type: "range", min: 0, max: run.count - 1, hidden: view.runs.length < 2});
	scrub.setAttribute("aria-label", `place in ${run.name} alone`);
	scrub.oninput = () => { pause(); moveAlone(run); };
}

/* As wide as the longest line of the workers' sources, so that comments at the right can be read. */
function fitSource() {
	const files = new Set(view.runs.flatMap(run => run.lanes.map(lane => lane.site.file)));
	const lines = [...files].flatMap(file => (view.sources[file] || "").split("\n"));
	const columns = lines.reduce((most, line) => Math.max(most, line.replace(/\t/g, "    ").length), 60);
	document.body.style.setProperty("--code", columns * CODE_LETTER + "px");
}

/* The same in words and figures, made when it is opened. */
function fillTable() {
	const body = $("table").tBodies[0];
	if (!$("figures").open || body.rows.length)
		return;
	for (const run of view.runs)
		for (const lane of run.lanes) {
			const row = body.insertRow(), [ran, ready, waited, lent] = lane.sums;
			const end = lane.done === undefined ? "" : eventAt(run, lane.done).text;
			const times = [ran + lent, ready, waited].map(timeText);
			for (const text of [run.name, labelOf(lane), ...times, end])
				row.insertCell().textContent = text;
		}
}

/* The function that draws the lanes also draws the legend's shapes. */
function drawLegend() {
	for (const canvas of document.querySelectorAll("canvas.key")) {
		const c = canvas.getContext("2d"), scale = 2;
		canvas.width = 28 * scale;
		canvas.height = ROW * scale;
		c.setTransform(scale, 0, 0, scale, 0, 0);
		const state = Number(canvas.dataset.state);
		c.clearRect(0, 0, 28, ROW);
		if (state === BLOCKING)
			drawShape(c, RUNNING, 2, 0, 24);
		drawShape(c, state, 2, 0, 24);
	}
}

function redraw() {
	readColours();
	drawLegend();
	drawAll();
}

function start() {
	const data = JSON.parse($("data").textContent);
	view.sources = data.sources;
	view.runs = data.runs.map(openRun);
	view.order = mergeRuns(view.runs);
	if (view.order.length === 0) {
		$("now").textContent = "The record holds no event.";
		return;
	}
	view.runs.forEach(addRun);
	$("scrub").max = view.order.length - 1;
	for (const pair of WORDS)
		pair.forEach((word, i) => make(i ? "dd" : "dt", word, $("map")));
	fillTurn();
	fitSource();
	[view.from, view.to] = wholeRange();
	readColours();
	drawLegend();
	$("blocks").hidden = !view.runs.some(run => run.lanes.some(lane => lane.segments.some(s => blocksIn(run, lane, s))));
	view.runs.forEach(run => { run.now = run.playhead = 0; });
	changeWords(skinFor(view.runs));
	if (!readLink())
		goTo(Infinity); /* shows the whole run in full colour */
	onhashchange = readLink;
	for (const button of document.querySelectorAll("button[data-key]"))
		button.onclick = KEYS[button.dataset.key];
	$("scrub").oninput = () => { pause(); view.only = null; goTo(Number($("scrub").value)); };
	$("figures").ontoggle = fillTable;
	matchMedia("(prefers-color-scheme: dark)").onchange = redraw;
	new ResizeObserver(drawAll).observe($("runs"));
	document.onkeydown = event => {
		/* A button uses the space bar itself, and the slider all keys that move it. */
		const target = event.target;
		const own = event.key === " " ? target.closest("button, summary") : target.type === "range";
		if (own || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key])
			return;
		event.preventDefault();
		KEYS[event.key]();
	};
}
start();
