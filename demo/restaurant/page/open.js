/* open.js - opens records from files, as build/restaurant --record NAME writes them. Two are shown on one
 * clock; a single one is shown alone. */

async function openFiles(files) {
	const opened = byId("opened");
	try {
		const texts = await Promise.all([...files].map(file => file.text()));
		const records = texts.flatMap(readRecords), ways = records.map(wayOf);
		if (!records.length || records.length > 2)
			throw Error("one or two records, please");
		stopAsking();
		pause();
		if (records.length === 1)
			showAlone(records[0], ways[0]);
		else
			showRecords(ways[0] > ways[1] ? records.reverse() : records, 0);
		setText(byId("ran"), "records from files; move a slider to run the program again");
		opened.textContent = [...files].map(file => file.name).join(", ")
			+ (records.every(knowsOrders) ? "" : ": of an older lunch, which did not record where an order ends");
		seek(0);
	} catch (error) {
		opened.textContent = `Not opened: ${error.message}`;
	}
}

function knowsOrders(record) {
	return record.events.some(e => e.ev === "ordered");
}

/* In a synchronous record no guest ever waits for a pot or a chef. */
function wayOf(record) {
	const isGuest = e => e.ev === "spawn" && e.coro === "guest";
	const guests = new Set(record.events.filter(isGuest).map(e => e.worker));
	if (!guests.size)
		throw Error("no record of build/restaurant; build/timeline shows those of other programs");
	return record.events.some(e => e.ev === "suspend" && guests.has(e.worker)) ? ASYNC : SYNC;
}

function showAlone(record, way) {
	showRecords([record, record], 0);
	alone = lunches[way];
	document.body.dataset.shows = way === SYNC ? "sync" : "async";
	layOut();
}
