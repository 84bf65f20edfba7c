/* tests.mjs - what the tests of the page share: the browser, the page's address, and the list of tests. */
import {mkdtempSync, rmSync} from "node:fs";
import {resolve} from "node:path";
import {openBrowser} from "./browser.mjs";

export const build = resolve(process.argv[2]);
export const address = `file://${build}/restaurant.html`;
export const folder = mkdtempSync(`${build}/page-test.`); /* gone afterwards */
export let browser;

const tests = [];

/* run throws if something does not hold, and returns "SKIP why" if that cannot be told here. */
export function test(name, run) {
	tests.push({name, run});
}

export function must(good, what) {
	if (!good) throw Error(what);
}

export const click = id => browser.evaluate(`byId(${JSON.stringify(id)}).click()`);

/* How many events each record has come to, and the lines that are lit. */
export const lit = () =>
	browser.evaluate(
		'at.join() + [...document.querySelectorAll(".line.sync, .line.async")].map(e => e.className + e.textContent).join()',
	);

/* All that can be seen. What is hidden keeps what it was, and is left out. */
export const shown = async () =>
	(await browser.evaluate(`(() => {
	const scene = byId("scene1").cloneNode(true);
	for (const hidden of scene.querySelectorAll("[display=none]"))
		hidden.remove();
	return [t, byId("caption0").textContent, byId("caption1").textContent, byId("who").textContent, scene.innerHTML].join();
})()`)) + (await lit());

/* Runs those whose name has these words in it, and returns whether all hold. */
export async function runTests(browserName, words) {
	let number = 0,
		failed = 0;
	try {
		browser = await openBrowser(browserName, folder, {width: 1600, height: 1000});
		for (const {name, run} of tests.filter(test => test.name.includes(words))) {
			number++;
			try {
				const skipped = await run();
				console.log(
					skipped
						? `ok ${number} # SKIP ${name}: ${skipped.slice(5)}`
						: `ok ${number} - ${name}`,
				);
			} catch (error) {
				failed++;
				console.log(`not ok ${number} - ${name}\n# ${error.message}`);
			}
		}
		await browser.close();
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
	console.log(`1..${number}`);
	return failed === 0;
}
