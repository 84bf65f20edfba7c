/* timeline_start.js - puts the page together from the data, and connects keys and buttons. */
"use strict";

const KEYS = {
	" ": () => (view.playing ? pause() : play()),
	"ArrowRight": () => step(1), "ArrowLeft": () => step(-1),
	"PageDown": () => step(20), "PageUp": () => step(-20),
	"Home": () => step(-Infinity), "End": () => step(Infinity),
	"+": () => zoom(0.5), "-": () => zoom(2), "0": () => zoom(Infinity),
	"]": () => changeSpeed(2), "[": () => changeSpeed(0.5),
	"x": changeAxis, "w": changeWords,
};

function drawAll() {
	view.runs.forEach(drawRun);
}

function addRun(run) {
	const part = make("section", "", $("runs")), {busy, longest} = summaryOf(run);
	const title = make("h2", "", part);
	make("b", run.name, title);
	title.append(`: ${run.clock} time, total ${timeText(run.end)}`);
	title.append(`; event loop busy ${(busy * 100).toFixed(1)} %`);
	if (longest)
		title.append(`; longest wait ${timeText(longest.length)}`
			+ ` (${nameOf(longest.lane)}: ${reasonOf(run, longest)})`);
	run.box = make("div", "", part, "box");
	run.canvas = make("canvas", "", run.box);
	make("div", "", run.box).style.height = RULER + run.lanes.length * ROW + "px";
	run.canvas.setAttribute("role", "img");
	run.canvas.setAttribute("aria-label", `${run.lanes.length} lanes; the table says the same in words`);
	run.canvas.onpointerdown = event => onPointer(run, event);
	run.box.onscroll = () => requestAnimationFrame(drawAll);
}

/* The same in words and figures, made when it is asked for. */
function fillTable() {
	const body = $("table").tBodies[0];
	if (!$("figures").open || body.rows.length)
		return;
	for (const run of view.runs)
		for (const lane of run.lanes) {
			const row = body.insertRow(), [ran, ready, waited, lent] = lane.sums;
			const end = lane.done === undefined ? "" : eventAt(run, lane.done).text;
			const times = [ran + lent, ready, waited].map(timeText);
			for (const text of [run.name, nameOf(lane), ...times, end])
				row.insertCell().textContent = text;
		}
}

/* The legend's shapes are drawn by the same function as the lanes'. */
function drawLegend() {
	for (const canvas of document.querySelectorAll("canvas.key")) {
		const c = canvas.getContext("2d"), scale = 2;
		canvas.width = 28 * scale;
		canvas.height = ROW * scale;
		c.setTransform(scale, 0, 0, scale, 0, 0);
		drawShape(c, Number(canvas.dataset.state), 2, 0, 24);
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
	[view.from, view.to] = wholeRange();
	readColours();
	drawLegend();
	goTo(0);
	for (const button of document.querySelectorAll("button[data-key]"))
		button.onclick = KEYS[button.dataset.key];
	$("scrub").oninput = () => step(Number($("scrub").value) - view.rank);
	$("figures").ontoggle = fillTable;
	matchMedia("(prefers-color-scheme: dark)").onchange = redraw;
	new ResizeObserver(drawAll).observe($("runs"));
	document.onkeydown = event => {
		/* A button has its own use for the space bar, and the slider for all keys that move it. */
		const target = event.target;
		const own = event.key === " " ? target.closest("button, summary") : target === $("scrub");
		if (own || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key])
			return;
		event.preventDefault();
		KEYS[event.key]();
	};
}
start();
