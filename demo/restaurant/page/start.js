/* start.js - puts the page together, and starts it. */

/* The width of the room in units of the drawing, for a width in pixels. Both halves, their captions and the
 * buttons should fit the window, so the room gets more or fewer units, and all in it looks smaller or
 * larger. */
function roomWidth(shown, lunch) {
	const halves = alone ? 1 : 2, narrow = shown < NARROW + 20;
	const {height} = planRoom(narrow ? NARROW - 1 : NARROW, lunch.guests.length, lunch.chefs);
	if (narrow)
		return clamp(shown / clamp((innerHeight - 150 - 77 * halves) / halves / height, 0.82, 1), 340, NARROW - 1);
	const below = clamp(innerHeight - 740, 0, settings.scene === "plain" ? 226 : 254); /* the bars, the sums */
	const scale = clamp((innerHeight - 166 - 60 * halves - below) / halves / height, 0.78, 1.22);
	return clamp(shown / scale, 700, 1300);
}

function layOut() {
	lunches.forEach((lunch, way) => {
		const svg = byId("scene" + way), shown = svg.clientWidth || byId("scene" + (1 - way)).clientWidth || 600;
		const width = roomWidth(shown, lunch);
		document.body.classList.toggle("tight", shown / width < 1.06);
		views[way] = makeScene(svg, lunch, Math.round(width));
	});
	byId("scrub").max = tail();
	makeStrip();
}

function setSkin(which) {
	skin = which;
	byId("words").setAttribute("aria-pressed", String(skin === FIELD));
	setText(byId("words"), skin === FIELD ? "Restaurant words" : "Field words");
	for (const element of document.querySelectorAll("[data-say]"))
		setText(element, say(element.dataset.say));
	document.title = say("title");
	makeCode();
	makeWho();
	makeSettings();
	makeScenes();
	if (!lunches)
		return;
	stopAsking();
	showSettings();
	layOut();
	seek(t, at);
}

async function start() {
	const code = await unpack("run");
	program = code && globalThis.WebAssembly ? await WebAssembly.compile(code) : null; /* it can be switched off in a browser */
	if (!program)
		recorded = recordsByScene(readRecords(new TextDecoder().decode(await unpack("recorded"))));
	wireButtons();
	addEventListener("keydown", onKey);
	addEventListener("hashchange", followLink);
	let resized;
	addEventListener("resize", () => {
		clearTimeout(resized);
		resized = setTimeout(() => {
			layOut();
			seek(t, at);
		}, 120);
	});
	const link = await followLink();
	pause();
	document.body.dataset.ready = "true";
	if (!link.has("predict") && !link.has("t") && !still)
		play();
}

function recordsByScene(records) {
	return Object.fromEntries(Object.keys(SCENES).map((scene, i) => [scene, records.slice(2 * i, 2 * i + 2)]));
}

start().catch(error => document.body.prepend(String(error)));
