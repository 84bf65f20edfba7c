/* predict.js - before a step the page asks who runs next, and then says why. The record has the answer; the
 * seed chooses the other offers, and makes a new lunch when one is over. */

const OFFERED = 4;

let asked = null; /* the question: {answer, index (of its event), why(id)} */
const score = {right: 0, all: 0};

/* The next resume of a guest in the asynchronous record; -1: there is none. */
function nextQuestion(lunch) {
	for (let i = at[ASYNC] + 1; i < lunch.events.length; i++)
		if (lunch.events[i].ev === "resume" && lunch.byId.has(lunch.events[i].worker))
			return i;
	return -1;
}

async function ask() {
	pause();
	let index = nextQuestion(lunches[ASYNC]);
	if (index < 0) { /* this lunch is over: take the next seed */
		if (canRun())
			await rerun({...settings, seed: settings.seed % 1000 + 1, dish: ""}, 0);
		seek(0, [0, 0]);
		index = nextQuestion(lunches[ASYNC]);
	}
	const lunch = lunches[ASYNC], event = lunch.events[index];
	asked = {answer: event.worker, index};
	seek(event.t, [eventAt(lunches[SYNC].events, event.t), index - 1]);
	const state = stateAt(lunch, index - 1), ready = [...state.ready], waits = new Map(state.waits);
	asked.why = id => reason(lunch, id, ready, waits);
	showQuestion(offers(lunch, event, ready, waits, index));
}

/* The answer, and others that are plausible: tasks that wait, that are ready, or at the head of the queue. */
function offers(lunch, event, ready, waits, index) {
	const queue = lunch.guests.filter(g => g.first >= event.t - TINY).slice(0, 2).map(g => g.id);
	const others = [...new Set([...waits.keys(), ...ready, ...queue])].filter(id => id !== 1 && id !== event.worker);
	const chosen = [event.worker];
	let random = (index * 2654435761 + settings.seed) >>> 0;
	while (chosen.length < OFFERED && others.length) {
		random = (random * 1103515245 + 12345) >>> 0;
		chosen.push(...others.splice((random >>> 16) % others.length, 1));
	}
	return chosen.sort((a, b) => a - b);
}

/* Why this task is next, or why not. */
function reason(lunch, id, ready, waits) {
	const name = nameOf(lunch, id), g = lunch.byId.get(id), wait = waits.get(id);
	if (ready[0] === id)
		return w(`${name} is first in line.`, `${name} is first in the ready queue.`);
	if (ready.includes(id))
		return w(`${name} is in line, but not first.`, `${name} is ready, but behind others.`);
	if (!wait)
		return w(`${name} has not come to the door yet.`, `${name} has not been started yet.`);
	if (/permit/.test(wait.for))
		return w(`${name} still waits for a chef.`, `${name} still awaits a permit.`);
	if (g.due <= asked.t + TINY)
		return w(`${name}’s dish is ready, but he has not looked yet: he does between two guests.`,
			`${name}’s timer is due, but the loop has not looked yet: it does once a turn.`);
	return w(`${name}’s pot still cooks.`, `${name}’s timer still runs.`);
}

function showQuestion(ids) {
	asked.t = t;
	const box = byId("question"), lunch = lunches[ASYNC];
	box.innerHTML = `<b>${say("question")}</b> `
		+ ids.map(id => `<button data-id="${id}">${nameOf(lunch, id)}</button>`).join(" ");
	document.body.classList.add("asking"); /* hides the table, which shows the answer */
	for (const button of box.querySelectorAll("button"))
		button.onclick = () => answer(Number(button.dataset.id));
	box.focus({preventScroll: true}); /* not on an answer: that would look like a hint */
	box.scrollIntoView({block: "nearest"});
}

function answerByFigure(lunch, g) {
	if (asked && lunch.way === ASYNC)
		answer(g.id);
}

function answer(id) {
	const {answer: right, index, why} = asked, good = id === right, box = byId("question");
	score.all++;
	score.right += good ? 1 : 0;
	const text = good ? `<b>✓ Yes.</b> ${why(right)}` : `<b>✗ No.</b> ${why(id)} ${why(right)}`;
	const moment = t;
	stopAsking();
	box.innerHTML = `${text} <span>${score.right} of ${score.all} right.</span>
		<button id="again">Next question</button> <button id="enough">Enough</button>`;
	byId("again").onclick = ask;
	byId("enough").onclick = () => {
		stopAsking();
		byId("predict").focus();
	};
	seek(moment, [at[SYNC], index]);
	byId("again").focus({preventScroll: true});
	box.scrollIntoView({block: "nearest"});
}

/* Any other key or button ends the question. */
function stopAsking() {
	asked = null;
	document.body.classList.remove("asking");
	byId("question").replaceChildren();
}
