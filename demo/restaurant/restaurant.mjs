// restaurant.mjs - the restaurant that `make wasm` builds, under node; it sees this folder and what lies in it.
//
//     node demo/restaurant/restaurant.mjs build/none/restaurant.wasm [OPTION…]
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file, ...options] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: ['restaurant', ...options], preopens: { '.': '.' } });
const { instance } = await WebAssembly.instantiate(await readFile(file), wasi.getImportObject());
process.exitCode = wasi.start(instance);
