/* words.js - each label in two vocabularies, the restaurant's and the field's. The screen shows one of the
 * two. */

const RESTAURANT = 0, FIELD = 1;
let skin = RESTAURANT;

function w(restaurant, field) {
	return skin === FIELD ? field : restaurant;
}

const WORDS = {
	title: ["One waiter, two lunches", "One thread, two ways to wait"],
	change: ["Change the lunch", "Change the run"],
	lead: [
		"Same guests, same chefs, same waiter. Above he waits for each dish. Below he turns to the next guest.",
		"Same tasks, same far ends, one thread. Above each call blocks. Below each call is awaited.",
	],
	way0: ["he stands until the dish is done", "the thread blocks in the call"],
	way1: ["he turns to the next guest", "the thread runs the next task"],
	walks: [
		"The record has no walks: he takes them in the time that follows, and they cost nothing.",
		"What moves is drawn into the gaps of the record, and costs no time.",
	],
	/* in the drawing */
	queue: ["queue at the door", "not started yet"],
	tables: ["tables", "suspended, then done"],
	window: ["no chef yet", "want a permit"],
	windowShort: ["no chef", "permit"],
	nobody: ["nobody waits", "none"],
	counter: ["counter", "due"],
	closed: ["all have eaten", "all tasks done"],
	burnt: ["burnt ✗", "error ✗"],
	leaves: ["leaves ✗", "cancelled ✗"],
	late: ["too late ✗", "timeout ✗"],
	eat: ["eat", "done"],
	/* who runs, who is ready, who waits */
	running: ["The waiter is with", "Runs now"],
	ready: ["Next, in order", "Ready, in order"],
	waiting: ["Waits for", "Waits for"],
	door: ["the door", "door()"],
	looks: ["nobody: he looks round", "the loop itself"],
	rests: ["nobody: he rests", "nobody: asleep in the backend"],
	over: ["closed", "all done"],
	timer: ["a pot", "a timer"],
	permit: ["a chef", "a permit"],
	standing: ["nobody: the rest stand in the queue", "none: no other task has started"],
	parked: ["paused here", "suspended here"],
	boiled: ["ready", "due"],
	/* the two bars */
	listens: ["listens to a guest", "a task runs"],
	stands: ["stands and waits for a pot", "blocked"],
	idle: ["rests, nothing to do", "asleep, nothing is ready"],
	bars: [
		"The waiter’s time: synchronous above, asynchronous below",
		"The thread’s time: synchronous above, asynchronous below",
	],
	/* the sums */
	stood: ["Stood waiting for pots so far", "Blocked so far"],
	fast: ["Below, all have eaten: fast forward.", "Below, all is done: fast forward."],
	gained: [
		"Nobody cooked or listened faster: the waiter only stopped standing about.",
		"No call became faster: the thread only stopped blocking.",
	],
	noPots: [
		"There was no pot to wait for: all of it was the waiter’s own work.",
		"There was nothing to wait for: all of it was the thread’s own work.",
	],
	nobodyElse: ["With one guest there is nobody to turn to.", "With one task there is no other to run meanwhile."],
	/* questions */
	lookRound: ["The waiter looks round: who is next?", "The loop takes its next task: which?"],
	question: ["Below: to whom does the waiter go next?", "Asynchronous: which task runs next?"],
	/* settings */
	guests: ["Guests", "Tasks"],
	chefs: ["Chefs", "Permits"],
	order: ["Taking an order", "Work of a task"],
	cook: ["Cooking", "Waiting of a task"],
	seed: ["Who eats what (seed)", "Seed of the waits"],
	dish: ["Menu", "Waits"],
	same: ["all eat pasta", "all the same"],
	mixed: ["as they like", "by the seed"],
};

function say(key) {
	return WORDS[key][skin];
}

/* Seconds, with no more digits than needed. */
function seconds(t, digits = 1) {
	return `${Math.abs(t - Math.round(t)) < 0.005 ? Math.round(t) : t.toFixed(digits)} s`;
}

function plural(count, one, many = one + "s") {
	return `${count} ${count === 1 ? one : many}`;
}

function listed(guests) {
	const names = guests.map(g => g.name);
	if (names.length < 3)
		return names.join(" and ");
	return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
}
