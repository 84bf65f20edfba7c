/* runs.mjs - does the page run the real program, and show what that says? */
import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {address, browser, build, folder, must, shown, test} from "./tests.mjs";

test("opens from disk without an error or a request", async () => {
	await browser.load(address);
	const requests = browser.events
		.filter(e => e.method === "Network.requestWillBeSent")
		.map(e => e.params.request.url)
		.filter(url => !url.startsWith("data:") && url !== "about:blank");
	const errors = browser.events.filter(
		e =>
			e.method === "Runtime.exceptionThrown" ||
			(e.method === "Log.entryAdded" && e.params.entry.level === "error"),
	);
	must(requests.length === 1 && requests[0] === address, `requests: ${requests}`);
	must(!errors.length, JSON.stringify(errors[0]?.params));
	must(await browser.evaluate("playing"), "it does not begin to play by itself");
});

test("plays, pauses, and comes to the end", async () => {
	await browser.load(address);
	await browser.evaluate('byId("speed").value = "20"');
	await browser.until("!playing && t >= tail()");
	must((await shown()).includes("20 × (1 s + 5 s) = 120 s"), "the sum above");
	must((await shown()).includes("20 × 1 s + 5 s = 25 s"), "the sum below");
	must(
		(await browser.evaluate('byId("verdict").textContent')).includes("4.8 times sooner"),
		"the verdict",
	);
});

/* Twenty lunches: each slider, each scene, both menus, one and a thousand guests. */
const SETTINGS = [
	{},
	{guests: 1},
	{guests: 2, chefs: 1},
	{guests: 5, chefs: 2},
	{guests: 40},
	{guests: 100, chefs: 12},
	{guests: 1000, chefs: 100},
	{chefs: 1},
	{chefs: 3},
	{chefs: 20},
	{order: 0.25},
	{order: 2, cook: 1},
	{cook: 12},
	{cook: 0.25, seed: 3, dish: ""},
	{seed: 7, dish: "", chefs: 4},
	{scene: "slow"},
	{scene: "burnt"},
	{scene: "leaves", chefs: 3},
	{scene: "cooks-himself"},
	{scene: "big-order", chefs: 2},
];

const hashOf = text => createHash("sha256").update(text).digest("hex");

/* The first line names the backend. */
function native(options) {
	execFileSync(`${build}/restaurant`, [...options, "--record", `${folder}/lunch`], {stdio: "ignore"});
	return ["sync", "async"].map(way =>
		hashOf(readFileSync(`${folder}/lunch.${way}`, "utf8").split("\n").slice(1).join("\n")),
	);
}

test(`${SETTINGS.length} lunches: the native program's records, hash for hash`, async () => {
	await browser.load(`${address}#t=0`);
	if (!(await browser.evaluate("canRun()")))
		return "SKIP recorded runs: nothing to build the program for a page with";
	for (const wanted of SETTINGS) {
		const options = await browser.evaluate(
			`optionsOf({...DEFAULTS, ...${JSON.stringify(wanted)}})`,
		);
		const records =
			await browser.evaluate(`runProgram(program, ${JSON.stringify(options)}).then(text =>
			readRecords(text).map(record => record.lines.slice(1).join("\\n") + "\\n"))`);
		must(
			native(options).join() === records.map(hashOf).join(),
			`other records: ${options.join(" ")}`,
		);
		must(records[0] !== records[1] || options.includes("big-order"), "both ways are one");
	}
});

test("a slider runs the lunch anew, and a link keeps it", async () => {
	await browser.load(`${address}#t=3`);
	if (!(await browser.evaluate("canRun()"))) return "SKIP recorded runs";
	const moves = {guests: 3, chefs: 1, order: 5, cook: 2, seed: 4};
	for (const [id, value] of Object.entries(moves)) {
		const before = await browser.evaluate("JSON.stringify(lunches[1].events)");
		await browser.evaluate(
			`{const e = byId("${id}"); e.value = ${value}; e.dispatchEvent(new Event("input"));}`,
		);
		await browser.until(`settings.${id} === SLIDERS.${id}[${value}]`);
		must(
			before !== (await browser.evaluate("JSON.stringify(lunches[1].events)")),
			`${id} changes nothing`,
		);
	}
	const link = await browser.evaluate("linkOf()"),
		now = await shown();
	must(/guests=4&chefs=2&order=1.5&cook=0.75&seed=5/.test(link), link);
	await browser.load(address + link);
	must(now === (await shown()), "the link shows another moment");
	await browser.load(`${address}#chefs=4&t=12.5`);
	must(await browser.evaluate("settings.chefs === 4 && t === 12.5 && !playing"), "#chefs=4&t=12.5");
});

test("each scene says what it shows", async () => {
	const ends = {
		slow: "too long",
		burnt: "burnt",
		leaves: "called off",
		"cooks-himself": "cooks Cem’s pasta himself",
		"big-order": "all of it the waiter’s own work",
	};
	for (const scene in ends) {
		await browser.load(`${address}#t=0&chefs=8`);
		await browser.evaluate(`document.querySelector('[data-scene="${scene}"]').click()`);
		await browser.until(`settings.scene === "${scene}"`);
		const captions = await browser.evaluate(
			"pause(); [...lunches[1].gaps.map(gap => caption(lunches[1], gap.from)), caption(lunches[1], tail())].join(' ')",
		);
		must(captions.includes(ends[scene]), `${scene}: ${captions}`);
	}
});

test("without a compiler for it: recorded runs, and the page says so", async () => {
	await browser.load(`file://${build}/page/recorded.html#t=0`);
	must(
		(await browser.evaluate("byId('ran').textContent")).includes("recorded runs"),
		"it does not say so",
	);
	must(
		await browser.evaluate(
			"!canRun() && [...document.querySelectorAll('#settings input, #settings select')].every(e => e.disabled)",
		),
		"a slider that does nothing",
	);
	for (const scene of await browser.evaluate("Object.keys(SCENES)")) {
		await browser.evaluate(`document.querySelector('[data-scene="${scene}"]').click()`);
		await browser.until(`settings.scene === "${scene}"`);
		const records = await browser.evaluate(
			"pause(); recorded[settings.scene].map(record => record.lines.slice(1).join('\\n') + '\\n')",
		);
		must(
			native([
				"--dish",
				"pasta",
				...(scene === "plain" ? [] : ["--scene", scene]),
			]).join() === records.map(hashOf).join(),
			scene,
		);
	}
	await browser.evaluate("toEnd()");
	await browser.evaluate("ask()");
	must(await browser.evaluate("asked !== null"), "no question");
});

test("a browser without WebAssembly has the recorded runs, and the page says so", async () => {
	const source = "delete globalThis.WebAssembly";
	const {identifier} = await browser.send("Page.addScriptToEvaluateOnNewDocument", {source});
	await browser.load(`${address}#t=13.8`);
	must(
		(await browser.evaluate("byId('ran').textContent")).includes("recorded runs"),
		"it does not say so",
	);
	must(await browser.evaluate("lunches[1].end === 25"), "another lunch");
	await browser.send("Page.removeScriptToEvaluateOnNewDocument", {identifier});
});

test("the site has the page, the poster and each note, and no link leads nowhere", () => {
	const made = `${folder}/made`, site = `${made}/site`;
	mkdirSync(made);
	for (const name of ["restaurant.html", "poster.html"]) writeFileSync(`${made}/${name}`, name);
	execFileSync("sh", ["demo/restaurant/page/site.sh", made], {stdio: "ignore"});
	const index = readFileSync(`${site}/index.html`, "utf8");
	const links = [...index.matchAll(/href="([^"]*)">([^<]|<code>)+/g)].map(([, link]) => link);
	const notes = readdirSync(`${site}/notes`, {recursive: true}).filter(name => name.endsWith(".md"));
	must(notes.length > 20 && links.length === notes.length + 2, `${links.length} links, ${notes.length} notes`);
	for (const link of ["restaurant.html", "poster.html", ...notes.map(name => `notes/${name}`)])
		must(links.includes(link), link);
});

/* ---- records from files ---- */

test("opens records from files: both, one, and none that is no lunch", async () => {
	execFileSync(
		`${build}/restaurant`,
		["--customers", "6", "--chefs", "2", "--record", `${folder}/six`],
		{stdio: "ignore"},
	);
	await browser.load(`${address}#t=0`);
	const {root} = await browser.send("DOM.getDocument"),
		{nodeId} = await browser.send("DOM.querySelector", {
			nodeId: root.nodeId,
			selector: "#files",
		});
	const open = async (...files) => {
		await browser.evaluate("byId('opened').textContent = ''");
		await browser.send("DOM.setFileInputFiles", {nodeId, files});
		await browser.until("byId('opened').textContent !== ''");
	};
	await open(`${folder}/six.async`, `${folder}/six.sync`);
	must(
		await browser.evaluate(
			"lunches[0].guests.length === 6 && lunches[0].end > lunches[1].end && lunches[1].chefs === 2",
		),
		"both",
	);
	await open(`${folder}/six.async`);
	must(
		await browser.evaluate(
			"alone === lunches[1] && getComputedStyle(document.querySelector('.half.sync')).display === 'none'",
		),
		"one",
	);
	const six = readFileSync(`${folder}/six.sync`, "utf8");
	writeFileSync(`${folder}/old.sync`, six.replace(/.*"ordered".*\n/g, ""));
	await open(`${folder}/old.sync`);
	must((await browser.evaluate("byId('opened').textContent")).includes("older lunch"), "an older record");
	await browser.evaluate("toEnd()");
	must(await browser.evaluate("alone.way === SYNC"), "the other half");
	await browser.evaluate("toEnd()");
	await open(`${build}/restaurant.html`);
	must(
		(await browser.evaluate("byId('opened').textContent")) === "Not opened: not an event record of format 1",
		"a page is no record",
	);
	must(await browser.evaluate("lunches[1].guests.length === 6"), "what was shown is gone");
});
