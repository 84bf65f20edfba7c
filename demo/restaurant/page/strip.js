/* strip.js - the waiter's time: both lunches as bars on one scale, above the scrubber, and their sums. The
 * hatched time is what asynchrony saves. */

const HATCH = `<defs>
	<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
	<rect width="5" height="5" fill="var(--sync-pale)"/><path d="M0 0V5" stroke="var(--sync)" stroke-width="2"/>
	</pattern></defs>`;
const KINDS = {order: "listens", stand: "stands", rest: "idle"};

function makeStrip() {
	const strip = byId("strip"), keys = Object.keys(KINDS);
	strip.innerHTML = HATCH;
	lunches.forEach((lunch, way) => {
		if (!alone || lunch === alone)
			for (const kind of keys)
				add(strip, "path", {class: `${kind} way${way}`, d: bars(lunch, kind, 3 + way * 25)});
	});
	add(strip, "path", {id: "now", "vector-effect": "non-scaling-stroke"});
	byId("legend").innerHTML = keys.map(kind => `<span><svg viewBox="0 0 22 11">
		<rect class="${kind}" width="22" height="11"/></svg>${say(KINDS[kind])}</span>`).join("")
		+ `<span>${say("bars")}, 0 to ${seconds(lastEnd())}</span>`;
}

/* Wide bars have a thin gap between them, so that they can be counted. */
function bars(lunch, kind, y) {
	const scale = 1000 / tail();
	return lunch.gaps.filter(gap => gap.kind === kind).map(gap => {
		const x = (gap.from * scale).toFixed(2), width = (gap.to - gap.from) * scale;
		return `M${x} ${y}h${(width > 2 ? width - 0.8 : width).toFixed(2)}v20H${x}z`;
	}).join("");
}

function drawStrip() {
	setAttribute(byId("now"), "d", `M${(t / tail() * 1000).toFixed(2)} 0V52`);
}

function drawVerdict() {
	setHtml(byId("verdict"), alone ? aloneVerdict() : t >= lastEnd() ? endVerdict() : verdictSoFar());
}

function fed(lunch) {
	return `${eating(lunch, shownMoment(lunch, lunch.way))} of ${lunch.guests.length} ${say("eat")}`;
}

function sums(sync, async) {
	return `<div class="sums"><span class="sync">S ${sync}</span><span class="async">A ${async}</span></div>`;
}

function verdictSoFar() {
	const [sync, async] = lunches, fast = t > async.end && isStory();
	return `${say("stood")}: <b>${seconds(stoodUntil(sync, t))}</b> ${w("above", "synchronous")},
		<b>${seconds(stoodUntil(async, t))}</b> ${w("below", "asynchronous")}.${fast ? ` ▸▸ ${say("fast")}` : ""}
		${sums(fed(sync), fed(async))}`;
}

function endVerdict() {
	const [sync, async] = lunches, factor = sync.end / async.end, gained = factor > 1.05;
	const why = say(gained ? "gained" : sync.blocked < TINY ? "noPots" : "nobodyElse");
	return `<b class="big">${gained ? `${factor.toFixed(1)} times sooner.` : "Nothing gained."}</b> ${why}
		${sums(sum(sync), sum(async))}`;
}

function aloneVerdict() {
	return `${alone.way === SYNC ? "S" : "A"} ${t >= alone.end ? sum(alone) : fed(alone)}`;
}
