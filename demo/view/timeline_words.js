/* timeline_words.js - an event in words: those of the field, or those of the restaurant. */
"use strict";

/* Each pair: the field's word, and what stands for it in the restaurant. */
const WORDS = [
	["event loop, supervisor", "the waiter"],
	["worker (coroutine, task)", "one guest's order"],
	["the far end: a server, a timer", "a chef"],
	["runs", "the waiter attends to it"],
	["ready", "its bell has rung; it waits for the waiter"],
	["waits", "a chef has it; the waiter is free for others"],
];

const SENTENCES = {
	"spawn": [(w, e, by) => `${by()} creates ${w}`, (w, e, by) => `${by()} takes down ${w}`],
	"ready": [w => `${w} joins the ready queue`, w => `${w} waits for the waiter's next free moment`],
	"resume": [w => `the event loop resumes ${w}`, w => `the waiter attends to ${w}`],
	"suspend": [(w, e) => `${w} waits for ${e.text}`,
		(w, e) => `${w} is with a chef (${e.text}); the waiter turns to the next guest`],
	"wake": [(w, e, by) => `${by()} wakes ${w}: what it waited for has happened`,
		(w, e, by) => `a bell rings for ${w}, heard by ${by()}`],
	"cancel": [(w, e, by) => `${by()} asks ${w} to stop`, (w, e, by) => `${by()} asks to take back ${w}`],
	"done": [(w, e) => `${w} is done: ${e.text}`,
		(w, e) => (e.text === "ok" ? `${w} is served` : `${w} goes unserved: ${e.text}`)],
	"poll-begin": [(w, e) => `the event loop waits for ${sleepText(e.number)}`,
		(w, e) => `the waiter rests until a bell rings: ${sleepText(e.number)}`],
	"poll-end": [(w, e) => `the event loop goes on: ${e.number} ready in the kernel`,
		(w, e) => `the waiter looks up: ${e.number} at the hatch`],
};

/* skin: 0 for the field's words, 1 for the restaurant's. */
function sentenceOf(run, i, skin) {
	const event = eventAt(run, i);
	const [loop, kind] = [["the event loop", "worker "], ["the waiter", "order "]][skin];
	const who = worker => (worker < 0 ? loop : kind + nameOf(run.lanes[worker + 1]));
	return SENTENCES[event.kind][skin](who(event.worker), event, () => who(event.number));
}
