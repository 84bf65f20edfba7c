/* timeline_run.js - a record made easy to ask: who stood where, at which event, and why. Nothing is drawn
 * here.
 *
 * The program has written, for each record: workers; events, four numbers and two texts each; and segments,
 * five numbers each. A segment is a stretch of one worker's time in one state, from one event to
 * another. A worker is its index in workers, and -1 the supervisor. */
"use strict";

const KINDS = ["spawn", "ready", "resume", "suspend", "wake", "cancel", "done", "ordered", "poll-begin", "poll-end"];
const RUNNING = 0, READY = 1, WAITING = 2, LENT = 3; /* both lists as the enums in events.h and segments.h */
const BLOCKING = 4; /* what part of RUNNING looks like */

/* A lane for the supervisor, and below it one for each worker, in the order of their creation. */
function openRun(data) {
	const run = {...data, count: data.events.length / 6, rank: [], lanes: []};
	for (const [id, name, file, line, func] of [[0, "", "", 0, ""], ...data.workers])
		run.lanes.push({id, name, site: {file, line, func}, segments: [], sums: [0, 0, 0, 0]});
	for (let i = 0; i < data.segments.length; i += 5) {
		const [worker, state, begin, end, open] = data.segments.slice(i, i + 5);
		const lane = run.lanes[worker + 1];
		const length = timeOf(run, end) - timeOf(run, begin);
		lane.segments.push({lane, state, begin, end, open, length, index: lane.segments.length});
		lane.sums[state] += length;
	}
	for (let i = 0; i < run.count; i++) {
		const {kind} = eventAt(run, i);
		if (kind === "done" || kind === "ordered")
			laneOf(run, i)[kind] = i;
	}
	run.end = run.count ? timeOf(run, run.count - 1) : 0;
	return run;
}

function timeOf(run, i) { /* ns */
	return run.events[i * 6];
}

/* number: who caused it, a worker; or for the two polls ns to sleep, and fds that were ready. */
function eventAt(run, i) {
	const [t, kind, worker, number, text, at] = run.events.slice(i * 6, i * 6 + 6);
	return {t, kind: KINDS[kind], worker, number, text, at};
}

function laneOf(run, i) {
	return run.lanes[run.events[i * 6 + 2] + 1];
}

/* All events of all records in the order of their times. An event's place in it is its rank. */
function mergeRuns(runs) {
	const order = runs.flatMap(run => Array.from({length: run.count}, (_, i) => ({run, i})));
	order.sort((a, b) => timeOf(a.run, a.i) - timeOf(b.run, b.i));
	order.forEach((entry, rank) => { entry.run.rank[entry.i] = rank; });
	return order;
}

/* The first index in [0, count) for which is(index) holds, when it holds for all after it; else count. */
function firstIndex(count, is) {
	let low = 0;
	while (low < count) {
		const middle = (low + count) >> 1;
		if (is(middle))
			count = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The segment in which a lane is once the event of this rank has happened; undefined: not yet, or done. */
function segmentAt(run, lane, rank) {
	const after = firstIndex(lane.segments.length, n => run.rank[lane.segments[n].begin] > rank);
	const found = lane.segments[after - 1];
	return found && (found.open || run.rank[found.end] > rank) ? found : undefined;
}

/* "coro/sleep.c:37 sleep_for < demo/examples/hello.c:14 hello": innermost first. */
function framesOf(chain) {
	return chain.split(" < ").map(text => /^(.*):(\d+) (.*)$/.exec(text)).filter(Boolean)
		.map(([, file, line, func]) => ({file, line: Number(line), func}));
}

/* Where a segment's worker stands: from, the await it last waited in or, before that, its creation; and to,
 * the await at which a running one stops. */
function sitesOf(run, segment) {
	const {lane, state, index, end} = segment;
	if (lane.id === 0)
		return {from: loopSites(segment, run), to: []};
	const wait = lane.segments.slice(0, index + 1).findLast(s => s.state === WAITING);
	return {from: wait ? framesOf(eventAt(run, wait.begin).at) : [lane.site],
		to: state === RUNNING ? framesOf(eventAt(run, end).at) : []};
}

/* What a segment's worker waits for; for the supervisor, what ends its sleep, or who has its thread. */
function reasonOf(run, segment) {
	const event = eventAt(run, segment.begin);
	if (segment.state === LENT)
		return labelOf(run.lanes[event.worker + 1]);
	if (segment.state !== WAITING)
		return "";
	return segment.lane.id ? reasonWords(event.text) : sleepWords(event.number);
}

const UNITS = [[1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]];

/* Nanoseconds in the largest unit that leaves a whole number before the point. */
function timeText(ns) {
	if (ns === 0)
		return "0 s";
	const [size, unit] = UNITS.find(([least]) => ns >= least) || UNITS[3];
	return Number((ns / size).toPrecision(4)) + " " + unit;
}

/* The figures of a run, all taken from its segments. The first worker waits for all others: beside them its
 * wait does not count. */
function summaryOf(run) {
	const [works, , , lent] = run.lanes[0].sums;
	const lanes = run.lanes.slice(run.lanes.length > 2 ? 2 : 1);
	const waits = lanes.flatMap(lane => lane.segments.filter(s => s.state === WAITING));
	const longest = waits.reduce((a, b) => (a && a.length >= b.length ? a : b), null);
	return {busy: run.end ? (works + lent) / run.end : 0, longest};
}
