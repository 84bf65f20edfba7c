/* state.js - the state of the loop after a number of events: which task runs, which are ready, which wait for
 * what; and the line of the program for each. */

/* The state of each lunch is kept and played forward; for an earlier event it starts again. */
function stateAt(lunch, index) {
	if (!lunch.state || lunch.state.index > index)
		lunch.state = {index: -1, running: 0, sleeps: false, ready: [], waits: new Map(), waited: new Map(), loop: null};
	const s = lunch.state;
	while (s.index < index)
		apply(s, lunch.events[++s.index], lunch);
	return s;
}

function apply(s, e, lunch) {
	const g = lunch.byId.get(e.worker), main = e.worker === 1;
	s.sleeps = e.ev === "poll-begin";
	s.guest = s.door = null;
	switch (e.ev) {
	case "spawn":
		s.ready.push(e.worker);
		lightRun(s, main ? null : "seat");
		break;
	case "ready":
		s.ready.push(e.worker);
		break;
	case "wake":
		s.waited.set(e.worker, s.waits.get(e.worker));
		s.waits.delete(e.worker);
		s.loop = e.by ? "run" : "timers";
		break;
	case "cancel":
		s.loop = "timers";
		break;
	case "resume":
		s.running = e.worker;
		s.ready.splice(s.ready.indexOf(e.worker), 1);
		lightRun(s, main ? "next" : null);
		if (g)
			s.guest = resumedAt(g, s.waited.get(e.worker));
		break;
	case "ordered":
		s.guest = {name: g?.stood ? "cook" : "permit"};
		lightRun(s, null);
		break;
	case "suspend":
		s.waits.set(e.worker, e);
		s.running = 0;
		lightRun(s, null);
		s[g ? "guest" : "door"] = {line: placeOf(e)?.line};
		break;
	case "done":
		s.running = 0;
		lightRun(s, null);
		s[g ? "guest" : "door"] = {name: "end"};
		break;
	default:
		s.running = 0;
		s.loop = "sleep";
	}
}

/* The line where a guest's coroutine goes on: after the await it has waited in. */
function resumedAt(g, wait) {
	if (!wait)
		return {name: "listen"};
	return g.stood ? {name: "cook"} : {line: placeOf(wait)?.line};
}

/* A task runs, or has just run. If it is the door: door() is at that line. */
function lightRun(s, door) {
	s.loop = "run";
	if (door)
		s.door = {name: door};
}

function nameOf(lunch, id) {
	return id === 1 ? say("door") : lunch.byId.get(id)?.name ?? `#${id}`;
}
