/* wasi.js - runs the C program in the page. It is the program's system, and offers only arguments and
 * standard output. */

/* Unpacks what build.awk has put into the page: gzip in base64. Null: there is nothing. */
async function unpack(id) {
	const text = byId(id).textContent.trim();
	if (!text)
		return null;
	const bytes = Uint8Array.from(atob(text.replace(/\s/g, "")), c => c.charCodeAt(0));
	return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/* Runs the module with these arguments. Returns everything that it printed. */
async function runProgram(module, options) {
	const args = ["lunch", ...options].map(s => new TextEncoder().encode(s + "\0")), printed = [];
	let memory;
	const view = () => new DataView(memory.buffer);
	const set32 = (at, value) => view().setUint32(at, value, true);

	const host = {
		args_sizes_get(count, size) {
			set32(count, args.length);
			set32(size, args.reduce((sum, a) => sum + a.length, 0));
			return 0;
		},
		args_get(pointers, bytes) {
			for (const a of args) {
				set32(pointers, bytes);
				new Uint8Array(memory.buffer).set(a, bytes);
				pointers += 4;
				bytes += a.length;
			}
			return 0;
		},
		environ_sizes_get(count, size) {
			set32(count, 0);
			set32(size, 0);
			return 0;
		},
		clock_time_get(clock, precision, time) { /* called only at the start: the lunch's clock is virtual */
			view().setBigUint64(time, 0n, true);
			return 0;
		},
		fd_write(fd, vectors, count, written) {
			let sum = 0;
			for (let i = 0; i < count; i++) {
				const [at, length] = [0, 4].map(field => view().getUint32(vectors + 8 * i + field, true));
				if (fd === 1)
					printed.push(new Uint8Array(memory.buffer.slice(at, at + length)));
				sum += length;
			}
			set32(written, sum);
			return 0;
		},
		proc_exit(status) {
			throw {status};
		},
	};
	const refuse = new Proxy(host, {get: (calls, name) => calls[name] ?? (() => 8 /* EBADF */)});
	const instance = await WebAssembly.instantiate(module, {wasi_snapshot_preview1: refuse});
	memory = instance.exports.memory;
	try {
		instance.exports._start();
	} catch (end) {
		if (end.status === undefined)
			throw end;
		if (end.status !== 0)
			throw Error(`the lunch ended with status ${end.status}`);
	}
	return new Blob(printed).text();
}
