/* timeline_words.js - all words of the page, in the field's and in the restaurant's vocabulary. A lunch opens
 * in the restaurant's words, any other program in the field's; `w` changes all of them, so the two are never
 * mixed. */
"use strict";

const FIELD = 0, RESTAURANT = 1;

function skinFor(runs) {
	return runs.some(run => run.lanes.some(lane => lane.site.file.endsWith("demo/restaurant/lunch.c")))
		? RESTAURANT : FIELD;
}

/* Pairs of the field's word and the restaurant's: the only place where both are shown. */
const WORDS = [
	["event loop, supervisor", "the waiter"],
	["worker (coroutine, task)", "one guest's order"],
	["the far end: a server, a timer", "a chef"],
	["runs", "the waiter attends to it"],
	["ready", "its bell has rung; it waits for the waiter"],
	["waits", "a chef has it; the waiter is free for others"],
];

/* The texts of the page's elements, by data-word. */
const FIXED = {
	runs: ["runs", "the waiter is here"],
	ready: ["ready", "ready, for the waiter"],
	waits: ["waits, for what it says", "in the kitchen, for what it says"],
	blocks: ["blocks the thread", "he stands and waits"],
	lent: ["the loop's thread is lent", "the waiter is with a guest"],
	ends: ["✓ done, ✗ failed", "✓ eats, ✗ goes"],
	table: ["Table of all workers", "Table of all guests"],
	worker: ["worker", "guest"],
	ran: ["ran", "with the waiter"],
	"was-ready": ["ready", "ready"],
	waited: ["waited", "in the kitchen"],
	end: ["end", "end"],
	turn: ["One turn of the loop", "One round of the waiter"],
};

/* What a worker waits for. */
const REASONS = [
	[/^a timer, (.*)$/, (all, ms) => `its dish, ${timeText(parseFloat(ms) * 1e6)}`],
	[/^a permit$/, () => "a chef"],
	[/^its next turn$/, () => "the waiter's next round"],
	[/^tasks, (\d+) running$/, (all, n) => `${n} guests`],
	[/^a free connection/, () => "a way to the kitchen"],
	[/^connection \d+/, () => "the kitchen"],
];

function reasonWords(text, skin = view.skin) {
	const found = skin === RESTAURANT && REASONS.find(([form]) => form.test(text));
	return found ? text.replace(found[0], found[1]) : text;
}

function sleepWords(ns, skin = view.skin) {
	const what = skin === RESTAURANT ? "a bell" : "an event";
	return ns < 0 ? what : ns === 0 ? "nothing: it only looks" : `${what}, or ${timeText(ns)}`;
}

function labelOf(lane, skin = view.skin) {
	return lane.id > 0 ? `${lane.id} ${lane.name}` : skin === RESTAURANT ? "waiter" : "event loop";
}

/* The words for a state, before its reason: of a worker, and of the loop. */
function stateWords(s, skin = view.skin) {
	const words = [
		[["runs", "ready", "waits for", ""], ["works", "", "sleeps until", "lends its thread to"]],
		[["with the waiter", "ready", "waits for", ""], ["looks round", "", "rests until", "is with"]],
	];
	return words[skin][s.lane.id > 0 ? 0 : 1][s.state];
}

function sumWords(lane, skin = view.skin) {
	const [ran, ready, waited, lent] = lane.sums.map(timeText);
	const words = lane.id > 0
		? [`in all: ran ${ran}, was ready ${ready}, waited ${waited}`,
			`in all: ${ran} with the waiter, ready for ${ready}, in the kitchen for ${waited}`]
		: [`in all: slept ${waited}, lent its thread ${lent}, worked ${ran}`,
			`in all: rested ${waited}, was with guests ${lent}, looked round ${ran}`];
	return words[skin];
}

const SENTENCES = {
	"spawn": [(w, e, by) => `${by()} creates ${w}`, (w, e, by) => `${by()} lets in ${w}`],
	"ready": [w => `${w} joins the ready queue`, w => `${w} waits for the waiter's next free moment`],
	"resume": [w => `the event loop resumes ${w}`, w => `the waiter attends to ${w}`],
	"suspend": [(w, e, by, why) => `${w} waits for ${why}`,
		(w, e, by, why) => `${w} waits for ${why}; the waiter turns to the next guest`],
	"wake": [(w, e, by) => `${by()} wakes ${w}: what it waited for has happened`,
		(w, e, by) => `a bell rings for ${w}, heard by ${by()}`],
	"cancel": [(w, e, by) => `${by()} asks ${w} to stop`, (w, e, by) => `${by()} asks to take back ${w}`],
	"ordered": [w => `${w} has begun what it waits for, or blocks for`, w => `the waiter has heard ${w}`],
	"done": [(w, e) => `${w} is done: ${e.text}`,
		(w, e) => (e.worker === 0 ? "the restaurant closes" : e.text === "ok" ? `${w} is served` : `${w} goes unserved: ${e.text}`)],
	"poll-begin": [(w, e) => `the event loop waits for ${sleepWords(e.number, FIELD)}`,
		(w, e) => `the waiter rests until ${sleepWords(e.number, RESTAURANT)}`],
	"poll-end": [(w, e) => `the event loop goes on: ${e.number} ready in the kernel`,
		(w, e) => `the waiter looks up: ${e.number} at the hatch`],
};

function sentenceOf(run, i, skin = view.skin) {
	const event = eventAt(run, i);
	const [loop, kind] = [["the event loop", "worker "], ["the waiter", "order "]][skin];
	const who = worker => (worker < 0 ? loop : worker === 0 && skin === RESTAURANT ? "the door"
		: kind + labelOf(run.lanes[worker + 1], skin));
	return SENTENCES[event.kind][skin](who(event.worker), event, () => who(event.number), reasonWords(event.text, skin));
}

/* "lunch.sync: virtual time, total 120 s; …" */
function headWords(run) {
	const {busy, longest} = summaryOf(run), restaurant = view.skin === RESTAURANT;
	const head = `${run.clock} time, total ${timeText(run.end)}; `
		+ `${restaurant ? "waiter" : "event loop"} busy ${(busy * 100).toFixed(1)} %`;
	return longest ? `${head}; longest wait ${timeText(longest.length)}`
		+ ` (${labelOf(longest.lane)}: ${reasonOf(run, longest)})` : head;
}

function changeWords(skin = 1 - view.skin) {
	view.skin = skin;
	$("words").setAttribute("aria-pressed", skin === RESTAURANT);
	for (const element of document.querySelectorAll("[data-word]"))
		element.textContent = FIXED[element.dataset.word][skin];
	for (const run of view.runs)
		run.head.textContent = headWords(run);
	$("table").tBodies[0].replaceChildren();
	fillTable();
	say();
	drawAll();
}
