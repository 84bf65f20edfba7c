/* timeline_loop.js - one turn of the loop in its source: which line acts at an event. The line is found by
 * its text, so a record of any version lights the right line of the source in this page. */
"use strict";

const LOOP = "loop/loop.c";
const SLEEP = "wait_for_events();", RUN = "run_ready();", FIRE = "timers_fire("; /* of loop_run_once */

/* A wake comes from the timers, from the kernel during the sleep, or from a worker that runs. */
function lineOfWake(run, event, i) {
	const before = laneOf(run, i).segments.findLast(s => s.state === WAITING && s.begin < i);
	const reason = before ? eventAt(run, before.begin).text : "";
	return event.number >= 0 || reason.startsWith("its next turn") ? RUN : reason.startsWith("a timer") ? FIRE : SLEEP;
}

/* Which of the three the loop does at an event; "": it has not begun, or does something else. */
function actOf(run, i) {
	const event = eventAt(run, i);
	switch (event.kind) {
	case "poll-begin": case "poll-end": return SLEEP;
	case "ready": return i > 0 && eventAt(run, i - 1).kind === "wake" ? actOf(run, i - 1) : "";
	case "wake": return lineOfWake(run, event, i);
	case "spawn": return event.number < 0 ? "" : RUN;
	default: return RUN;
	}
}

/* The lines of loop_run_once, from its sleep to its timers: {line, text}. None: the page has no loop.c. */
function turnLines() {
	const lines = (view.sources[LOOP] || "").split("\n").map((text, i) => ({line: i + 1, text}));
	const begin = lines.findIndex(({text}) => text.startsWith("bool loop_run_once"));
	const from = lines.findIndex(({text}, i) => i > begin && text.includes(SLEEP));
	const to = lines.findIndex(({text}, i) => i > from && text.includes(FIRE));
	return begin < 0 || from < 0 || to < 0 ? [] : lines.slice(from, to + 1);
}

/* For a segment of the loop's lane: its line in the source. */
function loopSites({begin, state}, run) {
	const act = state === LENT ? RUN : state === WAITING ? SLEEP : actOf(run, begin);
	const found = turnLines().find(({text}) => act && text.includes(act));
	return found ? [{file: LOOP, line: found.line, func: "loop_run_once"}] : [];
}

function fillTurn() {
	for (const {text} of turnLines())
		make("li", text.replace(/^\t/, ""), $("turn"));
	$("turn-pane").hidden = $("turn").children.length === 0;
}

function lightTurn(run, i) {
	const act = actOf(run, i);
	for (const line of $("turn").children)
		line.className = act && line.textContent.includes(act) ? "lit" : "";
}
