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

/* Whether all words of the scale lie within the picture: also where it ends at a tick. */
function scaleFits(run) {
	const c = run.canvas.getContext("2d"), ends = [], {from, to} = view;
	c.fillText = (text, x, y) => { ends.push(...y === 11 ? [x + text.length * LETTER] : []); };
	[view.from, view.to] = [0, 1e9];
	drawAll();
	delete c.fillText;
	[view.from, view.to] = [from, to];
	drawAll();
	return ends.length > 2 && ends.every(end => end <= run.box.clientWidth);
}

/* All that a step may change: the sentence, the lane, the line. */
function lit() {
	return [$("now").textContent, $("place").textContent, $("scrub").value, $("picked").textContent,
		$("file").textContent, document.querySelector("#source .lit")?.textContent].join("|");
}

function pixels(run) {
	return run.canvas.getContext("2d").getImageData(0, 0, run.canvas.width, run.canvas.height).data;
}

/* The loop's own line is lit when the loop acts, and is the one in the page's loop.c. */
function checkTurn(run) {
	const acts = {"poll-begin": SLEEP, resume: RUN, suspend: RUN};
	const lines = turnLines(), source = view.sources[LOOP].split("\n");
	check("the turn has its lines", lines.length > 2 && lines.every(({line, text}) => source[line - 1] === text));
	for (const [kind, act] of Object.entries(acts)) {
		goTo(run.rank.findIndex((rank, i) => eventAt(run, i).kind === kind));
		check(`${kind} lights ${act}`, document.querySelector("#turn .lit")?.textContent.includes(act));
	}
	const timer = run.rank.findIndex((rank, i) => eventAt(run, i).kind === "wake" && actOf(run, i) === FIRE);
	goTo(timer);
	check("a timer lights its line", timer > 0 && document.querySelector("#turn .lit").textContent.includes(FIRE));
	goTo(run.rank.findIndex((rank, i) => eventAt(run, i).kind === "poll-begin"));
	check("the loop stands in loop.c", $("file").textContent.startsWith(LOOP)
		&& document.querySelector("#source .lit").textContent.includes(SLEEP));
}

function checkLink(run) {
	goTo(6);
	const link = linkText(), shown = lit();
	goTo(0);
	history.replaceState(null, "", link);
	check("a link leads back", readLink() && lit() === shown);
	history.replaceState(null, "", "#t=1e9&words=restaurant");
	check("a link by time, with words", readLink() && view.rank === run.count - 1 && view.skin === RESTAURANT);
	check("all words change", !/loop|worker|thread/.test($("legend").textContent + $("now").textContent)
		&& labelOf(run.lanes[0]) === "waiter");
	history.replaceState(null, "", "#words=field");
	check("a link without a moment", !readLink() && view.skin === FIELD);
}

/* Several records: one scrubber for all, and one for each. */
function checkSeveral() {
	const [a, b, c] = view.runs;
	check("the keyboard reaches what scrolls", [$("source"), $("turn"), $("words-pane"), ...view.runs.map(run => run.box)]
		.every(element => element.tabIndex === 0));
	check("three runs", view.runs.length === 3 && c.lanes.length > 1);
	check("each has a scrubber", view.runs.every(run => !run.scrub.hidden));
	goTo(20);
	const before = [a.now, c.now];
	b.scrub.value = b.count - 1;
	b.scrub.dispatchEvent(new Event("input"));
	check("one moves alone", b.now === b.rank[b.count - 1] && a.now === before[0] && c.now === before[1]);
	key("ArrowLeft");
	check("and steps alone", view.rank === b.rank[b.count - 2] && a.now === before[0]);
	check("which is said", !$("together").hidden && b.part.getAttribute("aria-current") === "true");
	key("b");
	check("and together again", a.now === b.now && b.now === c.now && $("together").hidden);
	$("scrub").value = 7;
	$("scrub").dispatchEvent(new Event("input"));
	check("one scrubber for all", a.now === 7 && b.now === 7 && c.now === 7);
}

function checkSmall() {
	const [run] = view.runs, same = (a, b) => a.every((v, i) => v === b[i]);
	const whole = wholeRange();
	check("opens on the whole run", view.rank === run.count - 1 && view.from === whole[0] && view.to === whole[1]);
	const lunch = {lanes: [{site: {file: "demo/restaurant/lunch.c"}}]};
	check("a lunch opens in the restaurant's words", skinFor([run, lunch]) === RESTAURANT);
	check("opens in the field's words", view.skin === FIELD && !/waiter|guest|dish/.test($("legend").textContent));
	check("the scale is not cut off", scaleFits(run));
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
	checkTurn(run);
	checkLink(run);
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

(expect.several ? checkSeveral : expect.lanes > 500 ? checkLarge : checkSmall)();
check("no error: " + errors.join("; "), errors.length === 0);
