# compare.awk - awk -v compiler=… -v library=… -f compare.awk FIGURES MEASURED: each measured line "KEY VALUE" (or "KEY SKIPPED:
# why") beside its baseline, as a row in Markdown. Exit status 1 if one has risen by 3 % or more, has no value, or is not in
# FIGURES.
BEGIN { FS = " *[|] *"; RISE = 1.03; FALL = 0.995 } # what is within is a mood of the machine

FNR == NR && /^# with compiler: / { stored["c"] = substr($0, 18) }
FNR == NR && /^# with library: / { stored["o"] = substr($0, 17) }
FNR == NR && /^#/ { next }
FNR == NR { what[$1] = $2; depends[$1] = $3; baseline[$1] = $4; must[$1] = $5; goal[$1] = $6; next }

FNR == 1 {
	here["c"] = compiler
	here["o"] = library
	for (d in here)
		if (stored[d] != here[d])
			print "The baselines are those of " stored[d] "; here is " here[d] ": figures that depend on it are not compared.\n"
	print "| counted | here | baseline | must | goal | |"
	print "| --- | --- | --- | --- | --- | --- |"
}

function is_comparable(key) {
	for (d in here)
		if (index(depends[key], d) && stored[d] != here[d])
			return 0
	return 1
}

function judge(key, value) {
	if (word[2] == "SKIPPED:")
		return substr($0, length(key) + 2)
	if (!is_comparable(key))
		return "not compared"
	if (value == "") {
		risen = risen "\n" key ": could not be counted"
		return "FAILED"
	}
	if (value > baseline[key] && value >= baseline[key] * RISE) {
		risen = risen "\n" key ": " value " here, and the baseline is " baseline[key]
		return "RISEN"
	}
	return value < baseline[key] * FALL ? "baseline can fall" : ""
}

{
	split($0, word, " ")
	key = word[1]
	value = word[2] ~ /^[0-9.]+$/ ? word[2] + 0 : ""
	if (!(key in what)) {
		risen = risen "\n" key ": no such figure"
		next
	}
	printf "| %s: %s | %s | %s | %s | %s | %s |\n", key, what[key], value, baseline[key], must[key], goal[key], judge(key, value)
}

END {
	if (risen != "")
		print risen
	exit risen != ""
}
