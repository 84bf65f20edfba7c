/* record.js - reads event records (loop/watch/record.h): a JSON object a line, times in ns. */

const NO_RECORD = "not an event record of format 1";

/* A text may hold several records, one after the other. Each becomes {head, text, events}, with times in
 * seconds. */
function readRecords(text) {
	const records = [];
	for (const line of text.split("\n")) {
		if (!line)
			continue;
		const event = readEvent(line);
		if (event.record !== undefined)
			records.push({head: event, lines: [], events: []});
		if (!records.length || records[0].head.record !== 1)
			throw Error(NO_RECORD);
		const record = records[records.length - 1];
		record.lines.push(line);
		if (event.ev)
			record.events.push({...event, t: event.t / 1e9});
	}
	return records;
}

function readEvent(line) {
	try {
		return JSON.parse(line);
	} catch {
		throw Error(NO_RECORD);
	}
}

/* "a timer, 5000.000 ms" is 5 seconds. Undefined: it waits for something else. */
function timerOf(event) {
	const match = /^a timer, ([\d.]+) ms/.exec(event.for);
	return match ? match[1] / 1e3 : undefined;
}

/* "… < demo/restaurant/lunch.c:39 guest": {file, line} of the outermost await. */
function placeOf(event) {
	const match = /([^ ]+):(\d+) [^ ]+$/.exec(event.at ?? "");
	return match ? {file: match[1], line: +match[2]} : null;
}

/* The index of the last event at or before t; -1: none. */
function eventAt(events, t) {
	let low = 0, high = events.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (events[middle].t <= t + TINY)
			low = middle + 1;
		else
			high = middle;
	}
	return low - 1;
}
