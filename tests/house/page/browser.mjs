/* browser.mjs - a Chromium without a window, spoken to over a pipe (the DevTools protocol): for the tests of pages. */
import {spawn, spawnSync} from "node:child_process";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

export function findBrowser() {
	return NAMES.find(name => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0);
}

/* Opens one page: {send, evaluate, key, load, events, close}. folder is for the browser's own files. */
export async function openBrowser(name, folder, {width, height}) {
	const child = spawn(
		name,
		[
			"--headless=new",
			"--no-sandbox",
			"--disable-gpu",
			"--remote-debugging-pipe",
			`--window-size=${width},${height}`,
			`--user-data-dir=${folder}`,
			"--no-first-run",
			"--disable-extensions",
			"about:blank",
		],
		{stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]},
	);
	const waiting = new Map(),
		events = [];
	let number = 0,
		text = "",
		session;

	child.stdio[4].setEncoding("utf8").on("data", data => {
		/* messages end with a NUL */
		const messages = (text + data).split("\0");
		text = messages.pop();
		for (const message of messages.map(JSON.parse))
			if (message.id === undefined) events.push(message);
			else waiting.get(message.id)(message);
	});
	async function send(method, params = {}) {
		const id = ++number,
			reply = new Promise(resolve => waiting.set(id, resolve));
		child.stdio[3].write(JSON.stringify({id, method, params, sessionId: session}) + "\0");
		const {result, error} = await reply;
		if (error) throw Error(`${method}: ${error.message}`);
		return result;
	}
	/* The value of an expression in the page; a promise is waited for. */
	async function evaluate(expression) {
		const {result, exceptionDetails: fault} = await send("Runtime.evaluate", {
			expression,
			awaitPromise: true,
			returnByValue: true,
		});
		if (fault) throw Error(`${expression}: ${fault.exception?.description ?? fault.text}`);
		return result.value;
	}
	/* A key as a person presses it: its default action happens, too. */
	async function key(name, shift = false) {
		const texts = {" ": " ", Enter: "\r"},
			text = texts[name] ?? (name.length === 1 ? name : undefined);
		const codes = {
			Tab: 9,
			Enter: 13,
			" ": 32,
			End: 35,
			Home: 36,
			ArrowLeft: 37,
			ArrowRight: 39,
		};
		const event = {
			key: name,
			code: name === " " ? "Space" : name,
			modifiers: shift ? 8 : 0,
			windowsVirtualKeyCode: codes[name] ?? name.toUpperCase().charCodeAt(0),
		};
		await send("Input.dispatchKeyEvent", {type: "keyDown", ...event, text});
		await send("Input.dispatchKeyEvent", {type: "keyUp", ...event});
	}
	/* Loads a page and waits until it says that it is ready. */
	async function load(address) {
		events.length = 0;
		await send("Page.navigate", {url: "about:blank"});
		await send("Page.navigate", {url: address});
		await until("document.body?.dataset.ready === 'true'");
	}
	/* Waits until an expression is true in the page: at most a minute, on a machine that does much else. */
	async function until(expression) {
		for (const end = Date.now() + 60000; !(await evaluate(expression).catch(() => false));) {
			if (Date.now() > end) throw Error(`never came true: ${expression}`);
			await new Promise(resolve => setTimeout(resolve, 20));
		}
	}
	async function close() {
		const closed = new Promise(resolve => child.on("exit", resolve));
		await send("Browser.close").catch(() => {});
		await closed;
	}

	const {targetId} = await send("Target.createTarget", {url: "about:blank"});
	session = (await send("Target.attachToTarget", {targetId, flatten: true})).sessionId;
	for (const domain of ["Page", "Runtime", "Network", "Log"]) await send(`${domain}.enable`);
	return {send, evaluate, key, load, until, events, close};
}
