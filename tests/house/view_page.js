/* view_page.js - looks at a timeline page from within. test_view_browser.c puts it behind the page's own
 * scripts, with `expect` before it, runs it in a browser without a window, and reads #report from the
 * document. */
"use strict";

const report = make("pre", "", document.body);
report.id = "report";
report.style.position = "fixed"; /* no part of the page's grid */

function check(name, good) {
	report.textContent += `${good ? "ok" : "not ok"} ${name}\n`;
}

/* What one drawing of everything draws: shapes in the lanes, not in the labels or the legend, by their state.
 */
function shapesDrawn() {
	const drawn = [0, 0, 0, 0], drawn_by = drawShape;
	drawShape = (c, state, x, y, width) => {
		drawn[state] += x >= LABEL - 2;
		drawn_by(c, state, x, y, width);
	};
	drawAll();
	drawShape = drawn_by;
	return drawn;
}

function key(name) {
	document.body.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true}));
}

/* All that a step may change: the sentence, the lane, the line. */
function lit() {
	return [$("now").textContent, $("place").textContent, $("scrub").value, $("picked").textContent,
		$("file").textContent, document.querySelector("#source .lit")?.textContent].join("|");
}

function pixels(run) {
	return run.canvas.getContext("2d").getImageData(0, 0, run.canvas.width, run.canvas.height).data;
}

function checkSmall() {
	const [run] = view.runs, same = (a, b) => a.every((v, i) => v === b[i]);
	check("lanes", run.lanes.length === expect.lanes);
	check("events", run.count === expect.events);
	key("x");
	check("bars drawn", same(shapesDrawn(), expect.segments));
	key("x");

	key("Home");
	pixels(run); /* once its pixels are read, a canvas is drawn by other means, with other edges */
	drawAll();
	const first = lit(), picture = pixels(run);
	key("ArrowRight");
	check("step changes what is lit", lit() !== first);
	check("step changes the picture", !same(picture, pixels(run)));
	key("ArrowLeft");
	check("step back restores it", lit() === first && same(picture, pixels(run)));

	/* Every event can be shown, in the words of either skin, and each has a lane. */
	const said = new Set();
	for (const skin of [0, 1]) {
		for (let rank = 0; rank < run.count; rank++) {
			goTo(rank);
			said.add($("now").textContent.replace(/^[^a-z]*/, "").slice(0, 400));
			const broken = /undefined|NaN/.test(document.body.innerText);
			if (!view.picked || !$("picked").textContent || broken)
				check(`event ${rank}`, false);
		}
		key("w");
	}
	check("sentences", said.size > 20);
	check("map", $("map").children.length === WORDS.length * 2);
	key("End");
	check("end", view.rank === run.count - 1);

	/* A wait in the user's source, clicked: its line is lit, and its figures are those of the record. */
	const wait = run.lanes[3].segments.find(s => s.state === WAITING);
	const x = xOf((positionOf(run, wait.begin) + positionOf(run, wait.end)) / 2, run.box.clientWidth);
	const y = RULER + 3 * ROW + ROW / 2, bounds = run.canvas.getBoundingClientRect();
	run.box.scrollTop = 0;
	const at = {clientX: bounds.left + x, clientY: bounds.top + y, bubbles: true, pointerId: 1};
	run.canvas.setPointerCapture = () => {};
	run.canvas.dispatchEvent(new PointerEvent("pointerdown", at));
	run.canvas.dispatchEvent(new PointerEvent("pointerup", at));
	check("click picks", view.picked === wait);
	check("click tells why", $("picked").textContent.includes("waits for " + expect.reason));
	check("click lights the line", $("file").textContent.includes(expect.file)
		&& document.querySelector("#source .lit").textContent.includes("AWAIT"));

	key("[");
	check("slower", view.speed === 0.5);
	const span = view.to - view.from;
	key("+");
	check("zoom", Math.abs((view.to - view.from) / span - 0.5) < 1e-9);
	pan(-view.to);
	key("0");
	check("zoom out", view.to > run.end && view.from <= 0);
	$("scrub").value = 5;
	$("scrub").dispatchEvent(new Event("input"));
	check("scrub", view.rank === 5);
	$("figures").open = true;
	fillTable();
	check("table", $("table").tBodies[0].rows.length === expect.lanes);

	/* It plays to the end by itself: the browser's own frames, but a time of ours. */
	goTo(0);
	const frames = [];
	window.requestAnimationFrame = call => frames.push(call);
	key(" ");
	for (let now = view.played; frames.length && now < view.played + 1e9; now += 100)
		frames.shift()(now);
	check("plays to the end", !view.playing && view.rank === run.count - 1);
}

/* A step, with its drawing forced, in the middle of many. The median: the machine may be busy. */
function checkLarge() {
	const [run] = view.runs, times = [];
	check("many lanes", run.lanes.length === expect.lanes && run.count >= 10000);
	goTo(run.count >> 1);
	for (let i = 0; i < 61; i++) {
		const begin = performance.now();
		step(i % 3 ? 1 : -1);
		run.canvas.getContext("2d").getImageData(0, 0, 1, 1);
		times.push(performance.now() - begin);
	}
	times.sort((a, b) => a - b);
	check(`step below 50 ms (${times[30].toFixed(1)} ms)`, times[30] < 50);
}

(expect.lanes > 500 ? checkLarge : checkSmall)();
check("no error: " + errors.join("; "), errors.length === 0);
