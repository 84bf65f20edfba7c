# table.awk - awk -v load=… -v after=… -v seconds=… -f table.awk FIGURES ROWS: what bench.sh has timed, as two tables: the figures
# that have a must and a goal; and every client. A ratio is the median of those of each round, and all of them stand beside it.
BEGIN { FS = " *[|] *" }
FNR == NR && /^[a-z]/ { what[$1] = $2; must[$1] = $5; goal[$1] = $6 }
FNR == NR { next }
FNR == 1 { FS = ";"; $0 = $0 }

{
	key = $2 ";" $4
	if (!(key in cpus)) order[++keys] = key
	kind[$2] = $1
	cpu[$2, $3, $4] = $5
	wall[$2, $3, $4] = $6
	cpus[key] = cpus[key] " " $5
	walls[key] = walls[key] " " $6
	begin[key] = begin[key] " " $7
	peak[key] = peak[key] " " $8
	errors[key] += $9
	whole[key] = whole[key] " " $10
}

function sorted(list,   a, n, i, j, t, text) {
	n = split(list, a, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && a[j] + 0 < a[j - 1] + 0; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
	for (i = 1; i <= n; i++)
		text = text (i > 1 ? " " : "") a[i]
	return text
}

function median(list,   a, n) {
	n = split(sorted(list), a, " ")
	return n ? a[int((n + 1) / 2)] : ""
}

function per_floor(of, label, client,   list, r) {
	if (client == "floor")
		return "1"
	for (r = 1; (label, r, client) in of; r++)
		if (of[label, r, "floor"] > 0)
			list = list " " sprintf("%.2f", of[label, r, client] / of[label, r, "floor"])
	return list
}

function scaled(list, by,   a, n, i, text) {
	n = split(list, a, " ")
	for (i = 1; i <= n; i++)
		text = text " " sprintf("%.1f", a[i] * by)
	return text
}

function figure(key, label, list,   m) {
	m = median(list)
	if (m != "")
		printf "| %s%s | %s | %s | %s | %s | %s |\n", what[key], label ? ", " label : "", m, sorted(list), must[key], goal[key],
			m <= goal[key] ? "goal" : m <= must[key] ? "must" : "not reached"
}

function figures(   i, part, label) {
	print "| timed | median | all runs | must | goal | reached |"
	print "| --- | --- | --- | --- | --- | --- |"
	for (i = 1; i <= keys; i++) {
		split(order[i], part, ";")
		label = part[1]
		if (part[2] != "session")
			continue
		if (kind[label] == "keep")
			figure(label ~ /C=1$/ ? "keep-cpu-alone" : "keep-cpu", substr(label, 13), per_floor(cpu, label, "session"))
		if (label ~ /^10,000 names, cold/) {
			figure("cold-wall", substr(label, 21), scaled(whole[order[i]], 10))
			figure("cold-memory", substr(label, 21), scaled(peak[order[i]], 1))
		}
		if (kind[label] == "open")
			figure("connection-memory", "", scaled(median(peak[order[i]]) - median(peak["keep-alive, C=1;session"]), 0.1024))
		if (kind[label] == "event")
			figure("event", "", per_floor(cpu, label, "session"))
	}
}

function runs(list) { # all of them, if there is more than one
	return list ~ /[0-9] / ? sorted(list) : ""
}

function clients(   i, part) {
	print "| what | client | CPU, us | : floor | all runs | wall, us | : floor | all runs | MB at its begin | at the peak | errors |"
	print "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
	for (i = 1; i <= keys; i++) {
		split(order[i], part, ";")
		printf "| %s | %s | %.1f | %s | %s | %.1f | %s | %s | %.1f | %.1f | %d |\n", part[1], part[2], median(cpus[order[i]]),
			median(per_floor(cpu, part[1], part[2])), runs(per_floor(cpu, part[1], part[2])), median(walls[order[i]]),
			median(per_floor(wall, part[1], part[2])), runs(per_floor(wall, part[1], part[2])), median(begin[order[i]]),
			median(peak[order[i]]), errors[order[i]]
	}
}

END {
	printf "Load average: %s before, %s after %d seconds in which two programs of ours ran.%s\n\n", load, after, seconds,
		(load > 0.5 ? " NOISY: others were at work." : "")
	figures()
	print ""
	clients()
}
