/* page.mjs BUILD [WORDS] - is the restaurant's page what it promises? In a browser without a window; prints TAP. With words:
 * only the tests that have them in their names. */
import {findBrowser} from "./browser.mjs";

const browser = findBrowser();
if (!browser) {
	console.log("ok 1 # SKIP the page: no Chromium\n1..1");
	process.exit();
}
const {runTests} = await import("./tests.mjs");
for (const file of ["runs", "moments", "everybody"]) await import(`./${file}.mjs`);
process.exitCode = (await runTests(browser, process.argv[3] ?? "")) ? 0 : 1;
